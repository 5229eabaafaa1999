import type { WingPart } from '../../kernel/wing.ts';
import type { ChatDependencies } from '../dependencies.ts';
import { leaveChats } from './memberships.ts';
import { wipeOwnMessages } from './own-messages.ts';

/** What chats do when one of their people is erased: first it leaves, so that nothing more comes while its words go. */
export function erasurePart(dependencies: Pick<ChatDependencies, 'sql' | 'writer' | 'jobs'>): WingPart {
  return {
    personalData: [
      {
        name: 'memberships',
        erase: (accountId, signal) => leaveChats(dependencies, { accountId, isBot: false }, signal),
      },
      { name: 'ownMessages', erase: (accountId, signal) => wipeOwnMessages(dependencies, accountId, signal) },
    ],
  };
}
