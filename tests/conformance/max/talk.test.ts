import { type Context, Keyboard } from '@maxhub/max-bot-api';
import { afterAll, expect, test } from 'vitest';
import { clientId } from '../../support/server.ts';
import { readConfirmedId } from '../../../platform/server/bots/delivery/queue.ts';
import { newest } from '../../support/newest.ts';
import { numberOf, startMaxWorld, type TestBot } from './world.ts';

const world = await startMaxWorld();
const { alice, bob } = world;
const running: TestBot[] = [];
afterAll(() => {
  for (const { client } of running) client.stop();
});

/** Starts a bot's polling as its program would. */
function start(bot: TestBot): void {
  running.push(bot);
  void bot.client.start();
}

/** The newest message of a chat becomes this one. */
const said = (chatId: Parameters<typeof newest>[1], text: string) =>
  expect.poll(async () => (await newest(alice, chatId)).text, { timeout: 15_000 }).toBe(text);

test('an unmodified client shows a menu, answers its buttons and changes the message', async () => {
  const bot = await world.bot('max_menu_bot', 'Справочная');
  const menu = Keyboard.inlineKeyboard([
    [
      Keyboard.button.callback('Часы приёма', `hours:${'x'.repeat(200)}`),
      Keyboard.button.link('Сайт', 'https://example.org/'),
    ],
    [Keyboard.button.clipboard('Адрес', 'ул. Ленина, 1')],
  ]);
  bot.client.on('bot_started', (ctx) => ctx.reply(`Начнём: ${String(ctx.startPayload ?? 'без слов')}`));
  bot.client.command('menu', (ctx) => ctx.reply('*Что* показать?', { format: 'markdown', attachments: [menu] }));
  bot.client.action(/^hours/, async (ctx: Context) => {
    await ctx.answerOnCallback({ notification: 'Сейчас', message: { text: 'С 9 до 18', attachments: [] } } as never);
  });
  start(bot);
  const chatId = await world.direct(alice, bot);
  await world.say(alice, chatId, '/start');
  await said(chatId, 'Начнём: без слов');
  await world.say(alice, chatId, '/start');
  await world.say(alice, chatId, '/start from_link');
  await said(chatId, 'Начнём: from_link');
  await world.say(alice, chatId, '/menu');
  await said(chatId, 'Что показать?');
  const shown = await newest(alice, chatId);
  expect(shown.entities).toEqual([{ kind: 'italic', offset: 0, length: 3 }]);
  expect(shown.buttons?.flat().map(({ action }) => action.kind)).toEqual(['callback', 'url', 'copy']);
  const { messageId } = shown;
  const data = `hours:${'x'.repeat(200)}`;
  const answer = await alice.call('messages.pressButton', { chatId, messageId, clientId: clientId(), data });
  expect(answer).toEqual({ answered: true, text: 'Сейчас' });
  const changed = await newest(alice, chatId);
  expect(changed).toMatchObject({ messageId, text: 'С 9 до 18' });
  expect(changed.buttons).toBeUndefined();
});

test('a form is filled in turn by turn, with keys for the number and the place', async () => {
  const bot = await world.bot('max_form_bot');
  const ask = Keyboard.inlineKeyboard([
    [Keyboard.button.requestContact('Мой номер')],
    [Keyboard.button.requestGeoLocation('Где я'), Keyboard.button.message('Пропустить')],
  ]);
  bot.client.hears('анкета', (ctx) => ctx.reply('Как с вами связаться?', { attachments: [ask] }));
  bot.client.on('message_created', async (ctx, next) => {
    if (ctx.contactInfo !== undefined) return ctx.reply(`${ctx.contactInfo.tel}, ${ctx.contactInfo.fullName}`);
    if (ctx.location !== undefined) return ctx.reply(`${ctx.location.latitude} ${ctx.location.longitude}`);
    return next();
  });
  start(bot);
  const chatId = await world.direct(alice, bot);
  await world.say(alice, chatId, 'анкета');
  await said(chatId, 'Как с вами связаться?');
  expect((await newest(alice, chatId)).keyboard).toMatchObject({
    kind: 'keys',
    rows: [
      [{ text: 'Мой номер', asks: { kind: 'contact' } }],
      [{ asks: { kind: 'location' } }, { text: 'Пропустить' }],
    ],
  });
  const contact = { name: 'Алиса Соколова', phone: alice.phone, accountId: alice.accountId };
  await alice.call('messages.send', { chatId, clientId: clientId(), contact });
  await said(chatId, `${alice.phone}, Алиса Соколова`);
  const location = { latitude: 55.75, longitude: 37.61 };
  await alice.call('messages.send', { chatId, clientId: clientId(), location });
  await said(chatId, '55.75 37.61');
});

