import type { AppScope, BridgeMethodName, BridgeResult } from '@veche/contract';
import { sampleColours } from '../../mini-app-sdk/src/test-host/colours.ts';
import { memoryStorage } from '../../mini-app-sdk/src/test-host/memory-storage.ts';
import { type Broker, createBroker } from '../../web-shell/src/features/mini-app/bridge/broker.ts';
import type {
  AppAnswer,
  BridgeHooks,
  BridgeHost,
  HomeScreenStatus,
  Overlay,
} from '../../web-shell/src/features/mini-app/bridge/host.ts';
import type { KeyedStorage } from '../../web-shell/src/features/mini-app/storage/storages.ts';

export interface RecordingShell {
  readonly host: BridgeHost;
  readonly broker: Broker;
  /** What apps made happen, in order: the name of the hook and what it got. */
  readonly acts: (readonly [name: string, ...values: unknown[]])[];
  /** What is drawn over the app. */
  overlay: Overlay | null;
  /** What the person answers to a question. */
  answer: AppAnswer;
  hasGesture: boolean;
  homeScreen: HomeScreenStatus;
  /** What comes of a challenge. */
  presence: Awaited<ReturnType<BridgeHooks['confirmPresence']>>;
  /** What the app's manifest declares. */
  declared: readonly AppScope[];
  /** What the person lets apps have; anything else they refuse. */
  given: Partial<Record<AppScope, BridgeResult<'people.getAttributes'>>>;
  /** Where the events of the shell go. */
  hear: (event: string, data: object) => void;
}

/** The shell around a bridge without a page: the real broker, and hooks that write down what they were told. */
export function recordingShell(): RecordingShell {
  const record =
    (name: string) =>
    (...values: unknown[]): void =>
      void shell.acts.push([name, ...values]);
  const hooks: BridgeHooks = {
    onReady: record('ready'),
    onClose: record('close'),
    onMainButton: record('mainButton'),
    onSecondaryButton: record('secondaryButton'),
    onBackButton: record('backButton'),
    onSettingsButton: record('settingsButton'),
    onColours: record('colours'),
    onClosingConfirmation: record('closingConfirmation'),
    ask: (wish) => (record('ask')(wish), Promise.resolve(shell.answer)),
    getAttributes: (scope) => (record('getAttributes')(scope), Promise.resolve(shell.given[scope] ?? 'refused')),
    listScopes: () =>
      Promise.resolve({
        scopes: shell.declared.map((scope) => ({ scope, isGranted: scope in shell.given })),
      }),
    refreshLaunch: () => Promise.resolve({ launchData: 'auth_date=2' }),
    checkHomeScreen: () => Promise.resolve(shell.homeScreen),
    confirmPresence: (challenge) => (record('confirmPresence')(challenge), Promise.resolve(shell.presence)),
    prepareCard: (picture) =>
      Promise.resolve(record('prepareCard')(picture)).then(() => (picture === null ? null : new File(['x'], picture))),
    invokeBot: (command) => (record('invokeBot')(command), Promise.resolve(shell.answer)),
    openApp: (asked) =>
      Promise.resolve(record('openApp')(asked)).then(() => (asked.app === 'no-such-app' ? 'noApp' : shell.answer)),
    install: () => (record('install')(), Promise.resolve(shell.answer)),
    endGrant: (scope) => (record('endGrant')(scope), Promise.resolve()),
    show(overlay) {
      if (shell.overlay !== null) return 'busy';
      shell.overlay = overlay;
      return 'shown';
    },
    closeScanner: record('closeScanner'),
    openInner: (link) => (record('openInner')(link), Promise.resolve(link === '/known')),
    setFullscreen: (isFullscreen) => (record('fullscreen')(isFullscreen), Promise.resolve()),
  };
  const cloud = memoryStorage();
  const host: BridgeHost = {
    hooks,
    storages: {
      cloud: {
        get: async (keys) => ({ values: cloud.pick(keys) }),
        listKeys: async () => ({ keys: cloud.keys() }),
        set: async ({ key, value }) => (cloud.set(key, value), {}),
        remove: async (keys) => (keys.forEach(cloud.remove), {}),
      },
      device: keyed(5),
      secure: keyed(2),
    },
    hasGesture: () => Promise.resolve(shell.hasGesture),
    hideKeyboard: () => undefined,
    theme: () => sampleColours.light,
    viewport: () => ({ width: 400, height: 600 }),
  };
  const shell: RecordingShell = {
    host,
    broker: createBroker(host, (event, data) => shell.hear(event, data)),
    acts: [],
    overlay: null,
    answer: 'accepted',
    hasGesture: true,
    homeScreen: 'missed',
    declared: [],
    given: {},
    presence: { proof: 'signed' },
    hear: () => undefined,
  };
  return shell;
}

