import { GrammyError, InlineKeyboard, Keyboard } from 'grammy';
import { expect, test } from 'vitest';
import { clientId } from '../../../support/server.ts';
import { newest } from '../../../support/newest.ts';
import { startStage } from './stage.ts';

const stage = await startStage();
const { alice, bob } = stage;

test('a menu: levels of buttons in one message, an alert, and a way back', async () => {
  const { own, bot } = await stage.make('script_menu_bot');
  const top = new InlineKeyboard()
    .text('Часы', 'hours')
    .text('Адреса', 'places')
    .row()
    .url('Сайт', 'https://example.org/');
  const below = new InlineKeyboard().text('Школа', 'place:school').text('Назад', 'top');
  bot.command('menu', (ctx) => ctx.reply('Что показать?', { reply_markup: top }));
  bot.callbackQuery('hours', (ctx) => ctx.answerCallbackQuery({ text: 'С 9 до 18', show_alert: true }));
  bot.callbackQuery('places', async (ctx) => {
    await ctx.editMessageText('Где?', { reply_markup: below });
    await ctx.answerCallbackQuery();
  });
  bot.callbackQuery(/^place:(.+)$/, async (ctx) => {
    await ctx.editMessageReplyMarkup();
    await ctx.answerCallbackQuery(`Выбрано: ${ctx.match[1]}`);
  });
  bot.callbackQuery('top', async (ctx) => {
    await ctx.editMessageText('Что показать?', { reply_markup: top });
    await ctx.answerCallbackQuery();
  });
  stage.run(bot);
  const chatId = await stage.direct(alice, own);
  await stage.say(alice, chatId, '/menu');
  const { messageId } = await stage.said(alice, chatId, 'Что показать?');
  expect(await stage.press(alice, chatId, 'Часы')).toEqual({ answered: true, text: 'С 9 до 18', showAlert: true });
  await stage.press(alice, chatId, 'Адреса');
  expect(await newest(alice, chatId)).toMatchObject({ messageId, text: 'Где?' });
  await stage.press(alice, chatId, 'Назад');
  expect(await newest(alice, chatId)).toMatchObject({ messageId, text: 'Что показать?' });
  await stage.press(alice, chatId, 'Адреса');
  expect(await stage.press(alice, chatId, 'Школа')).toEqual({ answered: true, text: 'Выбрано: school' });
  expect((await newest(alice, chatId)).buttons).toBeUndefined();
});

test('a form: question after question, keys for the number and the place, and the keys taken away', async () => {
  const { own, bot } = await stage.make('script_form_bot');
  const forms = new Map<number, { step: 'name' | 'phone' | 'place'; name?: string; phone?: string }>();
  bot.command('form', async (ctx) => {
    forms.set(ctx.chatId, { step: 'name' });
    await ctx.reply('Как вас зовут?', { reply_markup: { force_reply: true } });
  });
  bot.on('message:text', async (ctx) => {
    const form = forms.get(ctx.chatId);
    if (form?.step !== 'name') return;
    forms.set(ctx.chatId, { step: 'phone', name: ctx.message.text });
    await ctx.reply('Ваш номер?', { reply_markup: new Keyboard().requestContact('Мой номер').resized().oneTime() });
  });
  bot.on('message:contact', async (ctx) => {
    expect(ctx.message.contact.user_id).toBe(ctx.from.id);
    forms.set(ctx.chatId, { ...forms.get(ctx.chatId), step: 'place', phone: ctx.message.contact.phone_number });
    await ctx.reply('Где вы?', { reply_markup: new Keyboard().requestLocation('Я здесь').text('Не скажу') });
  });
  bot.on('message:location', async (ctx) => {
    const { name, phone } = forms.get(ctx.chatId) ?? {};
    const { latitude } = ctx.message.location;
    await ctx.reply(`${name}, ${phone}, ${latitude}`, { reply_markup: { remove_keyboard: true } });
  });
  stage.run(bot);
  const chatId = await stage.direct(alice, own);
  const inForce = async () => (await alice.call('chats.bots', { chatId })).keyboard?.keyboard.kind;
  await stage.say(alice, chatId, '/form');
  await stage.said(alice, chatId, 'Как вас зовут?');
  expect(await inForce()).toBe('reply');
  await stage.say(alice, chatId, 'Алиса');
  await stage.said(alice, chatId, 'Ваш номер?');
  const contact = { name: 'Алиса Соколова', phone: alice.phone, accountId: alice.accountId };
  await alice.call('messages.send', { chatId, clientId: clientId(), contact });
  await stage.said(alice, chatId, 'Где вы?');
  expect(await inForce()).toBe('keys');
  await alice.call('messages.send', { chatId, clientId: clientId(), location: { latitude: 58.52, longitude: 31.27 } });
  await stage.said(alice, chatId, `Алиса, ${alice.phone}, 58.52`);
  expect(await inForce()).toBeUndefined();
});

