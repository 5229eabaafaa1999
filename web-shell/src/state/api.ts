import type { AnyMethod, ErrorBody, InputOf, MethodByName, OutputOf } from '@veche/contract';
import { VecheError } from '@veche/contract/light';

/** Calls a method by HTTP with the session cookie. Signing in needs it; afterwards the sync client carries calls. */
export async function callByHttp<N extends AnyMethod['name']>(
  method: N,
  input: InputOf<MethodByName<N>>,
  timeoutMs = 15_000,
): Promise<OutputOf<MethodByName<N>>> {
  const response = await fetch(`/api/${method}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(input),
    signal: AbortSignal.timeout(timeoutMs),
  }).catch((cause: unknown) => {
    throw new VecheError('unavailable', 'The server cannot be reached.', { cause });
  });
  const body = (await response.json().catch(() => null)) as { error?: ErrorBody } | null;
  if (response.ok && body !== null) return body as OutputOf<MethodByName<N>>;
  if (body?.error === undefined) throw new VecheError('unavailable', `The server answered ${response.status}.`);
  throw VecheError.fromBody(body.error);
}
