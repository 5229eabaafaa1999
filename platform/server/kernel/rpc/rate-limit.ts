interface Bucket {
  tokens: number;
  at: number;
}

/**
 * A bucket of tokens per caller and method: `perMinute` flow in evenly, up to that many at once. Held in memory.
 * `factor` widens all.
 */
export function createRateLimiter(now: () => number, factor = 1) {
  const callers = new Map<string | number, Map<string, Bucket>>();
  const filled = ({ tokens, at }: Bucket, perMinute: number): number =>
    Math.min(perMinute, tokens + ((now() - at) * perMinute) / 60_000);
  return {
    /** Takes a token, or several, or none. Answers 0, or the seconds until they are there. */
    take(caller: string | number, method: string, statedPerMinute: number, count = 1): number {
      const perMinute = statedPerMinute * factor;
      const at = now();
      let buckets = callers.get(caller);
      if (buckets === undefined) callers.set(caller, (buckets = new Map<string, Bucket>()));
      let bucket = buckets.get(method);
      if (bucket === undefined) buckets.set(method, (bucket = { tokens: perMinute, at }));
      bucket.tokens = filled(bucket, perMinute);
      bucket.at = at;
      if (bucket.tokens < count) return Math.ceil(((count - bucket.tokens) * 60) / perMinute);
      bucket.tokens -= count;
      return 0;
    },
    /** How many tokens are there, of `statedPerMinute` at most; takes none. */
    left(caller: string | number, method: string, statedPerMinute: number): number {
      const bucket = callers.get(caller)?.get(method);
      return bucket === undefined ? statedPerMinute : Math.floor(filled(bucket, statedPerMinute * factor) / factor);
    },
    /** Forgets buckets idle for a minute: they are full again. */
    sweep(): void {
      const before = now() - 60_000;
      for (const [caller, buckets] of callers) {
        for (const [method, bucket] of buckets) if (bucket.at < before) buckets.delete(method);
        if (buckets.size === 0) callers.delete(caller);
      }
    },
    /** Callers remembered. */
    size: () => callers.size,
  };
}
export type RateLimiter = ReturnType<typeof createRateLimiter>;
