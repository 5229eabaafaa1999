import type {
  AccountEvent,
  AnyMethod,
  Call as VoiceCall,
  CallSignal,
  ChatAction,
  ChatEvent,
  ClientFrame,
  ErrorBody,
  InputOf,
  MethodByName,
  OutputOf,
  Position,
  Presence,
  ReadyFrame,
} from '@veche/contract';
import { closeCodes, PROTOCOL_VERSION, VecheError } from '@veche/contract/light';
import type { EnginePorts, Socket, Timings } from './ports.ts';
import { reconnectDelay } from './reconnect.ts';

export type Call = <N extends AnyMethod['name']>(
  method: N,
  input: InputOf<MethodByName<N>>,
) => Promise<OutputOf<MethodByName<N>>>;

/** Frames about what is on screen. */
export type SaidFrame = Exclude<ClientFrame, { t: 'hello' | 'call' }>;

/** What is told of calls: handed to the page as it is. */
export type CallFrame =
  { t: 'ring'; call: VoiceCall } | { t: 'signal'; chatId: number; callId: string; signal: CallSignal };

/** Frames that are not answers. */
export type PushFrame =
  | { t: 'ev'; events: ChatEvent[] }
  | { t: 'state'; events: AccountEvent[] }
  | { t: 'nudge'; chatId: number; lastSeq: number; messageCount: number }
  | { t: 'eph'; chatId: number; accountId: number; kind: ChatAction; topicId?: number }
  | { t: 'presence'; presences: Presence[] }
  | { t: 'seen'; chatId: number; positions: Position[] }
  | CallFrame
  | { t: 'appStopped' }
  | { t: 'beat'; watermark: string; spreadMilliseconds?: number };

type Frame =
  | ReadyFrame
  | PushFrame
  | { t: 'retry'; spreadMilliseconds: number }
  | { t: 'ok'; id: number; result: unknown }
  | { t: 'err'; id?: number; error: ErrorBody };

/** `idle`: told not to connect. `waiting`: between attempts. */
export type Phase = 'idle' | 'waiting' | 'opening' | 'ready';

export interface ConnectionEvents {
  phaseChanged(phase: Phase): void;
  /** Watermark to resume from; undefined asks for everything. */
  since(): string | undefined;
  ready(frame: ReadyFrame): void;
  pushed(frame: PushFrame): void;
  /** The server does not know this device, or knows it no more. */
  signedOut(): void;
  /** The server speaks a newer protocol. */
  outdated(): void;
}

export interface Connection {
  phase(): Phase;
  /** Connects now, whatever the wait. */
  open(): void;
  /** Drops the connection; `again` tries after the usual wait. */
  drop(again: boolean): void;
  /** Looks at once whether the connection is alive, or makes one. */
  wake(): void;
  call: Call;
  /** Says something that needs no answer; without a connection it is not said. */
  say(frame: SaidFrame): void;
}

interface Waiting {
  resolve(result: never): void;
  reject(error: VecheError): void;
  cancel(): void;
}

