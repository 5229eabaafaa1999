type Fields = Record<string, unknown>;
type Listener = (data: Fields) => void;

/**
 * `window.WebApp` of MAX, our own. Runs in the page as its own text. What the shell does not do is refused by it with a
 * code `client.<method>.<reason>`. Source: dev.max.ru/docs/webapps/bridge.
 */
export function maxWebApp(): void {
  const listeners = new Map<string, Set<Listener>>();
  const waiting = new Map<string, (reply: Fields) => void>();
  const seconds: Readonly<Record<string, number>> = {
    WebAppRequestPhone: 60,
    WebAppDownloadFile: 60,
    WebAppShare: 600,
    WebAppMaxShare: 600,
    WebAppOpenCodeReader: 600,
  };

  const kept = 'veche.max';
  const launch = Object.fromEntries(new URLSearchParams(location.hash.slice(1)));
  if (launch['WebAppData'] !== undefined) sessionStorage.setItem(kept, JSON.stringify(launch));
  else Object.assign(launch, JSON.parse(sessionStorage.getItem(kept) ?? '{}'));
  const initData = launch['WebAppData'] ?? '';
  const read = (value: string): unknown => {
    try {
      return /^[{[]/.test(value) ? (JSON.parse(value) as unknown) : value;
    } catch {
      return value;
    }
  };
  const initDataUnsafe: Fields = Object.fromEntries(
    [...new URLSearchParams(initData)].map(([key, value]) => [key, read(value)]),
  );

  const post = (message: object): void => window.parent.postMessage(JSON.stringify(message), '*');
  const tell = (type: string, data: Fields): void => {
    for (const listener of listeners.get(type) ?? []) listener(data);
  };
  window.addEventListener('message', (event) => {
    if (event.source !== window.parent || typeof event.data !== 'string') return;
    let message: Fields;
    try {
      message = JSON.parse(event.data) as Fields;
    } catch {
      return;
    }
    const { type, requestId } = message ?? {};
    if (typeof type !== 'string' || !type.startsWith('WebApp')) return;
    const settle = waiting.get(String(requestId));
    waiting.delete(String(requestId));
    settle?.(message);
    tell(type, message);
  });

  /** Resolves with the reply; rejects with `{ error: { code } }`. */
  const ask = (type: string, data: object = {}): Promise<Fields> =>
    new Promise((resolve, reject) => {
      const requestId = crypto.randomUUID();
      const method = type
        .replace('WebApp', '')
        .replace(/(?!^)[A-Z]/g, '_$&')
        .toLowerCase();
      const timer = setTimeout(
        () => {
          waiting.delete(requestId);
          reject(Object.assign(new Error('timeout'), { error: { code: `client.${method}.timeout` } }));
        },
        (seconds[type] ?? 10) * 1000,
      );
      waiting.set(requestId, (reply) => {
        clearTimeout(timer);
        const error = reply['error'] as { code: string } | undefined;
        if (error === undefined) resolve(reply);
        else reject(Object.assign(new Error(error.code), { error }));
      });
      post({ type, requestId, ...data });
    });
  /** For members that answer nothing: a refusal is told to the listeners of the event. */
  const say = (type: string, data: object = {}): void => {
    ask(type, data).catch(() => undefined);
  };

  const onEvent = (type: string, listener: Listener): void => {
    listeners.set(type, (listeners.get(type) ?? new Set()).add(listener));
  };
  const offEvent = (type: string, listener: Listener): void => void listeners.get(type)?.delete(listener);

  const state = { isBackVisible: false, isSwiping: true };
  const setBack = (isVisible: boolean): void => {
    state.isBackVisible = isVisible;
    say('WebAppSetupBackButton', { isVisible });
  };
  const BackButton = {
    get isVisible() {
      return state.isBackVisible;
    },
    show: () => setBack(true),
    hide: () => setBack(false),
    onClick: (listener: Listener) => onEvent('WebAppBackButtonPressed', listener),
    offClick: (listener: Listener) => offEvent('WebAppBackButtonPressed', listener),
  };
  const setSwiping = (isEnabled: boolean): void => {
    state.isSwiping = isEnabled;
    say('WebAppSetupVerticalSwipes', { isEnabled });
  };
  const storage = (name: string) => ({
    setItem: (key: string, value: string) => ask(`WebApp${name}SaveKey`, { key, value }),
    getItem: (key: string) => ask(`WebApp${name}GetKey`, { key }).then(({ value }) => value ?? null),
    removeItem: (key: string) => ask(`WebApp${name}SaveKey`, { key, value: null }),
    clear: () => ask(`WebApp${name}Clear`),
  });
  const refusing = (names: Readonly<Record<string, string>>): Fields =>
    Object.fromEntries(Object.entries(names).map(([name, type]) => [name, (data?: object) => ask(type, data)]));

  const WebApp = {
    initData,
    initDataUnsafe,
    platform: launch['WebAppPlatform'] ?? 'web',
    version: launch['WebAppVersion'] ?? '',
    deviceName: '',
    onEvent,
    offEvent,
    ready: () => say('WebAppReady'),
    close: () => say('WebAppClose'),
    enableClosingConfirmation: () => say('WebAppSetupClosingBehavior', { needConfirmation: true }),
    disableClosingConfirmation: () => say('WebAppSetupClosingBehavior', { needConfirmation: false }),
    get isVerticalSwipesEnabled() {
      return state.isSwiping;
    },
    enableVerticalSwipes: () => setSwiping(true),
    disableVerticalSwipes: () => setSwiping(false),
    getLaunchContext: () => Promise.resolve({ entryPoint: 'default' }),
    getViewportSize: () => ask('WebAppGetViewportSize').then(({ width, height }) => ({ width, height })),
    BackButton,
    openLink: (url: string) => say('WebAppOpenLink', { url: new URL(url, location.href).href }),
    openMaxLink: (url: string) => {
      const { pathname, search } = new URL(url, location.href);
      say('WebAppOpenMaxLink', { path: pathname + search });
    },
    shareContent: (data: object) => ask('WebAppShare', data),
    shareMaxContent: (data: object) => ask('WebAppMaxShare', data),
    requestContact: () => ask('WebAppRequestPhone'),
    openCodeReader: (fileSelect = true) => ask('WebAppOpenCodeReader', { fileSelect }),
    downloadFile: (url: string, fileName: string) => ask('WebAppDownloadFile', { url, file_name: fileName }),
    requestScreenMaxBrightness: () => ask('WebAppChangeScreenBrightness', { maxBrightness: true }),
    restoreScreenBrightness: () => ask('WebAppChangeScreenBrightness', { maxBrightness: false }),
    HapticFeedback: {
      impactOccurred: (impactStyle: string) => ask('WebAppHapticFeedbackImpact', { impactStyle }),
      notificationOccurred: (notificationType: string) => ask('WebAppHapticFeedbackNotification', { notificationType }),
      selectionChanged: () => ask('WebAppHapticFeedbackSelectionChange'),
    },
    ScreenCapture: {
      isScreenCaptureEnabled: true,
      ...refusing({
        enableScreenCapture: 'WebAppSetupScreenCaptureBehavior',
        disableScreenCapture: 'WebAppSetupScreenCaptureBehavior',
      }),
    },
    NfcManager: refusing({ init: 'WebAppNfc', read: 'WebAppNfc', write: 'WebAppNfc', openSettings: 'WebAppNfc' }),
    DeviceStorage: storage('DeviceStorage'),
    SecureStorage: storage('SecureStorage'),
    BiometricManager: {
      ...{ isInited: false, isBiometricAvailable: false, isAccessRequested: false, isAccessGranted: false },
      ...{ biometricType: [], deviceId: null, isBiometricTokenSaved: false },
      ...refusing({
        init: 'WebAppBiometryGetInfo',
        requestAccess: 'WebAppBiometryRequestAccess',
        authenticate: 'WebAppBiometryRequestAuth',
        updateBiometricToken: 'WebAppBiometryUpdateToken',
        openSettings: 'WebAppBiometryOpenSettings',
      }),
    },
  };
  Object.assign(window, { WebApp });
}
