/** Asks again and again while something is under way. */
interface Follow {
  /** Call after each reading: goes on while `isMoving`, else rests. */
  next(isMoving: boolean): void;
  stop(): void;
}

const EVERY_MS = 1500;

export function createFollow(ask: () => void): Follow {
  let timer: ReturnType<typeof setTimeout> | undefined;
  return {
    next(isMoving) {
      clearTimeout(timer);
      timer = isMoving ? setTimeout(ask, EVERY_MS) : undefined;
    },
    stop: () => clearTimeout(timer),
  };
}
