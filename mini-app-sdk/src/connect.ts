import type {
  BridgeAnswer,
  BridgeEvent,
  BridgeEventData,
  BridgeEventName,
  BridgeHello,
  BridgeMethodName,
  BridgeParams,
  BridgeRequest,
  BridgeResult,
  BridgeWelcome,
  Language,
  ThemeColours,
  Viewport,
} from '@veche/contract';
import {
  answerSeconds,
  BRIDGE_VERSION,
  heartbeat,
  launchFragment,
  MAX_BRIDGE_MESSAGE_LENGTH,
} from '@veche/contract/bridge-light';
import { VecheError } from '@veche/contract/light';

/** An open bridge to the shell. Every capability of this SDK takes it as its first argument. */
export interface Veche {
  /** What this shell can do, by method name. A capability that is not in it is refused with `not_supported`. */
  readonly capabilities: ReadonlySet<string>;
  /** Language the person reads. */
  readonly language: Language;
  /** The shell's colours and the frame's room at the moment of connecting. */
  readonly theme: ThemeColours;
  readonly viewport: Viewport;
  /** Signed launch data as text; `getLaunch` reads it. */
  readonly launchData: string;
  /**
   * Asks the shell. Rejects with a VecheError: `not_supported`, `invalid_input`, `timeout`, `too_large`; where the
   * person is asked also `forbidden` (they did not agree), `rate_limited` and `unavailable` (the app is not in view).
   */
  request<Name extends BridgeMethodName>(method: Name, params: BridgeParams<Name>): Promise<BridgeResult<Name>>;
  /** Calls back at each event of a kind. Answers a function that ends it. */
  on<Name extends BridgeEventName>(event: Name, listener: (data: BridgeEventData<Name>) => void): () => void;
}

/** What is read of a message of the page. */
export interface MessageLike extends Pick<MessageEvent, 'data' | 'origin' | 'ports'> {
  readonly source: unknown;
}

type Listening = (type: 'message', listener: (event: MessageLike) => void) => void;

/** What `connect` needs of the page; tests give their own, such as those of the test host. */
export interface Surroundings {
  /** `location.hash`: the shell puts the nonce and its own origin there. */
  readonly hash: string;
  readonly parent: { postMessage(message: string, targetOrigin: string): void };
  readonly self: { readonly addEventListener: Listening; readonly removeEventListener: Listening };
}

/**
 * Opens the bridge. Rejects with a VecheError: `not_supported` when the page is not open inside Veche, `timeout`
 * when the shell does not answer within ten seconds (so it is after a reload: a launch opens one bridge).
 *
 * @example
 * const veche = await connect();
 * document.body.textContent = `Hello, ${getLaunch(veche).person.firstName || 'you'}!`;
 * await ready(veche);
 */
export async function connect(
  surroundings: Surroundings = { hash: location.hash, parent: window.parent, self: window },
): Promise<Veche> {
  const fields = new URLSearchParams(surroundings.hash.replace(/^#/, ''));
  const nonce = fields.get(launchFragment.nonce);
  const shellOrigin = fields.get(launchFragment.host);
  if (nonce === null || shellOrigin === null) {
    throw new VecheError('not_supported', 'This page is not open inside Veche.');
  }
  answerPings(surroundings, shellOrigin);
  const { welcome, port } = await greet(surroundings, nonce, shellOrigin);
  return overPort(welcome, port);
}

/** Pages on a host of Veche have a script before theirs that answers; others answer here. */
function answerPings({ parent, self }: Surroundings, shellOrigin: string): void {
  self.addEventListener('message', ({ source, origin, data }) => {
    if (source === parent && origin === shellOrigin && data === heartbeat.ping)
      parent.postMessage(heartbeat.pong, shellOrigin);
  });
}

function greet(
  { parent, self }: Surroundings,
  nonce: string,
  shellOrigin: string,
): Promise<{ welcome: BridgeWelcome; port: MessagePort }> {
  return new Promise((resolve, reject) => {
    const end = (): void => {
      clearTimeout(timer);
      self.removeEventListener('message', receive);
    };
    const receive = (event: MessageLike): void => {
      const [port] = event.ports;
      if (event.source !== parent || event.origin !== shellOrigin || port === undefined) return;
      const welcome = parse<BridgeWelcome>(event.data);
      if (welcome?.veche !== 'welcome' || welcome.nonce !== nonce) return;
      end();
      resolve({ welcome, port });
    };
    const timer = setTimeout(
      () => {
        end();
        reject(new VecheError('timeout', 'Veche did not answer.'));
      },
      answerSeconds('hello') * 1000,
    );
    self.addEventListener('message', receive);
    const hello: BridgeHello = { veche: 'hello', version: BRIDGE_VERSION, nonce };
    parent.postMessage(JSON.stringify(hello), shellOrigin);
  });
}

interface Waiting {
  resolve(result: unknown): void;
  reject(error: VecheError): void;
  readonly timer: ReturnType<typeof setTimeout>;
}

function overPort(welcome: BridgeWelcome, port: MessagePort): Veche {
  const { language, theme, viewport, launchData } = welcome;
  const capabilities: ReadonlySet<string> = new Set(welcome.capabilities);
  const waiting = new Map<number, Waiting>();
  const listeners = new Map<string, Set<(data: never) => void>>();
  let lastId = 0;

  const settle = (answer: BridgeAnswer): void => {
    const request = waiting.get(answer.id);
    if (request === undefined) return;
    waiting.delete(answer.id);
    clearTimeout(request.timer);
    if ('error' in answer) request.reject(VecheError.fromBody(answer.error));
    else request.resolve(answer.result);
  };
  port.onmessage = ({ data }: MessageEvent<unknown>) => {
    const message = parse<BridgeAnswer | BridgeEvent>(data);
    if (message === null) return;
    if ('id' in message) settle(message);
    else for (const listener of listeners.get(message.event) ?? []) listener(message.data as never);
  };

  const ask = (method: BridgeMethodName, params: Record<string, unknown>): Promise<unknown> =>
    new Promise((resolve, reject) => {
      if (!capabilities.has(method)) throw new VecheError('not_supported', `This Veche does not offer ${method}.`);
      const id = (lastId += 1);
      const text = JSON.stringify({ id, method, params } satisfies BridgeRequest);
      if (text.length > MAX_BRIDGE_MESSAGE_LENGTH)
        throw new VecheError('too_large', 'This is too much for one message.');
      const late = (): void => {
        waiting.delete(id);
        reject(new VecheError('timeout', `Veche did not answer ${method}.`));
      };
      waiting.set(id, { resolve, reject, timer: setTimeout(late, answerSeconds(method) * 1000) });
      port.postMessage(text);
    });

  return {
    capabilities,
    language,
    theme,
    viewport,
    launchData,
    request: <Name extends BridgeMethodName>(method: Name, params: BridgeParams<Name>) =>
      ask(method, params) as Promise<BridgeResult<Name>>,
    on(event, listener) {
      const known = listeners.get(event) ?? new Set();
      known.add(listener);
      listeners.set(event, known);
      return () => void known.delete(listener);
    },
  };
}

/** The shell keeps to the contract, and what is not its JSON text is not its message. */
function parse<T extends object>(data: unknown): T | null {
  if (typeof data !== 'string') return null;
  try {
    const value = JSON.parse(data) as T | null;
    return typeof value === 'object' ? value : null;
  } catch {
    return null;
  }
}
