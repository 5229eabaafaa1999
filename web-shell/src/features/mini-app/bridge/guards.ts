// Hand-written, because schemas would double the size of the shell's bridge. guards.test.ts holds them against the
// contract's schemas.
import type { BridgeHello, BridgeMethodName, BridgeRequest } from '@veche/contract';
import {
  appReference,
  appScopeCatalogue,
  botCommand,
  challengeText,
  BRIDGE_VERSION,
  bridgeMethodNames,
  feels,
  fileAddress,
  innerAddress,
  MAX_BRIDGE_MESSAGE_LENGTH,
  MAX_STORED_ITEMS,
  MAX_STORED_VALUE_LENGTH,
  plainFileName,
  popupButtonKinds,
  secondaryButtonPlaces,
  startWord,
  storageKey,
  webAddress,
} from '@veche/contract/bridge-light';

type Fields = Record<string, unknown>;
type Check = (value: unknown) => boolean;
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

const text =
  (maxLength: number, minLength = 0): Check =>
  (value) =>
    isText(value, maxLength) && value.length >= minLength;
const like =
  (pattern: RegExp): Check =>
  (value) =>
    typeof value === 'string' && pattern.test(value);
const oneOf =
  (names: readonly string[]): Check =>
  (value) =>
    names.some((name) => name === value);
const listOf =
  (check: Check, most: number, least = 0): Check =>
  (value) =>
    Array.isArray(value) && value.length >= least && value.length <= most && value.every(check);

const colour: Check = (value) => value === null || like(/^#[0-9a-f]{6}$/)(value);
const mainButton = { isVisible: isBoolean, text: text(64), isEnabled: isBoolean, isBusy: isBoolean };
const popupButton = fields({ id: text(64), kind: oneOf(popupButtonKinds), text: text(64) });
const nothing = fields({});
const visible = fields({ isVisible: isBoolean });
const key = fields({ key: like(storageKey) });
const keys = fields({ keys: listOf(like(storageKey), MAX_STORED_ITEMS) });
const item = (longest: number): Guard => fields({ key: like(storageKey), value: text(longest) });

/** What is wrong with the parameters of each method. */
export const wrongField: Record<BridgeMethodName, Guard> = {
  'app.ready': nothing,
  'app.close': nothing,
  'app.setClosingConfirmation': fields({ isNeeded: isBoolean }),
  'app.openLink': fields({ url: like(webAddress) }),
  'app.openChat': fields({ link: like(innerAddress) }),
  'app.share': fields({ text: text(4096, 1) }),
  'app.shareCard': fields({
    title: text(128, 1),
    text: text(1024),
    picture: (value) => value === null || isText(value, 200),
    button: text(64, 1),
    startParam: text(512),
  }),
  'app.invokeBot': fields({ command: like(botCommand) }),
  'app.openApp': fields({ app: like(appReference), startParam: like(startWord) }),
  'app.install': nothing,
  'app.download': fields({ url: like(fileAddress), fileName: like(plainFileName) }),
  'app.refreshLaunch': nothing,
  'people.getAttributes': fields({ scope: oneOf(Object.keys(appScopeCatalogue)) }),
  'people.listScopes': nothing,
  'people.confirmPresence': fields({ challenge: like(challengeText) }),
  'people.endGrant': fields({ scope: oneOf(Object.keys(appScopeCatalogue)) }),
  'ui.setMainButton': fields(mainButton),
  'ui.setSecondaryButton': fields({ ...mainButton, place: oneOf(secondaryButtonPlaces) }),
  'ui.setBackButton': visible,
  'ui.setSettingsButton': visible,
  'ui.setColours': fields({ header: colour, background: colour, foot: colour }),
  'ui.getTheme': nothing,
  'ui.getViewport': nothing,
  'ui.showPopup': fields({
    title: text(64),
    message: text(256, 1),
    buttons: listOf((button) => isFields(button) && popupButton(button) === null, 3, 1),
  }),
  'ui.vibrate': fields({ feel: oneOf(feels) }),
  'ui.hideKeyboard': nothing,
  'ui.setFullscreen': fields({ isFullscreen: isBoolean }),
  'ui.lockOrientation': fields({ isLocked: isBoolean }),
  'ui.addToHomeScreen': nothing,
  'ui.checkHomeScreen': nothing,
  'clipboard.write': fields({ text: text(16_384) }),
  'clipboard.read': nothing,
  'scanner.open': fields({ text: text(64) }),
  'scanner.close': nothing,
  'cloudStorage.get': keys,
  'cloudStorage.listKeys': nothing,
  'cloudStorage.set': item(MAX_STORED_VALUE_LENGTH),
  'cloudStorage.remove': keys,
  'deviceStorage.get': key,
  'deviceStorage.set': item(MAX_BRIDGE_MESSAGE_LENGTH),
  'deviceStorage.remove': key,
  'deviceStorage.clear': nothing,
  'secureStorage.get': key,
  'secureStorage.set': item(MAX_STORED_VALUE_LENGTH),
  'secureStorage.remove': key,
  'secureStorage.clear': nothing,
};

function fields(checks: Record<string, Check>): Guard {
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
