/** Work on behalf of somebody, at some host. Must not throw. */
export interface Work {
  readonly sender: number;
  readonly host: string;
  run(): Promise<void>;
}

export interface QueueOptions {
  /** Pieces of work under way at a time. */
  readonly atOnce: number;
  /** How many of them one sender, and one host, may hold: what hangs there holds up nobody else. */
  readonly share: number;
  /** Of those that wait, only so many are kept. */
  readonly waiting: number;
  /** Of them for one sender, and for one host. */
  readonly waitingShare: number;
}

/** Runs work in the order it came, as far as there is room for it. */
export function createQueue({ atOnce, share, waiting, waitingShare }: QueueOptions) {
  const queue: Work[] = [];
  const running = new Map<Work, Promise<void>>();

  const hasRoom = (work: Work): boolean => holdsLess([...running.keys()], work, share);
  const next = (): void => {
    while (running.size < atOnce) {
      const index = queue.findIndex(hasRoom);
      const [work] = index < 0 ? [] : queue.splice(index, 1);
      if (work === undefined) return;
      const run = work.run().finally(() => {
        running.delete(work);
        next();
      });
      running.set(work, run);
    }
  };

  return {
    /** False when there is no room. */
    add(work: Work): boolean {
      // What can run at once takes no place among those that wait.
      const waits = running.size >= atOnce || !hasRoom(work);
      if (waits && (queue.length >= waiting || !holdsLess(queue, work, waitingShare))) return false;
      queue.push(work);
      next();
      return true;
    },
    /** Drops what waits, and waits for what runs. */
    async stop(): Promise<void> {
      queue.length = 0;
      await Promise.all(running.values());
    },
  };
}

/** Whether the sender of a work, and its host, have fewer than so many of these each. */
function holdsLess(held: readonly Work[], { sender, host }: Work, most: number): boolean {
  return (
    held.filter((work) => work.sender === sender).length < most &&
    held.filter((work) => work.host === host).length < most
  );
}
