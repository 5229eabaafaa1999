import { createReadStream } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ImageAttachment } from '@maxhub/max-bot-api';
import { afterAll, expect, test } from 'vitest';
import { beginnings, image } from '../../support/media-samples.ts';
import { newest } from '../../support/newest.ts';
import { clientId } from '../../support/server.ts';
import { uploadFile } from '../../support/uploads.ts';
import { startMaxWorld } from './world.ts';

const world = await startMaxWorld();
const { alice, bob, server } = world;
const bot = await world.bot('max_media_bot');
const { api } = bot.client;
const chatId = await world.direct(alice, bot);
const folder = await mkdtemp(join(tmpdir(), 'veche-max-'));
afterAll(() => rm(folder, { recursive: true }));

const picture = await image('jpeg', { width: 640, height: 400 });
const { mp4, ogg } = beginnings;
/** A video whose end is a quarter of a million bytes away. */
const longVideo = Buffer.concat([mp4, Buffer.alloc(250_000, 7)]);

test('an image of a buffer is uploaded by a form, sent, told, and read at its address without a token', async () => {
  const uploaded = await api.uploadImage({ source: picture });
  const sent = await api.sendMessageToChat(chatId, 'вид с башни', { attachments: [uploaded.toJson()] });
  const [shown] = sent.body.attachments ?? [];
  if (shown?.type !== 'image') throw new Error('no image is shown');
  expect(await newest(alice, chatId)).toMatchObject({
    text: 'вид с башни',
    attachments: [{ kind: 'photo', width: 640, height: 400 }],
  });
  const read = await fetch(shown.payload.url);
  expect([read.status, read.headers.get('content-type')]).toEqual([200, 'image/jpeg']);
  expect((await fetch(`${shown.payload.url}x`)).status).toBe(404);
  const again = new ImageAttachment({ token: shown.payload.token });
  const copy = await api.sendMessageToChat(chatId, '', { attachments: [again.toJson()] });
  expect(copy.body.attachments).toHaveLength(1);
});

test('a video of a stream is uploaded in pieces and known by the token that came first', async () => {
  const path = join(folder, 'stroll.mp4');
  await writeFile(path, longVideo);
  const video = await api.uploadVideo({ source: createReadStream(path) });
  const sent = await api.sendMessageToChat(chatId, '', { attachments: [video.toJson()] });
  const [shown] = sent.body.attachments ?? [];
  if (shown?.type !== 'video') throw new Error('no video is shown');
  const [kept] = (await newest(alice, chatId)).attachments ?? [];
  expect(kept).toMatchObject({ kind: 'video', sizeBytes: longVideo.length });
  const content = Buffer.from(await (await fetch(shown.payload.url)).arrayBuffer());
  expect(content.equals(longVideo)).toBe(true);
  const details = await api.getVideoInfo(shown.payload.token);
  expect(details).toMatchObject({ token: shown.payload.token, duration: 0 });
  const [address = ''] = Object.values(details.urls ?? {});
  expect(Buffer.from(await (await fetch(String(address))).arrayBuffer()).equals(longVideo)).toBe(true);
});

test('files and sounds are uploaded from buffers and paths', async () => {
  const path = join(folder, 'отчёт за май.txt');
  await writeFile(path, 'Итого: 5');
  const file = await api.uploadFile({ source: path });
  const sent = await api.sendMessageToChat(chatId, 'вот', { attachments: [file.toJson()] });
  expect(sent.body.attachments).toMatchObject([{ type: 'file', filename: 'отчёт за май.txt', size: 13 }]);
  const audio = await api.uploadAudio({ source: ogg });
  const other = await api.sendMessageToChat(chatId, '', { attachments: [audio.toJson()] });
  expect(other.body.attachments).toMatchObject([{ type: 'audio' }]);
});

