import { createHash, randomBytes } from 'node:crypto';
import { type FileId, MAX_FILE_BYTES, media } from '@veche/contract';
import { expect, test } from 'vitest';
import { refusal } from '../../../../../tests/support/refusal.ts';
import { startTestServer } from '../../../../../tests/support/server.ts';
import {
  createUpload,
  sendPart,
  tus,
  uploaderOf,
  uploadFile,
  uploadWhole,
} from '../../../../../tests/support/uploads.ts';

const GIB = 1024 ** 3;
const server = await startTestServer({ fileQuotaBytes: 3 * GIB });
/** Takes a fiftieth of the usual. */
const slow = await startTestServer({ limitFactor: 0.02 });

async function person(name: string) {
  const one = await server.person(name);
  return { one, uploader: await uploaderOf(server, one) };
}

test('a file goes up in parts and comes back as it was', async () => {
  const { one, uploader } = await person('Алиса');
  const content = randomBytes(300_000);
  const fileId = await createUpload(uploader, { size: content.length, name: 'отчёт.bin' });
  expect(await sendPart(uploader, fileId, 0, content.subarray(0, 100_000))).toBe(100_000);
  const head = await tus(uploader, 'HEAD', `/files/uploads/${fileId}`);
  expect(head.headers.get('upload-offset')).toBe('100000');
  expect(head.headers.get('upload-length')).toBe('300000');
  expect(await sendPart(uploader, fileId, 100_000, content.subarray(100_000))).toBe(300_000);
  const { file } = await one.call('media.finish', { fileId });
  expect(file).toEqual({
    fileId,
    kind: 'file',
    name: 'отчёт.bin',
    sizeBytes: 300_000,
    mimeType: 'application/octet-stream',
  });
  const answer = await fetch(`${server.url}/files/${fileId}`, {
    headers: { authorization: `Bearer ${uploader.token}` },
  });
  expect(Buffer.from(await answer.arrayBuffer()).equals(content)).toBe(true);
});

test('finishing twice is finishing once', async () => {
  const { one, uploader } = await person('Борис');
  const fileId = await uploadWhole(uploader, Buffer.from('раз'));
  const [first, second] = await Promise.all([
    one.call('media.finish', { fileId }),
    one.call('media.finish', { fileId }),
  ]);
  expect(second).toEqual(first);
  expect(await one.call('media.finish', { fileId })).toEqual(first);
  expect(await one.call('media.usage', {})).toMatchObject({ fileCount: 1, usedBytes: 6, openUploads: 0 });
});

test('an upload that is not complete cannot be finished, and goes on', async () => {
  const { one, uploader } = await person('Вера');
  const fileId = await createUpload(uploader, { size: 10 });
  await sendPart(uploader, fileId, 0, Buffer.alloc(4));
  const error = await refusal(one.call('media.finish', { fileId }));
  expect([error.code, error.field]).toEqual(['conflict', 'fileId']);
  await sendPart(uploader, fileId, 4, Buffer.alloc(6));
  expect((await one.call('media.finish', { fileId })).file.sizeBytes).toBe(10);
});

test('a file of 2 GiB may be uploaded, a byte more may not, and an empty one may not', async () => {
  const { uploader } = await person('Глеб');
  expect(await createUpload(uploader, { size: MAX_FILE_BYTES })).toBeGreaterThan(0);
  for (const [size, code] of [
    [MAX_FILE_BYTES + 1, 'too_large'],
    [0, 'invalid_input'],
  ] as const) {
    const error = await refusal(createUpload(uploader, { size }));
    expect([error.code, error.field]).toEqual([code, 'Upload-Length']);
  }
});

test('a photo, a sticker and a video note have smaller limits', async () => {
  const { uploader } = await person('Дарья');
  for (const [kind, most] of [
    ['photo', media.MAX_PHOTO_BYTES],
    ['sticker', media.MAX_STICKER_BYTES],
    ['videoNote', media.MAX_VIDEO_NOTE_BYTES],
  ] as const) {
    await createUpload(uploader, { size: most, kind });
    expect((await refusal(createUpload(uploader, { size: most + 1, kind }))).code).toBe('too_large');
  }
});

