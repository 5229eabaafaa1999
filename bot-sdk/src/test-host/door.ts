import {
  httpStatus,
  invalidInput,
  type Method,
  methodList,
  type MethodName,
  UPLOADS_PATH,
  VecheError,
} from '@veche/contract';
import type { Played } from './methods.ts';
import type { createUploads } from './uploads.ts';
import type { World } from './world.ts';

/** Scopes that no bot holds. */
const NOT_FOR_BOTS: ReadonlySet<string> = new Set(['session', 'chats:write', 'messages:read']);

interface Door {
  readonly world: World;
  readonly token: string;
  readonly played: Played;
  readonly uploads: ReturnType<typeof createUploads>;
  /** Failures to answer with, in their order, by the method. */
  readonly failures: Map<string, VecheError[]>;
}

/**
 * The host's `fetch`. Inputs and results go through the contract's own schemas, so that the host cannot come to speak
 * otherwise than the server; what it does not play is `not_supported`, and never a feigned success.
 */
export function createDoor({ world, token, played, uploads, failures }: Door): typeof fetch {
  const call = async (request: Request, name: string): Promise<Response> => {
    const failure = failures.get(name)?.shift();
    if (failure !== undefined) throw failure;
    const method = methodList.find((one) => one.name === name);
    if (method === undefined) throw new VecheError('unknown_method', `There is no method ${name}.`);
    if (NOT_FOR_BOTS.has(method.scope)) throw new VecheError('forbidden', `A bot may not call ${name}.`);
    const act = played[name as MethodName] as ((input: unknown, signal: AbortSignal) => unknown) | undefined;
    if (act === undefined) throw notPlayed(name);
    const input = method.input.safeParse(await request.json().catch(() => null));
    if (!input.success) throw invalidInput(input.error);
    return Response.json(checked(method, await act(input.data, request.signal)));
  };

  const notPlayed = (what: string): VecheError => {
    const error = new VecheError('not_supported', `The test host does not play ${what}.`);
    world.unplayed ??= error;
    return error;
  };

  const route = async (request: Request): Promise<Response> => {
    if (request.headers.get('authorization') !== `Bearer ${token}`) {
      throw new VecheError('unauthenticated', 'No valid session or token came with the call.');
    }
    const url = new URL(request.url);
    const { pathname } = url;
    if (pathname.startsWith('/api/')) return call(request, pathname.slice('/api/'.length));
    if (pathname.startsWith(UPLOADS_PATH)) {
      return uploads.answer(request, pathname.slice(UPLOADS_PATH.length + 1) || undefined);
    }
    if (/^\/files\/\d+$/.test(pathname)) return uploads.download(url);
    throw notPlayed(pathname);
  };

  return async (input, init) => {
    const request = new Request(input, init);
    try {
      const response = await route(request);
      request.signal.throwIfAborted();
      return response;
    } catch (error) {
      request.signal.throwIfAborted();
      if (!(error instanceof VecheError)) throw error;
      return Response.json({ error: error.toBody() }, { status: httpStatus[error.code] });
    }
  };
}

/** A result in the form of the contract; anything else is a fault of the host. */
function checked(method: Method, result: unknown): unknown {
  const { success, data, error } = method.output.safeParse(result);
  if (success) return data;
  throw new TypeError(`The test host answered ${method.name} in a wrong form: ${error.message}`);
}