function keyed(mostItems: number): KeyedStorage {
  const { get, set, remove, clear } = memoryStorage({ mostItems });
  return {
    get: async (key) => get(key),
    set: async (key, value) => set(key, value),
    remove: async (key) => remove(key),
    clear: async () => clear(),
  };
}

/** Parameters that every method takes. */
export const rightParams: Readonly<Record<BridgeMethodName, object>> = {
  'app.ready': {},
  'app.close': {},
  'app.setClosingConfirmation': { isNeeded: true },
  'app.openLink': { url: 'https://example.org/' },
  'app.openChat': { link: '/name?startapp=x' },
  'app.share': { text: 'Привет' },
  'app.shareCard': { title: 'Собрание', text: '', picture: null, button: 'Прийти', startParam: '' },
  'app.invokeBot': { command: '/start visit' },
  'app.openApp': { app: 'water-meters', startParam: 'flat-7' },
  'app.install': {},
  'app.download': { url: 'https://example.org/a.pdf', fileName: 'a.pdf' },
  'app.refreshLaunch': {},
  'ui.setMainButton': { isVisible: true, text: 'Готово', isEnabled: true, isBusy: false },
  'ui.setSecondaryButton': { isVisible: true, text: 'Потом', isEnabled: true, isBusy: false, place: 'left' },
  'ui.setBackButton': { isVisible: true },
  'ui.setSettingsButton': { isVisible: true },
  'ui.setColours': { header: '#102030', background: null, foot: null },
  'ui.getTheme': {},
  'ui.getViewport': {},
  'ui.showPopup': { title: '', message: 'Удалить?', buttons: [{ id: 'yes', kind: 'destructive', text: 'Да' }] },
  'ui.vibrate': { feel: 'light' },
  'ui.hideKeyboard': {},
  'ui.setFullscreen': { isFullscreen: true },
  'ui.lockOrientation': { isLocked: true },
  'ui.addToHomeScreen': {},
  'ui.checkHomeScreen': {},
  'clipboard.write': { text: 'x' },
  'people.getAttributes': { scope: 'phoneNumber' },
  'people.listScopes': {},
  'people.confirmPresence': { challenge: 'Отправить заявление 7' },
  'people.endGrant': { scope: 'notifications' },
  'clipboard.read': {},
  'scanner.open': { text: '' },
  'scanner.close': {},
  'cloudStorage.get': { keys: ['a'] },
  'cloudStorage.listKeys': {},
  'cloudStorage.set': { key: 'a', value: 'b' },
  'cloudStorage.remove': { keys: ['a'] },
  'deviceStorage.get': { key: 'a' },
  'deviceStorage.set': { key: 'a', value: 'b' },
  'deviceStorage.remove': { key: 'a' },
  'deviceStorage.clear': {},
  'secureStorage.get': { key: 'a' },
  'secureStorage.set': { key: 'a', value: 'b' },
  'secureStorage.remove': { key: 'a' },
  'secureStorage.clear': {},
};
