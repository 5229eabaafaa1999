import type { BridgeEventData, BridgeEventName } from '@veche/contract';

/** For dialects whose call of the camera answers one code. */
export interface CodeWaiter {
  /** The next code, or null when the camera is closed. */
  next(): Promise<string | null>;
  /** Takes what the shell tells. */
  hear<Name extends BridgeEventName>(event: Name, data: BridgeEventData<Name>): void;
}

export function createCodeWaiter(): CodeWaiter {
  let settle: ((text: string | null) => void) | null = null;
  const answer = (text: string | null): void => {
    settle?.(text);
    settle = null;
  };
  return {
    next: () => new Promise((resolve) => (settle = resolve)),
    hear(event, data) {
      if (event === 'scanner.found') answer((data as BridgeEventData<'scanner.found'>).text);
      if (event === 'scanner.closed') answer(null);
    },
  };
}
