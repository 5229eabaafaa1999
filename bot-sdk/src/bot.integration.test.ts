import { createServer } from 'node:http';
import { text as textOf } from 'node:stream/consumers';
import { expect, onTestFinished, test } from 'vitest';
import { clientId, startTestServer } from '../../tests/support/server.ts';
import { uploadFile } from '../../tests/support/uploads.ts';
import { type Bot, CallError, conversation, createBot, has, memoryStorage, VecheError } from './index.ts';

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

type ChatId = Awaited<ReturnType<typeof register>>['alices'];
const say = (person: typeof alice, chatId: ChatId, text: string) =>
  person.call('messages.send', { chatId, clientId: clientId(), text });
const textsIn = async (person: typeof alice, chatId: ChatId) =>
  (await person.call('messages.history', { chatId })).messages.map(({ text }) => text);
const waitingOf = async (bot: Bot) => (await bot.call('bots.getState', {})).waitingCount;

/** A bot that polls until the test ends, or is stopped before. */
function started(bot: Bot): () => Promise<void> {
  const running = bot.start();
  const stop = async () => {
    await bot.stop();
    await running;
  };
  onTestFinished(stop);
  return stop;
}

/** A web server of this machine in front of a bot's webhook. */
async function listenFor(answer: (request: Request) => Promise<Response>): Promise<string> {
  const listening = createServer((incoming, response) => {
    void (async () => {
      const headers = incoming.headers as Record<string, string>;
      const body = await textOf(incoming);
      const { status } = await answer(new Request('http://localhost/', { method: 'POST', headers, body }));
      response.writeHead(status).end();
    })();
  });
  await new Promise<void>((resolve) => listening.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    listening.closeAllConnections();
    listening.close();
  });
  const address = listening.address();
  return `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}/`;
}

test('a bot answers messages and presses', async () => {
  const { options, alices } = await register();
  const bot = createBot(options);
  bot.on('message', ({ sender, message, reply }) =>
    reply(`${sender.name}: ${message.text}`, {
      asReply: true,
      buttons: [[{ text: '+1', action: { kind: 'callback', data: 'add:1' } }]],
    }),
  );
  bot.button('never', ({ answer }) => answer({ text: 'wrong' }));
  bot.button(/^add:(\d+)$/g, async ({ match, edit, answer }) => {
    await edit(`pressed ${match[1]}`);
    await answer({ text: 'counted', showAlert: true });
  });
  started(bot);

  const asked = await say(alice, alices, 'hello');
  const last = async () => (await alice.call('messages.history', { chatId: alices, limit: 1 })).messages[0];
  await expect
    .poll(last, { timeout: 10_000 })
    .toMatchObject({ text: 'Алиса Соколова: hello', replyTo: asked.messageId });
  const { messageId } = (await last())!;
  const press = { chatId: alices, messageId, clientId: clientId(), data: 'add:1' };
  expect(await alice.call('messages.pressButton', press)).toEqual({ answered: true, text: 'counted', showAlert: true });
  expect(await last()).toMatchObject({ text: 'pressed 1' });
  expect((await last())?.buttons).toBeUndefined();
});

test('a press that no handler answers is answered with nothing, so that nobody waits', async () => {
  const { options, alices } = await register();
  const bot = createBot(options);
  bot.on('message', ({ reply }) =>
    reply('?', { buttons: [[{ text: 'Yes', action: { kind: 'callback', data: 'yes' } }]] }),
  );
  started(bot);
  await say(alice, alices, 'ask');
  await expect.poll(() => textsIn(alice, alices), { timeout: 10_000 }).toEqual(['ask', '?']);
  const { messageId } = (await alice.call('messages.history', { chatId: alices, limit: 1 })).messages[0]!;
  const press = { chatId: alices, messageId, clientId: clientId(), data: 'yes' };
  expect(await alice.call('messages.pressButton', press)).toEqual({ answered: true });
});

test('a slow chat is handled in order and does not hold up another; a failing handler stops nothing', async () => {
  const { options, alices, bobs } = await register();
  const order: string[] = [];
  const errors: unknown[] = [];
  const slow = Promise.withResolvers<void>();
  for (const text of ['a1', 'a2', 'fails']) await say(alice, alices, text);
  await say(bob, bobs, 'b1');
  const bot = createBot(options);
  bot.catch((error) => errors.push(error));
  bot.on('message', async ({ message: { text } }) => {
    if (text === 'fails') throw new Error('as planned');
    if (text === 'a1') await slow.promise;
    order.push(text);
  });
  const stop = started(bot);
  await expect.poll(() => order, { timeout: 10_000 }).toEqual(['b1']);
  // Also what comes after the poll that took the slow one.
  await say(bob, bobs, 'b2');
  await expect.poll(() => order, { timeout: 10_000 }).toEqual(['b1', 'b2']);
  expect(await waitingOf(bot)).toBeGreaterThan(0);
  slow.resolve();
  await expect.poll(() => errors.length, { timeout: 10_000 }).toBe(1);
  expect(order).toEqual(['b1', 'b2', 'a1', 'a2']);
  await stop();
  expect(await waitingOf(bot)).toBe(0);
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
  bot.on('message', ({ message }) => void texts.push(message.text));
  started(bot);
  for (const text of ['1', '2']) await say(alice, alices, text);
  await expect.poll(() => texts, { timeout: 15_000 }).toEqual(['1', '2']);
});

