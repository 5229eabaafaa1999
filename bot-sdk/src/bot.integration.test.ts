import { expect, test } from 'vitest';
import { clientId, startTestServer } from '../../tests/support/server.ts';
import { createBot, VecheError } from './index.ts';

const server = await startTestServer();
const alice = await server.person('Алиса Соколова');
const bob = await server.person('Борис Волков');
let bots = 0;

/** A registered bot with its direct chats. */
async function register() {
  bots += 1;
  const { bot, token } = await alice.call('bots.register', { username: `sdk_${bots}_bot`, name: 'На нашем API' });
  const { accountId } = bot.account;
  const direct = async (person: typeof alice) => (await person.call('chats.createDirect', { accountId })).chat.chatId;
  return {
    accountId,
    token,
    options: { baseUrl: `${server.url}/`, token },
    alices: await direct(alice),
    bobs: await direct(bob),
  };
}

const say = (person: typeof alice, chatId: Awaited<ReturnType<typeof register>>['alices'], text: string) =>
  person.call('messages.send', { chatId, clientId: clientId(), text });

test('a bot answers messages and presses', async () => {
  const { options, alices } = await register();
  const bot = createBot(options);
  bot.onMessage(({ sender, message, reply }) =>
    reply(`${sender.name}: ${message.text}`, {
      quote: true,
      buttons: [[{ text: '+1', action: { kind: 'callback', data: 'add:1' } }]],
    }),
  );
  bot.onButton('never', ({ answer }) => answer({ text: 'wrong' }));
  bot.onButton(/^add:\d+$/g, async ({ data, edit, answer }) => {
    await edit(`pressed ${data}`);
    await answer({ text: 'counted', showAlert: true });
  });
  const running = bot.start();

  const asked = await say(alice, alices, 'hello');
  const last = async () => (await alice.call('messages.history', { chatId: alices, limit: 1 })).messages[0];
  await expect
    .poll(last, { timeout: 10_000 })
    .toMatchObject({ text: 'Алиса Соколова: hello', replyTo: asked.messageId });
  const { messageId } = (await last())!;
  const press = { chatId: alices, messageId, clientId: clientId(), data: 'add:1' };
  expect(await alice.call('messages.pressButton', press)).toEqual({ answered: true, text: 'counted', showAlert: true });
  expect(await last()).toMatchObject({ text: 'pressed add:1' });
  expect((await last())?.buttons).toBeUndefined();
  await bot.stop();
  await running;
});

test('a slow chat is handled in order and does not hold up another; a failing handler stops nothing', async () => {
  const { options, alices, bobs } = await register();
  const order: string[] = [];
  const errors: unknown[] = [];
  for (const text of ['a1', 'a2', 'fails']) await say(alice, alices, text);
  await say(bob, bobs, 'b1');
  const bot = createBot({ ...options, onError: (error) => errors.push(error) });
  bot.onMessage(async ({ message: { text } }) => {
    if (text === 'fails') throw new Error('as planned');
    if (text === 'a1') await new Promise((resolve) => setTimeout(resolve, 300));
    order.push(text);
  });
  // All four wait before the first poll, so that it takes them together.
  await expect.poll(async () => (await bot.call('bots.getState', {})).waitingCount, { timeout: 10_000 }).toBe(4);
  const running = bot.start();
  await expect.poll(() => errors.length, { timeout: 10_000 }).toBe(1);
  expect(order).toEqual(['b1', 'a1', 'a2']);
  await bot.stop();
  await running;
  expect((await bot.call('bots.getState', {})).waitingCount).toBe(0);
});

test('it goes on by itself after the server was away, and handles nothing twice', async () => {
  const { options, alices } = await register();
  let failing = 2;
  const texts: string[] = [];
  const bot = createBot({
    ...options,
    fetch: (...request) => {
      failing -= 1;
      return failing >= 0 ? Promise.reject(new TypeError('fetch failed')) : fetch(...request);
    },
  });
  bot.onMessage(({ message }) => void texts.push(message.text));
  const running = bot.start();
  for (const text of ['1', '2']) await say(alice, alices, text);
  await expect.poll(() => texts, { timeout: 15_000 }).toEqual(['1', '2']);
  await bot.stop();
  await running;
});

test('a wrong token and a second poll end it with the reason', async () => {
  const { options, accountId } = await register();
  await expect(createBot({ ...options, token: `${accountId}:${'x'.repeat(35)}` }).start()).rejects.toMatchObject({
    code: 'unauthenticated',
  });
  const [first, second] = [createBot(options), createBot(options)];
  const ended = first.start().catch((error: unknown) => error);
  await new Promise((resolve) => setTimeout(resolve, 500));
  const running = second.start();
  expect(await ended).toBeInstanceOf(VecheError);
  expect(await ended).toMatchObject({ code: 'conflict' });
  await second.stop();
  await running;
});

test('what the bot may not do is a typed error', async () => {
  const { options } = await register();
  const { call } = createBot(options);
  await expect(call('identity.listSessions', {})).rejects.toMatchObject({ code: 'forbidden' });
  await expect(call('messages.send', { chatId: 1, clientId: clientId(), text: '' })).rejects.toMatchObject({
    code: 'invalid_input',
    field: 'text',
  });
});
