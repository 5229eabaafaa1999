import { Bot as MaxBot } from '@maxhub/max-bot-api';
import { createBot } from '@veche/bot-sdk';
import { Bot as GrammyBot, GrammyError, HttpError } from 'grammy';
import { afterEach, expect, onTestFinished, test } from 'vitest';
import { clientId, startTestServer } from '../../support/server.ts';
import { type AnsweredBotCall, createDoors } from '../../../platform/cli/dev/doors.ts';
import { refusalOf } from '../../../platform/cli/dev/faults/answers.ts';
import { createFaultDesk } from '../../../platform/cli/dev/faults/desk.ts';
import { Fault } from '../../../platform/cli/dev/faults/fault.ts';

const desk = createFaultDesk();
const calls: AnsweredBotCall[] = [];
const server = await startTestServer({
  around: createDoors(desk, { now: () => new Date(), onCall: (call) => calls.push(call) }),
});
const maxUrl = `http://localhost:${await server.app.listenMax(0)}`;
const alice = await server.person('Алиса');
afterEach(() => desk.remove());

let bots = 0;
async function register() {
  bots += 1;
  const { bot, token } = await alice.call('bots.register', { username: `faulty_${bots}_bot`, name: 'Бот' });
  const { chat } = await alice.call('chats.createDirect', { accountId: bot.account.accountId });
  const say = (text: string) => alice.call('messages.send', { chatId: chat.chatId, clientId: clientId(), text });
  return { accountId: bot.account.accountId, token, say };
}
const { token } = await register();
const grammy = new GrammyBot(token, { client: { apiRoot: server.url } });
const max = new MaxBot(token, { clientOptions: { baseUrl: maxUrl } });
const own = createBot({ token, baseUrl: server.url });
const fault = (given: object) => desk.add(Fault.parse(given));
const refusal = (call: Promise<unknown>) => call.then(() => null).catch((error: unknown) => error);

test('an unmodified grammY client gets each refusal as its own error, and then the answer', async () => {
  fault({ kind: 'unauthorized', times: 1 });
  fault({ kind: 'forbidden', times: 1 });
  fault({ kind: 'tooManyRequests', retryAfterSeconds: 7, times: 1 });
  fault({ kind: 'serverError', times: 1 });
  const errors: unknown[] = [];
  for (let times = 0; times < 4; times += 1) errors.push(await refusal(grammy.api.getMe()));
  for (const error of errors) expect(error).toBeInstanceOf(GrammyError);
  expect(errors).toMatchObject([
    { error_code: 401, description: 'Unauthorized' },
    { error_code: 403, description: 'Forbidden: bot was blocked by the user' },
    { error_code: 429, description: 'Too Many Requests: retry after 7', parameters: { retry_after: 7 } },
    { error_code: 502, description: 'Bad Gateway' },
  ]);
  expect((await grammy.api.getMe()).is_bot).toBe(true);
});

test('an unmodified client of the MAX dialect gets each refusal as its own error, and then the answer', async () => {
  fault({ kind: 'unauthorized', times: 1 });
  fault({ kind: 'forbidden', times: 1 });
  fault({ kind: 'tooManyRequests', times: 1 });
  fault({ kind: 'serverError', times: 1 });
  const errors: unknown[] = [];
  for (let times = 0; times < 4; times += 1) errors.push(await refusal(max.api.getMyInfo()));
  expect(errors).toMatchObject([
    { status: 401, response: { code: 'verify.token' } },
    { status: 403, response: { code: 'access.denied' } },
    { status: 429, response: { code: 'too.many.requests' } },
    { status: 503, response: { code: 'service.unavailable' } },
  ]);
  expect((await max.api.getMyInfo()).is_bot).toBe(true);
});

test('our own SDK gets the codes of the contract, and tries again what is passing', async () => {
  fault({ kind: 'unauthorized', times: 1 });
  expect(await refusal(own.call('bots.getState', {}))).toMatchObject({ code: 'unauthenticated' });
  fault({ kind: 'forbidden', times: 1 });
  expect(await refusal(own.call('bots.getState', {}))).toMatchObject({ code: 'forbidden' });
  fault({ kind: 'tooManyRequests', times: 1 });
  expect(await refusal(own.call('bots.getState', {}))).toMatchObject({ code: 'rate_limited', retryAfterSeconds: 1 });
  fault({ kind: 'serverError', times: 1 });
  expect(await refusal(own.call('bots.getState', {}))).toMatchObject({ code: 'unavailable' });
});