test('stopping lets a running handler finish, confirms it, and leaves the rest to the next start', async () => {
  const { options, alices } = await register();
  const [begun, ended] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const first = createBot(options);
  first.on('message', async ({ message, reply }) => {
    begun.resolve();
    await ended.promise;
    await reply(`1: ${message.text}`);
  });
  const running = first.start();
  await say(alice, alices, 'slow');
  await begun.promise;
  const stopped = first.stop();
  await say(alice, alices, 'late');
  ended.resolve();
  await stopped;
  await running;
  expect(await textsIn(alice, alices)).toEqual(['slow', 'late', '1: slow']);
  const second = createBot(options);
  second.on('message', ({ message, reply }) => reply(`2: ${message.text}`));
  started(second);
  await expect.poll(() => textsIn(alice, alices), { timeout: 10_000 }).toEqual(['slow', 'late', '1: slow', '2: late']);
});

test('what failed half way is tried again, and says nothing twice', async () => {
  const { options, alices } = await register();
  let failing = true;
  const bot = createBot(options);
  bot.catch((error) => {
    throw error;
  });
  bot.on('message', async ({ reply }) => {
    await reply('first');
    if (failing) {
      failing = false;
      throw new Error('as planned');
    }
    await reply('second');
  });
  started(bot);
  await say(alice, alices, 'go');
  await expect.poll(() => textsIn(alice, alices), { timeout: 15_000 }).toEqual(['go', 'first', 'second']);
});

test('a conversation goes on where it was when a new program starts on the same storage', async () => {
  const { options, alices } = await register();
  const storage = memoryStorage();
  const program = () => {
    const bot = createBot({ ...options, storage });
    const order = conversation({
      name: 'order',
      begin: () => ({ street: '' }),
      first: 'street',
      steps: {
        street: {
          enter: ({ reply }) => reply('Which street?'),
          message: ({ message }, talk) => {
            talk.state.street = message.text;
            talk.go('trees');
          },
        },
        trees: {
          enter: ({ reply }) => reply('How many trees?'),
          message: async ({ message, reply }, talk) => {
            await reply(`${talk.state.street}: ${message.text}`);
            talk.end();
          },
        },
      },
    });
    bot.use(order.handler);
    bot.command('order', (context) => order.enter(context));
    bot.on('message', ({ reply }) => reply('not of it'));
    return bot;
  };
  const stop = started(program());
  await say(alice, alices, '/order');
  await say(alice, alices, 'Садовая');
  await expect.poll(() => textsIn(alice, alices), { timeout: 10_000 }).toContain('How many trees?');
  await stop();
  started(program());
  await say(alice, alices, '3');
  await say(alice, alices, 'thanks');
  await expect
    .poll(async () => (await textsIn(alice, alices)).slice(-2), { timeout: 10_000 })
    .toEqual(['Садовая: 3', 'not of it']);
});

test('the same handlers run behind a webhook, which is sent again what failed', async () => {
  const { options, alices, bobs } = await register();
  const failing = new Set(['fails']);
  const bot = createBot(options);
  bot.on('message', async ({ message, reply }) => {
    if (failing.delete(message.text)) throw new VecheError('unavailable', 'as planned');
    await reply(`heard ${message.text}`);
  });
  bot.catch((error) => {
    throw error;
  });
  const statuses: number[] = [];
  const answer = bot.webhook({ secret: 's3cret' });
  const url = await listenFor(async (request) => {
    const response = await answer(request);
    statuses.push(response.status);
    return response;
  });
  await bot.setWebhook({ url, secret: 's3cret' });
  for (const text of ['fails', 'after']) await say(alice, alices, text);
  await say(bob, bobs, 'other');
  await expect
    .poll(async () => (await textsIn(alice, alices)).slice(2), { timeout: 20_000 })
    .toEqual(['heard fails', 'heard after']);
  await expect.poll(() => textsIn(bob, bobs), { timeout: 10_000 }).toEqual(['other', 'heard other']);
  await expect.poll(() => waitingOf(bot), { timeout: 10_000 }).toBe(0);
  expect(statuses.filter((status) => status === 500)).toHaveLength(1);
  expect(statuses.filter((status) => status === 204)).toHaveLength(3);
  await expect(bot.start()).rejects.toMatchObject({ code: 'conflict', field: 'webhook' });
});

