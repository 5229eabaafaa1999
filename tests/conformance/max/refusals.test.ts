import { Keyboard, MaxError } from '@maxhub/max-bot-api';
import { expect, test } from 'vitest';
import { newest } from '../../support/newest.ts';
import { numberOf, startMaxWorld } from './world.ts';

const world = await startMaxWorld();
const { alice, bob } = world;
const bot = await world.bot('max_refused_bot');
const { api } = bot.client;
const chatId = await world.direct(alice, bot);

const callback = (text: string) => Keyboard.button.callback(text, 'x');

test.each(['', 'nonsense', `${alice.accountId}:${'a'.repeat(35)}`])('the token %j is refused', async (token) => {
  const answer = await world.ask(token, 'GET', '/me');
  expect([answer.status, answer.body.code]).toEqual([401, 'verify.token']);
});

test("a person's session opens no door for bots", async () => {
  const answer = await world.ask(await alice.token(), 'GET', '/me');
  expect(answer.status).toBe(401);
});

test('a wrong token reaches the client as its own error', async () => {
  const refused = await world
    .connect(`${bot.accountId}:${'b'.repeat(35)}`)
    .api.getMyInfo()
    .catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(MaxError);
  expect(refused).toMatchObject({ status: 401, code: 'verify.token' });
});

test('unknown paths, other verbs and unreadable bodies have their statuses', async () => {
  expect((await bot.ask('GET', '/nothing')).status).toBe(404);
  expect((await bot.ask('PUT', '/me')).status).toBe(405);
  const broken = await fetch(`${world.url}/messages?chat_id=${chatId}`, {
    method: 'POST',
    headers: { authorization: bot.token, 'content-type': 'application/json' },
    body: '{"text":',
  });
  expect([broken.status, ((await broken.json()) as { code: string }).code]).toEqual([400, 'proto.payload']);
  expect((await bot.ask('POST', `/messages?chat_id=${chatId}`, { text: 5 })).body.message).toContain('text');
});

test('another bot, a stranger and a chat of others are not written to', async () => {
  const foreign = await world.group(bob, 'Чужие', []);
  for (const id of [numberOf(foreign), 12_345, -12_345, 2 ** 52]) {
    await expect(api.sendMessageToChat(id, 'тук')).rejects.toMatchObject({ status: 404 });
  }
  await expect(api.sendMessageToUser(bob.accountId, 'тук')).rejects.toMatchObject({ status: 404 });
  expect((await bob.call('messages.history', { chatId: foreign })).messages).toEqual([]);
});

test('of a chat of others nothing is told, not even whether it is a dialog', async () => {
  const { chat } = await alice.call('chats.createDirect', { accountId: bob.accountId });
  const foreign = [chat.chatId, numberOf(await world.group(bob, 'Чужие', [])), 12_345];
  const answers = await Promise.all(foreign.map((id) => bot.ask('GET', `/chats/${id}/members/me`)));
  const told = answers.map(({ status, body: { code, message } }) => ({ status, code, message }));
  expect(told).toEqual(Array(3).fill({ status: 404, code: 'not.found', message: expect.any(String) as string }));
  expect(new Set(told.map(({ message }) => message)).size).toBe(1);
});

test.each([
  ['a text of 4001 characters', { text: 'а'.repeat(4001) }],
  ['nothing to say', { text: ' ' }],
  ['a format that is none', { text: 'x', format: 'latex' }],
  ['half a character', { text: '\ud800' }],
])('%s is refused and nothing is sent', async (_what, body) => {
  const before = await newest(alice, await world.direct(alice, bot)).catch(() => null);
  expect((await bot.ask('POST', `/messages?chat_id=${chatId}`, body)).status).toBe(400);
  expect(await newest(alice, chatId).catch(() => null)).toEqual(before);
});

test.each([
  ['eight in a row', [Array.from({ length: 8 }, () => callback('x'))]],
  [
    'four wide ones in a row',
    [[...Array.from({ length: 3 }, () => callback('x')), Keyboard.button.link('l', 'https://example.org/')]],
  ],
  ['31 rows', Array.from({ length: 31 }, () => [callback('x')])],
  ['none', [[]]],
  ['a payload of 1025 characters', [[Keyboard.button.callback('x', 'x'.repeat(1025))]]],
  ['a text of 129 characters', [[callback('x'.repeat(129))]]],
  ['an address that is none', [[Keyboard.button.link('x', 'javascript:alert(1)')]]],
  ['a request beside a callback', [[callback('x'), Keyboard.button.requestContact('y')]]],
  ['a mini-app that the bot has not', [[{ type: 'open_app', text: 'x' }]]],
  ['a kind of another age', [[{ type: 'chat', text: 'x', chat_title: 'y' }]]],
])('of buttons, %s are refused', async (_what, buttons) => {
  const attachments = [{ type: 'inline_keyboard', payload: { buttons } }];
  expect((await bot.ask('POST', `/messages?chat_id=${chatId}`, { text: 'x', attachments })).status).toBe(400);
});

test.each([
  ['a token that is none', { type: 'image', payload: { token: 'nonsense' } }, 'proto.payload'],
  ['a share', { type: 'share', payload: { url: 'https://example.org/' } }, 'not.supported'],
  ['a place off the earth', { type: 'location', latitude: 91, longitude: 0 }, 'proto.payload'],
  ['a file that is not here yet', { type: 'file', payload: { token: 'd_1_0_0' } }, 'attachment.not.ready'],
])('%s is refused as an attachment', async (_what, attachment, code) => {
  const { status, body } = await bot.ask('POST', `/messages?chat_id=${chatId}`, {
    text: 'x',
    attachments: [attachment],
  });
  expect([status, body.code]).toEqual([400, code]);
});

test('messages of others are not changed, deleted or shown, and made-up ids are none', async () => {
  const group = await world.group(alice, 'Двор', [bob, bot]);
  const messageId = await world.say(bob, group, 'между нами');
  const mid = `mid.${BigInt.asUintN(64, BigInt(numberOf(group))).toString(16)}${messageId.toString(16).padStart(16, '0')}`;
  await expect(api.getMessage(mid)).rejects.toMatchObject({ status: 404 });
  await expect(api.editMessage(mid, { text: 'иначе' })).rejects.toMatchObject({ status: 403 });
  await expect(api.deleteMessage(mid)).rejects.toMatchObject({ status: 403 });
  await expect(api.sendMessageToChat(chatId, '', { link: { type: 'forward', mid } })).rejects.toMatchObject({
    status: 404,
  });
  await expect(api.getMessage('mid.zz')).rejects.toMatchObject({ status: 400 });
  await expect(api.sendMessageToChat(chatId, 'x', { link: { type: 'reply', mid } })).rejects.toMatchObject({
    status: 400,
  });
  expect((await newest(alice, group)).text).toBe('между нами');
});

test('a press that nobody made is not answered', async () => {
  await expect(api.answerOnCallback('nonsense')).rejects.toMatchObject({ status: 404 });
  await expect(api.answerOnCallback(`123.${'0'.repeat(15)}1${'0'.repeat(15)}1`, {})).rejects.toMatchObject({
    status: 404,
  });
});
