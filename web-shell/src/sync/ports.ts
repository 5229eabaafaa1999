import type { AccountId } from '@veche/contract';
import type { Store } from './store.ts';
import type { endUpload, uploadBytes } from './upload-bytes.ts';

/** One connection to `/ws`. After `close` no handler is called. */
export interface Socket {
  send(text: string): void;
  close(): void;
}

export interface SocketHandlers {
  opened(): void;
  received(text: string): void;
  /** The code of the close frame; 1006 when there was none. */
  closed(code: number): void;
}

export interface Clock {
  now(): number;
  /** Returns the way to cancel. */
  after(milliseconds: number, act: () => void): () => void;
}

/** What tabs of one device tell each other. */
export type TabNews =
  { t: 'queue' } | { t: 'draft'; chatId: number; text?: string } | { t: 'signedIn' } | { t: 'signedOut' };

export interface Tabs {
  tell(news: TabNews): void;
  listen(heard: (news: TabNews) => void): void;
  /** Calls once this tab is the one that empties the shared queue; at once where tabs cannot agree. */
  whenLeading(lead: () => void): void;
  /** Does the work while no other tab does work of this name. Ends the waiting when the signal says so. */
  alone(name: string, signal: AbortSignal, work: () => Promise<void>): Promise<void>;
}

/** Everything the engine needs of the world. */
export interface EnginePorts {
  openSocket(handlers: SocketHandlers): Socket;
  /** Opens the store of this device; `lost` tells that it stopped working. Falls back to memory by itself. */
  openStore(lost: () => void): Promise<{ store: Store; isKept: boolean }>;
  /** A store in memory, for when the kept one is lost. */
  openSpareStore(): Store;
  /** Removes what an account that signed out has in a store that is lost; at the latest before it is next opened. */
  removeLeft(account: AccountId | undefined): Promise<void>;
  readonly clock: Clock;
  readonly random: { number(): number; uuid(): string };
  readonly tabs: Tabs;
  readonly upload: typeof uploadBytes;
  readonly endUpload: typeof endUpload;
  /** Bearer token, where no cookie signs in. */
  readonly token?: string;
  readonly timings?: Partial<Timings>;
}

/** All in milliseconds. */
export interface Timings {
  /** Longest wait for an answer, and for `ready` after a connection began. */
  answer: number;
  /** Silence after which a connection counts as dead. */
  silence: number;
  /** How long an event waits for the ones before it. */
  gap: number;
  /** Jitter of the first reconnect; doubles up to `reconnectLimit`. */
  reconnect: number;
  reconnectLimit: number;
  /** Wait before something that failed for want of the server is tried again; doubles. */
  retry: number;
  /** About how long the last message of a chat may be unknown that is told to have moved on. */
  peek: number;
  /** Pause of writing after which a draft goes to the server. */
  draft: number;
  /** Read positions of one chat go out at most this often. */
  read: number;
}
