import {
  type AccountId,
  type ChatId,
  closeCodes,
  type ServerFrame,
  type SessionId,
  type VecheError,
} from '@veche/contract';
import type { WebSocket } from 'ws';
import type { Caller } from '../kernel/rpc/caller.ts';

/** Bytes a socket may have waiting before its events are dropped for nudges. */
const SLOW_BYTES = 1024 * 1024;
/** A socket this far behind is closed; the client resumes from the log. */
const STUCK_BYTES = 16 * 1024 * 1024;

const done = Promise.resolve();

/** One signed-in socket: a queue of ready-made frames that the gateway flushes once a tick. */
export class Connection {
  readonly socket: WebSocket;
  caller: Extract<Caller, { kind: 'person' }> | null = null;
  /** From hello until `ready` was sent: events wait behind it. */
  isHeld = false;
  isAlive = true;
  callsUnderWay = 0;
  /** Settles, and never rejects, when the frames about the screen that came so far are carried out. */
  screenWork: Promise<unknown> = done;
  frameTokens: number;
  frameTokensAt: number;
  /** Chats of the account: what this socket hears of. */
  readonly chats = new Set<ChatId>();
  /** Those of them that the client has on screen. */
  readonly openChats = new Set<ChatId>();
  /** Accounts whose presence the client follows, and whether it was last told exactly. */
  readonly watched = new Map<AccountId, boolean>();
  /** From hello to `ready`: chats left since, which the list that is read meanwhile may still have. */
  leftMeanwhile: Set<ChatId> | null = null;
  /** Up to where chats hide their log from the account; most hide nothing. */
  #hiddenTo: Map<ChatId, number> | null = null;
  #outgoing: Buffer[] = [];
  #behind: Map<ChatId, { lastSeq: number; messageCount: number }> | null = null;
  #abort: AbortController | null = null;

  constructor(socket: WebSocket, budget: number, now: number) {
    this.socket = socket;
    this.frameTokens = budget;
    this.frameTokensAt = now;
  }

  get sessionId(): SessionId | undefined {
    return this.caller?.sessionId;
  }

  /** Ends with the socket. Made for the first call: most sockets are silent, and are many. */
  get signal(): AbortSignal {
    this.#abort ??= new AbortController();
    return this.#abort.signal;
  }

  /** Events up to this seq, and what is told of messages up to it, are not for this socket. */
  hiddenTo(chatId: ChatId): number {
    return this.#hiddenTo?.get(chatId) ?? 0;
  }

  hide(chatId: ChatId, hiddenTo: number): void {
    if (hiddenTo > 0) (this.#hiddenTo ??= new Map()).set(chatId, hiddenTo);
    else this.#hiddenTo?.delete(chatId);
  }

  /** The socket is gone: nobody waits for the answers of its calls. */
  end(): void {
    this.#abort?.abort();
  }

  get isSlow(): boolean {
    return this.socket.bufferedAmount > SLOW_BYTES;
  }

  /** Puts a frame in the queue; it leaves with the next flush. */
  push(frame: ServerFrame | Buffer): void {
    this.#outgoing.push(Buffer.isBuffer(frame) ? frame : Buffer.from(JSON.stringify(frame)));
  }

  /** Remembers that the chat moved on while the socket could not take it. */
  fallBehind(chatId: ChatId, lastSeq: number, messageCount: number): void {
    this.#behind ??= new Map();
    this.#behind.set(chatId, { lastSeq, messageCount });
  }

  /** Sends what is queued in one write. Answers how many nudges were sent. */
  flush(): number {
    if (this.socket.readyState !== this.socket.OPEN) {
      this.#outgoing = [];
      return 0;
    }
    if (this.socket.bufferedAmount > STUCK_BYTES) {
      this.socket.terminate();
      return 0;
    }
    let nudges = 0;
    if (this.#behind !== null && !this.isSlow) {
      for (const [chatId, head] of this.#behind) {
        this.push({ t: 'nudge', chatId, ...head } as ServerFrame);
        nudges += 1;
      }
      this.#behind = null;
    }
    const frames = this.#outgoing;
    if (frames.length === 0) return nudges;
    this.#outgoing = [];
    if (frames.length === 1 && frames[0] !== undefined) this.socket.send(frames[0], { binary: false });
    else this.socket.send(joined(frames), { binary: false });
    return nudges;
  }

  get isBehind(): boolean {
    return this.#behind !== null;
  }
}

const open = Buffer.from('[');
const comma = Buffer.from(',');
const close = Buffer.from(']');

/** Several frames as one WebSocket message: a JSON array. */
function joined(frames: readonly Buffer[]): Buffer {
  const parts: Buffer[] = [open];
  frames.forEach((frame, index) => {
    if (index > 0) parts.push(comma);
    parts.push(frame);
  });
  parts.push(close);
  return Buffer.concat(parts);
}

/** Asks a client to come back at a moment within so many milliseconds, and closes. */
export function letGo({ socket }: Connection, spreadMilliseconds: number, reason: string): void {
  socket.send(JSON.stringify({ t: 'retry', spreadMilliseconds }));
  socket.close(closeCodes.goingAway, reason);
}

/** Says why a hello is refused, and closes. */
export function refuse({ socket }: Connection, error: VecheError): void {
  socket.send(JSON.stringify({ t: 'err', error: error.toBody() }));
  if (error.code === 'session_ended') socket.close(closeCodes.sessionEnded, error.message);
  else if (error.code === 'unauthenticated') socket.close(closeCodes.unauthenticated, error.message);
  else socket.close(closeCodes.goingAway, error.code);
}