/** Keeps one socket to the server alive and pairs calls with their answers. */
export function createConnection(
  { openSocket, clock, random, token }: Pick<EnginePorts, 'openSocket' | 'clock' | 'random' | 'token'>,
  timings: Timings,
  on: ConnectionEvents,
): Connection {
  let phase: Phase = 'idle';
  let socket: Socket | undefined;
  let failures = 0;
  let spread = 0;
  let atLeast = 0;
  let lastCallId = 0;
  let lastHeardAt = 0;
  let cancelTimer = () => {};
  const calls = new Map<number, Waiting>();
  /** Calls made while the connection opens. */
  let held: (() => void)[] = [];

  const setPhase = (next: Phase) => {
    if (phase === next) return;
    phase = next;
    on.phaseChanged(next);
  };
  const setTimer = (milliseconds: number, act: () => void) => {
    cancelTimer();
    cancelTimer = clock.after(milliseconds, act);
  };

  const end = () => {
    cancelTimer();
    socket?.close();
    socket = undefined;
    held = [];
    const lost = new VecheError('unavailable', 'The connection was lost.');
    for (const waiting of [...calls.values()]) waiting.reject(lost);
  };
  const drop = (again: boolean) => {
    end();
    if (!again) return setPhase('idle');
    const delay = reconnectDelay({ failures, spread, atLeast }, timings, random.number());
    failures += 1;
    atLeast = 0;
    setPhase('waiting');
    setTimer(delay, open);
  };
  const closed = (code: number) => {
    if (code === closeCodes.sessionEnded || code === closeCodes.unauthenticated) {
      on.signedOut();
      drop(false);
    } else if (code === closeCodes.unsupportedVersion) {
      on.outdated();
      drop(false);
    } else {
      drop(true);
    }
  };

  function open() {
    end();
    setPhase('opening');
    setTimer(timings.answer, () => drop(true));
    // A late event of a socket that was given up must not touch its successor.
    const current = (act: () => void) => () => void (socket === opened && act());
    const opened: Socket = openSocket({
      opened: current(() => {
        const since = on.since();
        send({ t: 'hello', v: PROTOCOL_VERSION, ...(token && { token }), ...(since && { since }) });
      }),
      received: (text) => current(() => receive(text))(),
      closed: (code) => current(() => closed(code))(),
    });
    socket = opened;
  }

  const send = (frame: unknown) => socket?.send(JSON.stringify(frame));
  const receive = (text: string) => {
    lastHeardAt = clock.now();
    const frames = JSON.parse(text) as Frame | Frame[];
    for (const frame of Array.isArray(frames) ? frames : [frames]) handle(frame);
  };
  const watchSilence = () => {
    const left = lastHeardAt + timings.silence - clock.now();
    if (left > 0) setTimer(left, watchSilence);
    else drop(true);
  };
  const handle = (frame: Frame) => {
    switch (frame.t) {
      case 'ready': {
        if (phase !== 'opening') return;
        failures = 0;
        spread = 0;
        watchSilence();
        on.ready(frame);
        // Told to leave by what it learned.
        if (socket === undefined || (phase as Phase) !== 'opening') return;
        setPhase('ready');
        const begin = held;
        held = [];
        for (const call of begin) call();
        return;
      }
      case 'ok':
        return calls.get(frame.id)?.resolve(frame.result as never);
      case 'err':
        if (frame.id !== undefined) return calls.get(frame.id)?.reject(VecheError.fromBody(frame.error));
        // A refused hello: the server says for how long.
        if (phase === 'opening') atLeast = (frame.error.retryAfterSeconds ?? 0) * 1000;
        return;
      case 'retry':
        spread = frame.spreadMilliseconds;
        return;
      case 'beat':
        spread = frame.spreadMilliseconds ?? 0;
        return on.pushed(frame);
      case 'ev':
      case 'state':
      case 'nudge':
      case 'eph':
      case 'presence':
      case 'seen':
      case 'ring':
      case 'signal':
      case 'appStopped':
        return on.pushed(frame);
    }
  };

  return {
    phase: () => phase,
    open() {
      failures = 0;
      open();
    },
    drop,
    say(frame) {
      if (phase === 'ready') send(frame);
    },
    wake() {
      if (phase === 'waiting') {
        failures = 0;
        open();
      } else if (phase === 'ready' && clock.now() - lastHeardAt > timings.silence / 2) {
        drop(true);
        open();
      }
    },
    call: (method, input) =>
      new Promise((resolve, reject) => {
        if (phase === 'idle' || phase === 'waiting')
          return reject(new VecheError('unavailable', 'There is no connection.'));
        const id = (lastCallId += 1);
        const settle = () => {
          cancel();
          calls.delete(id);
        };
        const cancel = clock.after(timings.answer, () => {
          settle();
          reject(new VecheError('timeout', 'The server did not answer in time.'));
        });
        calls.set(id, {
          resolve: (result) => (settle(), resolve(result)),
          reject: (error) => (settle(), reject(error)),
          cancel,
        });
        const begin = () => calls.has(id) && send({ t: 'call', id, method, input });
        if (phase === 'ready') begin();
        else held.push(() => void begin());
      }),
  };
}
