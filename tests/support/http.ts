import { createServer } from 'node:net';
import { type ErrorBody, VecheError } from '@veche/contract';

/** Calls a method over HTTP; refusals come as VecheError. */
export async function callHttp(url: string, method: string, input: unknown, token?: string): Promise<unknown> {
  const response = await fetch(`${url}/api/${method}`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    },
    body: JSON.stringify(input),
  });
  const body = (await response.json()) as { error?: ErrorBody };
  if (body.error !== undefined) throw VecheError.fromBody(body.error);
  return body;
}

/** A port that was free a moment ago. */
export function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}
