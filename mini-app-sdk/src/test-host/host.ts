import {
  bridgeEvents,
  type BridgeEventData,
  type BridgeEventName,
  BridgeHello,
  type BridgeMethodName,
  type BridgeParams,
  BridgeRequest,
  type BridgeWelcome,
  type ErrorCode,
  type Language,
  type ThemeColours,
  type Viewport,
} from '@veche/contract';
import {
  BRIDGE_VERSION,
  bridgeMethodNames,
  launchFragment,
  MAX_BRIDGE_MESSAGE_LENGTH,
} from '@veche/contract/bridge-light';
import { VecheError } from '@veche/contract/light';
import type { MessageLike, Surroundings } from '../connect.ts';
import type { LaunchData } from '../launch-data.ts';
import { createCalls } from './calls.ts';
import { sampleColours } from './colours.ts';
import { launchText } from './launch-text.ts';
import { type AppWindow, createMethods, newWindow, type Stage } from './methods.ts';
import { type Answer, createScript } from './script.ts';

export type { AppWindow } from './methods.ts';

/** Who opens the app, where and on what. */
export interface TestHostOptions {
  readonly person?: Partial<LaunchData['person']>;
  /** Where it is opened from; the list of apps when absent. */
  readonly chat?: LaunchData['chat'];
  readonly startParam?: string;
  readonly language?: Language;
  readonly scheme?: ThemeColours['scheme'];
  readonly viewport?: Viewport;
  /** What this shell can do; everything when absent. */
  readonly capabilities?: readonly BridgeMethodName[];
  /** Milliseconds before each answer. */
  readonly latencyMs?: number;
}

type Button = 'main' | 'secondary' | 'back' | 'settings';

/**
 * A shell in memory around one mini-app, without a browser and without a server. It speaks the bridge's own protocol
 * over a real MessageChannel, checks what the app says by the contract, and plays a person who agrees to everything
 * until a test says otherwise.
 *
 * @example
 * const host: TestHost = createTestHost({ startParam: 'tree-7' });
 * const veche = await connect(host.surroundings);
 * host.refuse('people.getAttributes', 'forbidden');
 * await startMyApp(veche);
 * await host.press('main');
 * console.assert(host.window.mainButton.isBusy);
 * host.close();
 */
export interface TestHost {
  /** What `connect` needs to find this host. */
  readonly surroundings: Surroundings;
  readonly window: AppWindow;
  /** What the app asked so far, the oldest first. */
  readonly calls: readonly { readonly method: string; readonly params: Readonly<Record<string, unknown>> }[];
  /** Whether the person agrees to what they are asked; a test may change it. */
  agrees: boolean;
  /** Whether the person pressed something a moment ago; a test may change it. */
  hasGesture: boolean;
  latencyMs: number;
  /**
   * Answers a method from now on, with a result or by a function of the parameters, which may wait. Throws when the
   * result is none of the method's.
   */
  answer<Name extends BridgeMethodName>(method: Name, answer: Answer<Name>): void;
  /** Refuses a method from now on. */
  refuse(method: BridgeMethodName, code: ErrorCode, message?: string): void;
  /** Answers or refuses a method as before. */
  restore(method: BridgeMethodName): void;
  /** The parameters of the next call of a method, each taken once. Rejects when none comes within five seconds. */
  called<Name extends BridgeMethodName>(method: Name): Promise<BridgeParams<Name>>;
  /** Presses a button around the page; resolves when the app has heard it. Rejects where there is none to press. */
  press(button: Button): Promise<void>;
  /** The shell becomes light or dark. */
  setScheme(scheme: ThemeColours['scheme']): Promise<void>;
  resize(viewport: Viewport): Promise<void>;
  /** Tells the app anything that the contract knows; resolves when it has heard it. */
  tell<Name extends BridgeEventName>(event: Name, data: BridgeEventData<Name>): Promise<void>;
  /** The person closes the app: nothing is answered any more. */
  close(): void;
}

const SHELL_ORIGIN = 'https://veche.test';

/**
 * Makes a host for one launch of an app.
 *
 * @example
 * const host = createTestHost({ language: 'en', scheme: 'dark' });
 * host.answer('ui.showPopup', { buttonId: 'delete' });
 * const veche = await connect(host.surroundings);
 * console.assert(await showPopup(veche, { message: 'Delete?', buttons: [{ id: 'delete', text: 'Yes' }] }) === 'delete');
 * host.close();
 */
