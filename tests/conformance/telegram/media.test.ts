import { createServer } from 'node:http';
import sharp from 'sharp';
import { Bot, GrammyError, InputFile, InputMediaBuilder } from 'grammy';
import { expect, onTestFinished, test } from 'vitest';
import { beginnings } from '../../support/media-samples.ts';
import { uploadFile } from '../../support/uploads.ts';
import { clientId } from '../../support/server.ts';
import { newest } from '../../support/newest.ts';
import { faultsOfResult, readOracle } from './oracle.ts';
import { startBotWorld } from './world.ts';

const world = await startBotWorld();
const { server, alice, bob } = world;
const own = await world.bot('media_bot');
const chatId = await world.direct(alice, own);
const bot = new Bot(own.token, { client: { apiRoot: server.url } });
const { api } = bot;
const to = alice.accountId;

// Every answer that grammY gets is checked against the published shapes.
const oracle = readOracle();
api.config.use(async (call, method, payload, signal) => {
  const answer = await call(method, payload, signal);
  if (oracle !== null && answer.ok) expect(faultsOfResult(oracle, method, answer.result)).toEqual([]);
  return answer;
});

const picture = await sharp({ create: { width: 640, height: 400, channels: 3, background: '#863' } })
  .jpeg()
  .toBuffer();
const pixel = Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7', 'base64');
const { mp4, ogg } = beginnings;
const refusedAs = async (call: Promise<unknown>) => {
  const error = await call.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(GrammyError);
  return (error as GrammyError).description;
};
const download = (path: string, token = own.token) => fetch(`${server.url}/file/bot${token}/${path}`);

test('a photo is sent with a caption, comes back by its id, and can be downloaded', async () => {
  const sent = await api.sendPhoto(to, new InputFile(picture, 'вид с башни.jpg'), {
    caption: '*вид* с башни',
    parse_mode: 'Markdown',
    has_spoiler: true,
  });
  expect(sent).toMatchObject({ caption: 'вид с башни', caption_entities: [{ type: 'bold', offset: 0, length: 3 }] });
  expect(await newest(alice, chatId)).toMatchObject({
    text: 'вид с башни',
    attachments: [{ kind: 'photo', width: 640, height: 400, spoiler: true }],
  });
  const { file_id: id, width } = sent.photo.at(-1) ?? { file_id: '', width: 0 };
  expect(width).toBe(640);
  const again = await api.sendPhoto(to, id);
  expect(again.photo.at(-1)?.file_unique_id).toBe(sent.photo.at(-1)?.file_unique_id);
  const { file_path: path = '', file_size: size } = await api.getFile(id);
  const content = Buffer.from(await (await download(path)).arrayBuffer());
  expect(content.byteLength).toBe(size);
  expect((await sharp(content).metadata()).width).toBe(640);
  const preview = await api.getFile(sent.photo[0]?.file_id ?? '');
  expect((await download(preview.file_path ?? '')).headers.get('content-type')).toBe('image/webp');
});

test('documents keep their names, and their bytes', async () => {
  const sent = await api.sendDocument(to, new InputFile(Buffer.from('смета'), 'смета на май.txt'), { caption: 'вот' });
  expect(sent).toMatchObject({ document: { file_name: 'смета на май.txt', file_size: 10 }, caption: 'вот' });
  const { file_path: path = '' } = await api.getFile(sent.document.file_id);
  expect(await (await download(path)).text()).toBe('смета');
  expect((await download(path, `${own.accountId}:${'x'.repeat(35)}`)).status).toBe(401);
  expect(await (await download('files/p_1_1_1.jpg')).json()).toMatchObject({ ok: false, error_code: 404 });
});

test('video, sound, voice, video note, sticker and animation are sent as what they are', async () => {
  const video = await api.sendVideo(to, new InputFile(mp4, 'a.mp4'), { width: 320, height: 240, duration: 7 });
  expect(video.video).toMatchObject({ width: 320, height: 240, duration: 7 });
  const note = await api.sendVideoNote(to, new InputFile(mp4, 'n.mp4'), { length: 240, duration: 3 });
  expect(note.video_note).toMatchObject({ length: 240, duration: 3 });
  const voice = await api.sendVoice(to, new InputFile(ogg, 'v.ogg'), { duration: 4 });
  expect(voice.voice.duration).toBe(4);
  const audio = await api.sendAudio(to, new InputFile(ogg, 'x.ogg'), { performer: 'Хор', title: 'Вече', duration: 9 });
  expect(audio.audio).toMatchObject({ file_name: 'Хор – Вече.ogg', duration: 9 });
  const webp = await sharp(picture).resize(512).webp().toBuffer();
  expect((await api.sendSticker(to, new InputFile(webp, 's.webp'))).sticker).toMatchObject({ type: 'regular' });
  const gif = await api.sendAnimation(to, new InputFile(pixel, 'a.gif'));
  expect('photo' in gif || 'animation' in gif).toBe(true);
});

