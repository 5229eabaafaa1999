import { expect, test } from 'vitest';
import { clientId } from '../../support/server.ts';
import { generateShapes, shapesFile } from './generate-shapes.ts';
import { readFileSync } from 'node:fs';
import { readOracle } from './oracle.ts';
import { checked, startBotWorld } from './world.ts';

const world = await startBotWorld();
const { server, alice, bob } = world;
const echo = await world.bot('echo_methods_bot');
const chatId = await world.direct(alice, echo);

test('the table of shapes is the one the published shapes give', ({ skip }) => {
  const oracle = readOracle();
  if (oracle === null) return skip('the published shapes are not here');
  expect(readFileSync(shapesFile, 'utf8')).toBe(generateShapes(oracle));
});

test('getMe tells who the bot is, by GET and POST, in any case, with doubled slashes', async () => {
  const { body } = await echo.api('getMe');
  expect(body.result).toMatchObject({
    id: echo.accountId,
    is_bot: true,
    username: echo.username,
    can_read_all_group_messages: false,
  });
  for (const path of [
    `/bot${echo.token}/GETME`,
    `//bot${echo.token}/getme`,
    `/bot${encodeURIComponent(echo.token)}/getMe`,
  ]) {
    expect((await checked('getMe', await fetch(server.url + path))).body.result).toEqual(body.result);
  }
  const byField = await checked('getMe', await fetch(`${server.url}/bot${echo.token}/?method=getMe`));
  expect(byField.body.result).toEqual(body.result);
});

