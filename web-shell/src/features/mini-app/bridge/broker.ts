import type { BridgeEventData, BridgeEventName, BridgeMethodName, BridgeParams, BridgeResult } from '@veche/contract';
import { answerSeconds, bridgeMethodNames } from '@veche/contract/bridge-light';
import { VecheError } from '@veche/contract/light';
import { PAUSE_MS } from '../../../state/platform-questions.ts';
import { canScan } from '../scanner.ts';
import { isMethodName, wrongField } from './guards.ts';
import type { AppAnswer, BridgeHost, HomeScreenOutcome, Overlay } from './host.ts';

type Methods = {
  [Name in BridgeMethodName]: (params: BridgeParams<Name>) => BridgeResult<Name> | Promise<BridgeResult<Name>>;
};

/** Tells every dialect; each puts it into the words of its app. */
export type Tell = <Name extends BridgeEventName>(event: Name, data: BridgeEventData<Name>) => void;

/** The one set of what the shell does for an app. Every dialect is translated to it, and none goes past it. */
export interface Broker {
  /** What works in this browser. */
  readonly capabilities: readonly BridgeMethodName[];
  /** Checks the parameters and does it in time. Rejects with a VecheError and nothing else. */
  call<Name extends BridgeMethodName>(method: Name, params: BridgeParams<Name>): Promise<BridgeResult<Name>>;
  /** The same for names and parameters as they came from an app. */
  callAny(method: string, params: object): Promise<object>;
}

export function createBroker(host: BridgeHost, tell: Tell): Broker {
  const methods = methodsOf(host, tell);
  const capabilities = bridgeMethodNames.filter((name) => name !== 'scanner.open' || canScan());
  const callAny = async (method: string, params: object): Promise<object> => {
    try {
      if (!isMethodName(method)) throw new VecheError('unknown_method', `This shell has no ${method}.`);
      const field = wrongField[method](params);
      if (field !== null) throw new VecheError('invalid_input', `${field} has a wrong value.`, { field });
      const run = methods[method] as (params: object) => object | Promise<object>;
      return await inTime(run(params), answerSeconds(method));
    } catch (error) {
      throw error instanceof VecheError ? error : new VecheError('internal', 'The shell could not do this.');
    }
  };
  return { capabilities, callAny, call: callAny as Broker['call'] };
}

