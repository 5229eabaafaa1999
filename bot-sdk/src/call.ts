import type { ErrorBody, InputOf, MethodByName, MethodName, OutputOf } from '@veche/contract';
import { VecheError } from '@veche/contract/light';

/**
 * Calls any method of the contract as the bot. Rejects with a `CallError` whose code is the server's.
 *
 * @example
 * const { bot: own } = await bot.call('bots.getState', {});
 * console.assert(own.account.kind === 'bot');
 */
export type Call = <N extends MethodName>(
  method: N,
  input: InputOf<MethodByName<N>>,
  options?: { readonly signal?: AbortSignal },
) => Promise<OutputOf<MethodByName<N>>>;

/**
 * Refusal or failure of a call: the contract's error, with the method that was called.
 *
 * @example
 * const refused = await bot.call('identity.listSessions', {}).catch((error: unknown) => error);
 * console.assert(refused instanceof CallError && refused.code === 'forbidden');
 * console.assert(refused instanceof CallError && refused.method === 'identity.listSessions');
 */
export class CallError extends VecheError {
  readonly method: string;

  constructor(method: string, error: Pick<VecheError, 'code' | 'message' | 'toBody' | 'cause'>) {
    const { code, message, ...details } = error.toBody();
    super(code, `${method}: ${message}`, { ...details, cause: error.cause });
    this.name = 'CallError';
    this.method = method;
  }
}

/** How the server is reached. */
export interface Server {
  /** Its address, without a slash at the end. */
  readonly root: string;
  readonly token: string;
  readonly send: typeof fetch;
}

/** Makes `call`: one POST each, no retries. An unreachable server is `unavailable`. */
export function createCall(server: Server): Call {
  return async (method, input, { signal } = {}) => {
    const response = await request(server, method, `/api/${method}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(input),
      ...(signal === undefined ? {} : { signal }),
    });
    try {
      return (await response.json()) as never;
    } catch (error) {
      if (signal?.aborted === true) throw error;
      throw noAnswer(server, method, error);
    }
  };
}

/** Sends one request as the bot; answers a good response, or rejects with the `CallError` of `name`. */
export async function request(server: Server, name: string, path: string, init: RequestInit): Promise<Response> {
  const { root, token, send } = server;
  let response: Response;
  let text: string;
  try {
    response = await send(`${root}${path}`, {
      ...init,
      headers: { ...(init.headers as Record<string, string> | undefined), authorization: `Bearer ${token}` },
    });
    if (response.ok) return response;
    text = await response.text();
  } catch (error) {
    if (init.signal?.aborted === true) throw error;
    throw noAnswer(server, name, error);
  }
  const body = errorOf(text);
  if (body !== null) throw new CallError(name, VecheError.fromBody(body));
  throw new CallError(name, new VecheError('unavailable', `was answered with status ${response.status}.`));
}

function noAnswer({ root }: Server, name: string, cause: unknown): CallError {
  return new CallError(name, new VecheError('unavailable', `the server at ${root} gave no answer.`, { cause }));
}

function errorOf(text: string): ErrorBody | null {
  try {
    return (JSON.parse(text) as { error?: ErrorBody } | null)?.error ?? null;
  } catch {
    return null;
  }
}
