import { forwards as contract } from '@veche/contract';
import { accountOf } from '../../kernel/rpc/caller.ts';
import { type Handler, implement } from '../../kernel/rpc/handler.ts';
import type { ChatDependencies } from '../dependencies.ts';
import { forwardMessages } from './forward.ts';

export function forwardHandlers({ writer }: Pick<ChatDependencies, 'writer'>): Handler[] {
  return [
    implement(contract.forward, async ({ caller }, { messageIds, hideOrigin = false, topicId, silent, ...place }) => {
      const forwarding = {
        ...place,
        actorId: accountOf(caller),
        messageIds: [...new Set(messageIds)].sort((a, b) => a - b),
        ...{ hideOrigin, topicId, silent },
      };
      return { messageIds: await writer.transact([place.chatId], (batch) => forwardMessages(batch, forwarding)) };
    }),
  ];
}
