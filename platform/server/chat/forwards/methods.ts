import { forwards as contract } from '@veche/contract';
import { accountOf } from '../../kernel/rpc/caller.ts';
import { type Handler, implement } from '../../kernel/rpc/handler.ts';
import type { ChatDependencies } from '../dependencies.ts';
import { forwardMessages } from './forward.ts';

export function forwardHandlers({ writer, givenToBot }: Pick<ChatDependencies, 'writer' | 'givenToBot'>): Handler[] {
  return [
    implement(contract.forward, async ({ caller }, { messageIds, hideOrigin = false, topicId, silent, ...place }) => {
      const forwarding = {
        ...place,
        actorId: accountOf(caller),
        messageIds: [...new Set(messageIds)].sort((a, b) => a - b),
        ...{ hideOrigin, topicId, silent },
        // A bot is told through its queue what it may know, and could read anything by forwarding it.
        givenToBot: caller.kind === 'bot' ? givenToBot : null,
      };
      return { messageIds: await writer.transact([place.chatId], (batch) => forwardMessages(batch, forwarding)) };
    }),
  ];
}
