import { createServer } from 'node:http';
import { expect, onTestFinished, test } from 'vitest';
import { startTarget } from '../../support/webhook-target.ts';
import { newest } from '../../support/newest.ts';
import { faultsOfUpdate, readOracle } from './oracle.ts';
import { startMaxWorld } from './world.ts';

const world = await startMaxWorld();
const { alice } = world;
const oracle = readOracle();

test('updates go to the address with the secret, in the form of the dialect, and only the types asked for', async () => {
  const bot = await world.bot('max_hooked_bot');
  const chatId = await world.direct(alice, bot);
  const target = await startTarget();
  await bot.client.api.subscribe(target.url, 'a-b_C', ['bot_started', 'message_edited']);
  await world.say(alice, chatId, '/start');
  const messageId = await world.say(alice, chatId, 'раз');
  await alice.call('messages.edit', { chatId, messageId, text: 'два' });
  await expect
    .poll(() => target.deliveries.map(({ body }) => body.update_type))
    .toEqual(['bot_started', 'message_edited']);
  expect(target.deliveries[0]?.headers).toMatchObject({ 'x-max-bot-api-secret': 'a-b_C' });
  if (oracle !== null) expect(target.deliveries.flatMap(({ body }) => faultsOfUpdate(oracle, body))).toEqual([]);
  const [subscription] = (await bot.ask('GET', '/subscriptions')).body.subscriptions;
  expect(subscription).toMatchObject({ url: target.url, update_types: ['bot_started', 'message_edited'] });
  expect(Date.now() - subscription.time).toBeLessThan(60_000);
});

test('polling and an address exclude each other; without the address what waits is polled', async () => {
  const bot = await world.bot('max_rehooked_bot');
  const chatId = await world.direct(alice, bot);
  const target = await startTarget(() => ({ status: 503 }));
  expect((await bot.ask('POST', '/subscriptions', { url: target.url })).body).toEqual({ success: true });
  expect((await bot.ask('GET', '/updates')).status).toBe(405);
  await world.say(alice, chatId, 'ждёт');
  const other = await bot.ask('DELETE', `/subscriptions?url=${encodeURIComponent('https://example.org/')}`);
  expect(other.body.success).toBe(false);
  await bot.client.api.unsubscribe(target.url);
  expect((await bot.ask('GET', '/subscriptions')).body).toEqual({ subscriptions: [] });
  expect(await bot.next('message_created')).toMatchObject({ message: { body: { text: 'ждёт' } } });
});

test.each([
  ['a secret of four characters', { url: 'https://example.org/', secret: 'abcd' }],
  ['an address of an inner network', { url: 'https://10.0.0.1/' }],
  ['no address', {}],
])('%s is refused', async (_what, body) => {
  const bot = await world.bot(`max_${Math.random().toString(36).slice(2, 10)}_bot`);
  expect((await bot.ask('POST', '/subscriptions', body)).status).toBe(400);
  expect((await bot.ask('GET', '/subscriptions')).body).toEqual({ subscriptions: [] });
});

test("the client's own web server takes what is delivered and answers in the chat", async () => {
  const bot = await world.bot('max_server_bot');
  bot.client.on('message_created', (ctx) => ctx.reply(`слышу: ${ctx.message.body.text}`));
  const callback = bot.client.webhookCallback({ domain: 'localhost', path: '/hook', secret: 'secret-5' });
  const hook = createServer(callback);
  await new Promise<void>((resolve) => hook.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void hook.close());
  const address = hook.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  // The client itself would say https.
  await bot.client.api.subscribe(`http://127.0.0.1:${port}/hook`, 'secret-5', []);
  const chatId = await world.direct(alice, bot);
  await world.say(alice, chatId, 'ау');
  await expect.poll(async () => (await newest(alice, chatId)).text, { timeout: 15_000 }).toBe('слышу: ау');
});
