import type { AppScope, BridgeMethodName, BridgeParams, BridgeResult, ThemeColours } from '@veche/contract';
import type { Broker } from '../broker.ts';
import { isFields } from '../guards.ts';
import type { BridgeHost } from '../host.ts';

type Fields = Record<string, unknown>;

export interface VkContext {
  readonly host: BridgeHost;
  readonly broker: Broker;
  /** Pairs of the address's query: what the app was launched with. */
  readonly launchParams: URLSearchParams;
  /** A card that opens the app, in the person's language. */
  readonly invitation: { readonly title: string; readonly button: string };
  /** Who opened the app, from its launch data. */
  readonly person: { readonly firstName: string; readonly lastName: string };
  awaitCode(): Promise<string | null>;
}

/** A failure of this dialect. Codes: dev.vk.com/bridge/error-codes. */
export class VkFailure extends Error {
  readonly code: number;
  constructor(code: number, reason: string) {
    super(reason);
    this.code = code;
  }
}

/** Answers the fields of the result; rejects with a VecheError or a VkFailure. */
type Request = (context: VkContext, params: Fields) => Promise<object>;

/** A method that is one of the broker's. Wrong parameters are refused by its guards. */
function asks<Name extends BridgeMethodName>(
  method: Name,
  params: (given: Fields) => unknown,
  result: (result: BridgeResult<Name>) => object = () => ({ result: true }),
): Request {
  return async ({ broker }, given) => result(await broker.call(method, params(given) as BridgeParams<Name>));
}

/** Reads a code by the camera. */
const readCode: Request = async ({ broker, awaitCode }) => {
  await broker.call('scanner.open', { text: '' });
  const code = await awaitCode();
  if (code === null) throw new VkFailure(4, 'User denied');
  await broker.call('scanner.close', {});
  return { code_data: code };
};

/** The person sends a card that opens the app to a chat, or does not. */
const recommends =
  (result: object): Request =>
  async ({ broker, invitation }) => {
    await broker.call('app.shareCard', { ...invitation, text: '', picture: null, startParam: '' });
    return result;
  };

const now =
  (answer: (context: VkContext, params: Fields) => object): Request =>
  (context, params) =>
    Promise.resolve().then(() => answer(context, params));

/** The look of the shell, as `GetConfig` and the event of its change tell it. */
export function configOf(appId: string | null, theme: ThemeColours, room: { width: number; height: number }): object {
  return {
    app: 'vkclient',
    app_id: appId ?? '',
    appearance: theme.scheme,
    scheme: theme.scheme === 'dark' ? 'vkcom_dark' : 'vkcom_light',
    viewport_width: room.width,
    viewport_height: room.height,
    is_layer: true,
  };
}

const numbers = [
  'vk_user_id',
  'vk_app_id',
  'vk_ts',
  'vk_is_app_user',
  'vk_are_notifications_enabled',
  'vk_is_favorite',
];

