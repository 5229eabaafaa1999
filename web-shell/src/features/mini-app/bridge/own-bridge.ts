import type {
  BridgeAnswer,
  BridgeEventData,
  BridgeEventName,
  BridgeMethodName,
  BridgeParams,
  BridgeRequest,
  BridgeResult,
  BridgeWelcome,
  Language,
} from '@veche/contract';
import {
  ASKING_TIMEOUT_SECONDS,
  askingMethodNames,
  BRIDGE_TIMEOUT_SECONDS,
  BRIDGE_VERSION,
  bridgeMethodNames,
  VecheError,
} from '@veche/contract/light';
import { PAUSE_MS } from '../../../state/platform-questions.ts';
import { isMethodName, isRequest, readText, wrongField } from './guards.ts';
import type { AppAnswer, BridgeHost, Dialect } from './host.ts';

type Methods = {
  [Name in BridgeMethodName]: (params: BridgeParams<Name>) => BridgeResult<Name> | Promise<BridgeResult<Name>>;
};

export interface OwnBridgeOptions {
  readonly host: BridgeHost;
  readonly language: Language;
  readonly launchData: string;
  /** False when the message is over the budget. */
  admit(): boolean;
  /** Posts the welcome with its port to the frame. */
  welcome(text: string, port: MessagePort): void;
}

export interface OwnBridge extends Dialect {
  /** Opens the one port of the launch. */
  open(nonce: string): void;
  warn(dropped: number): void;
  close(): void;
}

/** The bridge of our own SDK: one port, JSON text, an answer for every request. */
export function createOwnBridge({ host, language, launchData, admit, welcome }: OwnBridgeOptions): OwnBridge {
  let port: MessagePort | null = null;
  const send = (message: object): void => port?.postMessage(JSON.stringify(message));
  const tell = <Name extends BridgeEventName>(event: Name, data: BridgeEventData<Name>): void => send({ event, data });
  const methods = methodsOf(host);

  const receive = async (data: unknown): Promise<void> => {
    if (!admit()) return;
    const message = readText(data);
    if (message === null) return;
    if (isRequest(message)) return send(await answer(methods, message));
    // An answer is owed to whoever can be answered.
    const { id } = message;
    if (!Number.isSafeInteger(id)) return;
    const error = new VecheError('malformed', 'A request has id, method and params.').toBody();
    send({ id: id as number, error } satisfies BridgeAnswer);
  };

  return {
    open(nonce) {
      const channel = new MessageChannel();
      port = channel.port1;
      port.onmessage = ({ data }) => void receive(data);
      const greeting: BridgeWelcome = {
        veche: 'welcome',
        version: BRIDGE_VERSION,
        nonce,
        capabilities: [...bridgeMethodNames],
        language,
        theme: host.theme(),
        viewport: host.viewport(),
        launchData,
      };
      welcome(JSON.stringify(greeting), channel.port2);
    },
    warn: (dropped) => tell('bridge.overBudget', { dropped }),
    pressMainButton: () => tell('ui.mainButtonPressed', {}),
    pressBackButton: () => tell('ui.backButtonPressed', {}),
    themeChanged: () => tell('ui.themeChanged', host.theme()),
    viewportChanged: () => tell('ui.viewportChanged', host.viewport()),
    visibilityChanged: (isVisible) => tell('ui.visibilityChanged', { isVisible }),
    close() {
      port?.close();
      port = null;
    },
  };
}

function methodsOf(host: BridgeHost): Methods {
  const { hooks } = host;
  return {
    'app.ready': () => (hooks.onReady(), {}),
    'app.close': () => (hooks.onClose(), {}),
    'app.openLink': async ({ url }) => agreed(await hooks.onOpenLink(url)),
    'ui.setMainButton': (state) => (hooks.onMainButton(state), {}),
    'ui.setBackButton': ({ isVisible }) => (hooks.onBackButton(isVisible), {}),
    'ui.getTheme': () => host.theme(),
    'ui.getViewport': () => host.viewport(),
  };
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

async function answer(methods: Methods, { id, method, params = {} }: BridgeRequest): Promise<BridgeAnswer> {
  try {
    if (!isMethodName(method)) throw new VecheError('unknown_method', `This shell has no ${method}.`);
    const field = wrongField[method](params);
    if (field !== null) throw new VecheError('invalid_input', `${field} has a wrong value.`, { field });
    const run = methods[method] as (params: object) => object | Promise<object>;
    return { id, result: (await inTime(run(params), secondsFor(method))) as Record<string, unknown> };
  } catch (error) {
    const known = error instanceof VecheError ? error : new VecheError('internal', 'The shell could not do this.');
    return { id, error: known.toBody() };
  }
}

function secondsFor(method: BridgeMethodName): number {
  return askingMethodNames.includes(method) ? ASKING_TIMEOUT_SECONDS : BRIDGE_TIMEOUT_SECONDS;
}

async function inTime<T>(work: T | Promise<T>, seconds: number): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    const refuse = () => reject(new VecheError('timeout', 'The shell did not answer in time.'));
    timer = setTimeout(refuse, seconds * 1000);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}