test('what people send is told with an address and a token that may be sent on', async () => {
  const { fileId } = await uploadFile(server, alice, Buffer.from('справка'), { name: 'справка.txt' });
  await alice.call('messages.send', { chatId, clientId: clientId(), attachments: [{ fileId }] });
  const told = await bot.next('message_created');
  const [shown] = told.message.body.attachments;
  expect(shown).toMatchObject({ type: 'file', filename: 'справка.txt', size: 14 });
  expect(await (await fetch(shown.payload.url)).text()).toBe('справка');
  await bob.call('chats.createDirect', { accountId: bot.accountId });
  const attachments = [{ type: 'file' as const, payload: { token: shown.payload.token as string } }];
  const sent = await api.sendMessageToUser(bob.accountId, '', { attachments });
  expect(sent.body.attachments).toMatchObject([{ filename: 'справка.txt' }]);
});

test('an address of a file gives nothing once its message is gone', async () => {
  const file = await api.uploadFile({ source: Buffer.from('тайна') });
  const sent = await api.sendMessageToChat(chatId, '', { attachments: [file.toJson()] });
  const [shown] = sent.body.attachments ?? [];
  if (shown?.type !== 'file') throw new Error('no file is shown');
  expect((await fetch(shown.payload.url)).status).toBe(200);
  await api.deleteMessage(sent.body.mid);
  expect((await fetch(shown.payload.url)).status).toBe(404);
});

test('a change replaces the files of a message, keeps them, or takes them away', async () => {
  const [one, other] = [
    await api.uploadFile({ source: Buffer.from('раз') }),
    await api.uploadFile({ source: Buffer.from('два') }),
  ];
  const { body } = await api.sendMessageToChat(chatId, 'файл', { attachments: [one.toJson()] });
  const kept = async () => ((await newest(alice, chatId)).attachments ?? []).length;
  await api.editMessage(body.mid, { text: 'тот же файл' });
  expect(await kept()).toBe(1);
  await api.editMessage(body.mid, { attachments: [other.toJson()] });
  const [shown] = (await api.getMessage(body.mid)).body.attachments ?? [];
  if (shown?.type !== 'file') throw new Error('no file is shown');
  expect(await (await fetch(shown.payload.url)).text()).toBe('два');
  await api.editMessage(body.mid, { attachments: [] });
  expect(await newest(alice, chatId)).toMatchObject({ text: 'тот же файл' });
  expect(await kept()).toBe(0);
});

const begin = async (type: string): Promise<string> => (await bot.ask('POST', `/uploads?type=${type}`)).body.url;
const post = async (url: string, init: RequestInit) => {
  const response = await fetch(url, { method: 'POST', ...init });
  return { status: response.status, body: (await response.json()) as { message?: string; received?: number } };
};
const form = (content: string) => {
  const body = new FormData();
  body.append('data', new Blob([content]), 'x.txt');
  return { body };
};
const piece = (range: string, content: string) => ({ headers: { 'content-range': `bytes ${range}` }, body: content });

test('an address takes one file, is guessed by nobody, and wants what it says', async () => {
  const url = await begin('file');
  expect(
    (
      await post(
        url.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A')),
        form('x'),
      )
    ).status,
  ).toBe(404);
  expect((await post(url, { body: 'bare' })).status).toBe(400);
  expect((await post(url, form('раз'))).status).toBe(200);
  expect((await post(url, form('два'))).status).toBe(400);
  expect((await post(await begin('image'), form('no image'))).status).toBe(400);
  expect((await bot.ask('POST', '/uploads?type=photo')).status).toBe(400);
  expect((await fetch(url)).status).toBe(405);
});

test('pieces come in order, may come again, and are refused with a gap or a wrong size', async () => {
  const url = await begin('file');
  expect((await post(url, piece('0-2/6', 'abc'))).body).toEqual({ received: 3 });
  expect((await post(url, piece('0-2/6', 'abc'))).body).toEqual({ received: 3 });
  expect((await post(url, piece('4-5/6', 'ef'))).status).toBe(400);
  expect((await post(url, piece('3-5/6', 'de'))).status).toBe(400);
  expect((await post(url, piece('3-5/9999999999', 'def'))).status).toBe(400);
  const { status, body } = await post(url, piece('3-5/6', 'def'));
  expect([status, body]).toEqual([200, { token: expect.any(String) as string }]);
});
