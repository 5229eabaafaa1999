import { FetchFailure } from './failure.ts';

export interface Watch {
  /** Aborted when time is over or the caller gives up. */
  readonly signal: AbortSignal;
  /** Something came: the longest silence is counted anew. */
  heard(): void;
  /** Why the signal was aborted, if it was. */
  failure(): FetchFailure | undefined;
  end(): void;
}

/** Keeps the time of one fetch. */
export function createWatch(options: {
  totalSeconds: number;
  idleSeconds: number;
  signals: readonly AbortSignal[];
}): Watch {
  const controller = new AbortController();
  const late = () => controller.abort(new FetchFailure('timeout'));
  const gaveUp = () => controller.abort(new FetchFailure('stopped'));
  const total = setTimeout(late, options.totalSeconds * 1000);
  const idle = setTimeout(late, options.idleSeconds * 1000);
  let ended = false;
  for (const signal of options.signals) {
    if (signal.aborted) gaveUp();
    else signal.addEventListener('abort', gaveUp, { once: true });
  }
  return {
    signal: controller.signal,
    heard() {
      // A cleared timer would start again.
      if (!ended) idle.refresh();
    },
    failure: () => (controller.signal.aborted ? (controller.signal.reason as FetchFailure) : undefined),
    end() {
      ended = true;
      clearTimeout(total);
      clearTimeout(idle);
      for (const signal of options.signals) signal.removeEventListener('abort', gaveUp);
    },
  };
}