test('a refusal of a wrong token has the body and the status that the server itself gives', async () => {
  const wrong = `${token.slice(0, -3)}abc`;
  const authorization = `Bearer ${wrong}`;
  const given = {
    veche: await fetch(`${server.url}/api/bots.getState`, { method: 'POST', headers: { authorization } }),
    telegram: await fetch(`${server.url}/bot${wrong}/getMe`),
    max: await fetch(`${maxUrl}/me`, { headers: { authorization: wrong } }),
  };
  for (const dialect of ['veche', 'telegram', 'max'] as const) {
    const made = refusalOf({ kind: 'unauthorized' }, dialect);
    expect(made?.status).toBe(given[dialect].status);
    const [ours, theirs] = [await made?.json(), await given[dialect].json()];
    if (dialect === 'veche') expect(ours.error.code).toBe(theirs.error.code);
    else expect(ours).toEqual(theirs);
  }
});

test('a slow answer comes after its pause, and a client may lose patience before', async () => {
  fault({ kind: 'slow', seconds: 0.3, methods: ['getMe'], times: 1 });
  const start = performance.now();
  await grammy.api.getMe();
  expect(performance.now() - start).toBeGreaterThan(290);

  fault({ kind: 'slow', seconds: 60, methods: ['getMe'], times: 1 });
  const impatient = new GrammyBot(token, { client: { apiRoot: server.url, timeoutSeconds: 1 } });
  expect(await refusal(impatient.api.getMe())).toBeInstanceOf(HttpError);
});

test('a fault meets the methods it names, and its share of them', async () => {
  fault({ kind: 'serverError', methods: ['getMe'], share: 0.5 });
  expect(await refusal(grammy.api.getMyCommands())).toBeNull();
  const met = [];
  for (let times = 0; times < 4; times += 1) met.push((await refusal(grammy.api.getMe())) !== null);
  expect(met).toEqual([false, true, false, true]);
  expect(desk.list()).toMatchObject([{ met: 2 }]);

  desk.remove();
  fault({ kind: 'forbidden', methods: ['GET /me'] });
  expect(await refusal(max.api.getMyInfo())).toMatchObject({ status: 403 });
  expect(await refusal(max.api.getAllChats())).toBeNull();
});

test('a fault names methods of the Telegram dialect in any case, and ids of any form in paths', async () => {
  fault({ kind: 'forbidden', methods: ['GETME'], times: 1 });
  expect(await refusal(grammy.api.getMe())).toMatchObject({ error_code: 403 });
  fault({ kind: 'tooManyRequests', methods: ['GET /messages/{id}'], times: 1 });
  expect(await refusal(max.api.getMessage('mid.00000000000000010000000000000001'))).toMatchObject({ status: 429 });
  expect(desk.list()).toEqual([]);
});

test('a fault with a method that nobody knows is refused with its field', () => {
  const given = Fault.safeParse({ kind: 'forbidden', methods: ['messages.send', 'messages.sent'] });
  expect(given.error?.issues).toMatchObject([{ path: ['methods', 1] }]);
});

test('calls of persons are met by no fault', async () => {
  fault({ kind: 'serverError' });
  expect((await alice.http('identity.me', {})).account.name).toBe('Алиса');
});

test('updates come twice to a grammY bot, which handles them twice, and to ours, which leaves the repeat out', async () => {
  const [telegram, sdk] = [await register(), await register()];
  const heard: string[] = [];
  const grammyBot = new GrammyBot(telegram.token, { client: { apiRoot: server.url } });
  grammyBot.on('message:text', (ctx) => void heard.push(`grammY ${ctx.msg.text} ${ctx.update.update_id}`));
  const ourBot = createBot({ token: sdk.token, baseUrl: server.url });
  ourBot.on('message', ({ message }) => void heard.push(`ours ${message.text}`));
  const running = [grammyBot.start(), ourBot.start()];
  onTestFinished(async () => {
    await Promise.all([grammyBot.stop(), ourBot.stop()]);
    await Promise.all(running);
  });

  fault({ kind: 'duplicateUpdates', methods: ['getUpdates'], times: 1 });
  fault({ kind: 'duplicateUpdates', methods: ['bots.getUpdates'], times: 1 });
  await telegram.say('раз');
  await sdk.say('раз');
  await expect.poll(() => heard.length).toBe(3);
  expect(heard.toSorted()).toEqual(['grammY раз 1', 'grammY раз 1', 'ours раз']);
  expect(desk.list()).toEqual([]);
  await telegram.say('два');
  await sdk.say('два');
  await expect.poll(() => heard.length).toBe(5);
});

test('each call of a bot is told with what was done to it', async () => {
  calls.length = 0;
  fault({ kind: 'forbidden', times: 1 });
  await refusal(grammy.api.getMe());
  await max.api.getMyInfo();
  await own.call('bots.getState', {});
  expect(calls).toMatchObject([
    { dialect: 'telegram', method: 'getMe', status: 403, fault: 'forbidden' },
    { dialect: 'max', method: 'GET /me', status: 200 },
    { dialect: 'veche', method: 'bots.getState', status: 200 },
  ]);
});
