import sharp from 'sharp';
import { thumbHashToApproximateAspectRatio } from 'thumbhash';
import { type FileKind, media } from '@veche/contract';
import { expect, test } from 'vitest';
import {
  animation,
  beginnings,
  image,
  PHOTOGRAPHER,
  pixelBomb,
  wav,
} from '../../../../../tests/support/media-samples.ts';
import { refusal } from '../../../../../tests/support/refusal.ts';
import { startTestServer } from '../../../../../tests/support/server.ts';
import { uploaderOf, uploadFile, uploadWhole } from '../../../../../tests/support/uploads.ts';

const server = await startTestServer();
const alice = await server.person('Алиса');
const upload = (content: Uint8Array, options: Parameters<typeof uploadFile>[3]) =>
  uploadFile(server, alice, content, options);

async function download(path: string): Promise<{ headers: Headers; content: Buffer }> {
  const answer = await fetch(`${server.url}/files/${path}`, {
    headers: { authorization: `Bearer ${await alice.token()}` },
  });
  expect(answer.status).toBe(200);
  return { headers: answer.headers, content: Buffer.from(await answer.arrayBuffer()) };
}

/** What an upload is refused with when it is finished; it stays an upload. */
async function refused(content: Uint8Array, kind: FileKind) {
  const one = await server.person('Кто-то');
  const fileId = await uploadWhole(await uploaderOf(server, one), content, { kind });
  const error = await refusal(one.call('media.finish', { fileId }));
  return { one, fileId, code: error.code, field: error.field };
}

test('a photo loses the place where it was taken, and stands upright', async () => {
  const original = await image('jpeg', { width: 80, height: 40, orientation: 6 });
  // 0x8825 is the tag of the GPS directory, here in the byte order of Intel.
  const { exif } = await sharp(original).metadata();
  expect([exif?.includes(PHOTOGRAPHER), exif?.includes(Buffer.from('2588', 'hex'))]).toEqual([true, true]);
  const file = await upload(original, { kind: 'photo', name: 'отпуск.jpeg' });
  expect(file).toMatchObject({ kind: 'photo', name: 'отпуск.jpg', mimeType: 'image/jpeg', width: 40, height: 80 });
  const { content } = await download(String(file.fileId));
  expect(content.length).toBe(file.sizeBytes);
  expect(content.includes(PHOTOGRAPHER)).toBe(false);
  const metadata = await sharp(content).metadata();
  expect([metadata.width, metadata.height]).toEqual([40, 80]);
  expect([metadata.exif, metadata.xmp, metadata.iptc, metadata.orientation]).toEqual([
    undefined,
    undefined,
    undefined,
    undefined,
  ]);
});

test('a large photo is shown at 2560 pixels, with a preview and a placeholder', async () => {
  const file = await upload(await image('png', { width: 5000, height: 2500 }), { kind: 'photo' });
  expect(file).toMatchObject({ mimeType: 'image/jpeg', width: 2560, height: 1280 });
  expect(file.thumbnail).toMatchObject({ width: 320, height: 160 });
  const { headers, content } = await download(`${file.fileId}/thumbnail`);
  expect(headers.get('content-type')).toBe('image/webp');
  expect(content.length).toBe(file.thumbnail?.sizeBytes);
  expect((await sharp(content).metadata()).format).toBe('webp');
  expect(thumbHashToApproximateAspectRatio(Buffer.from(file.thumbhash ?? '', 'base64'))).toBeCloseTo(2, 0);
});

test.each(['jpeg', 'png', 'webp', 'avif', 'tiff', 'gif'] as const)('a still %s becomes a photo', async (format) => {
  const file = await upload(await image(format), { kind: 'photo' });
  expect(file.mimeType).toBe(format === 'gif' ? 'image/webp' : 'image/jpeg');
  expect(file.animated).toBeUndefined();
});

test('a transparent photo stays transparent', async () => {
  const file = await upload(await image('png', { alpha: 0.5 }), { kind: 'photo', name: 'знак.png' });
  expect(file).toMatchObject({ mimeType: 'image/webp', name: 'знак.webp' });
  expect((await sharp((await download(String(file.fileId))).content).metadata()).hasAlpha).toBe(true);
});