test('wrong metadata is refused by its key', async () => {
  const { uploader } = await person('Егор');
  const unknownKind = await refusal(createUpload(uploader, { size: 1, kind: 'hologram' }));
  expect([unknownKind.code, unknownKind.field]).toEqual(['invalid_input', 'Upload-Metadata.kind']);
  const unknownKey = await tus(uploader, 'POST', '/files/uploads', {
    headers: { 'upload-length': '1', 'upload-metadata': 'colour cmVk' },
  });
  expect(unknownKey.error).toMatchObject({ code: 'invalid_input', field: 'Upload-Metadata.colour' });
  const broken = await tus(uploader, 'POST', '/files/uploads', {
    headers: { 'upload-length': '1', 'upload-metadata': 'filename ???' },
  });
  expect(broken.error).toMatchObject({ code: 'malformed' });
  const unsized = await tus(uploader, 'POST', '/files/uploads', { headers: { 'upload-defer-length': '1' } });
  expect(unsized.error).toMatchObject({ code: 'not_supported' });
});

test('what is not tus is refused in our form', async () => {
  const { uploader } = await person('Женя');
  const bare = await fetch(`${server.url}/files/uploads`, {
    method: 'POST',
    headers: { authorization: `Bearer ${uploader.token}`, 'upload-length': '1' },
  });
  expect(await bare.json()).toMatchObject({ error: { code: 'malformed' } });
  expect((await tus(uploader, 'GET', '/files/uploads')).error?.code).toBe('unknown_method');
  const options = await tus(uploader, 'OPTIONS', '/files/uploads');
  expect(options.headers.get('tus-max-size')).toBe(String(MAX_FILE_BYTES));
  expect(options.headers.get('tus-extension')).toBe('creation,creation-with-upload,termination,expiration');
});

test('more bytes than were stated are refused, and those that came stay', async () => {
  const { uploader } = await person('Зоя');
  const fileId = await createUpload(uploader, { size: 10 });
  expect((await refusal(sendPart(uploader, fileId, 0, Buffer.alloc(11)))).code).toBe('too_large');
  expect((await refusal(sendPart(uploader, fileId, 3, Buffer.alloc(1)))).code).toBe('conflict');
  expect(await sendPart(uploader, fileId, 0, Buffer.alloc(10))).toBe(10);
});

test("a stranger finds nothing of another's upload", async () => {
  const owner = await person('Иван');
  const stranger = await person('Кира');
  const fileId = await createUpload(owner.uploader, { size: 5 });
  for (const method of ['HEAD', 'DELETE']) {
    expect((await tus(stranger.uploader, method, `/files/uploads/${fileId}`)).status).toBe(404);
  }
  expect((await refusal(sendPart(stranger.uploader, fileId, 0, Buffer.alloc(5)))).code).toBe('not_found');
  expect((await refusal(stranger.one.call('media.finish', { fileId }))).code).toBe('not_found');
  expect(await sendPart(owner.uploader, fileId, 0, Buffer.alloc(5))).toBe(5);
});

test('a canceled upload is gone and gives its room back', async () => {
  const { one, uploader } = await person('Лев');
  const fileId = await createUpload(uploader, { size: GIB });
  expect(await one.call('media.usage', {})).toMatchObject({ reservedBytes: GIB, openUploads: 1 });
  expect((await tus(uploader, 'DELETE', `/files/uploads/${fileId}`)).status).toBe(204);
  expect((await tus(uploader, 'HEAD', `/files/uploads/${fileId}`)).status).toBe(404);
  expect(await one.call('media.usage', {})).toMatchObject({ reservedBytes: 0, openUploads: 0 });
  expect((await refusal(one.call('media.finish', { fileId }))).code).toBe('not_found');
});

