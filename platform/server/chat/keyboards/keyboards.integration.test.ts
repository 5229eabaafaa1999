import { randomUUID } from 'node:crypto';
import type { ClientId, NewKeyboard } from '@veche/contract';
import { afterAll, expect, test } from 'vitest';
import { createTestDatabase } from '../../../../tests/setup/database.ts';
import { createTestBots } from '../../../../tests/support/bots-wing.ts';
import { refusal } from '../../../../tests/support/refusal.ts';

const database = await createTestDatabase();
const world = createTestBots(database.sql);
const alice = await world.person('Алиса Соколова');
const bob = await world.person('Борис Волков');
const vera = await world.person('Вера Ильина');
await world.start();
afterAll(() => world.stop());

const bot = await world.bot(alice, 'keys_bot');
const direct = await world.direct(alice, bot);
type Chat = typeof direct;
const send = async (chatId: Chat, keyboard: NewKeyboard, more: object = {}, sender = bot) => {
  const message = { chatId, clientId: randomUUID() as ClientId, text: 'Выберите', keyboard, ...more };
  return (await world.call(sender, 'messages.send', message)).messageId;
};
const keys = (...texts: string[]): NewKeyboard => ({ kind: 'keys', rows: [texts.map((text) => ({ text }))] });
const inForce = async (reader: typeof alice, chatId: Chat) => {
  const { keyboard } = (await world.call(reader, 'chats.bots', { chatId })).keyboard ?? {};
  return keyboard?.kind === 'keys' ? keyboard.rows.flat().map(({ text }) => text) : (keyboard?.kind ?? null);
};

test('the last keyboard is in force until it is taken away', async () => {
  expect(await inForce(alice, direct)).toBeNull();
  const first = await send(direct, keys('Да', 'Нет'));
  expect(await inForce(alice, direct)).toEqual(['Да', 'Нет']);
  const { messages } = await world.call(alice, 'messages.history', { chatId: direct });
  expect(messages.find(({ messageId }) => messageId === first)?.keyboard).toEqual(keys('Да', 'Нет'));
  await send(direct, { kind: 'reply', placeholder: 'Имя' });
  expect(await inForce(alice, direct)).toBe('reply');
  await send(direct, { kind: 'none' });
  expect(await inForce(alice, direct)).toBeNull();
});

test('a selective keyboard is for those the message names and whom it answers, and the others keep theirs', async () => {
  const group = await world.group(alice, [bob, vera, bot]);
  await send(group, keys('Всем'));
  const asked = await world.say(bob, group, '/menu');
  const mention = { kind: 'accountMention' as const, accountId: vera, offset: 0, length: 4 };
  await send(
    group,
    { ...keys('Двоим'), selective: true },
    {
      ...{ text: 'Вера и Борис', entities: [mention], replyTo: asked },
    },
  );
  expect([await inForce(alice, group), await inForce(bob, group), await inForce(vera, group)]).toEqual([
    ...[['Всем'], ['Двоим'], ['Двоим']],
  ]);
  await send(group, { kind: 'none', selective: true }, { replyTo: asked });
  expect([await inForce(alice, group), await inForce(bob, group), await inForce(vera, group)]).toEqual([
    ...[['Всем'], null, ['Двоим']],
  ]);
  await send(group, keys('Снова всем'));
  expect(await inForce(bob, group)).toEqual(['Снова всем']);
  const rows = await database.sql`select from reply_keyboard where chat_id = ${group}`;
  expect(rows).toHaveLength(1);
});

test('whom a selective keyboard is meant for are members, and the bot is not told who they are', async () => {
  const stranger = await world.person('Павел Чужой');
  const group = await world.group(bob, [vera, bot]);
  const secret = await world.say(vera, group, 'Не для бота');
  const mention = { kind: 'accountMention' as const, accountId: stranger, offset: 0, length: 5 };
  const text = { text: 'Павел', entities: [mention], replyTo: secret };
  const messageId = await send(group, { ...keys('Да'), selective: true }, text);
  const [row] =
    await database.sql`select for_ids as ids from reply_keyboard where message_id = ${messageId} and chat_id = ${group}`;
  expect(row).toEqual({ ids: [vera] });
  const edit = { chatId: group, messageId, text: 'Павел', entities: [mention] };
  const { message } = await world.call(bot, 'messages.edit', edit);
  expect(message.keyboard).toEqual({ ...keys('Да'), selective: true });
});

