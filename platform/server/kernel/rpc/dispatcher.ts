import { DEFAULT_PER_MINUTE, invalidInput, type Method, methodList, VecheError } from '@veche/contract';
import { addressKey } from './address-key.ts';
import type { Logger } from '../logger.ts';
import type { Metrics } from '../metrics.ts';
import { type Caller, holds } from './caller.ts';
import type { CallContext, Handler } from './handler.ts';
import type { RateLimiter } from './rate-limit.ts';

/** The one way every door runs a method. */
export interface Dispatcher {
  /** Null for an unknown name. */
  find(name: string): Method | null;
  /** Rejects with a VecheError only; anything else was logged and became `internal`. */
  call(context: CallContext, name: string, input: unknown): Promise<unknown>;
}

export interface DispatcherOptions {
  handlers: readonly Handler[];
  limiter: RateLimiter;
  metrics: Metrics;
  log: Logger;
  /** Development and tests: an answer that breaks the contract is an error. */
  checkOutputs: boolean;
}

/** Every method of the contract must have exactly one handler. */
export function createDispatcher(options: DispatcherOptions): Dispatcher {
  const handlers = new Map<string, Handler>();
  for (const handler of options.handlers) {
    if (handlers.has(handler.method.name)) throw new Error(`two handlers for ${handler.method.name}`);
    handlers.set(handler.method.name, handler);
  }
  for (const method of methodList) if (!handlers.has(method.name)) throw new Error(`no handler for ${method.name}`);

  const run = (context: CallContext, name: string, input: unknown): unknown => {
    const handler = handlers.get(name);
    if (handler === undefined) throw new VecheError('unknown_method', `There is no method ${name.slice(0, 64)}.`);
    const { method } = handler;
    requireScope(context.caller, method);
    const wait = options.limiter.take(limitKey(context), name, method.perMinute ?? DEFAULT_PER_MINUTE);
    if (wait > 0) {
      throw new VecheError('rate_limited', `Too many calls of ${name}; try again in ${wait} s.`, {
        retryAfterSeconds: wait,
      });
    }
    return handler.run(context, parseInput(method, input ?? {}));
  };

  return {
    find: (name) => handlers.get(name)?.method ?? null,
    call: async (context, name, input) => {
      const start = performance.now();
      let code = 'ok';
      try {
        const result = await run(context, name, input);
        if (options.checkOutputs) handlers.get(name)?.method.output.parse(result);
        return result;
      } catch (error) {
        const known = asVecheError(error);
        code = known.code;
        if (known.code === 'internal')
          options.log.error({ err: error, requestId: context.requestId, method: name }, 'call failed');
        throw known;
      } finally {
        const seconds = (performance.now() - start) / 1000;
        options.metrics.callSeconds.observe({ method: handlers.has(name) ? name : 'unknown', code }, seconds);
      }
    },
  };
}

function parseInput(method: Method, input: unknown): unknown {
  const usual = method.usualInput?.safeParse(input);
  if (usual?.success === true) return usual.data;
  const parsed = method.input.safeParse(input);
  if (!parsed.success) throw invalidInput(parsed.error);
  return parsed.data;
}

/** Refuses who does not hold a method's scope. */
export function requireScope(caller: Caller, method: Method): void {
  if (method.scope === 'public' || holds(caller, method.scope)) return;
  if (caller.kind === 'anonymous') throw new VecheError('unauthenticated', 'Sign in first.');
  throw new VecheError('forbidden', `A ${caller.kind} may not call ${method.name}.`);
}

function limitKey({ caller, remoteAddress }: CallContext): string | number {
  if (caller.kind === 'anonymous') return addressKey(remoteAddress);
  return caller.kind === 'app' ? `app ${caller.appId}` : caller.accountId;
}

/** Unknown errors become `internal` and leak nothing; a lost database becomes `unavailable`. */
export function asVecheError(error: unknown): VecheError {
  if (error instanceof VecheError) return error;
  if (isDatabaseAway(error)) {
    return new VecheError('unavailable', 'The server cannot reach its storage; try again shortly.', {
      retryAfterSeconds: 2,
      cause: error,
    });
  }
  return new VecheError('internal', 'Something failed on our side.', { cause: error });
}

/**
 * The driver's and the socket's words for a connection that is lost, and the server's (PostgreSQL, appendix A): class 08,
 * shutdowns, transactions that took too long, too many connections.
 */
const AWAY =
  /^(?:CONNECTION_(?:CLOSED|ENDED|DESTROYED)|CONNECT_TIMEOUT|ECONN(?:REFUSED|RESET|ABORTED)|ENOENT|EPIPE|EAGAIN|ETIMEDOUT|08...|57P0.|25P0[34]|53300)$/;

function isDatabaseAway(error: unknown): boolean {
  return error instanceof Error && 'code' in error && AWAY.test(String(error.code));
}