test('one has up to 16 uploads open', async () => {
  const { one, uploader } = await person('Майя');
  const ids = await Promise.all(
    Array.from({ length: media.MAX_OPEN_UPLOADS }, () => createUpload(uploader, { size: 1 })),
  );
  expect((await refusal(createUpload(uploader, { size: 1 }))).code).toBe('conflict');
  await sendPart(uploader, ids[0] as FileId, 0, Buffer.from('x'));
  await one.call('media.finish', { fileId: ids[0] as FileId });
  await createUpload(uploader, { size: 1 });
});

test('what is stored and what is reserved stay within the quota', async () => {
  const { one, uploader } = await person('Нина');
  await uploadFile(server, one, Buffer.alloc(1000, 'n'));
  const first = await createUpload(uploader, { size: MAX_FILE_BYTES });
  const error = await refusal(createUpload(uploader, { size: GIB }));
  expect([error.code, error.field]).toEqual(['too_large', 'Upload-Length']);
  await createUpload(uploader, { size: GIB - 1000 });
  await tus(uploader, 'DELETE', `/files/uploads/${first}`);
  await createUpload(uploader, { size: MAX_FILE_BYTES });
  expect(await one.call('media.usage', {})).toEqual({
    usedBytes: 1000,
    reservedBytes: 3 * GIB - 1000,
    quotaBytes: 3 * GIB,
    fileCount: 1,
    openUploads: 2,
  });
});

test('many uploads at once cannot pass the quota together', async () => {
  const { one, uploader } = await person('Олег');
  const answers = await Promise.allSettled(Array.from({ length: 8 }, () => createUpload(uploader, { size: GIB })));
  expect(answers.filter((answer) => answer.status === 'fulfilled')).toHaveLength(3);
  expect((await one.call('media.usage', {})).reservedBytes).toBe(3 * GIB);
});

test('the same bytes are stored once, and count for everyone who has them', async () => {
  const content = randomBytes(50_000);
  const hash = createHash('sha256').update(content).digest();
  const [{ one: pavel }, { one: rita }] = [await person('Павел'), await person('Рита')];
  const first = await uploadFile(server, pavel, content);
  const second = await uploadFile(server, rita, content, { name: 'то же.bin' });
  expect(second.fileId).not.toBe(first.fileId);
  const rows = await server.app.sql`select reference_count as count from blob where sha256 = ${hash}`;
  expect(rows).toEqual([{ count: 2 }]);
  for (const one of [pavel, rita]) expect((await one.call('media.usage', {})).usedBytes).toBe(50_000);
});

test('no upload is made without a session, or by a page of another origin', async () => {
  const { uploader } = await person('Света');
  const headers = { 'upload-length': '1' };
  expect((await tus({ ...uploader, token: 'nobody' }, 'POST', '/files/uploads', { headers })).error?.code).toBe(
    'unauthenticated',
  );
  const origin = server.url.replace('localhost', 'evil.apps.localhost');
  expect((await tus(uploader, 'POST', '/files/uploads', { headers: { ...headers, origin } })).error?.code).toBe(
    'forbidden',
  );
});

test('who asks too often is told how long to wait', async () => {
  const uploader = await uploaderOf(slow, await slow.person('Ульяна'));
  await createUpload(uploader, { size: 1 });
  const { status, headers, error } = await tus(uploader, 'POST', '/files/uploads', {
    headers: { 'upload-length': '1' },
  });
  expect([status, error?.code]).toEqual([429, 'rate_limited']);
  expect(headers.get('retry-after')).toBe(String(error?.retryAfterSeconds));
  const read = () => fetch(`${slow.url}/files/1`, { headers: { authorization: `Bearer ${uploader.token}` } });
  const statuses = (await Promise.all(Array.from({ length: 70 }, read))).map((answer) => answer.status);
  expect(new Set(statuses)).toEqual(new Set([404, 429]));
});

test('hostile names are cleaned before anyone sees them', async () => {
  const { one } = await person('Тимур');
  const file = await uploadFile(server, one, Buffer.from('x'), { name: '../../\u202Egpj.\r\nexe' });
  expect(file.name).toBe('gpj.exe');
});
