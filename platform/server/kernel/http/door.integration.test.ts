import type { ErrorBody } from '@veche/contract';
import { beforeAll, describe, expect, test } from 'vitest';
import { type RawAnswer, rawHttp, type RawOptions } from '../../../../tests/support/raw-http.ts';
import { clientId, startTestServer, type TestPerson } from '../../../../tests/support/server.ts';

const server = await startTestServer({ limitFactor: 1 });
let alice: TestPerson;
let token: string;

beforeAll(async () => {
  alice = await server.person('Алиса');
  token = await alice.token();
});

/** Calls the door as a page, a bot or a stranger would, with headers that fetch keeps to itself. */
const post = (path: string, { method = 'POST', headers, body = '' }: RawOptions) =>
  rawHttp(server.port, path, {
    method,
    headers: { host: `localhost:${server.port}`, 'content-type': 'application/json', ...headers },
    body,
  });
const errorOf = (answer: RawAnswer) => (JSON.parse(answer.body) as { error: ErrorBody }).error;
const bearer = () => ({ authorization: `Bearer ${token}` });

describe('the HTTP door', () => {
  test.each<[string, string, Parameters<typeof post>[1], number, Partial<ErrorBody>]>([
    ['an unknown method', '/api/chats.burn', {}, 404, { code: 'unknown_method' }],
    ['GET', '/api/identity.me', { method: 'GET' }, 404, { code: 'unknown_method' }],
    ['broken JSON', '/api/identity.requestCode', { body: '{"phone":' }, 400, { code: 'malformed' }],
    [
      'bytes that are no UTF-8',
      '/api/identity.requestCode',
      { body: Buffer.from([0x22, 0xff, 0x22]) },
      400,
      { code: 'malformed' },
    ],
    [
      'a form',
      '/api/identity.requestCode',
      { body: 'phone=1', headers: { 'content-type': 'text/plain' } },
      400,
      { code: 'malformed' },
    ],
    [
      'a wrong type',
      '/api/identity.requestCode',
      { body: '{"phone":7}' },
      400,
      { code: 'invalid_input', field: 'phone' },
    ],
    ['a list for an object', '/api/identity.requestCode', { body: '[]' }, 400, { code: 'invalid_input', field: '' }],
    ['no session', '/api/chats.list', { body: '{}' }, 401, { code: 'unauthenticated' }],
    ['a stranger, before the body is read', '/api/apps.publish', { body: '{' }, 401, { code: 'unauthenticated' }],
    [
      'a made-up token',
      '/api/chats.list',
      { headers: { authorization: 'Bearer x.y' } },
      401,
      { code: 'unauthenticated' },
    ],
    [
      'another scheme',
      '/api/chats.list',
      { headers: { authorization: 'Basic eDp5' } },
      401,
      { code: 'unauthenticated' },
    ],
    [
      'a page of an app',
      '/api/identity.me',
      { headers: { origin: 'http://hello.apps.localhost' } },
      403,
      { code: 'forbidden' },
    ],
  ])('%s is refused with a typed error', async (_case, path, options, status, error) => {
    const answer = await post(path, options);
    expect(answer.status).toBe(status);
    expect(errorOf(answer)).toMatchObject({ ...error, requestId: answer.headers['x-request-id'] });
  });

  test('a body over the limit is refused while it comes, with or without a length', async () => {
    const body = JSON.stringify({ phone: 'x'.repeat(300_000) });
    const plain = await post('/api/identity.requestCode', { body });
    const chunked = await post('/api/identity.requestCode', { body, headers: { 'transfer-encoding': 'chunked' } });
    expect([plain.status, chunked.status]).toEqual([413, 413]);
    expect(errorOf(chunked).code).toBe('too_large');
  });

  test('the session cookie counts only with our own Origin', async () => {
    const signedIn = await post('/api/identity.signInAsDemo', {
      body: JSON.stringify({ accountId: alice.accountId, transport: 'cookie' }),
      headers: { origin: server.url },
    });
    const setCookie = String(signedIn.headers['set-cookie']);
    expect(setCookie).toMatch(/^__Host-session=.*Path=\/.*HttpOnly; Secure; SameSite=Lax/);
    expect(setCookie).not.toContain('Domain');
    expect(signedIn.body).not.toContain('token');
    const cookie = setCookie.split(';')[0] ?? '';
    const me = (headers: Record<string, string>) =>
      post('/api/identity.me', { body: '{}', headers: { cookie, ...headers } });
    expect((await me({ origin: server.url })).status).toBe(200);
    expect((await me({})).status).toBe(401);
    expect((await me({ origin: `http://hello.apps.localhost:${server.port}` })).status).toBe(403);
    expect((await me({ origin: 'null' })).status).toBe(403);
  });

  test('a dead cookie does not lock one out of signing in', async () => {
    const headers = { origin: server.url, cookie: '__Host-session=1.dead' };
    expect((await post('/api/identity.listDemoPeople', { body: '{}', headers })).status).toBe(200);
    expect((await post('/api/identity.me', { body: '{}', headers })).status).toBe(401);
  });

  test('too many calls are told when to come back', async () => {
    const answers: RawAnswer[] = [];
    for (let index = 0; index < 40; index += 1) {
      const body = JSON.stringify({ clientId: clientId(), title: 'Ещё', memberIds: [] });
      answers.push(await post('/api/chats.createGroup', { body, headers: bearer() }));
    }
    const last = answers.at(-1) as RawAnswer;
    expect(last.status).toBe(429);
    expect(errorOf(last)).toMatchObject({
      code: 'rate_limited',
      retryAfterSeconds: Number(last.headers['retry-after']),
    });
  });

  test('health, metrics and the description of the API are there', async () => {
    const get = (path: string) => post(path, { method: 'GET' });
    expect(JSON.parse((await get('/healthz')).body)).toEqual({ status: 'ok' });
    expect((await get('/metrics')).body).toContain('veche_call_seconds_count{method="identity.me",code="ok"}');
  });

  test('another host name is sent to the one people should use', async () => {
    const answer = await post('/c/1?x=2', { method: 'GET', headers: { host: '127.0.0.1' } });
    expect([answer.status, answer.headers.location]).toEqual([307, `${server.url}/c/1?x=2`]);
  });
});