export function createTestHost({
  person = {},
  chat,
  startParam,
  language = 'ru',
  scheme = 'light',
  viewport = { width: 400, height: 600 },
  capabilities = bridgeMethodNames,
  latencyMs = 0,
}: TestHostOptions = {}): TestHost {
  const nonce = crypto.randomUUID();
  const launchId = crypto.randomUUID();
  const launchData = (): string => launchText({ launchId, person, chat, startParam, language });
  const listeners = new Set<(event: MessageLike) => void>();
  const calls = createCalls();
  let port: MessagePort | null = null;
  let isFresh = true;
  /** Waiting until the app has heard what was sent to it, in order. */
  const unheard: (() => void)[] = [];

  const send = (message: object): Promise<void> => {
    if (port === null) return Promise.reject(new Error('No app is connected to the host.'));
    port.postMessage(JSON.stringify(message));
    return new Promise((resolve) => void unheard.push(resolve));
  };
  const tell: TestHost['tell'] = (event, data) => send({ event, data: bridgeEvents[event].parse(data) });
  const close = (): void => {
    stage.window = { ...stage.window, isClosed: true };
    port?.close();
    port = null;
  };
  const stage: Stage = {
    ...{ window: newWindow, theme: sampleColours[scheme], viewport, agrees: true, hasGesture: true, isCovered: false },
    launchData,
    tell: (event, data) => void tell(event, data).catch(() => undefined),
  };
  const script = createScript(stage, createMethods(stage));

  const receive = async (data: unknown): Promise<void> => {
    const message = readObject(data);
    if (message === null) return;
    const { data: request } = BridgeRequest.safeParse(message);
    if (request !== undefined) calls.add(request);
    const answered = await answerOf(request, script.call);
    if (host.latencyMs > 0) await new Promise((resolve) => setTimeout(resolve, host.latencyMs));
    // An answer is owed to whoever can be answered.
    if (port !== null && Number.isSafeInteger(message['id'])) await send({ id: message['id'], ...answered });
    if (stage.window.isClosed) close();
  };

  const greet = (text: string, targetOrigin: string): void => {
    const hello = BridgeHello.safeParse(readObject(text)).data;
    if (targetOrigin !== SHELL_ORIGIN || hello?.nonce !== nonce || !isFresh) return;
    isFresh = false;
    const { port1, port2 } = new MessageChannel();
    port = port1;
    port1.onmessage = (event) => void receive(event.data);
    // Told in the order of their registration: the app's own listener comes after, and the microtask after both.
    port2.addEventListener('message', () => queueMicrotask(() => unheard.shift()?.()));
    const welcome: BridgeWelcome = {
      ...{ veche: 'welcome', version: BRIDGE_VERSION, nonce, capabilities: [...capabilities] },
      ...{ language, theme: stage.theme, viewport: stage.viewport, launchData: launchData() },
    };
    const event = { data: JSON.stringify(welcome), origin: SHELL_ORIGIN, source: parent, ports: [port2] };
    queueMicrotask(() => listeners.forEach((listener) => listener(event)));
  };
  const parent: Surroundings['parent'] = { postMessage: greet };

  const host: TestHost = {
    surroundings: {
      hash: `#${new URLSearchParams({ [launchFragment.nonce]: nonce, [launchFragment.host]: SHELL_ORIGIN }).toString()}`,
      parent,
      self: {
        addEventListener: (_type, listener) => void listeners.add(listener),
        removeEventListener: (_type, listener) => void listeners.delete(listener),
      },
    },
    get window() {
      return stage.window;
    },
    calls: calls.all,
    get agrees() {
      return stage.agrees;
    },
    set agrees(agrees) {
      stage.agrees = agrees;
    },
    get hasGesture() {
      return stage.hasGesture;
    },
    set hasGesture(hasGesture) {
      stage.hasGesture = hasGesture;
    },
    latencyMs,
    answer: script.answer,
    refuse: script.refuse,
    restore: script.restore,
    called: calls.next,
    press: async (button) => {
      const { mainButton, secondaryButton, hasBack, hasSettings } = stage.window;
      const always = (isVisible: boolean) => ({ isVisible, isEnabled: true, isBusy: false });
      const [state, event] = (
        {
          main: [mainButton, 'ui.mainButtonPressed'],
          secondary: [secondaryButton, 'ui.secondaryButtonPressed'],
          back: [always(hasBack), 'ui.backButtonPressed'],
          settings: [always(hasSettings), 'ui.settingsButtonPressed'],
        } as const
      )[button];
      if (!state.isVisible) throw new Error(`There is no ${button} button to press.`);
      if (!state.isEnabled || state.isBusy) throw new Error(`The ${button} button cannot be pressed now.`);
      await tell(event, {});
    },
    setScheme: (next) => {
      stage.theme = sampleColours[next];
      return tell('ui.themeChanged', stage.theme);
    },
    resize: (next) => {
      stage.viewport = next;
      return tell('ui.viewportChanged', next);
    },
    tell,
    close,
  };
  return host;
}

async function answerOf(
  request: BridgeRequest | undefined,
  call: (method: string, params: object) => Promise<object>,
): Promise<{ result: object } | { error: object }> {
  try {
    if (request === undefined) throw new VecheError('malformed', 'A request has id, method and params.');
    return { result: await call(request.method, request.params) };
  } catch (error) {
    const refused = error instanceof VecheError ? error : new VecheError('internal', String(error));
    return { error: refused.toBody() };
  }
}

/** JSON text of an object, as the shell reads it; null for anything else. */
function readObject(data: unknown): Record<string, unknown> | null {
  if (typeof data !== 'string' || data.length > MAX_BRIDGE_MESSAGE_LENGTH) return null;
  try {
    const value = JSON.parse(data) as unknown;
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : null;
  } catch {
    return null;
  }
}
