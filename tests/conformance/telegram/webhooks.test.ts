import { createServer } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { Bot, webhookCallback } from 'grammy';
import { expect, onTestFinished, test } from 'vitest';
import { startTarget } from '../../support/webhook-target.ts';
import { newest } from '../../support/newest.ts';
import { faultsOfUpdate, readOracle } from './oracle.ts';
import { startBotWorld, type TestBot } from './world.ts';

const world = await startBotWorld();
const { server, alice, bob } = world;
const oracle = readOracle();

const textsOf = (target: { deliveries: readonly { body: { message?: { text?: string } } }[] }) =>
  target.deliveries.map(({ body }) => body.message?.text);
const set = async (bot: TestBot, parameters: object) => {
  const { status, body } = await bot.api('setWebhook', parameters);
  return `${status} ${body.description}`;
};

test('updates go to the address with the secret, in order, in the form of the dialect', async () => {
  const bot = await world.bot('hooked_bot');
  const chatId = await world.direct(alice, bot);
  const target = await startTarget();
  await world.say(alice, chatId, 'before');
  expect(await set(bot, { url: target.url, secret_token: 'a-b_C', max_connections: 1000 })).toBe('200 Webhook was set');
  for (const text of ['1', '2', '3']) await world.say(alice, chatId, text);
  await expect.poll(() => textsOf(target)).toEqual(['before', '1', '2', '3']);
  expect(target.deliveries[0]?.headers).toMatchObject({
    'x-telegram-bot-api-secret-token': 'a-b_C',
    'content-type': 'application/json',
  });
  if (oracle !== null) expect(target.deliveries.flatMap(({ body }) => faultsOfUpdate(oracle, body))).toEqual([]);
  await expect
    .poll(async () => (await bot.api('getWebhookInfo')).body.result)
    .toEqual({ url: target.url, has_custom_certificate: false, pending_update_count: 0, max_connections: 100 });
});

test('the same again is no change; removing it gives what waits back to polls', async () => {
  const bot = await world.bot('rehooked_bot');
  const chatId = await world.direct(alice, bot);
  const target = await startTarget();
  const poll = bot.api('getUpdates', { timeout: 20 });
  await sleep(300);
  expect(await set(bot, { url: target.url })).toBe('200 Webhook was set');
  expect((await poll).body.description).toBe('Conflict: terminated by setWebhook request');
  expect(await set(bot, { url: target.url })).toBe('200 Webhook is already set');
  const { status, headers, body } = await bot.api('setWebhook', { url: `${target.url}2` });
  expect([status, headers.get('retry-after'), body.parameters]).toEqual([429, '1', { retry_after: 1 }]);
  expect((await bot.api('getUpdates')).body.description).toBe(
    "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first",
  );
  expect((await bot.api('deleteWebhook')).body).toMatchObject({ result: true, description: 'Webhook was deleted' });
  expect((await bot.api('deleteWebhook')).body.description).toBe('Webhook is already deleted');
  await world.say(alice, chatId, 'later');
  expect((await bot.updates())[0].message.text).toBe('later');
  expect(target.deliveries).toHaveLength(0);
});

test.each([
  ['http://example.org/', 'An HTTPS URL must be provided for webhook'],
  ['https://10.0.0.1/hook', 'IP address of 10.0.0.1 is reserved'],
  ['https://[::ffff:10.0.0.1]/', 'IP address of [::ffff:a00:1] is reserved'],
  ['ftp://example.org/', 'An HTTPS URL must be provided for webhook'],
  ['https://', 'invalid webhook URL specified'],
])('the address %s is refused: %s', async (url, reason) => {
  const bot = await world.bot(`refused_${Math.random().toString(36).slice(2, 10)}_bot`);
  // In development this machine may be reached by http, which is another host's business.
  const refused = await set(bot, { url });
  if (!url.startsWith('http://')) expect(refused).toBe(`400 Bad Request: bad webhook: ${reason}`);
  expect((await bot.api('getWebhookInfo')).body.result.url === '' || url.startsWith('http://')).toBe(true);
});

test('secrets of other characters and certificates are refused', async () => {
  const bot = await world.bot('secretive_bot');
  const target = await startTarget();
  expect(await set(bot, { url: target.url, secret_token: 'a b' })).toBe(
    '400 Bad Request: secret token contains unallowed characters',
  );
  expect(await set(bot, { url: target.url, secret_token: 'a'.repeat(257) })).toBe(
    '400 Bad Request: secret token is too long',
  );
  expect(await set(bot, { url: target.url, ip_address: '192.0.2.1' })).toMatch(/"ip_address" of setWebhook/);
  expect((await bot.api('getWebhookInfo')).body.result.url).toBe('');
});

