import { type AnyMethod, ErrorBody, type InputOf, type MethodByName, type OutputOf, VecheError } from '@veche/contract';
import { VecheStartError } from '@veche/server/start-error';
import { z } from 'zod';

export type Call = <N extends AnyMethod['name']>(
  method: N,
  input: InputOf<MethodByName<N>>,
) => Promise<OutputOf<MethodByName<N>>>;

const Refused = z.object({ error: ErrorBody });

/** Calls a server as a person, or as nobody. Refusals come as VecheError; no answer as VecheStartError. */
export function callerOf(server: string, token?: string): Call {
  const post = async (method: string, input: unknown): Promise<unknown> => {
    const response = await fetch(`${server}/api/${method}`, {
      method: 'POST',
      redirect: 'error',
      headers: {
        'content-type': 'application/json',
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      },
      body: JSON.stringify(input),
    }).catch((error: unknown) => {
      throw new VecheStartError(`${server} does not answer: is it open, and is --server right?`, { cause: error });
    });
    const body: unknown = await response.json().catch(() => null);
    const refused = Refused.safeParse(body);
    if (refused.success) throw VecheError.fromBody(refused.data.error);
    if (!response.ok || body === null)
      throw new VecheStartError(`${server} does not answer as Veche does: is --server right?`);
    return body;
  };
  return post as Call;
}
