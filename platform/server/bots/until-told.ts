import type { Bus, BusTopics } from '../kernel/bus.ts';

/**
 * Waits for what a bot answers: looks, sleeps on the bus until it is told of, time is up or the caller is gone, and
 * looks once more, because the bus may lose a hint. Null when there is no answer.
 */
export async function untilTold<Topic extends keyof BusTopics, T>(
  bus: Bus,
  waiting: {
    readonly topic: Topic;
    isMeant(told: BusTopics[Topic]): boolean;
    look(): Promise<T | null>;
    readonly milliseconds: number;
    readonly signal: AbortSignal;
  },
): Promise<T | null> {
  const { topic, isMeant, look, milliseconds, signal } = waiting;
  const told = Promise.withResolvers<void>();
  const stop = () => told.resolve();
  // Subscribed before the first look, so that an answer in between is not missed.
  const unsubscribe = bus.subscribe(topic, (news) => {
    if (isMeant(news)) stop();
  });
  signal.addEventListener('abort', stop);
  const timer = setTimeout(stop, Math.max(0, milliseconds));
  try {
    const now = await look();
    if (now !== null || signal.aborted) return now;
    await told.promise;
    return await look();
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', stop);
    unsubscribe();
  }
}