test('texts of both formats come out as they were meant, and are told with their marks', async () => {
  const bot = await world.bot('max_markup_bot');
  const chatId = await world.direct(alice, bot);
  const markdown = `**a** _b_ ~~c~~ ++d++ \`e\` [f](https://example.org/) [g](max://user/${bob.accountId})`;
  const sent = await bot.client.api.sendMessageToChat(chatId, markdown, { format: 'markdown' });
  expect(sent.body).toMatchObject({ text: 'a b c d e f g', seq: expect.any(Number) as number });
  expect(sent.body.markup?.map(({ type, from }) => [type, from])).toEqual([
    ...[
      ['strong', 0],
      ['emphasized', 2],
      ['strikethrough', 4],
      ['underline', 6],
      ['monospaced', 8],
    ],
    ...[
      ['link', 10],
      ['user_mention', 12],
    ],
  ]);
  const html = '<b>a</b> <u>b</u> <code>c</code> <x>d</x>';
  const other = await bot.client.api.sendMessageToUser(alice.accountId, html, { format: 'html', notify: false });
  expect(other.body).toMatchObject({ text: 'a b c d' });
  expect(await newest(alice, chatId)).toMatchObject({ text: 'a b c d', silent: true });
  expect(other.recipient).toEqual({ chat_id: chatId, chat_type: 'dialog', user_id: alice.accountId });
  expect(await bot.client.api.getMessage(sent.body.mid)).toEqual(sent);
});

test('messages are answered, changed, forwarded, listed and deleted; what people change is told', async () => {
  const bot = await world.bot('max_editing_bot');
  const { api } = bot.client;
  const chatId = await world.direct(alice, bot);
  const asked = await world.say(alice, chatId, 'первый');
  const created = await bot.next('message_created');
  expect(created).toMatchObject({
    user_locale: 'ru',
    message: { body: { text: 'первый', attachments: null }, sender: { user_id: alice.accountId, first_name: 'Алиса' } },
  });
  const { mid } = created.message.body;
  expect(mid).toBe(`mid.${chatId.toString(16).padStart(16, '0')}${asked.toString(16).padStart(16, '0')}`);

  const reply = await api.sendMessageToChat(chatId, 'ответ', { link: { type: 'reply', mid } });
  expect(reply.link).toMatchObject({ type: 'reply', message: { mid, text: 'первый' } });
  expect(await api.editMessage(reply.body.mid, { text: 'другой ответ' })).toEqual({ success: true });
  expect(await newest(alice, chatId)).toMatchObject({ text: 'другой ответ', replyTo: asked });

  const group = await world.group(alice, 'Двор', [bot]);
  const forwarded = await api.sendMessageToChat(numberOf(group), '', { link: { type: 'forward', mid } });
  expect(forwarded).toMatchObject({
    body: { text: '', attachments: null },
    link: { type: 'forward', sender: { user_id: alice.accountId }, message: { text: 'первый' } },
  });

  const { messages } = await api.getMessages(chatId, { count: 10 });
  expect(messages.map(({ body }) => body.text)).toEqual(['другой ответ', 'первый']);
  expect((await api.getMessages(chatId, { message_ids: [mid] })).messages).toHaveLength(1);
  expect(await api.deleteMessage(reply.body.mid)).toEqual({ success: true });
  await expect(api.getMessage(reply.body.mid)).rejects.toMatchObject({ status: 404 });

  await alice.call('messages.edit', { chatId, messageId: asked, text: 'исправлено' });
  expect(await bot.next('message_edited')).toMatchObject({ message: { body: { mid, text: 'исправлено' } } });
  await alice.call('messages.delete', { chatId, messageIds: [asked] });
  expect(await bot.next('message_removed')).toMatchObject({
    message_id: mid,
    chat_id: chatId,
    user_id: alice.accountId,
  });
});

test('in a group it is told who comes and goes, of itself too, and of another title', async () => {
  const bot = await world.bot('max_group_bot');
  await bot.ask('GET', '/updates?timeout=0');
  const group = await world.group(alice, 'Подъезд', []);
  await alice.call('chats.addMember', { chatId: group, accountId: bot.accountId });
  const place = { chat_id: numberOf(group), is_channel: false };
  expect(await bot.next('bot_added')).toMatchObject({ ...place, user: { user_id: alice.accountId } });
  await alice.call('chats.addMember', { chatId: group, accountId: bob.accountId });
  expect(await bot.next('user_added')).toMatchObject({
    ...place,
    user: { user_id: bob.accountId },
    inviter_id: alice.accountId,
  });
  await alice.call('chats.update', { chatId: group, title: 'Наш подъезд' });
  expect(await bot.next('chat_title_changed')).toMatchObject({ chat_id: numberOf(group), title: 'Наш подъезд' });
  await bob.call('chats.leave', { chatId: group });
  const left = await bot.next('user_removed');
  expect(left).toMatchObject({ ...place, user: { user_id: bob.accountId } });
  expect(left).not.toHaveProperty('admin_id');
  await alice.call('chats.removeMember', { chatId: group, accountId: bot.accountId });
  expect(await bot.next('bot_removed')).toMatchObject({ ...place, user: { user_id: alice.accountId } });
});

