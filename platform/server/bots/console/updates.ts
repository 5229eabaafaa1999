import { type AccountId, botConsole, VecheError, type WebhookForm } from '@veche/contract';
import { pageOf, seqOfCursor } from '../../kernel/paging.ts';
import { accountOf } from '../../kernel/rpc/caller.ts';
import { type Handler, implement } from '../../kernel/rpc/handler.ts';
import { appendUpdates, lockQueueEnds, readQueueState, toUpdate } from '../delivery/queue.ts';
import type { BotsDependencies } from '../dependencies.ts';
import { requireOwnBot } from '../registration/register.ts';
import type { WebhookWriter } from '../webhooks/form.ts';
import { type KeptUpdate, readDeliveries, readKept, removeDeadLetters } from './update-store.ts';

const contract = botConsole.botConsoleMethods;

type Reason = 'waits' | 'withdrawn' | 'old' | 'left';
type PassedOver = { updateId: number; reason: Reason | 'gone' };

const DAY_MS = 86_400_000;

/** Looking at the queue of a bot, and queueing once more, for its owner. */
export function consoleUpdateHandlers(
  { sql, bus, clock, limiter }: Pick<BotsDependencies, 'sql' | 'bus' | 'clock' | 'limiter'>,
  forms: Readonly<Record<WebhookForm, WebhookWriter>>,
): Handler[] {
  /**
   * Under the lock of the queue's end, so that the numbers stay gapless and everything that waits comes first. The end
   * is locked before the updates are read: a dead letter is taken out once.
   */
  const replay = (botId: AccountId, updateIds: readonly number[]) =>
    sql.begin(async (tx) => {
      const end = (await lockQueueEnds(tx, [botId])).get(botId);
      const kept = end === undefined ? [] : await readKept(tx, botId, updateIds);
      const at = clock.now();
      const fit = kept.filter((update) => reasonAgainst(update, at) === null);
      if (end === undefined || fit.length === 0) return { kept, replayed: [] };
      const { waitingCount = 0 } = (await readQueueState(tx, botId)) ?? {};
      if (waitingCount + fit.length > botConsole.MAX_WAITING_TO_REPLAY) throw tooManyWait();
      const updates = fit.map(({ updateId, chatId, event, firstAt }) => {
        end.lastUpdateId += 1;
        return { botId, updateId: end.lastUpdateId, at, chatId, event, replayOf: updateId, firstAt };
      });
      await appendUpdates(tx, updates, [end]);
      await removeDeadLetters(
        tx,
        botId,
        fit.map(({ updateId }) => updateId),
      );
      return { kept, replayed: updates.map(({ updateId, replayOf }) => ({ updateId, replayOf })) };
    });

  return [
    implement(contract.listUpdates, async ({ caller }, { accountId, state, kind, chatId, cursor, limit }) => {
      await requireOwnBot(sql, { ownerId: accountOf(caller), botId: accountId });
      const before = seqOfCursor(cursor) ?? Number.MAX_SAFE_INTEGER;
      const rows = await readDeliveries(sql, { botId: accountId, state, kind, chatId, before, limit: limit + 1 });
      const { page, next } = pageOf(rows, limit, ({ updateId }) => `${updateId}`);
      return { updates: page, ...next };
    }),

    implement(contract.readUpdate, async ({ caller }, { accountId, updateId, form }) => {
      await requireOwnBot(sql, { ownerId: accountOf(caller), botId: accountId });
      const [kept] = await readKept(sql, accountId, [updateId]);
      if (kept === undefined) throw new VecheError('not_found', 'This update is kept no more.', { field: 'updateId' });
      const bodies = kept.isWithdrawn ? [] : await forms[form].write(accountId, toUpdate(kept));
      return { update: kept.delivery, bodies: bodies.map((body) => ({ ...body })) };
    }),

    implement(contract.replayUpdates, async ({ caller }, { accountId, updateIds }) => {
      await requireOwnBot(sql, { ownerId: accountOf(caller), botId: accountId });
      const perMinute = botConsole.REPLAYED_PER_MINUTE;
      const wait = limiter.take(accountId, 'replayed updates', perMinute, new Set(updateIds).size);
      if (wait > 0) throw new VecheError('rate_limited', 'Too many at once.', { retryAfterSeconds: wait });
      const now = clock.now();
      const { kept, replayed } = await replay(accountId, updateIds);
      if (replayed.length > 0) bus.publish('botUpdates', { botId: accountId });
      const known = new Map(kept.map((update) => [update.updateId, update]));
      const passedOver = [...new Set(updateIds)].flatMap((updateId): PassedOver[] => {
        const update = known.get(updateId);
        const reason = update === undefined ? 'gone' : reasonAgainst(update, now);
        return reason === null ? [] : [{ updateId, reason }];
      });
      return { replayed, passedOver };
    }),
  ];
}

function reasonAgainst({ delivery, isWithdrawn, hasLeft, firstAt }: KeptUpdate, now: Date): Reason | null {
  const { state } = delivery;
  if (state === 'waiting' || state === 'failing') return 'waits';
  if (isWithdrawn) return 'withdrawn';
  if (hasLeft) return 'left';
  const days = state === 'dead' ? 1 + botConsole.DEAD_LETTER_DAYS : 1;
  return now.getTime() - firstAt.getTime() > days * DAY_MS ? 'old' : null;
}

function tooManyWait(): VecheError {
  const most = botConsole.MAX_WAITING_TO_REPLAY;
  return new VecheError('conflict', `Up to ${most} updates may wait when some are queued once more.`, {
    field: 'accountId',
  });
}
