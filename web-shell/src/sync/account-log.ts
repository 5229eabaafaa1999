import type { AccountEvent } from '@veche/contract';
import type { Connection } from './connection.ts';
import type { Clock, Timings } from './ports.ts';
import type { Replica } from './replica.ts';

interface AccountLogParts {
  readonly replica: Replica;
  readonly connection: Pick<Connection, 'call' | 'phase'>;
  readonly clock: Clock;
  readonly timings: Timings;
  apply(event: AccountEvent): void;
  /** The server no longer holds what was missed: everything must be read anew. */
  lost(): void;
  settled(): void;
}

/** Follows the account's private log by the same rule as the logs of chats. */
export interface AccountLog {
  events(events: readonly AccountEvent[]): void;
  /** The head that a first page of chats was read at. */
  ready(headSeq: number): void;
  /** Asks the server whether something was missed. */
  check(): void;
  /** Goes on with what waited for a connection. */
  resume(): void;
  forget(): void;
  isSettled(): boolean;
}

export function createAccountLog(parts: AccountLogParts): AccountLog {
  const { replica, connection, clock, timings } = parts;
  const early = new Map<number, AccountEvent>();
  let target = 0;
  let isPulling = false;
  let cancelWait: (() => void) | undefined;

  const have = () => replica.meta.accountSeq;
  const stopWaiting = () => {
    cancelWait?.();
    cancelWait = undefined;
  };
  /** Waits a moment first: what is missing may be on its way. */
  const pullSoon = (milliseconds: number) => {
    cancelWait ??= clock.after(milliseconds, () => void pull());
  };
  const isSettled = () => !isPulling && early.size === 0 && target <= (have() ?? 0);

  const apply = (events: readonly AccountEvent[]) => {
    for (const event of events) early.set(event.accountSeq, event);
    const before = have();
    if (before === undefined) return;
    let seq = before;
    for (let next = early.get(seq + 1); next !== undefined; next = early.get(seq + 1)) {
      seq += 1;
      parts.apply(next);
    }
    for (const old of early.keys()) if (old <= seq) early.delete(old);
    if (seq !== before) replica.setMeta({ accountSeq: seq });
  };

  const pull = async () => {
    stopWaiting();
    const known = have();
    if (isPulling || known === undefined || connection.phase() !== 'ready') return;
    isPulling = true;
    let retryIn = 0;
    try {
      for (let after = known; ; after = have() ?? 0) {
        const page = await connection.call('sync.pullAccount', { after: after });
        if (have() === undefined) return;
        if (page.floorSeq > after + 1) return parts.lost();
        target = 0;
        apply(page.events);
        if (page.events.length === 0) early.clear();
        if ((have() ?? 0) >= page.headSeq || page.events.length === 0) break;
      }
    } catch {
      retryIn = timings.retry;
    } finally {
      isPulling = false;
    }
    if (retryIn > 0) pullSoon(retryIn);
    else if (early.size > 0) pullSoon(timings.gap);
    else if (isSettled()) parts.settled();
  };

  return {
    events(events) {
      apply(events);
      if (early.size === 0) stopWaiting();
      else if (!isPulling) pullSoon(timings.gap);
    },
    ready(headSeq) {
      if (have() === undefined) replica.setMeta({ accountSeq: headSeq });
      target = headSeq;
      apply([]);
    },
    check() {
      target = Math.max(target, (have() ?? 0) + 1);
      void pull();
    },
    resume() {
      if (!isSettled()) void pull();
    },
    forget() {
      stopWaiting();
      early.clear();
      target = 0;
    },
    isSettled,
  };
}
