import {
  type Bot,
  type Context,
  defineScenario,
  ImageAttachment,
  Keyboard,
  MaxError,
  ScenarioEngine,
  type ScenarioContext,
  session,
  transition,
} from '@maxhub/max-bot-api';
import type { ChatId } from '@veche/contract';
import { expect, test } from 'vitest';
import { image } from '../../../support/media-samples.ts';
import { newest } from '../../../support/newest.ts';
import { clientId, type TestPerson } from '../../../support/server.ts';
import { uploadFile } from '../../../support/uploads.ts';
import { startStage, toast } from './stage.ts';

const stage = await startStage();
const { alice, bob, server } = stage;
const { button, inlineKeyboard } = Keyboard;

test('a menu: levels of buttons in one message, toasts, and a way back', async () => {
  const own = await stage.bot('script_menu_bot');
  const top = inlineKeyboard([[button.callback('Часы', 'hours'), button.callback('Адреса', 'places')]]);
  const below = inlineKeyboard([[button.callback('Школа', 'place:school'), button.callback('Назад', 'top')]]);
  const { client } = own;
  client.command('menu', (ctx) => ctx.reply('Что показать?', { attachments: [top] }));
  client.action('hours', (ctx) => ctx.answerOnCallback(toast('С 9 до 18')));
  client.action('places', (ctx) => ctx.answerOnCallback({ message: { text: 'Где?', attachments: [below] } }));
  client.action('top', (ctx) => ctx.answerOnCallback({ message: { text: 'Что показать?', attachments: [top] } }));
  client.action(/^place:(.+)$/, (ctx: Context) =>
    ctx.answerOnCallback(toast('Готово', { text: `Выбрано: ${ctx.match?.[1]}`, attachments: [] })),
  );
  stage.run(client);
  const chatId = await stage.direct(alice, own);
  await stage.say(alice, chatId, '/menu');
  const { messageId } = await stage.said(alice, chatId, 'Что показать?');
  expect(await stage.press(alice, chatId, 'Часы')).toEqual({ answered: true, text: 'С 9 до 18' });
  await stage.press(alice, chatId, 'Адреса');
  expect(await newest(alice, chatId)).toMatchObject({ messageId, text: 'Где?' });
  await stage.press(alice, chatId, 'Назад');
  await stage.press(alice, chatId, 'Адреса');
  expect(await stage.press(alice, chatId, 'Школа')).toEqual({ answered: true, text: 'Готово' });
  expect(await newest(alice, chatId)).toMatchObject({ messageId, text: 'Выбрано: school' });
  expect((await newest(alice, chatId)).buttons).toBeUndefined();
});

test('a form: a scenario of the client, step by step, kept for each person, with a way out', async () => {
  const own = await stage.bot('script_form_bot');
  const bot = own.client as unknown as Bot<ScenarioContext>;
  const order = defineScenario<ScenarioContext, { street: string }>()<'begin' | 'street' | 'trees'>({
    id: 'order',
    initialStep: 'begin',
    createData: () => ({ street: '' }),
    intercept: async ({ ctx }) => {
      if (ctx.message?.body.text !== '/cancel') return undefined;
      await ctx.reply('Отменено');
      return transition.cancel();
    },
    steps: {
      begin: async ({ ctx }) => {
        await ctx.reply('Какая улица?');
        return transition.goto('street');
      },
      street: async ({ ctx }) => {
        await ctx.reply('Сколько деревьев?');
        return transition.goto('trees', { street: ctx.message?.body.text ?? '' });
      },
      trees: async ({ ctx, data }) => {
        await ctx.reply(`${data.street}: ${ctx.message?.body.text}`);
        return transition.complete();
      },
    },
  });
  bot.use(session());
  bot.use(new ScenarioEngine<ScenarioContext>().register(order).middleware());
  bot.command('order', (ctx) => ctx.scenario.start(order));
  stage.run(own.client);
  const [alices, bobs] = [await stage.direct(alice, own), await stage.direct(bob, own)];
  await stage.say(alice, alices, '/order');
  await stage.said(alice, alices, 'Какая улица?');
  await stage.say(bob, bobs, '/order');
  await stage.said(bob, bobs, 'Какая улица?');
  await stage.say(alice, alices, 'Садовая');
  await stage.said(alice, alices, 'Сколько деревьев?');
  await stage.say(bob, bobs, '/cancel');
  await stage.said(bob, bobs, 'Отменено');
  await stage.say(alice, alices, '3');
  await stage.said(alice, alices, 'Садовая: 3');
});

