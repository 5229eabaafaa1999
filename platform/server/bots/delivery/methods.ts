import { botConsole, type BotUpdate, bots as contract, VecheError } from '@veche/contract';
import type { Bus } from '../../kernel/bus.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { Sql } from '../../kernel/database/sql.ts';
import type { Task } from '../../kernel/jobs.ts';
import { accountOf } from '../../kernel/rpc/caller.ts';
import { type Handler, implement } from '../../kernel/rpc/handler.ts';
import { forgetCalls } from '../console/call-store.ts';
import { expireUpdates } from '../console/dead-letters.ts';
import { forgetInline } from '../inline/store.ts';
import { readBots } from '../registration/store.ts';
import type { Polls } from './polls.ts';
import { askTurn, confirmUnder, endLeases, readPollState, takeLease } from './leases.ts';
import { confirmAllBut, forgetPresses, readQueueState, setKinds, takeUpdates } from './queue.ts';

/** Largest answer of one poll; a first update is given whatever its size. */
const MAX_ANSWER_CHARACTERS = 4 * 1024 * 1024;
const RETENTION_HOURS = 24;

/** How often a lease that waits looks by itself whether its turn has come: a bus may lose a hint, and a program may die. */
const TURN_MS = 1_000;

interface DeliveryDependencies {
  readonly sql: Sql;
  readonly bus: Bus;
  readonly clock: Clock;
}

export function deliveryHandlers({ sql, bus, clock }: DeliveryDependencies, polls: Polls): Handler[] {
  return [
    implement(contract.getUpdates, async ({ caller, signal }, input) => {
      const botId = accountOf(caller);
      const { after, limit, keepNewest, kinds, lease } = input;
      // Begun before the first read, so that nothing can arrive between reading and waiting.
      const poll = polls.begin(botId, signal, lease);
      try {
        const state = await readPollState(sql, botId);
        if (state?.hasWebhook === true) {
          throw new VecheError('conflict', 'The updates of this bot are sent to an address; delete that first.', {
            field: 'webhook',
          });
        }
        if (lease === 0) {
          const taken = await takeLease(sql, botId, clock.now());
          bus.publish('leaseChanged', { botId });
          return { updates: [], lease: taken };
        }
        if (lease === undefined && state?.isLeased === true) await endLeases(sql, botId);
        const deadline = performance.now() + input.timeoutSeconds * 1000;
        for (let isNew = true; ;) {
          const turn = lease === undefined ? 'serves' : await askTurn(sql, { botId, lease }, clock.now());
          if (turn === 'over') return { updates: [], takenOver: true as const };
          if (turn === 'serves' && isNew) {
            if (kinds !== undefined) await setKinds(sql, botId, kinds);
            if (keepNewest !== undefined) await confirmAllBut(sql, botId, keepNewest);
            isNew = false;
          }
          const updates = turn === 'waits' ? [] : await takeUpdates(sql, { botId, after, limit });
          const left = deadline - performance.now();
          if (updates.length > 0 || left <= 0) return { updates: fitting(updates) };
          // After the time is up it looks once more: the bus may lose a hint, the queue loses nothing.
          if ((await poll.wait(turn === 'waits' ? Math.min(left, TURN_MS) : left)) === 'gone') return { updates: [] };
        }
      } finally {
        poll.close();
      }
    }),

    implement(contract.confirmUpdates, async ({ caller }, input) => {
      const botId = accountOf(caller);
      await confirmUnder(sql, { botId, ...input }, clock.now());
      if (input.release) bus.publish('leaseChanged', { botId });
      return {};
    }),

    implement(contract.dropUpdates, async ({ caller }) => {
      await confirmAllBut(sql, accountOf(caller), 0);
      return {};
    }),

    implement(contract.getState, async ({ caller }) => {
      const botId = accountOf(caller);
      const [[bot], queue] = await Promise.all([readBots(sql, { botId }), readQueueState(sql, botId)]);
      if (bot === undefined || queue === null) throw new VecheError('unauthenticated', 'This bot is no more.');
      return { bot, ...queue };
    }),
  ];
}

function fitting(updates: BotUpdate[]): BotUpdate[] {
  let size = 0;
  const end = updates.findIndex((update, index) => {
    size += JSON.stringify(update).length;
    return index > 0 && size > MAX_ANSWER_CHARACTERS;
  });
  return end < 0 ? updates : updates.slice(0, end);
}

/** Updates are kept for a day, confirmed or not; so are calls, button presses, queries and their answers. */
export function retentionTask({ sql, clock }: { sql: Sql; clock: Clock }): Task {
  return {
    name: 'bot-update-retention',
    schedule: '*/10 * * * *',
    run: async () => {
      const now = clock.now();
      const before = new Date(now.getTime() - RETENTION_HOURS * 3_600_000);
      await expireUpdates(sql, { before, now });
      await forgetCalls(sql, new Date(now.getTime() - botConsole.CALL_HOURS * 3_600_000));
      await forgetPresses(sql, before);
      await forgetInline(sql, { before, now });
    },
  };
}