test('in a group it is told of no deletion of what it was not given', async () => {
  const bot = await world.bot('max_private_bot');
  await bot.ask('GET', '/updates?timeout=0');
  const group = await world.group(alice, 'Соседи', [bob, bot]);
  const secret = await world.say(bob, group, 'между нами');
  await bob.call('messages.delete', { chatId: group, messageIds: [secret] });
  const sent = await bot.client.api.sendMessageToChat(numberOf(group), 'моё');
  await alice.call('messages.delete', { chatId: group, messageIds: [sent.body.seq as typeof secret] });
  expect(await bot.next('message_removed')).toMatchObject({ message_id: sent.body.mid });
  expect((await bot.client.api.getMessages(numberOf(group))).messages).toEqual([]);
});

test("its owner sees the bot's calls by their operations, and of their content nothing", async () => {
  const bot = await world.bot('max_watched_bot');
  const chatId = await world.direct(alice, bot);
  const { body } = await bot.client.api.sendMessageToChat(chatId, 'раз');
  await bot.ask('GET', `/messages/${body.mid}`);
  await bot.ask('GET', '/secret-path');
  const calls = async () => (await alice.call('bots.listCalls', { accountId: bot.accountId })).calls;
  await expect
    .poll(async () => (await calls()).map(({ dialect, method, status }) => [dialect, method, status]))
    .toEqual([
      ['max', '?', 404],
      ['max', 'GET /messages/{message_id}', 200],
      ['max', 'POST /messages', 200],
    ]);
});

test('a poll waits for what it asks for, and its marker goes on and is never 0', async () => {
  const bot = await world.bot('max_polling_bot');
  const chatId = await world.direct(alice, bot);
  const empty = await bot.ask('GET', '/updates?timeout=0');
  expect(empty.body).toEqual({ updates: [], marker: 1 });
  const waiting = bot.ask('GET', '/updates?timeout=20&types=message_callback,message_edited');
  const messageId = await world.say(alice, chatId, 'не об этом');
  await alice.call('messages.edit', { chatId, messageId, text: 'об этом' });
  const { body } = await waiting;
  expect(body.updates.map(({ update_type: type }: { update_type: string }) => type)).toEqual(['message_edited']);
  expect(body.marker).toBeGreaterThan(1);
  const later = await bot.ask('GET', `/updates?timeout=0&marker=${body.marker}`);
  expect(later.body).toEqual({ updates: [], marker: body.marker });
  expect((await bot.ask('GET', '/updates?timeout=0')).body.marker).toBe(body.marker);
});

test('who the bot is, by a token in the header or in the query', async () => {
  const bot = await world.bot('max_self_bot', 'Почта России');
  const me = await bot.client.api.getMyInfo();
  expect(me).toMatchObject({
    user_id: bot.accountId,
    first_name: 'Почта России',
    username: 'max_self_bot',
    is_bot: true,
  });
  const byQuery = await fetch(`${world.url}/me?access_token=${bot.token}`);
  expect(await byQuery.json()).toMatchObject({ user_id: bot.accountId });
  const { commands } = await bot.client.api.setMyCommands([{ name: 'menu', description: 'Меню' }, { name: 'help' }]);
  expect(commands).toEqual([
    { name: 'menu', description: 'Меню' },
    { name: 'help', description: 'help' },
  ]);
  expect((await bot.client.api.getMyInfo()).commands).toHaveLength(2);
  const renamed = await bot.ask('PATCH', '/me', { first_name: 'Почта', description: 'Письма' });
  expect(renamed.body).toMatchObject({ name: 'Почта', description: 'Письма' });
});

test('a command after a mention of the bot is heard in a group', async () => {
  const bot = await world.bot('max_named_bot');
  bot.client.command('час', (ctx) => ctx.reply('Полдень'));
  start(bot);
  const group = await world.group(alice, 'Лавка', [bot]);
  await world.say(alice, group, '@max_named_bot /час');
  await said(group, 'Полдень');
});

test('a poll that waits on for other types ends when its token is none any more', async () => {
  const bot = await world.bot('max_replaced_bot');
  const chatId = await world.direct(alice, bot);
  await world.say(alice, chatId, 'раз');
  const { body } = await bot.ask('GET', '/updates?timeout=5');
  const poll = bot.ask('GET', `/updates?timeout=20&types=bot_started&marker=${body.marker}`);
  await expect.poll(() => readConfirmedId(world.server.app.sql, bot.accountId)).toBe(body.marker - 1);
  // As a replacement that comes between two waits: nobody wakes the poll for it.
  await world.server.app.sql`update app set token_hash = null where bot_account_id = ${bot.accountId}`;
  await world.say(alice, chatId, 'два');
  expect((await poll).status).toBe(401);
});
