import type { WingPart } from '../../kernel/wing.ts';
import type { ChatDependencies } from '../dependencies.ts';
import { leaveChats } from './memberships.ts';
import { wipeOwnMessages } from './own-messages.ts';

/** What chats do when one of their people is erased: own words go first, while the account still has its places. */
export function erasurePart(dependencies: Pick<ChatDependencies, 'sql' | 'writer' | 'jobs'>): WingPart {
  return {
    personalData: [
      { name: 'ownMessages', erase: (accountId, signal) => wipeOwnMessages(dependencies, accountId, signal) },
      { name: 'memberships', erase: (accountId, signal) => leaveChats(dependencies, accountId, signal) },
    ],
  };
}