test('a registry: it asks for the number and the place, and hears both', async () => {
  const own = await stage.bot('script_registry_bot');
  const { client } = own;
  const ask = inlineKeyboard([[button.requestContact('Мой номер')], [button.requestGeoLocation('Где я')]]);
  client.command('register', (ctx) => ctx.reply('Кто вы и где?', { attachments: [ask] }));
  client.on('message_created', async (ctx) => {
    if (ctx.contactInfo !== undefined) await ctx.reply(`Номер ${ctx.contactInfo.tel}`);
    if (ctx.location !== undefined) await ctx.reply(`Широта ${ctx.location.latitude}`);
  });
  stage.run(client);
  const chatId = await stage.direct(alice, own);
  await stage.say(alice, chatId, '/register');
  await stage.said(alice, chatId, 'Кто вы и где?');
  const contact = { name: 'Алиса Соколова', phone: alice.phone, accountId: alice.accountId };
  await alice.call('messages.send', { chatId, clientId: clientId(), contact });
  await stage.said(alice, chatId, `Номер ${alice.phone}`);
  await alice.call('messages.send', { chatId, clientId: clientId(), location: { latitude: 58.52, longitude: 31.27 } });
  await stage.said(alice, chatId, 'Широта 58.52');
});

test('an usher: a dialog begins by its button once, by a link with its parameter, and by a typed command', async () => {
  const own = await stage.bot('script_usher_bot');
  const { client } = own;
  const greeted: unknown[] = [];
  client.on('bot_started', async (ctx) => {
    greeted.push(ctx.startPayload ?? null);
    await ctx.reply(ctx.startPayload == null ? 'Здравствуйте' : `По ссылке: ${ctx.startPayload}`);
  });
  client.command('start', (ctx) => ctx.reply('Снова здравствуйте'));
  await client.api.setMyCommands([{ name: 'start', description: 'Начать сначала' }]);
  stage.run(client);
  const chatId = await stage.direct(alice, own);
  await stage.say(alice, chatId, '/start');
  await stage.said(alice, chatId, 'Здравствуйте');
  await stage.say(alice, chatId, '/start school_7');
  await stage.said(alice, chatId, 'По ссылке: school_7');
  await stage.say(alice, chatId, '/start');
  await stage.said(alice, chatId, 'Снова здравствуйте');
  expect(greeted).toEqual([null, 'school_7']);
  const { messages } = await alice.call('messages.history', { chatId });
  expect(messages).toHaveLength(6);
  expect((await alice.call('chats.bots', { chatId })).bots).toMatchObject([{ commands: [{ command: 'start' }] }]);
});

test('a notebook: both formats, and what people change or take back', async () => {
  const own = await stage.bot('script_notebook_bot');
  const { client } = own;
  client.command('styles', async (ctx) => {
    await ctx.reply('**жирно** и _косо_', { format: 'markdown' });
    await ctx.reply('<u>черта</u> и <code>код</code>', { format: 'html', notify: false });
  });
  client.on('message_edited', (ctx) => ctx.reply(`Исправлено: ${ctx.message.body.text}`));
  client.on('message_removed', (ctx) => ctx.reply('Стёрто'));
  stage.run(client);
  const chatId = await stage.direct(alice, own);
  await stage.say(alice, chatId, '/styles');
  await stage.said(alice, chatId, 'черта и код');
  const { messages } = await alice.call('messages.history', { chatId, limit: 2 });
  expect(messages.map(({ entities }) => entities?.map(({ kind }) => kind))).toEqual([
    ['bold', 'italic'],
    ['underline', 'code'],
  ]);
  const messageId = await stage.say(alice, chatId, 'завтра');
  await alice.call('messages.edit', { chatId, messageId, text: 'послезавтра' });
  await stage.said(alice, chatId, 'Исправлено: послезавтра');
  await alice.call('messages.delete', { chatId, messageIds: [messageId] });
  await stage.said(alice, chatId, 'Стёрто');
});

async function sendFiles(person: TestPerson, chatId: ChatId, contents: readonly (readonly [string, Buffer])[]) {
  const kindOf = (name: string) => (name.endsWith('.png') ? { kind: 'photo' as const } : {});
  const files = await Promise.all(
    contents.map(([name, content]) => uploadFile(server, person, content, { name, ...kindOf(name) })),
  );
  const attachments = files.map(({ fileId }) => ({ fileId }));
  return person.call('messages.send', { chatId, clientId: clientId(), attachments });
}

