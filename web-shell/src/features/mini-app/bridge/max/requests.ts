import type { BridgeMethodName, BridgeParams, BridgeResult } from '@veche/contract';
import type { Broker } from '../broker.ts';
import type { BridgeHost } from '../host.ts';

/** Version of the MAX bridge that apps are told: the one whose members we know. */
export const MAX_VERSION = '26.15';

type Fields = Record<string, unknown>;

export interface MaxContext {
  readonly host: BridgeHost;
  readonly broker: Broker;
  /** Waits for the first code that the camera reads; null when it is closed without. */
  awaitCode(): Promise<string | null>;
}

/** Why a request was not done, as the end of the code `client.<method>.<reason>`. */
export class MaxRefusal extends Error {}

export interface MaxRequest {
  readonly is: 'works' | 'refused' | 'idle';
  /** Answers the fields of the reply; rejects with a VecheError or a MaxRefusal. */
  run(context: MaxContext, data: Fields): Promise<object>;
}

const refused: MaxRequest = { is: 'refused', run: () => Promise.reject(new MaxRefusal('not_supported')) };
const idle: MaxRequest = { is: 'idle', run: () => Promise.resolve({}) };

/** A request that is one method of the broker. Wrong fields are refused by its guards. */
function asks<Name extends BridgeMethodName>(
  method: Name,
  params: (data: Fields) => unknown,
  result: (result: BridgeResult<Name>) => object = () => ({}),
): MaxRequest {
  return {
    is: 'works',
    run: async ({ broker }, data) => result(await broker.call(method, params(data) as BridgeParams<Name>)),
  };
}

const shared = ({ text, link }: Fields): object => ({
  text: [text, link].filter((part) => typeof part === 'string' && part !== '').join('\n'),
});

function storage(name: 'DeviceStorage' | 'SecureStorage'): Readonly<Record<string, MaxRequest>> {
  const ours = name === 'DeviceStorage' ? 'deviceStorage' : 'secureStorage';
  return {
    [`WebApp${name}SaveKey`]: {
      is: 'works',
      run: async ({ broker }, { key, value }) => {
        const item = { key: key as string };
        if (value === null) await broker.call(`${ours}.remove`, item);
        else await broker.call(`${ours}.set`, { ...item, value: value as string });
        return {};
      },
    },
    [`WebApp${name}GetKey`]: asks(
      `${ours}.get`,
      ({ key }) => ({ key }),
      ({ value }) => ({ value }),
    ),
    [`WebApp${name}Clear`]: asks(`${ours}.clear`, () => ({})),
  };
}

/** Every request of our script for `window.WebApp`. */
export const requests: Readonly<Record<string, MaxRequest>> = {
  WebAppReady: asks('app.ready', () => ({})),
  WebAppClose: asks('app.close', () => ({})),
  WebAppSetupBackButton: asks('ui.setBackButton', ({ isVisible }) => ({ isVisible })),
  WebAppSetupClosingBehavior: asks('app.setClosingConfirmation', ({ needConfirmation }) => ({
    isNeeded: needConfirmation,
  })),
  // No swipe closes a window here.
  WebAppSetupVerticalSwipes: idle,
  WebAppGetViewportSize: { is: 'works', run: ({ host }) => Promise.resolve(host.viewport()) },
  WebAppOpenLink: asks('app.openLink', ({ url }) => ({ url })),
  WebAppOpenMaxLink: asks('app.openChat', ({ path }) => ({ link: path })),
  WebAppShare: asks('app.share', shared),
  // A message by its name cannot be sent on by its app alone.
  WebAppMaxShare: {
    is: 'works',
    run: (context, data) =>
      data['mid'] === undefined ? requests['WebAppShare']!.run(context, data) : refused.run(context, data),
  },
  WebAppOpenCodeReader: {
    is: 'works',
    run: async ({ broker, awaitCode }) => {
      await broker.call('scanner.open', { text: '' });
      const value = await awaitCode();
      if (value === null) throw new MaxRefusal('cancelled');
      await broker.call('scanner.close', {});
      return { value };
    },
  },
  WebAppDownloadFile: asks('app.download', ({ url, file_name: fileName }) => ({ url, fileName })),
  WebAppHapticFeedbackImpact: asks('ui.vibrate', ({ impactStyle: feel }) => ({ feel })),
  WebAppHapticFeedbackNotification: asks('ui.vibrate', ({ notificationType: feel }) => ({ feel })),
  WebAppHapticFeedbackSelectionChange: asks('ui.vibrate', () => ({ feel: 'selection' })),
  ...storage('DeviceStorage'),
  ...storage('SecureStorage'),
  WebAppRequestPhone: {
    is: 'works',
    run: async ({ broker }) => {
      const { values, proof } = await broker.call('people.getAttributes', { scope: 'phoneNumber' });
      if (proof === undefined) throw new MaxRefusal('not_found');
      return { phone: values['phoneNumber'] };
    },
  },
  WebAppBiometryGetInfo: refused,
  WebAppBiometryRequestAccess: refused,
  WebAppBiometryRequestAuth: refused,
  WebAppBiometryUpdateToken: refused,
  WebAppBiometryOpenSettings: refused,
  WebAppChangeScreenBrightness: refused,
  WebAppSetupScreenCaptureBehavior: refused,
  WebAppNfc: refused,
};