test('an animation goes on moving', async () => {
  const gif = await animation('gif');
  const kept = await upload(gif, { kind: 'photo' });
  expect(kept).toMatchObject({ mimeType: 'image/gif', animated: true, width: 32, height: 24, sizeBytes: gif.length });
  expect((await download(String(kept.fileId))).content.equals(gif)).toBe(true);
  const webp = await upload(await animation('webp'), { kind: 'photo' });
  expect(webp).toMatchObject({ mimeType: 'image/webp', animated: true, width: 32, height: 24 });
  expect((await sharp((await download(String(webp.fileId))).content, { animated: true }).metadata()).pages).toBe(3);
});

test('a sticker becomes a WebP of 512 pixels', async () => {
  const file = await upload(await image('png', { width: 1000, height: 800, alpha: 0.3 }), { kind: 'sticker' });
  expect(file).toMatchObject({ mimeType: 'image/webp', width: 512, height: 410 });
});

test('a file stays as it was, a picture with its metadata, too', async () => {
  const original = await image('jpeg', { orientation: 6 });
  const file = await upload(original, { kind: 'file', name: 'оригинал.jpg' });
  expect(file).toEqual({
    fileId: file.fileId,
    kind: 'file',
    name: 'оригинал.jpg',
    sizeBytes: original.length,
    mimeType: 'image/jpeg',
  });
  expect((await download(String(file.fileId))).content.equals(original)).toBe(true);
});

test('a picture of too many pixels is refused before it is unpacked', async () => {
  const bomb = pixelBomb(30_000, 30_000);
  expect(bomb.length).toBeLessThan(200_000);
  const before = process.memoryUsage().rss;
  expect(await refused(bomb, 'photo')).toMatchObject({ code: 'too_large', field: 'kind' });
  expect(process.memoryUsage().rss - before).toBeLessThan(200 * 1024 ** 2);
  expect(30_000 * 30_000).toBeGreaterThan(media.MAX_IMAGE_PIXELS);
});

test('a GIF that states a huge canvas is refused', async () => {
  const gif = await animation('gif');
  gif.writeUInt16LE(65_535, 6);
  gif.writeUInt16LE(65_535, 8);
  expect(await refused(gif, 'photo')).toMatchObject({ code: 'too_large', field: 'kind' });
});

