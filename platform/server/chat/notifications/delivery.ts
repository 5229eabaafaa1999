import { setTimeout as sleep } from 'node:timers/promises';
import type { PushPayload } from '@veche/contract';
import type { Sql } from '../../kernel/database/sql.ts';
import type { Logger } from '../../kernel/logger.ts';
import type { PushOutcome, PushSender } from './sender.ts';
import { deleteSubscription, noteDelivery, type Subscription } from './store.ts';

const RETRY_SECONDS = [2, 15, 60];
/** A push is waited for this long; then it goes on by itself, so that a service that is silent holds up nobody. */
const PATIENCE_MS = 2_000;
/** Devices with pushes under way; beyond them, those that failed before get none. */
const MAX_UNDER_WAY = 1_000;
/** Chats whose newest pushes wait behind the one under way of their device. */
const MAX_WAITING = 20;

/** Brings pushes to devices: one after the other to each, and to no device at the cost of another. */
export function createDelivery({ sql, log, send }: { sql: Sql; log: Logger; send: PushSender }) {
  const stopping = new AbortController();
  /** What waits for each device with a push under way, the newest of each chat. */
  const underWay = new Map<string, Map<string, PushPayload>>();
  const works = new Set<Promise<void>>();

  /** Sends a push, and again later when the push service asks for patience. */
  const deliver = async (subscription: Subscription, payload: PushPayload): Promise<PushOutcome> => {
    let outcome = await send(subscription, payload);
    // Known at once, so that nobody waits for this device a second time.
    if (outcome.state === 'later' && !stopping.signal.aborted) await noteDelivery(sql, subscription, false);
    for (const seconds of RETRY_SECONDS) {
      if (outcome.state !== 'later' || (outcome.retryAfterSeconds ?? 0) > 60) break;
      await sleep((outcome.retryAfterSeconds ?? seconds) * 1000, undefined, { ref: false, signal: stopping.signal });
      outcome = await send(subscription, payload);
    }
    stopping.signal.throwIfAborted();
    if (outcome.state === 'gone') await deleteSubscription(sql, subscription);
    else await noteDelivery(sql, subscription, outcome.state === 'arrived');
    if (outcome.state === 'refused') log.warn({ status: outcome.status }, 'a push service refused a push');
    return outcome;
  };

  const bring = async (key: string, subscription: Subscription, first: PushPayload): Promise<void> => {
    const waiting = new Map([[first.tag, first]]);
    underWay.set(key, waiting);
    try {
      for (const [tag, payload] of waiting) {
        waiting.delete(tag);
        const { state } = await deliver(subscription, payload);
        if (state !== 'arrived') return;
      }
    } catch (error) {
      if (!stopping.signal.aborted) log.warn({ err: error }, 'a push was not delivered');
    } finally {
      underWay.delete(key);
    }
  };

  return {
    deliver,
    /** Settles when the push has come, or when others have waited for it long enough. */
    async hand(subscription: Subscription & { isFailing: boolean }, payload: PushPayload): Promise<void> {
      const key = `${subscription.accountId} ${subscription.sessionId}`;
      const waiting = underWay.get(key);
      if (waiting !== undefined) {
        if (waiting.size < MAX_WAITING) waiting.set(payload.tag, payload);
        return;
      }
      if (subscription.isFailing && underWay.size >= MAX_UNDER_WAY) return;
      const work = bring(key, subscription, payload);
      works.add(work);
      void work.finally(() => works.delete(work));
      if (subscription.isFailing) return;
      const enough = new AbortController();
      const patience = sleep(PATIENCE_MS, undefined, { signal: enough.signal }).catch(() => undefined);
      await Promise.race([work, patience]);
      enough.abort();
    },
    /** Gives up what waits; `work` that is under way ends with the client that carries it. */
    abort: (): void => stopping.abort(),
    idle: async (): Promise<void> => void (await Promise.allSettled(works)),
  };
}
export type Delivery = ReturnType<typeof createDelivery>;