test('a message is sent from query, form, multipart and JSON alike', async () => {
  const url = `${server.url}/bot${echo.token}/sendMessage`;
  const markup = JSON.stringify({ inline_keyboard: [[{ text: 'go', callback_data: 'x' }]] });
  const fields = { chat_id: String(alice.accountId), text: 'Привет, /start 😀', reply_markup: markup };
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.set(name, value);
  const answers = [
    await fetch(`${url}?${new URLSearchParams(fields).toString()}`),
    await fetch(url, { method: 'POST', body: new URLSearchParams(fields) }),
    await fetch(url, { method: 'POST', body: form }),
    await fetch(`${url}?chat_id=${alice.accountId}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ text: fields.text, reply_markup: markup, chat_id: '' }),
    }),
  ];
  for (const response of answers) {
    const { body } = await checked('sendMessage', response);
    expect(body.result).toMatchObject({
      chat: { id: alice.accountId, type: 'private', first_name: 'Алиса', last_name: 'Соколова' },
      from: { id: echo.accountId, is_bot: true },
      text: fields.text,
      entities: [{ type: 'bot_command', offset: 8, length: 6 }],
      reply_markup: JSON.parse(markup),
    });
  }
  const { messages } = await alice.call('messages.history', { chatId });
  expect(messages.filter(({ text }) => text === fields.text)).toHaveLength(4);
});

test('a message of a person reaches the bot with all it needs, and its edit too', async () => {
  const drop = await world.bot('told_bot');
  const told = await world.direct(alice, drop);
  const messageId = await world.say(alice, told, '/start now');
  await alice.call('messages.edit', { chatId: told, messageId, text: '/start later' });
  const waiting = await drop.updates();
  const [first, second] =
    waiting.length === 2 ? waiting : [...waiting, ...(await drop.updates(waiting[0].update_id + 1))];
  expect(first).toMatchObject({
    update_id: 1,
    message: {
      message_id: messageId,
      text: '/start now',
      from: { id: alice.accountId, is_bot: false, first_name: 'Алиса', last_name: 'Соколова', language_code: 'ru' },
      chat: { id: alice.accountId, type: 'private' },
      entities: [{ type: 'bot_command', offset: 0, length: 6 }],
    },
  });
  expect(second).toMatchObject({ update_id: 2, edited_message: { message_id: messageId, text: '/start later' } });
  expect(second.edited_message.edit_date).toBeGreaterThan(0);
});

test('a bot is told how a text is formatted', async () => {
  const bot = await world.bot('format_bot');
  const entities = [
    { kind: 'bold' as const, offset: 0, length: 4 },
    { kind: 'link' as const, offset: 11, length: 4, url: 'https://example.org/' },
  ];
  const place = { chatId: await world.direct(alice, bot), clientId: clientId() };
  await alice.call('messages.send', { ...place, text: 'bold and a link', entities });
  const [{ message }] = await bot.updates();
  expect(message.entities).toEqual([
    { type: 'bold', offset: 0, length: 4 },
    { type: 'text_link', offset: 11, length: 4, url: 'https://example.org/' },
  ]);
});

test('a reply shows what it answers, both ways', async () => {
  const bot = await world.bot('replies_bot');
  const direct = await world.direct(bob, bot);
  const asked = await world.say(bob, direct, 'ask');
  const sent = await bot.api('sendMessage', {
    chat_id: bob.accountId,
    text: 'answer',
    reply_parameters: { message_id: asked },
  });
  expect(sent.body.result.reply_to_message).toMatchObject({
    message_id: asked,
    text: 'ask',
    from: { id: bob.accountId },
  });
  const [question] = await bot.updates();
  await world.say(bob, direct, 'thanks', sent.body.result.message_id);
  const [{ message }] = await bot.updates(question.update_id + 1);
  expect(message).toMatchObject({ text: 'thanks', reply_to_message: { text: 'answer', from: { is_bot: true } } });
});

test('answering a message of a group that the bot was not given does not show it', async () => {
  const bot = await world.bot('curious_bot');
  const chatId = await world.group(bob, 'Двор', [alice, bot]);
  const [secret, command] = [await world.say(bob, chatId, 'не для бота'), await world.say(bob, chatId, '/start')];
  const answer = async (messageId: number) =>
    (await bot.api('sendMessage', { chat_id: -(1e12 + chatId), text: '.', reply_to_message_id: messageId })).body
      .result;
  const shown = await answer(secret);
  expect(shown.text).toBe('.');
  expect(shown).not.toHaveProperty('reply_to_message');
  expect(await answer(command)).toMatchObject({ reply_to_message: { text: '/start' } });
  expect(await answer(shown.message_id)).toMatchObject({ reply_to_message: { text: '.' } });
});

test.each([{ link_preview_options: { is_disabled: true } }, { disable_web_page_preview: true }])(
  'a message may come without a sound, and by %j without a preview of its link',
  async (quiet) => {
    const text = 'https://example.org/';
    const { body } = await echo.api('sendMessage', {
      chat_id: alice.accountId,
      text,
      disable_notification: true,
      ...quiet,
    });
    const { messages } = await alice.call('messages.history', { chatId });
    const sent = messages.find(({ messageId }) => messageId === body.result.message_id);
    expect(sent).toMatchObject({ text, silent: true, noPreview: true });
  },
);

test('an edited message is shown anew and loses its keyboard when none is given; the same again is refused', async () => {
  const keyboard = {
    inline_keyboard: [
      [
        { text: 'b', callback_data: 'b' },
        { text: 'u', url: 'https://x.example/' },
      ],
    ],
  };
  const sent = await echo.api('sendMessage', { chat_id: alice.accountId, text: 'one', reply_markup: keyboard });
  const place = { chat_id: alice.accountId, message_id: sent.body.result.message_id };
  const kept = await echo.api('editMessageText', { ...place, text: 'one', reply_markup: keyboard });
  expect(kept.body.description).toMatch(/^Bad Request: message is not modified: /);
  const edited = await echo.api('editMessageText', { ...place, text: 'two' });
  expect(edited.body.result).toMatchObject({ ...{ message_id: place.message_id }, text: 'two' });
  expect(edited.body.result.reply_markup).toBeUndefined();
  const back = await echo.api('editMessageReplyMarkup', { ...place, reply_markup: keyboard });
  expect(back.body.result).toMatchObject({ text: 'two', reply_markup: keyboard });
});

test('a press reaches the bot, and its answer the person', async () => {
  const bot = await world.bot('pressed_bot');
  await world.direct(alice, bot);
  const keyboard = { inline_keyboard: [[{ text: 'go', callback_data: 'go:1' }]] };
  const sent = await bot.api('sendMessage', { chat_id: alice.accountId, text: 'press', reply_markup: keyboard });
  const press = {
    chatId: await world.direct(alice, bot),
    messageId: sent.body.result.message_id,
    clientId: clientId(),
    data: 'go:1',
  };
  const pressed = alice.call('messages.pressButton', press);
  const [update] = await bot.updates();
  expect(update.callback_query).toMatchObject({
    from: { id: alice.accountId },
    data: 'go:1',
    message: { message_id: press.messageId, text: 'press', from: { id: bot.accountId }, reply_markup: keyboard },
  });
  const answer = { callback_query_id: update.callback_query.id, text: 'done', show_alert: true };
  expect((await bot.api('answerCallbackQuery', answer)).body.result).toBe(true);
  expect(await pressed).toEqual({ answered: true, text: 'done', showAlert: true });
  expect(await alice.call('messages.pressButton', press)).toEqual({ answered: true, text: 'done', showAlert: true });
});

test('a group goes by a negative number below a million millions, and shows its title', async () => {
  const bot = await world.bot('groups_bot');
  const group = await world.group(alice, 'Двор', [bob, bot]);
  await world.say(bob, group, '/where');
  // After the news that it was brought in.
  const [update] = await bot.updates(2);
  expect(update.message.chat).toEqual({ id: -(1e12 + group), type: 'supergroup', title: 'Двор' });
  const sent = await bot.api('sendMessage', { chat_id: update.message.chat.id, text: 'here' });
  expect(sent.body.result.chat).toEqual(update.message.chat);
});

test('confirming, the newest few, dropping and the count of what waits', async () => {
  const bot = await world.bot('queue_bot');
  const direct = await world.direct(alice, bot);
  for (const text of ['1', '2', '3', '4', '5']) await world.say(alice, direct, text);
  const textsOf = (updates: { message: { text: string } }[]) => updates.map(({ message }) => message.text);
  await expect.poll(async () => (await bot.api('getWebhookInfo')).body.result.pending_update_count).toBe(5);
  expect(textsOf((await bot.api('getUpdates', { limit: 2 })).body.result)).toEqual(['1', '2']);
  expect(textsOf((await bot.api('getUpdates', { offset: 3 })).body.result)).toEqual(['3', '4', '5']);
  // A number from another server, far beyond ours, confirms nothing.
  expect(textsOf((await bot.api('getUpdates', { offset: 700_000_000 })).body.result)).toEqual(['3', '4', '5']);
  expect(textsOf((await bot.api('getUpdates', { offset: -2 })).body.result)).toEqual(['4', '5']);
  expect((await bot.api('getWebhookInfo')).body.result).toEqual({
    url: '',
    has_custom_certificate: false,
    pending_update_count: 2,
  });
  expect((await bot.api('deleteWebhook', { drop_pending_updates: 'true' })).body.result).toBe(true);
  expect((await bot.api('getWebhookInfo')).body.result.pending_update_count).toBe(0);
});

test('allowed_updates holds from then on, for what is queued later', async () => {
  const bot = await world.bot('choosy_bot');
  const direct = await world.direct(alice, bot);
  await bot.api('getUpdates', { allowed_updates: ['edited_message', 'poll'] });
  expect((await bot.api('getWebhookInfo')).body.result.allowed_updates).toEqual(['edited_message', 'poll']);
  const messageId = await world.say(alice, direct, 'unheard');
  await alice.call('messages.edit', { chatId: direct, messageId, text: 'heard' });
  const [only] = await bot.updates();
  expect(only).toMatchObject({ update_id: 1, edited_message: { text: 'heard' } });
  await bot.api('getUpdates', { offset: 2, allowed_updates: '["nonsense"]' });
  await world.say(alice, direct, 'heard again');
  expect((await bot.updates(2))[0]).toMatchObject({ update_id: 2, message: { text: 'heard again' } });
});

test('a client that asks for the same again and again is slowed down', async () => {
  const bot = await world.bot('hasty_bot');
  const start = performance.now();
  expect((await bot.api('getUpdates')).body.result).toEqual([]);
  expect(performance.now() - start).toBeLessThan(1500);
  expect((await bot.api('getUpdates')).body.result).toEqual([]);
  expect(performance.now() - start).toBeGreaterThan(2900);
});