/** What works; `SetSupportedHandlers` tells these names. */
export const requests: Readonly<Record<string, Request>> = {
  VKWebAppInit: asks('app.ready', () => ({})),
  VKWebAppClose: asks('app.close', () => ({})),
  VKWebAppGetLaunchParams: now(({ launchParams }) =>
    Object.fromEntries(
      [...launchParams].map(([name, value]) => [name, numbers.includes(name) ? Number(value) : value]),
    ),
  ),
  VKWebAppGetConfig: now(({ host, launchParams }) =>
    configOf(launchParams.get('vk_app_id'), host.theme(), host.viewport()),
  ),
  VKWebAppGetClientVersion: now(() => ({ platform: 'web', version: '1.0' })),
  // Of oneself alone, and no more than every app is told at its launch.
  VKWebAppGetUserInfo: now(({ launchParams, person }, { user_id: other, user_ids: others }) => {
    const id = Number(launchParams.get('vk_user_id'));
    // Only an app that was launched in this form knows the person by this number.
    if (!(id > 0)) throw new VkFailure(12, 'Uninitialized app');
    if (others !== undefined || (other !== undefined && other !== id)) throw new VkFailure(11, 'Access denied');
    return {
      ...{ id, first_name: person.firstName, last_name: person.lastName, sex: 0 },
      ...{ city: { id: 0, title: '' }, country: { id: 0, title: '' }, bdate_visibility: 0 },
      ...{ photo_100: '', photo_200: '', is_closed: true, can_access_closed: true },
    };
  }),
  VKWebAppStorageSet: ({ broker }, { key, value }) =>
    (value === ''
      ? broker.call('cloudStorage.remove', { keys: [key as string] })
      : broker.call('cloudStorage.set', { key: key as string, value: value as string })
    ).then(() => ({ result: true })),
  VKWebAppStorageGet: async ({ broker }, { keys }) => {
    const { values } = await broker.call('cloudStorage.get', { keys: keys as string[] });
    const valueOf = (key: string): string => (Object.hasOwn(values, key) ? values[key]! : '');
    return { keys: (keys as string[]).map((key) => ({ key, value: valueOf(key) })) };
  },
  VKWebAppStorageGetKeys: async ({ broker }, { count = 20, offset = 0 }) => {
    if (!isCount(count) || !isCount(offset)) throw new VkFailure(5, 'Invalid params');
    const { keys } = await broker.call('cloudStorage.listKeys', {});
    return { keys: keys.slice(offset, offset + count) };
  },
  VKWebAppShare: asks(
    'app.share',
    ({ link }) => ({ text: link }),
    () => ({ type: 'message' }),
  ),
  VKWebAppGetGeodata: async ({ broker }) => {
    const { values } = await broker.call('people.getAttributes', { scope: 'location' });
    return { available: 1, lat: values['latitude'], long: values['longitude'] };
  },
  VKWebAppCopyText: asks('clipboard.write', ({ text }) => ({ text })),
  VKWebAppDownloadFile: asks('app.download', ({ url, filename: fileName }) => ({ url, fileName })),
  VKWebAppOpenCodeReader: readCode,
  // An older name of the same.
  VKWebAppOpenQR: readCode,
  VKWebAppSetViewSettings: asks('ui.setColours', ({ action_bar_color: header, navigation_bar_color: foot }) => ({
    header: colourOf(header),
    background: null,
    foot: colourOf(foot),
  })),
  VKWebAppTapticImpactOccurred: asks('ui.vibrate', ({ style: feel }) => ({ feel })),
  VKWebAppTapticNotificationOccurred: asks('ui.vibrate', ({ type: feel }) => ({ feel })),
  VKWebAppTapticSelectionChanged: asks('ui.vibrate', () => ({ feel: 'selection' })),
  VKWebAppGetPhoneNumber: async ({ broker }) => {
    const { values, proof } = await broker.call('people.getAttributes', { scope: 'phoneNumber' });
    if (proof === undefined) throw new VkFailure(4, 'User denied');
    return { phone_number: String(values['phoneNumber']).replace('+', ''), sign: proof };
  },
  VKWebAppAllowMessagesFromGroup: asks('people.getAttributes', () => ({ scope: 'writeToMe' })),
  VKWebAppAllowNotifications: asks('people.getAttributes', () => ({ scope: 'notifications' })),
  VKWebAppDenyNotifications: asks('people.endGrant', () => ({ scope: 'notifications' })),
  VKWebAppAddToFavorites: asks('app.install', () => ({})),
  VKWebAppOpenApp: asks('app.openApp', ({ app_id: app, location = '' }) => ({
    app: typeof app === 'number' ? String(app) : app,
    startParam: location,
  })),
  VKWebAppRecommend: recommends({ result: true }),
  VKWebAppShowInviteBox: recommends({ success: true }),
  // Of what the dialect knows, an app can be given the place alone.
  VKWebAppGetGrantedPermissions: async ({ broker }) => ({
    permissions: (await isHeld(broker, 'location')) ? ['location'] : [],
  }),
  // Rights over an account of that platform, and no app has one here.
  VKWebAppCheckAllowedScopes: now((_context, { scopes }) => {
    if (typeof scopes !== 'string') throw new VkFailure(5, 'Invalid params');
    const names = scopes.split(',').map((scope) => scope.trim());
    return { result: names.map((scope) => ({ scope, allowed: false })) };
  }),
  VKWebAppAddToHomeScreen: async ({ broker }) => {
    const { status } = await broker.call('ui.addToHomeScreen', {});
    // What the person did by hand nobody knows, and the dialect has a word for success alone.
    if (status === 'unknown') throw new VkFailure(1, 'Unknown error');
    return { result: true };
  },
  VKWebAppAddToHomeScreenInfo: async ({ broker }) => {
    const { status } = await broker.call('ui.checkHomeScreen', {});
    return { is_feature_supported: status !== 'unsupported', is_added_to_home_screen: status === 'added' };
  },
  VKWebAppFlashGetInfo: now(() => ({ is_available: false, level: 0 })),
  VKWebAppCheckNativeAds: now(() => ({ result: false })),
};

/** Asked of the person elsewhere, and refused here as if they had: there is nothing that could be given. */
export const denied: readonly string[] = ['VKWebAppGetEmail', 'VKWebAppGetPersonalCard', 'VKWebAppGetAuthToken'];

async function isHeld(broker: Broker, name: AppScope): Promise<boolean> {
  const { scopes } = await broker.call('people.listScopes', {});
  return scopes.some(({ scope, isGranted }) => scope === name && isGranted);
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

function colourOf(value: unknown): string | null {
  const text = typeof value === 'string' ? value.toLowerCase() : '';
  return /^#[0-9a-f]{6}$/.test(text) ? text : null;
}

/** First and last name of the person in launch data. */
export function personOf(initData: string): VkContext['person'] {
  const user: unknown = JSON.parse(new URLSearchParams(initData).get('user') ?? '{}');
  const { first_name: first, last_name: last } = isFields(user) ? user : {};
  const text = (value: unknown): string => (typeof value === 'string' ? value : '');
  return { firstName: text(first), lastName: text(last) };
}
