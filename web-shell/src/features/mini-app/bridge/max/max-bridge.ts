import type { ErrorCode } from '@veche/contract';
import { VecheError } from '@veche/contract/light';
import type { Broker } from '../broker.ts';
import { createCodeWaiter } from '../code-waiter.ts';
import { isText } from '../guards.ts';
import type { BridgeHost, Dialect } from '../host.ts';
import { MaxRefusal, requests } from './requests.ts';

export interface MaxBridge extends Dialect {
  receive(type: string, data: Record<string, unknown>): void;
}

const reasons: Partial<Record<ErrorCode, string>> = {
  forbidden: 'denied',
  invalid_input: 'invalid_params',
  rate_limited: 'too_many_requests',
  too_large: 'quota_exceeded',
  timeout: 'timeout',
  not_found: 'not_found',
  conflict: 'busy',
  unavailable: 'not_supported',
};

/** The bridge as our script for `window.WebApp` speaks it: events `WebApp…` as JSON text, replies by their number. */
export function createMaxBridge(parts: {
  readonly host: BridgeHost;
  readonly broker: Broker;
  /** Posts JSON text to the frame. */
  post(text: string): void;
}): MaxBridge {
  const { host, broker, post } = parts;
  const codes = createCodeWaiter();
  let spoke = false;
  const tell = (type: string, data: object): void => {
    if (spoke) post(JSON.stringify({ type, ...data }));
  };

  return {
    async receive(type, data) {
      spoke = true;
      const id = data['requestId'];
      const owed = isText(id, 64) ? { requestId: id } : {};
      if (!Object.hasOwn(requests, type))
        return tell(type, { ...owed, error: { code: codeOf(type, 'not_supported') } });
      try {
        tell(type, { ...(await requests[type]!.run({ host, broker, awaitCode: codes.next }, data)), ...owed });
      } catch (error) {
        const known = error instanceof VecheError ? reasons[error.code] : undefined;
        const reason = error instanceof MaxRefusal ? error.message : (known ?? 'unknown');
        tell(type, { ...owed, error: { code: codeOf(type, reason) } });
      }
    },
    tell(event, data) {
      if (event === 'ui.backButtonPressed') tell('WebAppBackButtonPressed', {});
      if (event === 'ui.viewportChanged') tell('WebAppViewportChanged', data);
      codes.hear(event, data);
    },
  };
}

/** `WebAppOpenLink` and a reason are `client.open_link.<reason>`. */
function codeOf(type: string, reason: string): string {
  const method = type.replace(/^WebApp/, '').replace(/(?!^)[A-Z]/g, (letter) => `_${letter}`);
  return `client.${method.toLowerCase().slice(0, 64)}.${reason}`;
}