test('what fails is tried again and told of, and holds up its own chat alone', async () => {
  const bot = await world.bot('failing_bot');
  const [first, second] = [await world.direct(alice, bot), await world.direct(bob, bot)];
  const target = await startTarget(({ body }, count) =>
    body.message.text === 'a1' && count < 4 ? { status: 500 } : {},
  );
  await set(bot, { url: target.url });
  await world.say(alice, first, 'a1');
  await world.say(alice, first, 'a2');
  await expect.poll(() => textsOf(target)).toContain('a1');
  await world.say(bob, second, 'b1');
  await expect.poll(() => textsOf(target)).toContain('b1');
  expect(textsOf(target)).not.toContain('a2');
  expect((await bot.api('getWebhookInfo')).body.result).toMatchObject({
    pending_update_count: 2,
    last_error_message: 'Wrong response from the webhook: 500',
  });
  await expect.poll(() => textsOf(target).at(-1), { timeout: 15_000 }).toBe('a2');
  expect(textsOf(target).filter((text) => text === 'a2')).toHaveLength(1);
});

test('a target that never answers delays no other bot, nor other chats of its own', async () => {
  const [slow, quick] = [await world.bot('slow_target_bot'), await world.bot('quick_target_bot')];
  const held = await startTarget(({ body }) => (body.message.text === 'wait' ? new Promise(() => undefined) : {}));
  const target = await startTarget();
  await Promise.all([set(slow, { url: held.url }), set(quick, { url: target.url })]);
  await world.say(alice, await world.direct(alice, slow), 'wait');
  await expect.poll(() => textsOf(held)).toEqual(['wait']);
  await world.say(alice, await world.direct(alice, quick), 'other bot');
  await world.say(bob, await world.direct(bob, slow), 'other chat');
  await expect.poll(() => textsOf(target)).toEqual(['other bot']);
  await expect.poll(() => textsOf(held)).toEqual(['wait', 'other chat']);
});

test('a method in the answer is carried out; getMe and the like are not', async () => {
  const bot = await world.bot('answering_bot');
  const chatId = await world.direct(alice, bot);
  const target = await startTarget(({ body }) => ({
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(
      body.message.text === 'hi'
        ? { method: 'sendMessage', chat_id: body.message.chat.id, text: 'hello' }
        : { method: 'deleteWebhook' },
    ),
  }));
  await set(bot, { url: target.url });
  await world.say(alice, chatId, 'hi');
  await expect.poll(async () => (await newest(alice, chatId)).text).toBe('hello');
  await world.say(alice, chatId, 'go');
  await expect.poll(() => textsOf(target)).toEqual(['hi', 'go']);
  expect((await bot.api('getWebhookInfo')).body.result.url).toBe(target.url);
});

test('a redirect is no success, and waiting updates can be dropped', async () => {
  const bot = await world.bot('redirected_bot');
  const chatId = await world.direct(alice, bot);
  const elsewhere = await startTarget();
  const target = await startTarget(() => ({ status: 302, headers: { location: elsewhere.url } }));
  await set(bot, { url: target.url });
  await world.say(alice, chatId, 'x');
  await expect
    .poll(async () => (await bot.api('getWebhookInfo')).body.result.last_error_message)
    .toBe('Wrong response from the webhook: 302');
  expect(elsewhere.deliveries).toHaveLength(0);
  await bot.api('deleteWebhook', { drop_pending_updates: true });
  expect((await bot.api('getUpdates')).body.result).toEqual([]);
});

test('an unmodified grammY program serves a webhook', async () => {
  const own = await world.bot('grammy_hook_bot');
  const bot = new Bot(own.token, { client: { apiRoot: server.url } });
  bot.on('message:text', (context) => context.reply(`echo ${context.message.text}`));
  const hook = createServer(webhookCallback(bot, 'http', { secretToken: 'grammy' }));
  await new Promise<void>((resolve) => hook.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void hook.close());
  const { port } = hook.address() as { port: number };
  await bot.api.setWebhook(`http://127.0.0.1:${port}/`, { secret_token: 'grammy' });
  const chatId = await world.direct(alice, own);
  await world.say(alice, chatId, 'привет');
  await expect.poll(async () => (await newest(alice, chatId)).text).toBe('echo привет');
});

test('close ends the poll that waits and loses nothing; with a webhook it is refused', async () => {
  const bot = await world.bot('closing_bot');
  const chatId = await world.direct(alice, bot);
  const poll = bot.api('getUpdates', { timeout: 50 });
  await expect
    .poll(async () => {
      expect((await bot.api('close')).body.result).toBe(true);
      return Promise.race([poll.then(({ status }) => status), sleep(50)]);
    })
    .toBe(409);
  await world.say(alice, chatId, 'after');
  expect((await bot.updates())[0].message.text).toBe('after');
  const target = await startTarget();
  await set(bot, { url: target.url });
  expect((await bot.api('close')).body.description).toBe('Bad Request: webhook must be deleted before closing');
});
