import { expect, test } from 'vitest';
import { newest } from '../../support/newest.ts';
import { startBotWorld } from './world.ts';

const world = await startBotWorld();
const { server, alice, bob } = world;
const bot = await world.bot('editing_bot');
const chatId = await world.direct(alice, bot);
const to = { chat_id: alice.accountId };
const send = async (text: string, more: object = {}) =>
  (await bot.api('sendMessage', { ...to, text, ...more })).body.result;
const refused = async (method: string, parameters: object) => (await bot.api(method, parameters)).body.description;
const keyboard = { inline_keyboard: [[{ text: 'go', callback_data: 'go' }]] };

test('every parse mode and stated entities give the same message', async () => {
  const forms = [
    { text: '*жирно* и [ссылка](https://example.org/)', parse_mode: 'Markdown' },
    { text: '*жирно* и [ссылка](https://example.org/)', parse_mode: 'MarkdownV2' },
    { text: '<b>жирно</b> и <a href="https://example.org/">ссылка</a>', parse_mode: 'html' },
    {
      text: 'жирно и ссылка',
      entities: [
        { type: 'bold', offset: 0, length: 5 },
        { type: 'text_link', offset: 8, length: 6, url: 'https://example.org/' },
      ],
    },
  ];
  for (const form of forms) {
    const { body } = await bot.api('sendMessage', { ...to, ...form });
    expect(body.result).toMatchObject({
      text: 'жирно и ссылка',
      entities: [
        { type: 'bold', offset: 0, length: 5 },
        { type: 'text_link', offset: 8, length: 6, url: 'https://example.org/' },
      ],
    });
    expect((await newest(alice, chatId)).entities).toHaveLength(2);
  }
});

test('a mention of an account without a name is told with its profile', async () => {
  const mention = [{ kind: 'accountMention' as const, offset: 0, length: 5, accountId: bob.accountId }];
  await alice.call('messages.send', { chatId, clientId: crypto.randomUUID(), text: 'Борис', entities: mention });
  expect((await bot.updates()).at(-1).message.entities).toEqual([
    expect.objectContaining({ type: 'text_mention', user: expect.objectContaining({ id: bob.accountId }) }),
  ]);
  const entities = [
    { type: 'text_mention', offset: 0, length: 5, user: { id: bob.accountId, is_bot: false, first_name: 'Б' } },
  ];
  await send('Борис', { entities });
  expect((await newest(alice, chatId)).entities).toEqual(mention);
});

test('texts, captions and keyboards are edited, each where there is one', async () => {
  const { message_id: text } = await send('было', { reply_markup: keyboard });
  const edited = await bot.api('editMessageText', { ...to, message_id: text, text: '_стало_', parse_mode: 'Markdown' });
  expect(edited.body.result).toMatchObject({ text: 'стало', entities: [{ type: 'italic' }] });
  expect(edited.body.result).not.toHaveProperty('reply_markup');
  const same = { ...to, message_id: text, text: '_стало_', parse_mode: 'Markdown' };
  expect(await refused('editMessageText', same)).toMatch(/^Bad Request: message is not modified: /);
  expect(await refused('editMessageCaption', { ...to, message_id: text, caption: 'x' })).toBe(
    'Bad Request: there is no caption in the message to edit',
  );
  const form = new FormData();
  form.set('chat_id', String(alice.accountId));
  form.set('caption', 'до');
  form.set('document', new File(['1'], 'a.txt'));
  const response = await fetch(`${server.url}/bot${bot.token}/sendDocument`, { method: 'POST', body: form });
  const { result: sent } = (await response.json()) as { result: { message_id: number } };
  expect(await refused('editMessageText', { ...to, message_id: sent.message_id, text: 'x' })).toBe(
    'Bad Request: there is no text in the message to edit',
  );
  const caption = await bot.api('editMessageCaption', { ...to, message_id: sent.message_id, caption: 'после' });
  expect(caption.body.result).toMatchObject({ caption: 'после', document: { file_name: 'a.txt' } });
  const swap = new FormData();
  swap.set('chat_id', String(alice.accountId));
  swap.set('message_id', String(sent.message_id));
  swap.set('media', JSON.stringify({ type: 'document', media: 'attach://f', caption: 'другой' }));
  swap.set('f', new File(['2'], 'b.txt'));
  const swapped = await fetch(`${server.url}/bot${bot.token}/editMessageMedia`, { method: 'POST', body: swap });
  expect(await swapped.json()).toMatchObject({ result: { caption: 'другой', document: { file_name: 'b.txt' } } });
  expect((await newest(alice, chatId)).attachments?.map(({ name }) => name)).toEqual(['b.txt']);
});

test('own messages are deleted; what is not there or not its own says so', async () => {
  const [first, second] = [await send('1'), await send('2')];
  expect((await bot.api('deleteMessage', { ...to, message_id: first.message_id })).body.result).toBe(true);
  expect(await refused('deleteMessage', { ...to, message_id: first.message_id })).toBe(
    'Bad Request: message to delete not found',
  );
  expect(await refused('deleteMessage', { ...to, message_id: 99_999 })).toBe(
    'Bad Request: message to delete not found',
  );
  expect((await bot.api('deleteMessages', { ...to, message_ids: [second.message_id, 99_999] })).body.result).toBe(true);
  expect((await newest(alice, chatId)).messageId).not.toBe(second.message_id);
});

