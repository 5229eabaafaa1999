/** Runs so many pieces of work at a time; of those that wait, only a number is kept. Work must not throw. */
export function createQueue({ atOnce, waiting }: { atOnce: number; waiting: number }) {
  const queue: (() => Promise<void>)[] = [];
  const running = new Set<Promise<void>>();

  const next = (): void => {
    if (running.size >= atOnce) return;
    const work = queue.shift();
    if (work === undefined) return;
    const run = work().finally(() => {
      running.delete(run);
      next();
    });
    running.add(run);
  };

  return {
    /** False when there is no room. */
    add(work: () => Promise<void>): boolean {
      if (queue.length >= waiting) return false;
      queue.push(work);
      next();
      return true;
    },
    /** Drops what waits, and waits for what runs. */
    async stop(): Promise<void> {
      queue.length = 0;
      await Promise.all(running);
    },
  };
}
