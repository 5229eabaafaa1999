import { once } from 'node:events';
import { type ClientRequest, request } from 'node:http';
import { text } from 'node:stream/consumers';
import type { IncomingMessage } from 'node:http';
import type { FileId } from '@veche/contract';
import { expect, test } from 'vitest';
import { refusal } from '../../support/refusal.ts';
import { sendPart } from '../../support/uploads.ts';
import { startMaxWorld } from './world.ts';

const MEGABYTE = 1024 * 1024;
const world = await startMaxWorld({ fileQuotaBytes: MEGABYTE });
const { server } = world;

/** A bot with the address of a new file. */
async function begin(username: string) {
  const bot = await world.bot(username);
  const address = async (): Promise<string> => (await bot.ask('POST', '/uploads?type=file')).body.url;
  return { bot, address, url: await address() };
}
type Begun = Awaited<ReturnType<typeof begin>>['bot'];

const uploadsOf = ({ accountId }: Begun) => server.app.sql<{ fileId: FileId; sizeBytes: number }[]>`
  select file_id as "fileId", size_bytes as "sizeBytes" from upload where account_id = ${accountId}`;

/** A request whose body goes on: what it answers comes also before its end. */
function open(
  url: string,
  headers: Readonly<Record<string, string>>,
): { sent: ClientRequest; status: Promise<number> } {
  const sent = request(url, { method: 'POST', headers });
  const status = once(sent, 'response').then(async ([response]) => {
    await text((response as IncomingMessage).resume());
    return (response as IncomingMessage).statusCode ?? 0;
  });
  // Of those that are broken off nobody hears.
  status.catch(() => undefined);
  sent.on('error', () => undefined);
  return { sent, status };
}
const openPiece = (url: string, range: string, sizeBytes: number) =>
  open(url, { 'content-range': `bytes ${range}`, 'content-length': String(sizeBytes) });
const openForm = (url: string, headers: Readonly<Record<string, string>>) => {
  const form = open(url, { 'content-type': 'multipart/form-data; boundary=b', ...headers });
  form.sent.write('--b\r\nContent-Disposition: form-data; name="data"; filename="x.txt"\r\n\r\n');
  return form;
};
const piece = async (url: string, range: string, body: string) => {
  const headers = { 'content-range': `bytes ${range}` };
  const response = await fetch(url, { method: 'POST', headers, body });
  return { status: response.status, body: (await response.json()) as { token?: string; message?: string } };
};
const whole = async (url: string, content: string) => {
  const body = new FormData();
  body.append('data', new Blob([content]), 'x.txt');
  return (await fetch(url, { method: 'POST', body })).status;
};

test('while a piece is being written nobody else writes, and what was stored stays as it was scanned', async () => {
  const { bot, url } = await begin('max_two_writers_bot');
  const clean = 'чистый файл';
  const size = Buffer.byteLength(clean);
  const held = openPiece(url, `0-${size - 1}/${size}`, size);
  held.sent.write('!');
  await expect.poll(() => uploadsOf(bot)).toHaveLength(1);
  const [{ fileId } = { fileId: 0 as FileId }] = await uploadsOf(bot);

  expect((await piece(url, `0-${size - 1}/${size}`, clean)).status).toBe(503);
  const uploader = { url: server.url, token: bot.token };
  expect((await refusal(sendPart(uploader, fileId, 1, Buffer.alloc(size - 1)))).code).toBe('unavailable');
  expect((await whole(url, clean)) >= 400).toBe(true);
  held.sent.destroy();
  await expect.poll(async () => (await piece(url, `0-${size - 1}/${size}`, clean)).status).toBe(200);
  const stored = await fetch(`${server.url}/files/${fileId}`, { headers: { authorization: `Bearer ${bot.token}` } });
  expect(await stored.text()).toBe(clean);
});

test('pieces after the first cannot make the file larger than was admitted, or another', async () => {
  const { bot, url } = await begin('max_growing_bot');
  expect((await piece(url, '0-0/2', 'a')).status).toBe(200);
  const second = await piece(url, '1-9/10', 'b'.repeat(9));
  expect([second.status, second.body.message]).toEqual([400, expect.stringContaining('2 bytes')]);
  expect(await uploadsOf(bot)).toMatchObject([{ sizeBytes: 2 }]);
  expect((await piece(url, '1-1/2', 'b')).body).toEqual({ token: expect.any(String) as string });
});

test('a form that does not fit into the quota is refused before its file is read', async () => {
  const { bot, url } = await begin('max_large_form_bot');
  const form = openForm(url, { 'content-length': String(2 * MEGABYTE) });
  expect(await form.status).toBe(400);
  form.sent.destroy();
  await expect.poll(() => uploadsOf(bot)).toEqual([]);
});

test('a form that does not say its length is read no further than the quota', async () => {
  const { bot, url } = await begin('max_endless_form_bot');
  const form = openForm(url, {});
  let isRefused = false;
  void form.status.then(() => (isRefused = true));
  for (let sent = 0; sent < 64 && !isRefused; sent++) {
    const wasTaken = form.sent.write(Buffer.alloc(MEGABYTE / 4));
    if (!wasTaken) await Promise.race([once(form.sent, 'drain'), form.status]);
  }
  expect(await form.status).toBe(400);
  form.sent.destroy();
  await expect.poll(() => uploadsOf(bot)).toEqual([]);
  expect(await whole(url, 'short')).toBe(200);
});

test('of one bot four files are taken at once', async () => {
  const { bot, address, url } = await begin('max_parallel_bot');
  const four = await Promise.all(Array.from({ length: 4 }, address));
  const open = four.map((one) => openForm(one, { 'content-length': '1000' }));
  await expect.poll(() => uploadsOf(bot)).toHaveLength(4);
  expect(await whole(url, 'fifth')).toBe(429);
  expect(await whole((await begin('max_other_bot')).url, 'of another')).toBe(200);
  for (const { sent } of open) sent.destroy();
  await expect.poll(() => whole(url, 'fifth')).toBe(200);
});

test('addresses of a bot end with its token', async () => {
  const { bot, address, url } = await begin('max_rotated_bot');
  const chatId = await world.direct(world.alice, bot);
  const file = await bot.client.api.uploadFile({ source: Buffer.from('отчёт') });
  const sent = await bot.client.api.sendMessageToChat(chatId, '', { attachments: [file.toJson()] });
  const [shown] = sent.body.attachments ?? [];
  if (shown?.type !== 'file') throw new Error('no file is shown');
  expect((await fetch(shown.payload.url)).status).toBe(200);
  const other = await address();
  expect(await whole(url, 'x')).toBe(200);
  await world.alice.call('bots.rotateToken', { accountId: bot.accountId });
  expect((await fetch(shown.payload.url)).status).toBe(404);
  expect(await whole(other, 'x')).toBe(404);
});
