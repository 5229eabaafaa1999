const NAME = 'veche-call';
/** Who is not looked at lets others go first. */
const AFTER_OTHERS_MS = 400;

/** The one tab of a browser that rings, or that has the call. */
export interface Hold {
  /** Makes this tab the one, when no other is. */
  offer(): Promise<boolean>;
  /** Makes this tab the one, whichever it was; that one is told. */
  take(): Promise<void>;
  release(): void;
}

export function createHold(lost: () => void): Hold {
  const { locks } = navigator as { locks?: LockManager };
  let release: (() => void) | null = null;
  const holdBy = (options: LockOptions): Promise<boolean> =>
    new Promise((resolve) => {
      // Without locks every tab is the one.
      if (locks === undefined) return resolve(true);
      let isHeld = false;
      locks
        .request(NAME, options, (lock) => {
          if (lock === null) return resolve(false);
          isHeld = true;
          return new Promise<void>((done) => {
            release = done;
            resolve(true);
          });
        })
        .catch(() => {
          // Another tab took it, or there is no permission for locks.
          if (!isHeld) return resolve(true);
          release = null;
          lost();
        });
    });
  return {
    async offer() {
      if (release !== null) return true;
      if (document.visibilityState !== 'visible') await new Promise((resolve) => setTimeout(resolve, AFTER_OTHERS_MS));
      return holdBy({ ifAvailable: true });
    },
    async take() {
      if (release === null) await holdBy({ steal: true });
    },
    release() {
      release?.();
      release = null;
    },
  };
}
