import { beforeAll, expect, test } from 'vitest';
import { startTestServer, type TestPerson } from '../../../../tests/support/server.ts';
import { openSocket } from '../../../../tests/support/socket.ts';
import { WRONG_TOKENS_A_MINUTE } from './authentication.ts';

const server = await startTestServer({ limitFactor: 1 });
let alice: TestPerson;
let token: string;
let botToken: string;

beforeAll(async () => {
  alice = await server.person('Алиса');
  token = await alice.token();
  botToken = (await alice.call('bots.register', { username: 'patient_bot', name: 'Бот' })).token;
});

const wrong = `${'1'.repeat(8)}.${'a'.repeat(43)}`;
const post = (path: string, bearer?: string) =>
  fetch(`${server.url}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(bearer && { authorization: `Bearer ${bearer}` }) },
    body: '{}',
  });
const hello = async (bearer: string) => {
  const socket = await openSocket(server.url, { token: bearer });
  const answer = await Promise.race([socket.frame('ready'), socket.frame('err')]);
  socket.close();
  return answer;
};
const spend = async () => {
  await Promise.all(Array.from({ length: WRONG_TOKENS_A_MINUTE }, () => post('/api/identity.me', wrong)));
};

/** Asks on until it is too much: on a slow day some of the budget has flowed in again meanwhile. */
const untilLimited = async <T>(ask: () => Promise<T>, isLimited: (answer: T) => boolean): Promise<T> => {
  for (let tries = 0; tries < 200; tries += 1) {
    const answer = await ask();
    if (isLimited(answer)) return answer;
  }
  throw new Error('never limited');
};
const isTooMany = ({ status }: Response) => status === 429;

test('an address that shows one wrong token too many is told when to try again, at the door for calls', async () => {
  expect((await post('/api/identity.me', wrong)).status).toBe(401);
  await spend();
  const answer = await untilLimited(() => post('/api/identity.me', wrong), isTooMany);
  expect([answer.status, Number(answer.headers.get('retry-after'))]).toEqual([429, expect.any(Number)]);
  expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
  expect(await answer.json()).toMatchObject({ error: { code: 'rate_limited', retryAfterSeconds: expect.any(Number) } });
});

test('and at the doors for sockets, files and bots', async () => {
  await spend();
  const isRefused = (answer: Awaited<ReturnType<typeof hello>>) =>
    answer.t === 'err' && answer.error.code === 'rate_limited' && (answer.error.retryAfterSeconds ?? 0) > 0;
  await untilLimited(() => hello(wrong), isRefused);
  const authorization = `Bearer ${wrong}`;
  const file = await untilLimited(() => fetch(`${server.url}/files/1`, { headers: { authorization } }), isTooMany);
  expect([file.status, file.headers.has('retry-after')]).toEqual([429, true]);
  const bot = await untilLimited(() => fetch(`${server.url}/bot1:${'a'.repeat(35)}/getMe`), isTooMany);
  expect([bot.status, await bot.json()]).toEqual([
    429,
    expect.objectContaining({ ok: false, parameters: { retry_after: expect.any(Number) } }),
  ]);
});

test('whoever has a right token, or none, does not wait behind the same address', async () => {
  await spend();
  expect((await post('/api/identity.me', token)).status).toBe(200);
  expect(await hello(token)).toMatchObject({ t: 'ready', accountId: alice.accountId });
  expect((await fetch(`${server.url}/bot${botToken}/getMe`)).status).toBe(200);
  expect((await post('/api/identity.me')).status).toBe(401);
});
