import type { BridgeMethodName, BridgeParams, BridgeRequest } from '@veche/contract';

type Call = Omit<BridgeRequest, 'id'>;

/** Real seconds that a test waits for a call. */
const PATIENCE_MS = 5000;

/** What an app has asked, and tests that wait for it. */
export function createCalls() {
  const all: Call[] = [];
  const untaken: Call[] = [];
  const waiting: { readonly method: string; take(call: Call): void }[] = [];
  return {
    all: all as readonly Call[],
    add({ method, params }: BridgeRequest): void {
      const call = { method, params };
      all.push(call);
      const index = waiting.findIndex((one) => one.method === method);
      if (index === -1) untaken.push(call);
      else waiting.splice(index, 1)[0]?.take(call);
    },
    next<Name extends BridgeMethodName>(method: Name): Promise<BridgeParams<Name>> {
      const index = untaken.findIndex((call) => call.method === method);
      const found = index === -1 ? undefined : untaken.splice(index, 1)[0];
      const given = (call: Call) => call.params as BridgeParams<Name>;
      if (found !== undefined) return Promise.resolve(given(found));
      return new Promise((resolve, reject) => {
        const late = (): void => reject(new Error(`The app did not call ${method} within five seconds.`));
        const timer = setTimeout(late, PATIENCE_MS);
        waiting.push({ method, take: (call) => (clearTimeout(timer), resolve(given(call))) });
      });
    },
  };
}
