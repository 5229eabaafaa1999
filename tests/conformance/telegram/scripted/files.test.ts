import { createServer } from 'node:http';
import { InlineQueryResultBuilder, InputFile, InputMediaBuilder, webhookCallback } from 'grammy';
import { expect, onTestFinished, test } from 'vitest';
import { image } from '../../../support/media-samples.ts';
import { newest } from '../../../support/newest.ts';
import { clientId, type TestPerson } from '../../../support/server.ts';
import { uploadFile } from '../../../support/uploads.ts';
import { startStage } from './stage.ts';

const stage = await startStage();
const { alice, bob, server } = stage;
type ChatId = Awaited<ReturnType<typeof stage.direct>>;

const kindOf = (name: string) => (name.endsWith('.png') ? { kind: 'photo' as const } : {});

async function sendFiles(
  person: TestPerson,
  chatId: ChatId,
  contents: readonly (readonly [string, Buffer])[],
  text = '',
) {
  const files = await Promise.all(
    contents.map(([name, content]) => uploadFile(server, person, content, { name, ...kindOf(name) })),
  );
  const attachments = files.map(({ fileId }) => ({ fileId }));
  return person.call('messages.send', { chatId, clientId: clientId(), text, attachments });
}

test('an archivist: it downloads what it is sent, and sends it back under another name', async () => {
  const { own, bot } = await stage.make('script_archivist_bot');
  bot.on('message:document', async (ctx) => {
    const { file_path: path = '' } = await ctx.getFile();
    const response = await fetch(`${server.url}/file/bot${own.token}/${path}`);
    const content = Buffer.from(await response.arrayBuffer());
    const name = `копия ${ctx.message.document.file_name}`;
    await ctx.replyWithDocument(new InputFile(content, name), { caption: `${content.byteLength} байт` });
  });
  stage.run(bot);
  const chatId = await stage.direct(alice, own);
  await sendFiles(alice, chatId, [['справка №7.txt', Buffer.from('Справка дана')]]);
  const copy = await stage.said(alice, chatId, '23 байт');
  expect(copy.attachments).toMatchObject([{ kind: 'file', name: 'копия справка №7.txt', sizeBytes: 23 }]);
});

test('a gallery: albums come in as messages of one group and go out as one message', async () => {
  const { own, bot } = await stage.make('script_gallery_bot');
  const albums = new Map<string, string[]>();
  bot.on('message:photo', async (ctx) => {
    const group = ctx.message.media_group_id ?? '';
    const photos = [...(albums.get(group) ?? []), ctx.message.photo.at(-1)?.file_id ?? ''];
    albums.set(group, photos);
    if (photos.length < 2) return;
    const media = photos.map((id, index) => InputMediaBuilder.photo(id, index === 0 ? { caption: 'Те же' } : {}));
    const sent = await ctx.replyWithMediaGroup(media);
    const first = sent[0]?.message_id ?? 0;
    await ctx.api.editMessageCaption(ctx.chatId, first, { caption: 'Те же двое' });
  });
  stage.run(bot);
  const chatId = await stage.direct(alice, own);
  const pictures = await Promise.all([64, 128].map((width) => image('png', { width })));
  await sendFiles(
    alice,
    chatId,
    pictures.map((picture, index) => [`${index}.png`, picture] as const),
  );
  const album = await stage.said(alice, chatId, 'Те же двое');
  expect(album.attachments).toMatchObject([
    { kind: 'photo', width: 64 },
    { kind: 'photo', width: 128 },
  ]);
});

test('a painter: it sends a picture of its making and puts another one in its place', async () => {
  const { own, bot } = await stage.make('script_painter_bot');
  bot.command('paint', async (ctx) => {
    const { message_id: id } = await ctx.replyWithPhoto(new InputFile(await image('jpeg', { width: 320 })), {
      caption: 'Эскиз',
      has_spoiler: true,
    });
    const better = InputMediaBuilder.photo(new InputFile(await image('png', { width: 640, height: 400 })), {
      caption: 'Картина',
    });
    await ctx.api.editMessageMedia(ctx.chatId, id, better);
  });
  stage.run(bot);
  const chatId = await stage.direct(alice, own);
  await stage.say(alice, chatId, '/paint');
  const { attachments } = await stage.said(alice, chatId, 'Картина');
  expect(attachments).toMatchObject([{ kind: 'photo', width: 640, height: 400 }]);
});