test('an archivist: it reads what it is sent at its address, and uploads a copy', async () => {
  const own = await stage.bot('script_archivist_bot');
  const { client } = own;
  client.on('message_created', async (ctx) => {
    const [file] = ctx.message.body.attachments ?? [];
    if (file?.type !== 'file') return;
    const content = Buffer.from(await (await fetch(file.payload.url)).arrayBuffer());
    const copy = await ctx.api.uploadFile({ source: content });
    await ctx.reply(`${file.filename}: ${content.byteLength}`, { attachments: [copy.toJson()] });
  });
  stage.run(client);
  const chatId = await stage.direct(alice, own);
  await sendFiles(alice, chatId, [['справка.txt', Buffer.from('Справка дана')]]);
  const copy = await stage.said(alice, chatId, 'справка.txt: 23');
  expect(copy.attachments).toMatchObject([{ kind: 'file', sizeBytes: 23 }]);
});

test('a gallery: an album comes in as one message, goes out by its tokens, and is changed to one picture', async () => {
  const own = await stage.bot('script_gallery_bot');
  const { client } = own;
  client.on('message_created', async (ctx) => {
    const tokens = (ctx.message.body.attachments ?? []).flatMap((one) =>
      one.type === 'image' ? one.payload.token : [],
    );
    if (tokens.length < 2) return;
    const attachments = tokens.map((token) => new ImageAttachment({ token }).toJson());
    const { body } = await ctx.reply('Те же', { attachments });
    await ctx.api.editMessage(body.mid, { text: 'Только первая', attachments: attachments.slice(0, 1) });
  });
  stage.run(client);
  const chatId = await stage.direct(alice, own);
  const pictures = await Promise.all([64, 128].map((width) => image('png', { width })));
  await sendFiles(
    alice,
    chatId,
    pictures.map((picture, index) => [`${index}.png`, picture] as const),
  );
  const { attachments } = await stage.said(alice, chatId, 'Только первая');
  expect(attachments).toMatchObject([{ kind: 'photo', width: 64 }]);
});

test('a mailing: everyone who wrote hears it, and who has blocked the bot is struck off', async () => {
  const own = await stage.bot('script_mailing_bot');
  const { client } = own;
  const readers = new Set<number>();
  const struck: number[] = [];
  client.command('subscribe', async (ctx) => {
    readers.add(ctx.message.sender?.user_id ?? 0);
    await ctx.reply('Подписаны');
  });
  client.on('bot_stopped', (ctx) => void struck.push(ctx.user.user_id));
  client.hears(/^\/send (.+)$/, async (ctx) => {
    for (const reader of readers) {
      await ctx.api.sendMessageToUser(reader, ctx.match?.[1] ?? '').catch((error: unknown) => {
        if (!(error instanceof MaxError) || error.status !== 403) throw error;
        readers.delete(reader);
      });
    }
  });
  stage.run(client);
  const bobs = await stage.direct(bob, own);
  const chatId = await stage.direct(alice, own);
  for (const [person, chat] of [
    [alice, chatId],
    [bob, bobs],
  ] as const) {
    await stage.say(person, chat, '/subscribe');
    await stage.said(person, chat, 'Подписаны');
  }
  await bob.call('blocks.add', { accountId: own.accountId });
  await expect.poll(() => struck, { timeout: 20_000 }).toEqual([bob.accountId]);
  await stage.say(alice, chatId, '/send Воды не будет');
  await stage.said(alice, chatId, 'Воды не будет');
  await expect.poll(() => [...readers], { timeout: 20_000 }).toEqual([alice.accountId]);
});

test('a reception: questions are forwarded to a clerk, whose reply goes to who asked', async () => {
  const own = await stage.bot('script_reception_bot');
  const { client } = own;
  const asked = new Map<string, number>();
  client.on('message_created', async (ctx) => {
    const { sender, body, link } = ctx.message;
    if (sender?.user_id !== bob.accountId) {
      const sent = await ctx.api.sendMessageToUser(bob.accountId, '', { link: { type: 'forward', mid: body.mid } });
      asked.set(sent.body.mid, sender?.user_id ?? 0);
      return;
    }
    const asker = link?.type === 'reply' ? asked.get(link.message.mid) : undefined;
    if (asker !== undefined) await ctx.api.sendMessageToUser(asker, body.text ?? '');
  });
  stage.run(client);
  const [chatId, bobs] = [await stage.direct(alice, own), await stage.direct(bob, own)];
  await stage.say(alice, chatId, 'Когда дадут тепло?');
  const question = await stage.said(bob, bobs, 'Когда дадут тепло?');
  expect(question.forward).toBeDefined();
  await stage.say(bob, bobs, 'Пятнадцатого', question.messageId);
  await stage.said(alice, chatId, 'Пятнадцатого');
});
