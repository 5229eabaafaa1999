import { FetchFailure } from './failure.ts';

interface Host {
  active: number;
  readonly waiting: (() => void)[];
}

/** Lets so many go to one host at a time; others wait, up to a number, in the order they came. */
export function createTurns({ perHost, waitingPerHost }: { perHost: number; waitingPerHost: number }) {
  const hosts = new Map<string, Host>();

  function release(name: string, host: Host): void {
    const next = host.waiting.shift();
    // The place goes to the next one without being free between.
    if (next !== undefined) return next();
    host.active--;
    if (host.active === 0) hosts.delete(name);
  }

  return {
    /** Answers a function that gives the place back. Throws `busy`, or the signal's reason. */
    async take(name: string, signal: AbortSignal): Promise<() => void> {
      signal.throwIfAborted();
      let host = hosts.get(name);
      if (host === undefined) hosts.set(name, (host = { active: 0, waiting: [] }));
      if (host.active < perHost) host.active++;
      else if (host.waiting.length >= waitingPerHost) throw new FetchFailure('busy');
      else await place(host.waiting, signal);
      return () => release(name, host);
    },
    /** Hosts that someone fetches from. */
    size: () => hosts.size,
  };
}

function place(waiting: (() => void)[], signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const turn = () => {
      signal.removeEventListener('abort', giveUp);
      resolve();
    };
    const giveUp = () => {
      const index = waiting.indexOf(turn);
      if (index >= 0) waiting.splice(index, 1);
      reject(signal.reason as Error);
    };
    signal.addEventListener('abort', giveUp, { once: true });
    waiting.push(turn);
  });
}
