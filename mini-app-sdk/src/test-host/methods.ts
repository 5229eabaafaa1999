import type {
  AppColours,
  BridgeEventData,
  BridgeEventName,
  BridgeMethodName,
  BridgeParams,
  BridgeResult,
  MainButton,
  SecondaryButton,
  ThemeColours,
  Viewport,
} from '@veche/contract';
import { MAX_DEVICE_STORAGE_LENGTH, MAX_SECURE_ITEMS, MAX_STORED_ITEMS } from '@veche/contract/bridge-light';
import { VecheError } from '@veche/contract/light';
import { memoryStorage } from './memory-storage.ts';

/** What the shell draws around an app's page, as the app has asked for it. */
export interface AppWindow {
  /** The first screen was said to be drawn. */
  readonly isReady: boolean;
  /** The app closed itself, or the person closed it. */
  readonly isClosed: boolean;
  readonly mainButton: MainButton;
  readonly secondaryButton: SecondaryButton;
  readonly hasBack: boolean;
  readonly hasSettings: boolean;
  readonly colours: AppColours;
  /** Whether closing asks the person first. */
  readonly asksBeforeClosing: boolean;
  readonly isFullscreen: boolean;
  /** The person made a shortcut to the app. */
  readonly isOnHomeScreen: boolean;
}

const noButton: MainButton = { isVisible: false, text: '', isEnabled: false, isBusy: false };
export const newWindow: AppWindow = {
  ...{ isReady: false, isClosed: false, mainButton: noButton, secondaryButton: { ...noButton, place: 'left' } },
  ...{ hasBack: false, hasSettings: false, asksBeforeClosing: false, isFullscreen: false },
  isOnHomeScreen: false,
  colours: { header: null, background: null, foot: null },
};

/** What the methods play with. */
export interface Stage {
  window: AppWindow;
  theme: ThemeColours;
  viewport: Viewport;
  /** Whether the person agrees to what they are asked. */
  agrees: boolean;
  /** Whether the person pressed something a moment ago. */
  hasGesture: boolean;
  /** Something is drawn over the app's page. */
  isCovered: boolean;
  /** Launch data of the present moment. */
  readonly launchData: () => string;
  readonly tell: <Name extends BridgeEventName>(event: Name, data: BridgeEventData<Name>) => void;
}

export type Methods = {
  readonly [Name in BridgeMethodName]: (params: BridgeParams<Name>) => BridgeResult<Name> | Promise<BridgeResult<Name>>;
};

/** What the shell answers where nothing else is told: its own part, and a person who agrees or does not. */
export function createMethods(stage: Stage): Methods {
  const [cloud, device, secure] = [
    memoryStorage({ mostItems: MAX_STORED_ITEMS }),
    memoryStorage({ mostLength: MAX_DEVICE_STORAGE_LENGTH }),
    memoryStorage({ mostItems: MAX_SECURE_ITEMS }),
  ];
  let copied = '';
  const change = (part: Partial<AppWindow>): Record<string, never> => {
    stage.window = { ...stage.window, ...part };
    return {};
  };
  const needGesture = (): void => {
    if (!stage.hasGesture) throw new VecheError('forbidden', 'The person pressed nothing just now.');
  };
  const needFreePage = (): void => {
    if (stage.isCovered) throw new VecheError('conflict', 'Something else is shown over the app.');
  };
  const asked = (): Record<string, never> => {
    if (!stage.agrees) throw new VecheError('forbidden', 'The person did not agree.');
    return {};
  };
  const sent = (): Record<string, never> => {
    needGesture();
    needFreePage();
    return asked();
  };
  const keep = (act: () => void): Record<string, never> => (act(), {});

  return {
    'app.ready': () => change({ isReady: true }),
    'app.close': () => change({ isClosed: true }),
    'app.setClosingConfirmation': ({ isNeeded }) => change({ asksBeforeClosing: isNeeded }),
    'app.openLink': asked,
    'app.openChat': () => keep(needGesture),
    'app.share': sent,
    'app.shareCard': sent,
    'app.invokeBot': () => {
      needGesture();
      return asked();
    },
    'app.openApp': () => {
      needGesture();
      return asked();
    },
    'app.install': asked,
    'app.download': asked,
    'app.refreshLaunch': () => ({ launchData: stage.launchData() }),
    'people.getAttributes': () => {
      asked();
      throw new VecheError('not_supported', "Say what the person has: host.answer('people.getAttributes', …).");
    },
    'people.listScopes': () => ({ scopes: [] }),
    'people.confirmPresence': () => {
      asked();
      // No server would take it: there is none.
      return { proof: 'signed' };
    },
    'people.endGrant': () => keep(needGesture),
    'ui.setMainButton': (mainButton) => change({ mainButton }),
    'ui.setSecondaryButton': (secondaryButton) => change({ secondaryButton }),
    'ui.setBackButton': ({ isVisible }) => change({ hasBack: isVisible }),
    'ui.setSettingsButton': ({ isVisible }) => change({ hasSettings: isVisible }),
    'ui.setColours': (colours) => change({ colours }),
    'ui.getTheme': () => stage.theme,
    'ui.getViewport': () => stage.viewport,
    'ui.showPopup': () => {
      needFreePage();
      return { buttonId: null };
    },
    'ui.vibrate': () => ({}),
    'ui.hideKeyboard': () => ({}),
    'ui.setFullscreen': ({ isFullscreen }) => {
      if (isFullscreen) needGesture();
      stage.tell('ui.fullscreenChanged', { isFullscreen });
      return change({ isFullscreen });
    },
    'ui.lockOrientation': () => ({}),
    'ui.addToHomeScreen': () => {
      needGesture();
      if (stage.window.isOnHomeScreen) return { status: 'added' };
      needFreePage();
      asked();
      change({ isOnHomeScreen: true });
      return { status: 'added' };
    },
    'ui.checkHomeScreen': () => ({ status: stage.window.isOnHomeScreen ? 'added' : 'missed' }),
    'clipboard.write': ({ text }) => {
      needGesture();
      return keep(() => (copied = text));
    },
    'clipboard.read': () => {
      needGesture();
      asked();
      return { text: copied };
    },
    'scanner.open': () => {
      needGesture();
      needFreePage();
      return keep(() => (stage.isCovered = true));
    },
    'scanner.close': () => {
      if (stage.isCovered) stage.tell('scanner.closed', {});
      return keep(() => (stage.isCovered = false));
    },
    'cloudStorage.get': ({ keys }) => ({ values: cloud.pick(keys) }),
    'cloudStorage.listKeys': () => ({ keys: cloud.keys() }),
    'cloudStorage.set': ({ key, value }) => keep(() => cloud.set(key, value)),
    'cloudStorage.remove': ({ keys }) => keep(() => keys.forEach(cloud.remove)),
    'deviceStorage.get': ({ key }) => ({ value: device.get(key) }),
    'deviceStorage.set': ({ key, value }) => keep(() => device.set(key, value)),
    'deviceStorage.remove': ({ key }) => keep(() => device.remove(key)),
    'deviceStorage.clear': () => keep(device.clear),
    'secureStorage.get': ({ key }) => ({ value: secure.get(key) }),
    'secureStorage.set': ({ key, value }) => keep(() => secure.set(key, value)),
    'secureStorage.remove': ({ key }) => keep(() => secure.remove(key)),
    'secureStorage.clear': () => keep(secure.clear),
  };
}
