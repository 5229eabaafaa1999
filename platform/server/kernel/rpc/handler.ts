import type { Method, ParsedInputOf, ResultOf } from '@veche/contract';
import type { Caller } from './caller.ts';

/** What only the HTTP door can do for a handler; absent over the WebSocket. */
export interface CookieJar {
  setSession(token: string, expiresAt: Date): void;
  clearSession(): void;
}

/** What a handler knows of its call. */
export interface CallContext {
  readonly caller: Caller;
  readonly requestId: string;
  /** Address of the other side, for limits on guessing. */
  readonly remoteAddress: string;
  readonly userAgent: string;
  readonly cookies?: CookieJar;
  /** Ends when the other side went away or the server stops. */
  readonly signal: AbortSignal;
}

export interface Handler {
  readonly method: Method;
  /** May throw at once, too. */
  run(context: CallContext, input: unknown): unknown;
}

/** Joins a method of the contract with what carries it out. The input is parsed before `run`. */
export function implement<M extends Method>(
  method: M,
  run: (context: CallContext, input: ParsedInputOf<M>) => Promise<ResultOf<M>> | ResultOf<M>,
): Handler {
  return { method, run: (context, input) => run(context, input as ParsedInputOf<M>) };
}