test('a notebook: texts in three parse modes, their entities told back, and edits that are heard', async () => {
  const { own, bot } = await stage.make('script_notebook_bot');
  bot.command('styles', async (ctx) => {
    await ctx.reply('<b>жирно</b> и <a href="https://example.org/">ссылка</a>', { parse_mode: 'HTML' });
    await ctx.reply('*жирно* _косо_ ||тайно||', { parse_mode: 'MarkdownV2' });
    await ctx.reply('код тут', { entities: [{ type: 'code', offset: 0, length: 3 }] });
  });
  bot.on('edited_message:text', (ctx) => ctx.reply(`Исправлено: ${ctx.editedMessage.text}`));
  bot.on('message:entities:hashtag', (ctx) => ctx.reply(`Метка ${ctx.entities('hashtag')[0]?.text}`));
  stage.run(bot);
  const chatId = await stage.direct(alice, own);
  await stage.say(alice, chatId, '/styles');
  await stage.said(alice, chatId, 'код тут');
  const { messages } = await alice.call('messages.history', { chatId, limit: 3 });
  expect(messages.map(({ entities }) => entities?.map(({ kind }) => kind))).toEqual([
    ['bold', 'link'],
    ['bold', 'italic', 'spoiler'],
    ['code'],
  ]);
  const messageId = await stage.say(alice, chatId, 'Завтра #собрание');
  await stage.said(alice, chatId, 'Метка #собрание');
  await alice.call('messages.edit', { chatId, messageId, text: 'Послезавтра #собрание' });
  await stage.said(alice, chatId, 'Исправлено: Послезавтра #собрание');
});

test('an usher: a deep link with its parameter, commands on show, a menu button, and its own description', async () => {
  const { own, bot } = await stage.make('script_usher_bot');
  bot.command('start', (ctx) => ctx.reply(ctx.match === '' ? 'Просто так' : `По ссылке: ${ctx.match}`));
  bot.command('language', (ctx) => ctx.reply(`Ваш язык: ${ctx.from?.language_code}`));
  await bot.api.setMyCommands([{ command: 'language', description: 'Какой у меня язык' }]);
  await bot.api.setMyDescription('Провожу куда надо');
  await bot.api.setChatMenuButton({ menu_button: { type: 'commands' } });
  expect(await bot.api.getMyCommands()).toEqual([{ command: 'language', description: 'Какой у меня язык' }]);
  expect(await bot.api.getMyDescription()).toEqual({ description: 'Провожу куда надо' });
  stage.run(bot);
  const chatId = await stage.direct(alice, own);
  await stage.say(alice, chatId, '/start');
  await stage.said(alice, chatId, 'Просто так');
  await stage.say(alice, chatId, '/start school_7');
  await stage.said(alice, chatId, 'По ссылке: school_7');
  await stage.say(alice, chatId, '/language@script_usher_bot');
  await stage.said(alice, chatId, 'Ваш язык: ru');
  const { bots } = await alice.call('chats.bots', { chatId });
  expect(bots).toMatchObject([{ commands: [{ command: 'language' }], menu: { kind: 'commands' } }]);
});

test('a mailing: everyone who wrote hears it, and who has blocked the bot is struck off', async () => {
  const { own, bot } = await stage.make('script_mailing_bot');
  const readers = new Set<number>();
  const struck: number[] = [];
  bot.command('subscribe', async (ctx) => {
    readers.add(ctx.chatId);
    await ctx.reply('Подписаны');
  });
  bot.on('my_chat_member', (ctx) => {
    if (ctx.myChatMember.new_chat_member.status === 'kicked') struck.push(ctx.chatId);
  });
  bot.command('send', async (ctx) => {
    for (const reader of readers) {
      await ctx.api.sendMessage(reader, ctx.match, { disable_notification: true }).catch((error: unknown) => {
        if (!(error instanceof GrammyError) || error.error_code !== 403) throw error;
        readers.delete(reader);
      });
    }
  });
  stage.run(bot, ['message', 'my_chat_member']);
  const [alices, bobs] = [await stage.direct(alice, own), await stage.direct(bob, own)];
  for (const [person, chatId] of [
    [alice, alices],
    [bob, bobs],
  ] as const) {
    await stage.say(person, chatId, '/subscribe');
    await stage.said(person, chatId, 'Подписаны');
  }
  await bob.call('blocks.add', { accountId: own.accountId });
  await expect.poll(() => struck, { timeout: 20_000 }).toEqual([bob.accountId]);
  await stage.say(alice, alices, '/send Воды не будет');
  await stage.said(alice, alices, 'Воды не будет');
  await expect.poll(() => [...readers], { timeout: 20_000 }).toEqual([alice.accountId]);
  expect((await newest(bob, bobs)).text).toBe('Подписаны');
});

test('a reception: questions are forwarded to a clerk, whose reply is copied to who asked', async () => {
  const { own, bot } = await stage.make('script_reception_bot');
  const asked = new Map<number, number>();
  bot.on('message', async (ctx) => {
    if (ctx.chatId !== bob.accountId) {
      const { message_id: id, forward_origin: origin } = await ctx.forwardMessage(bob.accountId);
      expect(origin).toMatchObject({ type: 'user', sender_user: { id: ctx.from.id } });
      asked.set(id, ctx.chatId);
      return;
    }
    const asker = asked.get(ctx.message.reply_to_message?.message_id ?? 0);
    if (asker !== undefined) await ctx.copyMessage(asker);
  });
  stage.run(bot);
  const [alices, bobs] = [await stage.direct(alice, own), await stage.direct(bob, own)];
  await stage.say(alice, alices, 'Когда дадут тепло?');
  const question = await stage.said(bob, bobs, 'Когда дадут тепло?');
  expect(question.forward).toBeDefined();
  await stage.say(bob, bobs, 'Пятнадцатого', question.messageId);
  const answer = await stage.said(alice, alices, 'Пятнадцатого');
  expect(answer.forward).toBeUndefined();
});
