/** Runs acts of one lane one after another, those of different lanes side by side. */
export function createLanes() {
  const tails = new Map<string, Promise<unknown>>();
  return {
    /** The result of the act, after all that was run in its lane before. */
    run<T>(lane: string, act: () => Promise<T>): Promise<T> {
      const done = (tails.get(lane) ?? Promise.resolve()).then(act, act);
      const tail = done
        .catch(() => undefined)
        .then(() => {
          if (tails.get(lane) === tail) tails.delete(lane);
        });
      tails.set(lane, tail);
      return done;
    },
    /** Resolves when nothing runs. */
    async idle(): Promise<void> {
      while (tails.size > 0) await Promise.all(tails.values());
    },
  };
}