test('an album is one message here, and a message for each file there', async () => {
  const sent = await api.sendMediaGroup(to, [
    InputMediaBuilder.photo(new InputFile(picture, '1.jpg'), { caption: 'двое' }),
    InputMediaBuilder.photo(new InputFile(picture, '2.jpg')),
  ]);
  expect(sent).toHaveLength(2);
  expect(new Set(sent.map((message) => (message as { media_group_id?: string }).media_group_id)).size).toBe(1);
  expect((await newest(alice, chatId)).attachments).toHaveLength(2);
  expect(await refusedAs(api.sendMediaGroup(to, [InputMediaBuilder.photo(new InputFile(picture))]))).toBe(
    'Bad Request: there are not enough media to send as an album',
  );
});

test('messages are copied without the words beside their files, others as they are', async () => {
  const photo = await api.sendPhoto(to, new InputFile(picture, '1.jpg'), { caption: 'слова' });
  const text = await api.sendMessage(to, 'один текст');
  const ids = [photo.message_id, text.message_id];
  expect(await api.copyMessages(to, to, ids, { remove_caption: true })).toHaveLength(2);
  const { messages } = await alice.call('messages.history', { chatId, limit: 2 });
  expect(messages).toMatchObject([{ text: '', attachments: [{ kind: 'photo' }] }, { text: 'один текст' }]);
  expect(messages.some((message) => message.forward !== undefined)).toBe(false);
});

test('a place that moves or stands gets other buttons with it', async () => {
  const buttons = (text: string) => ({ reply_markup: { inline_keyboard: [[{ text, callback_data: 'x' }]] } });
  const { message_id: id } = await api.sendLocation(to, 58.5, 31.2, { live_period: 600 });
  const moved = await api.editMessageLiveLocation(to, id, 58.6, 31.2, buttons('Иду'));
  expect(moved).toMatchObject({ location: { latitude: 58.6 }, ...buttons('Иду') });
  const stopped = await api.stopMessageLiveLocation(to, id, buttons('Пришёл'));
  expect(stopped).toMatchObject(buttons('Пришёл'));
  expect((await newest(alice, chatId)).buttons?.flat().map(({ text }) => text)).toEqual(['Пришёл']);
});

test('a file is taken from an address, if that is not of this machine’s neighbours', async () => {
  const site = createServer((request, response) => {
    if (request.url === '/gone.jpg') response.writeHead(404).end();
    else response.writeHead(200, { 'content-type': 'image/jpeg' }).end(request.url === '/page' ? '<html>' : picture);
  });
  await new Promise<void>((resolve) => site.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void site.close());
  const { port } = site.address() as { port: number };
  expect((await api.sendPhoto(to, `http://127.0.0.1:${port}/a.jpg`)).photo.length).toBeGreaterThan(0);
  expect(await refusedAs(api.sendPhoto(to, `http://127.0.0.1:${port}/page`))).toBe(
    'Bad Request: wrong type of the web page content',
  );
  for (const url of [`http://127.0.0.1:${port}/gone.jpg`, 'http://10.1.2.3/a.jpg', 'http://169.254.169.254/']) {
    expect(await refusedAs(api.sendPhoto(to, url))).toBe('Bad Request: failed to get HTTP URL content');
  }
});

test('files of people are told, can be downloaded and sent on; those of other chats cannot', async () => {
  const file = await uploadFile(server, alice, Buffer.from('%PDF-1.7 акт'), { kind: 'file', name: 'акт.pdf' });
  await alice.call('messages.send', { chatId, clientId: clientId(), attachments: [{ fileId: file.fileId }] });
  const update = (await own.updates()).at(-1);
  expect(update.message.document).toMatchObject({ file_name: 'акт.pdf', mime_type: 'application/pdf' });
  const id = update.message.document.file_id;
  expect((await download((await api.getFile(id)).file_path ?? '')).status).toBe(200);
  expect((await api.sendDocument(to, id)).document.file_name).toBe('акт.pdf');
  const stranger = await world.bot('stranger_media_bot');
  const strange = await world.direct(bob, stranger);
  expect(strange).not.toBe(chatId);
  const { body } = await stranger.api('getFile', { file_id: id });
  expect(body.description).toBe('Bad Request: wrong file_id or the file is temporarily unavailable');
  const sent = await stranger.api('sendDocument', { chat_id: bob.accountId, document: id });
  expect(sent.body.description).toBe('Bad Request: wrong file identifier/HTTP URL specified');
  const path = (await api.getFile(id)).file_path ?? '';
  expect((await download(path, stranger.token)).status).toBe(404);
});

