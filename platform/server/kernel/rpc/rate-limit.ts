/** A bucket of tokens per key: `perMinute` flow in evenly, up to that many at once. Held in memory. `factor` widens all. */
export function createRateLimiter(now: () => number, factor = 1) {
  const buckets = new Map<string, { tokens: number; at: number }>();
  return {
    /** Takes one token. Answers 0, or the seconds until one is there. */
    take(key: string, statedPerMinute: number): number {
      const perMinute = statedPerMinute * factor;
      const at = now();
      const bucket = buckets.get(key) ?? { tokens: perMinute, at };
      bucket.tokens = Math.min(perMinute, bucket.tokens + ((at - bucket.at) * perMinute) / 60_000);
      bucket.at = at;
      buckets.set(key, bucket);
      if (bucket.tokens < 1) return Math.ceil(((1 - bucket.tokens) * 60) / perMinute);
      bucket.tokens -= 1;
      return 0;
    },
    /** Forgets keys idle for a minute: their buckets are full again. */
    sweep(): void {
      const before = now() - 60_000;
      for (const [key, bucket] of buckets) if (bucket.at < before) buckets.delete(key);
    },
    size: () => buckets.size,
  };
}
export type RateLimiter = ReturnType<typeof createRateLimiter>;
