import type { ErrorCode } from '@veche/contract';
import { VecheError } from '@veche/contract/light';
import type { Broker } from '../broker.ts';
import { createCodeWaiter } from '../code-waiter.ts';
import { isFields, isText } from '../guards.ts';
import type { BridgeHost, Dialect } from '../host.ts';
import { configOf, denied, personOf, requests, type VkContext, VkFailure } from './requests.ts';

export interface VkBridge extends Dialect {
  receive(handler: string, params: unknown): void;
}

const failures: Partial<Record<ErrorCode, readonly [code: number, reason: string]>> = {
  forbidden: [4, 'User denied'],
  timeout: [4, 'User denied'],
  invalid_input: [5, 'Invalid params'],
  not_found: [5, 'Invalid params'],
  too_large: [10, 'Requests limit reached'],
  rate_limited: [10, 'Requests limit reached'],
  unavailable: [6, 'Unsupported platform'],
};

/**
 * The bridge as the package @vkontakte/vk-bridge speaks it. Its objects cross the border as text, which the shim makes
 * of them and back.
 */
export function createVkBridge(parts: {
  readonly host: BridgeHost;
  readonly broker: Broker;
  readonly launch: { readonly url: string; readonly initData: string };
  readonly invitation: VkContext['invitation'];
  /** Posts JSON text to the frame. */
  post(text: string): void;
}): VkBridge {
  const { host, broker, launch, invitation, post } = parts;
  const launchParams = new URL(launch.url).searchParams;
  const codes = createCodeWaiter();
  let spoke = false;
  const tell = (type: string, more: object): void => {
    if (spoke) post(JSON.stringify({ 'vk-connect': { type, ...more } }));
  };
  const tellConfig = (): void => {
    const data = configOf(launchParams.get('vk_app_id'), host.theme(), host.viewport());
    tell('VKWebAppUpdateConfig', { data });
  };
  const person = personOf(launch.initData);
  const context = { host, broker, launchParams, invitation, person, awaitCode: codes.next };

  const answer = async (handler: string, params: Record<string, unknown>): Promise<object> => {
    if (denied.includes(handler)) throw new VkFailure(4, 'User denied');
    if (!Object.hasOwn(requests, handler)) throw new VkFailure(6, 'Unsupported platform');
    return requests[handler]!(context, params);
  };

  return {
    async receive(handler, given) {
      const params = isFields(given) ? given : {};
      const id = params['request_id'];
      const owed = isText(id, 128) || Number.isSafeInteger(id) ? { request_id: id } : {};
      if (!spoke) {
        spoke = true;
        tell('VKWebAppSettings', { frameId: 'veche' });
      }
      if (handler === 'SetSupportedHandlers') {
        return tell('SetSupportedHandlers', { data: { supportedHandlers: Object.keys(requests), ...owed } });
      }
      try {
        tell(`${handler}Result`, { data: { ...(await answer(handler, params)), ...owed } });
        if (handler === 'VKWebAppInit') tellConfig();
      } catch (error) {
        const known = error instanceof VecheError ? failures[error.code] : undefined;
        const [code, reason] =
          error instanceof VkFailure ? [error.code, error.message] : (known ?? [1, 'Unknown error']);
        const data = { error_type: 'client_error', error_data: { error_code: code, error_reason: reason }, ...owed };
        tell(`${handler}Failed`, { data });
      }
    },
    tell(event, data) {
      if (event === 'ui.themeChanged' || event === 'ui.viewportChanged') tellConfig();
      if (event === 'ui.visibilityChanged') {
        tell((data as { isVisible: boolean }).isVisible ? 'VKWebAppViewRestore' : 'VKWebAppViewHide', { data: {} });
      }
      codes.hear(event, data);
    },
  };
}