function methodsOf(host: BridgeHost, tell: Tell): Methods {
  const { hooks, storages } = host;
  /** What would disturb, or give something away, needs a press in the app of a moment ago. */
  const needGesture = async (): Promise<void> => {
    if (!(await host.hasGesture())) throw new VecheError('forbidden', 'The person pressed nothing just now.');
  };
  const show = (overlay: Overlay): void => {
    const shown = hooks.show(overlay);
    if (shown === 'busy') throw new VecheError('conflict', 'Something else is shown over the app.');
    if (shown === 'outOfSight') throw refusals.outOfSight();
  };

  return {
    'app.ready': () => (hooks.onReady(), {}),
    'app.close': () => (hooks.onClose(), {}),
    'app.setClosingConfirmation': ({ isNeeded }) => (hooks.onClosingConfirmation(isNeeded), {}),
    'app.openLink': async ({ url }) => agreed(await hooks.ask({ kind: 'link', url })),
    'app.openChat': async ({ link }) => {
      await needGesture();
      if (!(await hooks.openInner(link)))
        throw new VecheError('not_found', 'There is nothing here.', { field: 'link' });
      return {};
    },
    'app.share': async ({ text }) => {
      await needGesture();
      return sent((settle) => show({ kind: 'share', text, settle }));
    },
    'app.shareCard': async (card) => {
      await needGesture();
      const picture = await hooks.prepareCard(card.picture);
      return sent((settle) => show({ kind: 'card', card, picture, settle }));
    },
    'app.invokeBot': async ({ command }) => {
      await needGesture();
      const answer = await hooks.invokeBot(command);
      if (answer === 'noBot') throw new VecheError('conflict', 'The app has no bot.');
      return agreed(answer);
    },
    'app.openApp': async (asked) => {
      await needGesture();
      const answer = await hooks.openApp(asked);
      if (answer === 'noApp') throw new VecheError('not_found', 'There is no such mini-app.', { field: 'app' });
      return agreed(answer);
    },
    'app.install': async () => agreed(await hooks.install()),
    'app.download': async ({ url, fileName }) => agreed(await hooks.ask({ kind: 'download', url, fileName })),
    'app.refreshLaunch': () => hooks.refreshLaunch(),
    'people.getAttributes': async ({ scope }) => {
      const attributes = await hooks.getAttributes(scope);
      if (typeof attributes === 'string') throw refusals[attributes]();
      return attributes;
    },
    'people.listScopes': () => hooks.listScopes(),
    'people.confirmPresence': async ({ challenge }) => {
      const confirmed = await hooks.confirmPresence(challenge);
      if (typeof confirmed === 'string') throw refusals[confirmed]();
      return confirmed;
    },
    'people.endGrant': async ({ scope }) => {
      await needGesture();
      await hooks.endGrant(scope);
      return {};
    },
    'ui.setMainButton': (state) => (hooks.onMainButton(state), {}),
    'ui.setSecondaryButton': (state) => (hooks.onSecondaryButton(state), {}),
    'ui.setBackButton': ({ isVisible }) => (hooks.onBackButton(isVisible), {}),
    'ui.setSettingsButton': ({ isVisible }) => (hooks.onSettingsButton(isVisible), {}),
    'ui.setColours': (colours) => (hooks.onColours(colours), {}),
    'ui.getTheme': () => host.theme(),
    'ui.getViewport': () => host.viewport(),
    'ui.showPopup': (popup) =>
      new Promise((resolve) => show({ kind: 'popup', popup, settle: (buttonId) => resolve({ buttonId }) })),
    'ui.vibrate': ({ feel }) => {
      if ('vibrate' in navigator) navigator.vibrate(rhythms[feel]);
      return {};
    },
    'ui.hideKeyboard': () => (host.hideKeyboard(), {}),
    'ui.setFullscreen': async ({ isFullscreen }) => {
      if (isFullscreen) await needGesture();
      try {
        await hooks.setFullscreen(isFullscreen);
      } catch {
        throw new VecheError('unavailable', 'The browser does not let the app fill the screen now.');
      }
      return {};
    },
    'ui.lockOrientation': async ({ isLocked }) => {
      try {
        // TypeScript leaves `lock` out, because Safari has none.
        const orientation = screen.orientation as ScreenOrientation & { lock?(to: string): Promise<void> };
        if (isLocked) await orientation.lock?.(orientation.type);
        else orientation.unlock();
      } catch {
        throw new VecheError('unavailable', 'The screen cannot be kept from turning here.');
      }
      return {};
    },
    'ui.addToHomeScreen': async () => {
      await needGesture();
      const status = await hooks.checkHomeScreen();
      if (status === 'unsupported') throw new VecheError('unavailable', 'There can be no shortcut to the app here.');
      if (status === 'added') return { status };
      return new Promise((resolve, reject) => {
        const settle = (outcome: HomeScreenOutcome): void =>
          outcome === null ? reject(refusals.refused()) : resolve({ status: outcome });
        show({ kind: 'homeScreen', settle });
      });
    },
    'ui.checkHomeScreen': async () => ({ status: await hooks.checkHomeScreen() }),
    'clipboard.write': async ({ text }) => {
      await needGesture();
      await navigator.clipboard.writeText(text).catch(() => {
        throw new VecheError('unavailable', 'The browser does not let anything be copied now.');
      });
      return {};
    },
    'clipboard.read': async () => {
      await needGesture();
      agreed(await hooks.ask({ kind: 'clipboard' }));
      const text = await navigator.clipboard.readText().catch(() => {
        throw new VecheError('unavailable', 'The browser does not tell what was copied.');
      });
      return { text };
    },
    'scanner.open': async ({ text }) => {
      await needGesture();
      if (!canScan()) throw new VecheError('unavailable', 'This browser reads no codes.');
      const settle = (): void => tell('scanner.closed', {});
      show({ kind: 'scanner', text, settle, found: (found) => tell('scanner.found', { text: found }) });
      return {};
    },
    'scanner.close': () => (hooks.closeScanner(), {}),
    'cloudStorage.get': ({ keys }) => storages.cloud.get(keys),
    'cloudStorage.listKeys': () => storages.cloud.listKeys(),
    'cloudStorage.set': async (item) => (await storages.cloud.set(item), {}),
    'cloudStorage.remove': async ({ keys }) => (await storages.cloud.remove(keys), {}),
    'deviceStorage.get': async ({ key }) => ({ value: await storages.device.get(key) }),
    'deviceStorage.set': async ({ key, value }) => (await storages.device.set(key, value), {}),
    'deviceStorage.remove': async ({ key }) => (await storages.device.remove(key), {}),
    'deviceStorage.clear': async () => (await storages.device.clear(), {}),
    'secureStorage.get': async ({ key }) => ({ value: await storages.secure.get(key) }),
    'secureStorage.set': async ({ key, value }) => (await storages.secure.set(key, value), {}),
    'secureStorage.remove': async ({ key }) => (await storages.secure.remove(key), {}),
    'secureStorage.clear': async () => (await storages.secure.clear(), {}),
  };
}

/** Milliseconds on, off, on. */
const rhythms: Readonly<Record<BridgeParams<'ui.vibrate'>['feel'], number[]>> = {
  light: [10],
  medium: [20],
  heavy: [35],
  rigid: [15],
  soft: [25],
  success: [15, 60, 25],
  warning: [25, 80, 25],
  error: [30, 50, 30, 50, 30],
  selection: [5],
};

/** Waits for what is drawn: nothing when the person sent it, else a refusal. */
function sent(show: (settle: (isSent: boolean) => void) => void): Promise<Record<string, never>> {
  return new Promise((resolve, reject) => show((isSent) => (isSent ? resolve({}) : reject(refusals.refused()))));
}

/** Nothing when the person agreed; else a refusal that says whose it is. */
function agreed(answer: AppAnswer): Record<string, never> {
  if (answer === 'accepted') return {};
  throw refusals[answer]();
}

const refusals: Record<Exclude<AppAnswer, 'accepted'>, () => VecheError> = {
  refused: () => new VecheError('forbidden', 'The person did not agree.'),
  withdrawn: () => new VecheError('forbidden', 'The app was closed before the person answered.'),
  late: () => new VecheError('timeout', 'The person did not answer in time.'),
  outOfSight: () => new VecheError('unavailable', 'The app is not in view: it may ask when it is.'),
  tooOften: () =>
    new VecheError('rate_limited', 'Too many questions in a row.', { retryAfterSeconds: Math.ceil(PAUSE_MS / 1000) }),
};

async function inTime<T>(work: T | Promise<T>, seconds: number): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    const refuse = () => reject(new VecheError('timeout', 'The shell did not answer in time.'));
    timer = setTimeout(refuse, seconds * 1000);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}