test('files go up in parts and come down as they were', async () => {
  const { options, alices } = await register();
  const content = new Uint8Array(9 * 1024 ** 2).map((_, index) => index % 251);
  const told: number[] = [];
  let broken = 1;
  const bot = createBot({
    ...options,
    // The second part breaks off once.
    fetch: (input, init) => {
      if (init?.method === 'PATCH' && told.length === 1 && broken-- > 0) return Promise.reject(new TypeError('broken'));
      return fetch(input, init);
    },
  });
  bot.command('map', ({ sendFile }) =>
    sendFile(
      { stream: new Blob([content]).stream(), sizeBytes: content.byteLength },
      { name: 'карта.bin', onProgress: (sent) => told.push(sent) },
      { text: 'the map' },
    ),
  );
  bot.on('message', has('attachments'), async ({ message, files, reply }) => {
    const bytes = await (await files.download(message)).bytes();
    await reply(`${message.attachments[0]?.name}: ${bytes.byteLength}, last ${bytes.at(-1)}`);
  });
  started(bot);
  await say(alice, alices, '/map');
  const last = async () => (await alice.call('messages.history', { chatId: alices, limit: 1 })).messages[0];
  await expect.poll(async () => (await last())?.text, { timeout: 20_000 }).toBe('the map');
  expect((await last())?.attachments).toMatchObject([{ name: 'карта.bin', sizeBytes: content.byteLength }]);
  expect(told).toEqual([4 * 1024 ** 2, 8 * 1024 ** 2, 9 * 1024 ** 2]);

  const { fileId } = await uploadFile(server, alice, new Uint8Array([1, 2, 3]), { name: 'три.bin' });
  await alice.call('messages.send', { chatId: alices, clientId: clientId(), attachments: [{ fileId }] });
  await expect.poll(async () => (await last())?.text, { timeout: 20_000 }).toBe('три.bin: 3, last 3');
});

test('an upload that is ended, or is not as long as it was said, leaves nothing behind', async () => {
  const { options } = await register();
  const bot = createBot(options);
  const ending = new AbortController();
  const content = new Uint8Array(9 * 1024 ** 2);
  const upload = bot.files.upload(content, {
    name: 'a.bin',
    signal: ending.signal,
    onProgress: () => ending.abort(new Error('enough')),
  });
  await expect(upload).rejects.toThrow('enough');
  const short = { stream: new Blob(['abc']).stream(), sizeBytes: 5 };
  await expect(bot.files.upload(short, { name: 'b.bin' })).rejects.toMatchObject({
    code: 'invalid_input',
    field: 'sizeBytes',
  });
  expect(await bot.call('media.usage', {})).toMatchObject({ openUploads: 0, fileCount: 0 });
});

test('a wrong token and a second poll end it with the reason', async () => {
  const { options, accountId } = await register();
  await expect(createBot({ ...options, token: `${accountId}:${'x'.repeat(35)}` }).start()).rejects.toMatchObject({
    code: 'unauthenticated',
  });
  // Whichever polls later, the other one is told.
  const both = [createBot(options), createBot(options)];
  const ended = both.map((bot) => bot.start().then(() => Promise.reject(new Error('stopped'))));
  const error: unknown = await Promise.race(ended).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(CallError);
  expect(error).toMatchObject({ code: 'conflict', method: 'bots.getUpdates' });
  await Promise.all(both.map((bot) => bot.stop()));
  await Promise.allSettled(ended);
});

test('a bot is told of what its handlers name, also where it would not be told unasked', async () => {
  const { options, alices } = await register();
  const bot = createBot(options);
  const seen: string[] = [];
  bot.on('message', ({ reply }) => reply('react to this'));
  bot.on('reactionChanged', ({ after }) => void seen.push(...after));
  started(bot);
  await say(alice, alices, 'hello');
  await expect.poll(() => textsIn(alice, alices), { timeout: 10_000 }).toEqual(['hello', 'react to this']);
  const { messageId } = (await alice.call('messages.history', { chatId: alices, limit: 1 })).messages[0]!;
  await alice.call('reactions.add', { chatId: alices, messageId, emoji: '👍' });
  await expect.poll(() => seen, { timeout: 10_000 }).toEqual(['👍']);
});

test('what the bot may not do is a typed error that names the method', async () => {
  const { options } = await register();
  const { call } = createBot(options);
  await expect(call('identity.listSessions', {})).rejects.toMatchObject({
    code: 'forbidden',
    method: 'identity.listSessions',
  });
  await expect(call('messages.send', { chatId: 1, clientId: clientId(), text: '' })).rejects.toMatchObject({
    code: 'invalid_input',
    field: 'text',
  });
});