test('what is no file, or another one, is refused in words that libraries know', async () => {
  expect(await refusedAs(api.sendPhoto(to, 'nonsense'))).toBe('Bad Request: wrong file identifier/HTTP URL specified');
  expect((await own.api('sendPhoto', { chat_id: to, photo: 'attach://nothing' })).body.description).toBe(
    'Bad Request: wrong file identifier/HTTP URL specified',
  );
  expect((await own.api('sendPhoto', { chat_id: to, photo: '' })).body.description).toBe(
    'Bad Request: there is no photo in the request',
  );
  expect(await refusedAs(api.sendPhoto(to, new InputFile(Buffer.from('text'), 'a.jpg')))).toBe(
    'Bad Request: IMAGE_PROCESS_FAILED',
  );
  const { document } = await api.sendDocument(to, new InputFile(Buffer.from('x'), 'x.bin'));
  expect(await refusedAs(api.sendPhoto(to, document.file_id))).toBe(
    "Bad Request: can't use file of type Document as Photo",
  );
  expect(await refusedAs(api.sendPhoto(to, new InputFile(picture), { caption: 'x'.repeat(1025) }))).toBe(
    'Bad Request: message caption is too long',
  );
  expect(await refusedAs(api.getFile('nonsense'))).toBe('Bad Request: invalid file_id');
  expect(await refusedAs(api.sendDice(to, '🎲'))).toBe('Bad Request: method sendDice is not supported here');
  // Many that could not be finished leave room for more.
  for (let count = 0; count < 20; count++) {
    await refusedAs(api.sendPhoto(to, new InputFile(Buffer.from(`text ${count}`), 'a.jpg')));
  }
  expect((await api.sendPhoto(to, new InputFile(picture))).photo.length).toBeGreaterThan(0);
});

test('places, cards, polls and what a bot is doing', async () => {
  const place = await api.sendLocation(to, 58.52, 31.27, { horizontal_accuracy: 30 });
  expect(place.location).toEqual({ latitude: 58.52, longitude: 31.27, horizontal_accuracy: 30 });
  const live = await api.sendLocation(to, 58.52, 31.27, { live_period: 600 });
  const moved = await api.editMessageLiveLocation(to, live.message_id, 58.6, 31.3);
  expect(moved).toMatchObject({ location: { latitude: 58.6 } });
  await api.stopMessageLiveLocation(to, live.message_id);
  const card = await api.sendContact(to, '+7 (921) 123-45-67', 'Марфа', { last_name: 'Борецкая' });
  expect(card.contact).toEqual({ phone_number: '+79211234567', first_name: 'Марфа', last_name: 'Борецкая' });
  const poll = await api.sendPoll(to, 'Сход?', [{ text: 'да' }, { text: 'нет' }], { is_anonymous: false });
  expect(poll.poll).toMatchObject({ question: 'Сход?', is_anonymous: false, total_voter_count: 0, type: 'regular' });
  await alice.call('polls.vote', { chatId, messageId: poll.message_id, options: [1] });
  expect(await api.stopPoll(to, poll.message_id)).toMatchObject({
    is_closed: true,
    total_voter_count: 1,
    options: [{ voter_count: 0 }, { voter_count: 1 }],
  });
  expect(await refusedAs(api.stopPoll(to, poll.message_id))).toBe('Bad Request: poll has already been closed');
  expect(await refusedAs(api.stopPoll(to, card.message_id))).toBe('Bad Request: message is not a poll');
  expect(await refusedAs(api.sendPoll(to, 'Сход?', [{ text: 'да' }]))).toBe(
    'Bad Request: poll must have at least 2 option',
  );
  expect(await api.sendChatAction(to, 'upload_photo')).toBe(true);
  expect((await own.api('sendChatAction', { chat_id: to, action: 'dance' })).body.description).toBe(
    'Bad Request: wrong parameter action in request',
  );
});
