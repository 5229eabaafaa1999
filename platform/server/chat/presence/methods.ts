import { presence as contract } from '@veche/contract';
import { accountOf } from '../../kernel/rpc/caller.ts';
import { type Handler, implement } from '../../kernel/rpc/handler.ts';
import type { Act } from './actions.ts';
import type { PresenceBook } from './presence.ts';

export function presenceHandlers({ presence, act }: { presence: PresenceBook; act: Act }): Handler[] {
  return [
    implement(contract.presenceMethods.get, async ({ caller }, { accountIds }) => ({
      presences: await presence.read(accountOf(caller), accountIds),
    })),
    implement(contract.sendAction, async ({ caller }, { chatId, action, topicId }) => ({
      told: await act({ chatId, accountId: accountOf(caller), kind: action, topicId }),
    })),
  ];
}
