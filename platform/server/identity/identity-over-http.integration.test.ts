import { once } from 'node:events';
import type { ErrorBody, ServerFrame } from '@veche/contract';
import { expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { startTestServer } from '../../../tests/support/server.ts';

const server = await startTestServer();

async function post(method: string, input: unknown, headers: Record<string, string> = {}) {
  const response = await fetch(`${server.url}/api/${method}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(input),
  });
  const body = (await response.json()) as Record<string, unknown> & { error?: ErrorBody };
  return { status: response.status, headers: response.headers, body };
}

async function codeFor(phone: string): Promise<string> {
  expect((await post('identity.requestCode', { phone })).status).toBe(200);
  return server.codes.at(-1)!.code;
}

async function signInByCookie(phone: string): Promise<{ cookie: string; sessionId: string; setCookie: string }> {
  const { headers, body } = await post('identity.signIn', { phone, code: await codeFor(phone), transport: 'cookie' });
  const setCookie = headers.get('set-cookie') ?? '';
  expect(body).not.toHaveProperty('token');
  return { cookie: setCookie.split(';')[0] ?? '', sessionId: String(body['sessionId']), setCookie };
}
const asWebClient = (cookie: string) => ({ cookie, origin: server.url });

test('the web client gets a cookie that no page can read and no other host can set', async () => {
  const { cookie, setCookie } = await signInByCookie('+79991110001');
  expect(cookie).toMatch(/^__Host-session=[0-9a-z]+\.[\w-]{43}$/);
  for (const part of ['Path=/', 'HttpOnly', 'Secure', 'SameSite=Lax', 'Expires=']) expect(setCookie).toContain(part);
  expect(setCookie).not.toContain('Domain');
  expect(await post('identity.me', {}, asWebClient(cookie))).toMatchObject({
    status: 200,
    body: { phone: '+79991110001' },
  });
});

test("the cookie counts with the web client's own origin only", async () => {
  const { cookie } = await signInByCookie('+79991110002');
  expect(await post('identity.me', {}, { cookie })).toMatchObject({
    status: 401,
    body: { error: { code: 'unauthenticated' } },
  });
  const origin = server.url.replace('localhost', 'evil.apps.localhost');
  expect(await post('identity.me', {}, { cookie, origin })).toMatchObject({
    status: 403,
    body: { error: { code: 'forbidden' } },
  });
});

test('signing out takes the cookie away and ends the session for good', async () => {
  const { cookie } = await signInByCookie('+79991110003');
  const { status, headers } = await post('identity.signOut', {}, asWebClient(cookie));
  expect(status).toBe(200);
  expect(headers.get('set-cookie')).toMatch(/^__Host-session=;.*Max-Age=0/);
  const again = await post('identity.me', {}, asWebClient(cookie));
  expect(again).toMatchObject({ status: 401, body: { error: { code: 'session_ended' } } });
});

test('a dead cookie does not keep one from signing in again', async () => {
  const { cookie } = await signInByCookie('+79991110004');
  await post('identity.signOut', {}, asWebClient(cookie));
  expect(await post('identity.listDemoPeople', {}, asWebClient(cookie))).toMatchObject({ status: 200 });
});

test('a bearer token that is none is refused', async () => {
  for (const token of ['nonsense', '1.' + 'A'.repeat(43)]) {
    const { status, body } = await post('identity.me', {}, { authorization: `Bearer ${token}` });
    expect([status, ['unauthenticated', 'session_ended'].includes(body.error!.code)]).toEqual([401, true]);
    expect(body.error?.requestId).toBeTruthy();
  }
});

test('too many codes are refused with the wait in header and body', async () => {
  await codeFor('+79991110005');
  const { status, headers, body } = await post('identity.requestCode', { phone: '+79991110005' });
  expect([status, body.error?.code]).toEqual([429, 'rate_limited']);
  expect(Number(headers.get('retry-after'))).toBe(body.error?.retryAfterSeconds);
  expect(body.error?.retryAfterSeconds).toBeGreaterThan(50);
});

test('a revoked device is cut off at once, socket and all, and cookies are refused over the socket', async () => {
  const phone = '+79991110006';
  const { body } = await post('identity.signIn', { phone, code: await codeFor(phone) });
  const token = String(body['token']);
  const socket = new WebSocket(`${server.url.replace('http', 'ws')}/ws`);
  await once(socket, 'open');
  const next = async (): Promise<ServerFrame> => {
    const [data] = (await once(socket, 'message')) as [Buffer];
    return [JSON.parse(data.toString()) as ServerFrame].flat()[0]!;
  };
  socket.send(JSON.stringify({ t: 'hello', v: 1, token }));
  expect(await next()).toMatchObject({ t: 'ready', sessionId: body['sessionId'] });

  const input = { phone, code: '123456', transport: 'cookie' };
  socket.send(JSON.stringify({ t: 'call', id: 1, method: 'identity.signIn', input }));
  expect(await next()).toMatchObject({ t: 'err', id: 1, error: { code: 'invalid_input', field: 'transport' } });

  const closed = once(socket, 'close');
  const bearer = { authorization: `Bearer ${token}` };
  expect((await post('identity.revokeSession', { sessionId: body['sessionId'] }, bearer)).status).toBe(200);
  expect((await closed)[0]).toBe(4402);
  expect(await post('identity.me', {}, bearer)).toMatchObject({
    status: 401,
    body: { error: { code: 'session_ended' } },
  });
});

test('the reference is there for people and programs', async () => {
  const page = await fetch(`${server.url}/docs`);
  expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=UTF-8']);
  const document = await fetch(`${server.url}/api/openapi.json`);
  expect(await document.json()).toMatchObject({ openapi: '3.1.0' });
});