test('a dictionary: it answers queries from any chat, page by page, and hears what was chosen', async () => {
  const { own, bot } = await stage.make('script_dictionary_bot');
  await alice.call('bots.setInline', { accountId: own.accountId, inline: { feedback: true } });
  const chosen: string[] = [];
  const words = ['вече', 'вечер', 'вечность'];
  bot.on('inline_query', async (ctx) => {
    const { query, offset } = ctx.inlineQuery;
    const from = Number(offset || 0);
    const found = words.filter((word) => word.startsWith(query));
    const page = found.slice(from, from + 2);
    const results = page.map((word) => InlineQueryResultBuilder.article(word, word).text(`Слово: ${word}`));
    const next = from + 2 < found.length ? String(from + 2) : '';
    await ctx.answerInlineQuery(results, { cache_time: 0, next_offset: next });
  });
  bot.on('chosen_inline_result', (ctx) => void chosen.push(ctx.chosenInlineResult.result_id));
  stage.run(bot);
  const chatId = await stage.group(alice, 'Двор', [bob]);
  const ask = (offset?: string) =>
    alice.call('inline.query', {
      chatId,
      bot: own.username,
      query: 'веч',
      ...(offset === undefined ? {} : { offset }),
    });
  const first = await ask();
  expect(first.results.map(({ title }) => title)).toEqual(['вече', 'вечер']);
  const { answerId, results } = await ask(first.nextOffset);
  expect(results.map(({ title }) => title)).toEqual(['вечность']);
  const { resultId = '' } = results[0] ?? {};
  await alice.call('inline.send', { chatId, clientId: clientId(), botId: own.accountId, answerId, resultId });
  expect(await newest(bob, chatId)).toMatchObject({ text: 'Слово: вечность', viaBot: { accountId: own.accountId } });
  await expect.poll(() => chosen, { timeout: 20_000 }).toEqual(['вечность']);
});

test('a clerk behind a webhook: it answers by its own web server, with the secret, also within the answer', async () => {
  const { own, bot } = await stage.make('script_clerk_bot');
  bot.on('message:text', async (ctx) => {
    await ctx.replyWithChatAction('typing');
    await ctx.reply(`Принято: ${ctx.message.text}`);
  });
  const hook = createServer(webhookCallback(bot, 'http', { secretToken: 'a-b_C' }));
  await new Promise<void>((resolve) => hook.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    hook.closeAllConnections();
    hook.close();
  });
  const { port } = hook.address() as { port: number };
  await bot.api.setWebhook(`http://127.0.0.1:${port}/`, { secret_token: 'a-b_C', drop_pending_updates: true });
  const chatId = await stage.direct(alice, own);
  await stage.say(alice, chatId, 'заявление');
  await stage.said(alice, chatId, 'Принято: заявление');
  expect((await fetch(`http://127.0.0.1:${port}/`, { method: 'POST', body: '{}' })).status).toBe(401);
  await bot.api.deleteWebhook();
  expect(await bot.api.getWebhookInfo()).toMatchObject({ url: '', pending_update_count: 0 });
});

test('a guide: a place that moves, and then stands', async () => {
  const { own, bot } = await stage.make('script_guide_bot');
  bot.command('follow', async (ctx) => {
    const { message_id: id } = await ctx.replyWithLocation(58.52, 31.27, { live_period: 600 });
    await ctx.api.editMessageLiveLocation(ctx.chatId, id, 58.53, 31.28);
    await ctx.api.stopMessageLiveLocation(ctx.chatId, id);
    await ctx.replyWithContact('+79990000000', 'Экскурсовод');
  });
  stage.run(bot);
  const chatId = await stage.direct(alice, own);
  await stage.say(alice, chatId, '/follow');
  const last = async () => (await alice.call('messages.history', { chatId, limit: 2 })).messages;
  await expect
    .poll(last, { timeout: 20_000 })
    .toMatchObject([{ location: { latitude: 58.53, longitude: 31.28 } }, { contact: { name: 'Экскурсовод' } }]);
});
