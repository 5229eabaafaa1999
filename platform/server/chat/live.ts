import { type AccountId, type ChatId, Timestamp } from '@veche/contract';
import { z } from 'zod';
import type { WingPart } from '../kernel/wing.ts';
import { readRole } from './chats/store.ts';
import type { ChatDependencies } from './dependencies.ts';
import { type Action, createActions, readBlockers } from './presence/actions.ts';
import { presenceHandlers } from './presence/methods.ts';
import { createPresence } from './presence/presence.ts';
import { deleteSign, readSign } from './presence/store.ts';
import { createDeliveries } from './receipts/deliveries.ts';
import { receiptHandlers } from './receipts/methods.ts';
import { readPositions, type Seat } from './receipts/store.ts';

/** What lives in sockets rather than in logs: who is here, what they are doing, how far they have come. */
export function createLive(dependencies: Pick<ChatDependencies, 'sql' | 'bus' | 'clock' | 'log'>) {
  const { sql } = dependencies;
  const presence = createPresence(dependencies);
  const deliveries = createDeliveries(dependencies);
  const act = createActions(dependencies);
  const part: WingPart = {
    handlers: [...presenceHandlers({ presence, act }), ...receiptHandlers({ sql })],
    personalData: [
      {
        name: 'presence',
        given: {
          schema: z.object({ lastSeenAt: Timestamp.optional() }),
          read: async (accountId) => {
            const at = await readSign(sql, accountId);
            return at === null ? {} : { lastSeenAt: at.toISOString() };
          },
        },
        erase: (accountId) => deleteSign(sql, accountId),
      },
    ],
    stop: async () => {
      await Promise.all([presence.stop(), deliveries.stop()]);
    },
  };
  return {
    part,
    presence,
    act: (action: Action) => act(action),
    isMember: async (accountId: AccountId, chatId: ChatId) => (await readRole(sql, chatId, accountId)) !== null,
    blockersOf: (blockedId: AccountId, accountIds: readonly AccountId[]) => readBlockers(sql, blockedId, accountIds),
    got: deliveries.note,
    positionsOf: (seats: readonly Seat[]) => readPositions(sql, seats),
  };
}
