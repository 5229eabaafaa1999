// Hand-written, because schemas would double the size of the shell's bridge. guards.test.ts holds them against the
// contract's schemas.
import type { BridgeHello, BridgeMethodName, BridgeRequest } from '@veche/contract';
import { BRIDGE_VERSION, bridgeMethodNames, MAX_BRIDGE_MESSAGE_LENGTH, webAddress } from '@veche/contract/light';

type Fields = Record<string, unknown>;
/** Name of the first wrong field, or null. */
type Guard = (value: unknown) => string | null;

/** Reads JSON text of an object; null for anything else. Getters, clones and transfers have no way in. */
export function readText(data: unknown): Fields | null {
  if (typeof data !== 'string' || data.length > MAX_BRIDGE_MESSAGE_LENGTH) return null;
  try {
    const value: unknown = JSON.parse(data);
    return isFields(value) ? value : null;
  } catch {
    return null;
  }
}

export function isHello(value: Fields): value is Fields & BridgeHello {
  const { veche, version, nonce } = value;
  return (
    Object.keys(value).length === 3 &&
    veche === 'hello' &&
    version === BRIDGE_VERSION &&
    isText(nonce, 64) &&
    nonce.length >= 16
  );
}

export function isRequest(value: Fields): value is Fields & BridgeRequest {
  const { id, method, params } = value;
  return (
    Object.keys(value).every((key) => key === 'id' || key === 'method' || key === 'params') &&
    Number.isSafeInteger(id) &&
    (id as number) >= 1 &&
    isText(method, 64) &&
    (params === undefined || isFields(params))
  );
}

export function isMethodName(name: string): name is BridgeMethodName {
  return (bridgeMethodNames as readonly string[]).includes(name);
}

/** What is wrong with the parameters of each method. */
export const wrongField: Record<BridgeMethodName, Guard> = {
  'app.ready': fields({}),
  'app.close': fields({}),
  'app.openLink': fields({ url: (value) => typeof value === 'string' && webAddress.test(value) }),
  'ui.setMainButton': fields({
    isVisible: isBoolean,
    text: (value) => isText(value, 64),
    isEnabled: isBoolean,
    isBusy: isBoolean,
  }),
  'ui.setBackButton': fields({ isVisible: isBoolean }),
  'ui.getTheme': fields({}),
  'ui.getViewport': fields({}),
};

function fields(checks: Record<string, (value: unknown) => boolean>): Guard {
  return (value) => {
    const given = value as Fields;
    const unknownKey = Object.keys(given).find((key) => !Object.hasOwn(checks, key));
    return unknownKey ?? Object.keys(checks).find((key) => !checks[key]!(given[key])) ?? null;
  };
}

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function isText(value: unknown, maxLength: number): value is string {
  return typeof value === 'string' && value.length <= maxLength;
}

export function isBoolean(value: unknown): value is boolean {
  return typeof value === 'boolean';
}
