import type { Sql } from './sql.ts';

/** What a pool tells of its connections: that one is there, and that one has closed. */
export interface PoolEvents {
  connected(): void;
  closed(): void;
}

/**
 * A pool that is replaced whole, once one of its connections has closed. Those who use the old one end what they began;
 * `restMs` later nothing of it can be under way (0: that is not known), and who waits all the same is refused.
 *
 * The driver (postgres.js 3.4.9) does not forget what was to be written when a connection closed, nor answers those who
 * asked between a reset and its end: nothing ever leaves by that connection again, and whoever is given it waits.
 */
export function renewing(open: (events: PoolEvents) => Sql, restMs: number): Sql {
  const old = new Map<Sql, NodeJS.Timeout | undefined>();
  let hasEnded = false;
  let pool = begin();

  function begin(): Sql {
    // What never connected has nothing to forget; and while the database is away there would be one after the other.
    let hasConnected = false;
    const begun: Sql = open({
      connected: () => (hasConnected = true),
      closed: () => {
        if (hasConnected && begun === pool && !hasEnded) renew();
      },
    });
    return begun;
  }
  function renew(): void {
    const last = pool;
    pool = begin();
    const letGo = () => {
      old.delete(last);
      void last.end({ timeout: 1 });
    };
    old.set(last, restMs === 0 ? undefined : setTimeout(letGo, restMs).unref());
  }
  async function end(options?: { timeout?: number }): Promise<void> {
    hasEnded = true;
    for (const timer of old.values()) clearTimeout(timer);
    await Promise.all([pool, ...old.keys()].map((one) => one.end(options)));
  }

  return new Proxy(pool, {
    apply: (_first, self, parts) => Reflect.apply(pool as (...parts: unknown[]) => unknown, self, parts),
    get: (_first, key) => (key === 'end' ? end : (Reflect.get(pool, key) as unknown)),
  });
}