test('a keyboard of a bot that a member has blocked is not offered', async () => {
  const group = await world.group(bob, [vera, bot]);
  await send(group, keys('Раз'));
  await world.call(vera, 'blocks.add', { accountId: bot });
  expect([await inForce(bob, group), await inForce(vera, group)]).toEqual([['Раз'], null]);
  await world.call(vera, 'blocks.remove', { accountId: bot });
});

test('a keyboard goes with its message, and with its bot', async () => {
  const group = await world.group(alice, [bob, bot]);
  const messageId = await send(group, keys('Раз'));
  expect(await inForce(bob, group)).toEqual(['Раз']);
  await world.call(bot, 'messages.delete', { chatId: group, messageIds: [messageId] });
  expect(await inForce(bob, group)).toBeNull();
  await send(group, keys('Два'));
  await world.call(alice, 'chats.removeMember', { chatId: group, accountId: bot });
  expect(await inForce(bob, group)).toBeNull();
});

test('an edit leaves the keyboard, and a forwarded message comes without one', async () => {
  const messageId = await send(direct, keys('Раз'));
  await world.edit(bot, direct, messageId, 'Выбирайте');
  expect(await inForce(alice, direct)).toEqual(['Раз']);
  const { chat } = await world.call(alice, 'chats.createDirect', { accountId: bob });
  const forward = {
    chatId: chat.chatId,
    fromChatId: direct,
    messageIds: [messageId],
    clientId: randomUUID() as ClientId,
  };
  await world.call(alice, 'messages.forward', forward);
  const { messages } = await world.call(bob, 'messages.history', { chatId: chat.chatId });
  expect(messages.at(-1)).not.toHaveProperty('keyboard');
});

test('persons send no keyboards, and there are none in channels and beside buttons', async () => {
  expect(await refusal(send(direct, keys('x'), {}, alice))).toMatchObject({ code: 'forbidden', field: 'keyboard' });
  const refused = { code: 'invalid_input', field: 'keyboard' };
  const buttons = [[{ text: 'x', action: { kind: 'callback', data: 'x' } }]];
  expect(await refusal(send(direct, keys('x'), { buttons }))).toMatchObject(refused);
  const news = { clientId: randomUUID() as ClientId, title: 'Новости' };
  const { chat } = await world.call(alice, 'chats.createChannel', news);
  await world.call(alice, 'chats.addMember', { chatId: chat.chatId, accountId: bot });
  await world.call(alice, 'members.promote', { chatId: chat.chatId, accountId: bot, rights: ['postMessages'] });
  expect(await refusal(send(chat.chatId, keys('x')))).toMatchObject(refused);
});

test('keys ask for numbers and places in direct chats alone', async () => {
  const group = await world.group(alice, [bot]);
  const asking: NewKeyboard = {
    ...{ kind: 'keys', rows: [[{ text: 'a' }], [{ text: 'b' }, { text: 'c', asks: { kind: 'contact' } }]] },
  };
  expect(await refusal(send(group, asking))).toMatchObject({ code: 'invalid_input', field: 'keyboard.rows.1.1.asks' });
  await send(direct, asking);
});

test.each([
  ['no rows', []],
  ['an empty row', [[]]],
  ['a blank key', [[{ text: ' ' }]]],
  ['too long a key', [[{ text: 'x'.repeat(257) }]]],
  ['too wide a row', [Array.from({ length: 13 }, () => ({ text: 'x' }))]],
  ['too many keys', Array.from({ length: 26 }, () => Array.from({ length: 12 }, () => ({ text: 'x' })))],
])('%s is refused', async (_what, rows) => {
  const { code, field } = await refusal(send(direct, { kind: 'keys', rows }));
  expect([code, field?.startsWith('keyboard')]).toEqual(['invalid_input', true]);
});

test('a keyboard alone says nothing', async () => {
  expect(await refusal(send(direct, keys('x'), { text: ' ' }))).toMatchObject({ field: 'text' });
});
