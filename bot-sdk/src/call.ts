import type { InputOf, MethodByName, MethodName, OutputOf } from '@veche/contract';
import { VecheError } from '@veche/contract/light';

/** Calls any method of the contract as the bot. Rejects with a VecheError whose code is the server's. */
export type Call = <N extends MethodName>(
  method: N,
  input: InputOf<MethodByName<N>>,
  options?: { readonly signal?: AbortSignal },
) => Promise<OutputOf<MethodByName<N>>>;

export interface CallOptions {
  /** Address of the server, such as `https://veche.example`. */
  readonly baseUrl: string;
  /** Token of the bot, as it was shown at registration. */
  readonly token: string;
  /** Stands in for the global `fetch`. */
  readonly fetch?: typeof fetch;
}

/** Makes `call`: one POST each, no retries. An unreachable server is `unavailable`. */
export function createCall({ baseUrl, token, fetch: send = fetch }: CallOptions): Call {
  const root = baseUrl.replace(/\/+$/, '');
  return async (method, input, { signal } = {}) => {
    let response: Response;
    let body: unknown;
    try {
      response = await send(`${root}/api/${method}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
        body: JSON.stringify(input),
        ...(signal === undefined ? {} : { signal }),
      });
      body = await response.json();
    } catch (error) {
      if (signal?.aborted === true) throw error;
      throw new VecheError('unavailable', `The server at ${root} gave no answer to ${method}.`, { cause: error });
    }
    const error = errorOf(body);
    if (error !== null) throw VecheError.fromBody(error);
    if (!response.ok) throw new VecheError('unavailable', `${method} was answered with status ${response.status}.`);
    return body as never;
  };
}

type Body = Parameters<typeof VecheError.fromBody>[0];

function errorOf(body: unknown): Body | null {
  if (typeof body !== 'object' || body === null || !('error' in body)) return null;
  return body.error as Body;
}
