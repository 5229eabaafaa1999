/** One Ctrl-C arrives up to three times: from the terminal, from npm and from the launcher. */
const SAME_PRESS_MS = 700;

/** What is asked for: an orderly end once, and an immediate one when somebody insists. */
export interface StopRequests {
  readonly onStop: () => void;
  readonly onForce: () => void;
}

/** Listens to signals and to the death of the launcher. */
export function listenForStop(requests: StopRequests): void {
  const request = createStopRequest(requests);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => request(performance.now()));
  process.once('disconnect', () => request(performance.now()));
  process.channel?.unref();
}

/** Turns the moments of signals into at most one `onStop` and, for a later press, one `onForce`. */
export function createStopRequest(requests: StopRequests): (nowMs: number) => void {
  let firstMs: number | undefined;
  let forced = false;
  return (nowMs) => {
    if (firstMs === undefined) {
      firstMs = nowMs;
      requests.onStop();
    } else if (!forced && nowMs - firstMs >= SAME_PRESS_MS) {
      forced = true;
      requests.onForce();
    }
  };
}