test.each([
  ['photo', 'text', Buffer.from('это не картинка')],
  ['photo', 'a page', Buffer.from('<!doctype html><script>alert(1)</script>')],
  ['photo', 'SVG', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>')],
  ['photo', 'SVG with a prolog', Buffer.from('<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>')],
  ['photo', 'a video', beginnings.mp4],
  ['photo', 'half a picture', Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex')],
  ['sticker', 'a PDF', beginnings.pdf],
  ['video', 'a picture', Buffer.from('GIF89a')],
  ['videoNote', 'sound', beginnings.ogg],
  ['voice', 'a PDF', beginnings.pdf],
  ['audio', 'a page', Buffer.from('<html></html>')],
] as const)('as a %s, %s is refused by the field kind', async (kind, _what, content) => {
  expect(await refused(content, kind)).toMatchObject({ code: 'invalid_input', field: 'kind' });
});

test('a video note is square and has up to a minute; what is not, can be sent as a video', async () => {
  const square = { width: 384, height: 384, durationSeconds: media.MAX_VIDEO_NOTE_SECONDS };
  expect(await upload(beginnings.webm, { kind: 'videoNote', ...square })).toMatchObject({
    kind: 'videoNote',
    ...square,
  });
  const fileId = await uploadWhole(await uploaderOf(server, alice), beginnings.webm, { kind: 'videoNote' });
  for (const [field, wrong] of [
    ['durationSeconds', { ...square, durationSeconds: 60.1 }],
    ['height', { ...square, height: 288 }],
    ['height', { ...square, height: undefined }],
    ['width', { height: 384, durationSeconds: 5 }],
    ['durationSeconds', { width: 384, height: 384 }],
    ['width', { ...square, width: 7680, height: 7680 }],
  ] as const)
    expect(await refusal(alice.call('media.finish', { fileId, ...wrong }))).toMatchObject({
      code: 'invalid_input',
      field,
    });
  const { file } = await alice.call('media.finish', { fileId, kind: 'video', width: 384, height: 288 });
  expect(file).toMatchObject({ kind: 'video', height: 288 });
});

test('what is no photo can still be sent as a file, without a second upload', async () => {
  const { one, fileId } = await refused(Buffer.from('<svg/>'), 'photo');
  const { file } = await one.call('media.finish', { fileId, kind: 'file' });
  expect(file).toMatchObject({ kind: 'file', sizeBytes: 6 });
});

test('a kind with a smaller limit cannot be reached by another one', async () => {
  const content = Buffer.concat([await image('png'), Buffer.alloc(media.MAX_STICKER_BYTES)]);
  const fileId = await uploadWhole(await uploaderOf(server, alice), content);
  const error = await refusal(alice.call('media.finish', { fileId, kind: 'sticker' }));
  expect([error.code, error.field]).toEqual(['too_large', 'kind']);
});

test('a voice note keeps its waveform; a WAV is measured', async () => {
  const waveform = Array.from({ length: 100 }, (_, index) => index % 32);
  const told = await upload(beginnings.webm, { kind: 'voice', waveform, durationSeconds: 3.5 });
  expect(told).toMatchObject({ mimeType: 'audio/webm', waveform, durationSeconds: 3.5 });
  expect((await upload(beginnings.ogg, { kind: 'voice' })).mimeType).toBe('audio/ogg');

  const measured = await upload(wav(2), { kind: 'voice', durationSeconds: 9 });
  expect(measured).toMatchObject({ mimeType: 'audio/wav', durationSeconds: 2 });
  expect(measured.waveform).toHaveLength(100);
  expect(measured.waveform).toEqual(measured.waveform?.toSorted((a, b) => a - b));
  expect([measured.waveform?.[0], measured.waveform?.[99]]).toEqual([0, 31]);
});

test('a WAV that ends in the middle of its header is a sound without facts', async () => {
  expect((await upload(wav(1).subarray(0, 30), { kind: 'audio' })).durationSeconds).toBeUndefined();
  const lying = wav(1);
  lying.writeUInt32LE(0xffff_ffff, 40);
  expect((await upload(lying, { kind: 'audio' })).durationSeconds).toBe(1);
});

test.each([
  ['waveform', { waveform: [32] }, 'waveform.0'],
  ['waveform', { waveform: Array.from({ length: 101 }, () => 1) }, 'waveform'],
  ['duration', { durationSeconds: -1 }, 'durationSeconds'],
  ['duration', { durationSeconds: 1e9 }, 'durationSeconds'],
  ['size', { width: 0 }, 'width'],
] as const)('a %s that cannot be is refused', async (_what, stated, field) => {
  const one = await server.person('Кто-то');
  const fileId = await uploadWhole(await uploaderOf(server, one), beginnings.webm, { kind: 'voice' });
  const error = await refusal(one.call('media.finish', { fileId, ...(stated as object) }));
  expect([error.code, error.field]).toEqual(['invalid_input', field]);
});

test('a video takes its preview from a photo of its sender', async () => {
  const photo = await upload(await image('jpeg', { width: 640, height: 360 }), { kind: 'photo' });
  const stated = { width: 1280, height: 720, durationSeconds: 12, thumbnailFileId: photo.fileId };
  const video = await upload(beginnings.mp4, { kind: 'video', name: 'море.mp4', ...stated });
  expect(video).toMatchObject({ mimeType: 'video/mp4', width: 1280, height: 720, durationSeconds: 12 });
  expect(video.thumbnail).toMatchObject({ width: 320, height: 180 });
  expect((await download(`${video.fileId}/thumbnail`)).headers.get('content-type')).toBe('image/webp');

  const boris = await server.person('Борис');
  const fileId = await uploadWhole(await uploaderOf(server, boris), beginnings.mp4, { kind: 'video' });
  const error = await refusal(boris.call('media.finish', { fileId, thumbnailFileId: photo.fileId }));
  expect([error.code, error.field]).toEqual(['not_found', 'thumbnailFileId']);
});

test('the declared type is never believed', async () => {
  const page = await upload(Buffer.from('<!doctype html><script>alert(1)</script>'), { name: 'снимок.jpg' });
  expect(page.mimeType).toBe('application/octet-stream');
});