test('messages are forwarded with their origin and copied without, one and many', async () => {
  const said = await world.say(alice, chatId, 'сказано');
  const forwarded = await bot.api('forwardMessage', { ...to, from_chat_id: alice.accountId, message_id: said });
  expect(forwarded.body.result).toMatchObject({
    text: 'сказано',
    forward_origin: { type: 'user', sender_user: { id: alice.accountId } },
  });
  const copied = await bot.api('copyMessage', { ...to, from_chat_id: alice.accountId, message_id: said });
  expect(copied.body.result.message_id).toBeGreaterThan(forwarded.body.result.message_id);
  const copy = await newest(alice, chatId);
  expect([copy.text, copy.forward, copy.senderId]).toEqual(['сказано', undefined, bot.accountId]);
  const marked = { ...to, from_chat_id: alice.accountId, message_id: said, reply_markup: keyboard };
  await bot.api('copyMessage', marked);
  expect((await newest(alice, chatId)).buttons?.flat()).toHaveLength(1);
  const many = { ...to, from_chat_id: alice.accountId, message_ids: [said, copy.messageId, 99_999] };
  expect((await bot.api('forwardMessages', many)).body.result).toHaveLength(2);
  expect((await bot.api('copyMessages', many)).body.result).toHaveLength(2);
  expect(await refused('copyMessage', { ...to, from_chat_id: alice.accountId, message_id: 99_999 })).toBe(
    'Bad Request: message to copy not found',
  );
});

test('forwarding and copying are no way to read what the bot was not told', async () => {
  const group = await world.group(bob, 'Двор', [alice, bot]);
  const from = -(1e12 + group);
  const secret = await world.say(bob, group, 'код 4711');
  for (const method of ['forwardMessage', 'copyMessage']) {
    expect(await refused(method, { ...to, from_chat_id: from, message_id: secret })).toMatch(
      /message to \w+ not found$/,
    );
  }
  for (const method of ['forwardMessages', 'copyMessages']) {
    expect(await refused(method, { ...to, from_chat_id: from, message_ids: [secret] })).toMatch(
      /there are no messages/,
    );
  }
  expect(await refused('copyMessage', { ...to, from_chat_id: from, message_id: secret, reply_markup: keyboard })).toBe(
    'Bad Request: message to copy not found',
  );
  const asked = await world.say(bob, group, '/start');
  const { body } = await bot.api('forwardMessage', { ...to, from_chat_id: from, message_id: asked });
  expect(body.result.text).toBe('/start');
  const foreign = await world.group(bob, 'Без бота', [alice]);
  expect(await refused('forwardMessage', { ...to, from_chat_id: -(1e12 + foreign), message_id: 1 })).toBe(
    'Bad Request: chat not found',
  );
});

test('a bot reacts, and pins and unpins', async () => {
  const said = await world.say(alice, chatId, 'хорошо');
  const react = (reaction: object[]) => bot.api('setMessageReaction', { ...to, message_id: said, reaction });
  expect((await react([{ type: 'emoji', emoji: '👍' }])).body.result).toBe(true);
  expect((await newest(alice, chatId)).reactions).toEqual([{ emoji: '👍', count: 1, mine: false }]);
  await react([{ type: 'emoji', emoji: '🔥' }]);
  expect((await newest(alice, chatId)).reactions.map(({ emoji }) => emoji)).toEqual(['🔥']);
  await react([]);
  expect((await newest(alice, chatId)).reactions).toEqual([]);
  expect((await react([{ type: 'emoji', emoji: 'x' }])).body.description).toBe('Bad Request: REACTION_INVALID');
  expect(await refused('setMessageReaction', { ...to, message_id: 99_999, reaction: [] })).toBe(
    'Bad Request: message to react not found',
  );
  expect((await bot.api('pinChatMessage', { ...to, message_id: said })).body.result).toBe(true);
  expect((await newest(alice, chatId)).pinned).toBe(true);
  expect((await bot.api('unpinChatMessage', to)).body.result).toBe(true);
  expect(await refused('unpinChatMessage', { ...to, message_id: said })).toBe(
    'Bad Request: message to unpin not found',
  );
  expect((await bot.api('unpinAllChatMessages', to)).body.result).toBe(true);
});

test('who blocked the bot, and a group that put it out, say so', async () => {
  const blocked = await world.bot('blocked_by_bob_bot');
  await world.direct(bob, blocked);
  await bob.call('blocks.add', { accountId: blocked.accountId });
  const { status, body } = await blocked.api('sendMessage', { chat_id: bob.accountId, text: 'x' });
  expect([status, body.description]).toEqual([403, 'Forbidden: bot was blocked by the user']);
  const group = await world.group(bob, 'Двор', [alice, bot]);
  await bob.call('chats.removeMember', { chatId: group, accountId: bot.accountId });
  const kicked = await bot.api('sendMessage', { chat_id: -(1e12 + group), text: 'x' });
  expect([kicked.status, kicked.body.description]).toEqual([403, 'Forbidden: bot was kicked from the supergroup chat']);
});
