type Fields = Record<string, unknown>;
type Listener = (data: Fields) => void;

/** What the parts of the script share. */
export interface TelegramCore {
  /** `window.Telegram.WebApp`. */
  readonly app: Fields;
  readonly launch: Readonly<Record<string, string>>;
  post(eventType: string, eventData?: object): void;
  /** Hears events of the bridge. */
  on(eventType: string, listener: Listener): void;
  /** Asks, and calls back at the one answer with the same number. */
  ask(eventType: string, eventData: object, answers: readonly string[], done: Listener): void;
  /** Tells the listeners of `onEvent`. */
  tell(name: string, data?: object): void;
  /** Adds read-only members that are read anew each time. */
  define(target: Fields, getters: Readonly<Record<string, () => unknown>>): void;
  /** Pairs of url-encoded text, those of JSON read. */
  readPairs(text: string): Fields;
  listen(name: string, listener: Listener): void;
  unlisten(name: string, listener: Listener): void;
}

/**
 * `window.Telegram.WebApp`, our own: its launch data, its events, and its look. Runs in the page as its own text.
 * Source: core.telegram.org/bots/webapps.
 */
export function telegramCore(): TelegramCore {
  const listeners = new Map<string, Set<Listener>>();
  const heard = new Map<string, Set<Listener>>();
  const add = (map: Map<string, Set<Listener>>, name: string, listener: Listener): void => {
    const known = map.get(name) ?? new Set();
    map.set(name, known.add(listener));
  };

  const kept = 'veche.telegram';
  const launch = Object.fromEntries(new URLSearchParams(location.hash.slice(1)));
  if (launch['tgWebAppVersion'] !== undefined) sessionStorage.setItem(kept, JSON.stringify(launch));
  else Object.assign(launch, JSON.parse(sessionStorage.getItem(kept) ?? '{}'));

  const post = (eventType: string, eventData: object = {}): void =>
    window.parent.postMessage(JSON.stringify({ eventType, eventData }), '*');
  const app: Fields = {};
  const tell = (name: string, data: object = {}): void => {
    for (const listener of listeners.get(name) ?? []) listener.call(app, data as Fields);
  };
  const on = (eventType: string, listener: Listener): void => add(heard, eventType, listener);
  const receive = (eventType: string, eventData: Fields): void => {
    for (const listener of heard.get(eventType) ?? []) listener(eventData);
  };
  window.addEventListener('message', (event) => {
    if (event.source !== window.parent || typeof event.data !== 'string') return;
    let message: { eventType?: unknown; eventData?: Fields };
    try {
      message = JSON.parse(event.data) as typeof message;
    } catch {
      return;
    }
    if (typeof message?.eventType === 'string') receive(message.eventType, message.eventData ?? {});
  });

  const define = (target: Fields, getters: Readonly<Record<string, () => unknown>>): void => {
    for (const [name, get] of Object.entries(getters)) {
      Object.defineProperty(target, name, { get, enumerable: true, configurable: true });
    }
  };
  let lastNumber = 0;
  const ask = (eventType: string, eventData: object, answers: readonly string[], done: Listener): void => {
    const number = `r${(lastNumber += 1)}`;
    const settles = new Map<string, Listener>();
    for (const answer of answers) {
      const settle: Listener = (data) => {
        // Answers to other calls carry another number; a few carry none.
        if (data['req_id'] !== undefined && data['req_id'] !== number) return;
        for (const name of answers) heard.get(name)?.delete(settles.get(name)!);
        done({ ...data, answer });
      };
      settles.set(answer, settle);
      on(answer, settle);
    }
    post(eventType, { ...eventData, req_id: number });
  };

  const colours: Record<string, string> = {};
  const style = document.documentElement.style;
  const paint = (theme: unknown): void => {
    Object.assign(colours, theme);
    for (const [name, colour] of Object.entries(colours)) {
      style.setProperty(`--tg-theme-${name.replaceAll('_', '-')}`, colour);
    }
    style.setProperty('--tg-color-scheme', scheme());
  };
  /** Dark when its background is. */
  const scheme = (): 'light' | 'dark' => {
    const [red = 255, green = 255, blue = 255] = [1, 3, 5].map((at) =>
      parseInt((colours['bg_color'] ?? '#ffffff').slice(at, at + 2), 16),
    );
    return 0.299 * red + 0.587 * green + 0.114 * blue < 120 ? 'dark' : 'light';
  };
  paint(JSON.parse(launch['tgWebAppThemeParams'] ?? '{}'));
  on('theme_changed', ({ theme_params }) => {
    paint(theme_params);
    tell('themeChanged');
  });

  const room = { height: window.innerHeight, isExpanded: true };
  const measure = (): void => {
    style.setProperty('--tg-viewport-height', `${room.height}px`);
    style.setProperty('--tg-viewport-stable-height', `${room.height}px`);
  };
  measure();
  on('viewport_changed', ({ height, is_expanded }) => {
    Object.assign(room, { height, isExpanded: is_expanded === true });
    measure();
    tell('viewportChanged', { isStateStable: true });
  });

  const initData = launch['tgWebAppData'] ?? '';
  const read = (value: string): unknown => {
    try {
      return /^[{[]/.test(value) ? (JSON.parse(value) as unknown) : value;
    } catch {
      return value;
    }
  };
  const readPairs = (text: string): Fields =>
    Object.fromEntries([...new URLSearchParams(text)].map(([key, value]) => [key, read(value)]));
  const initDataUnsafe = readPairs(initData);
  const version = launch['tgWebAppVersion'] ?? '6.0';
  const isVersionAtLeast = (wanted: string): boolean => {
    const [own, other] = [version, wanted].map((text) => String(text).split('.').map(Number));
    return (own![0] ?? 0) === (other![0] ?? 0) ? (own![1] ?? 0) >= (other![1] ?? 0) : own![0]! > other![0]!;
  };
  define(app, {
    initData: () => initData,
    initDataUnsafe: () => initDataUnsafe,
    version: () => version,
    platform: () => launch['tgWebAppPlatform'] ?? 'unknown',
    colorScheme: scheme,
    themeParams: () => colours,
    isExpanded: () => room.isExpanded,
    viewportHeight: () => room.height,
    viewportStableHeight: () => room.height,
  });
  const listen = (name: string, listener: Listener): void => add(listeners, name, listener);
  const unlisten = (name: string, listener: Listener): void => void listeners.get(name)?.delete(listener);
  Object.assign(app, {
    isVersionAtLeast,
    onEvent: listen,
    offEvent: unlisten,
    ready: () => post('web_app_ready'),
    expand: () => post('web_app_expand'),
    close: () => post('web_app_close'),
  });
  const WebView = { initParams: launch, isIframe: true, onEvent: on, postEvent: post, receiveEvent: receive };
  Object.assign(window, { Telegram: { WebApp: app, WebView } });
  post('iframe_ready', { reload_supported: false });
  return { app, launch, post, on, ask, tell, define, readPairs, listen, unlisten };
}
