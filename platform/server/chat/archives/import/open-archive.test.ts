import { buffer } from 'node:stream/consumers';
import { Readable } from 'node:stream';
import { expect, test } from 'vitest';
import { ZipFile } from 'yazl';
import { type ByteSource, openArchive } from './open-archive.ts';

function sourceOf(content: Uint8Array, name = 'upload'): ByteSource {
  return {
    size: content.length,
    name,
    read: (start, end) => Readable.from([Buffer.from(content.subarray(start, end))]),
  };
}

async function zipOf(files: Record<string, string | Buffer>): Promise<Buffer> {
  const zip = new ZipFile();
  for (const [name, content] of Object.entries(files)) zip.addBuffer(Buffer.from(content), name);
  zip.end();
  return buffer(zip.outputStream);
}

async function textOf(content: Uint8Array): Promise<{ format: string; text: string }> {
  const archive = await openArchive(sourceOf(content));
  const chunks: Uint8Array[] = [];
  for await (const chunk of archive.openText()) chunks.push(chunk);
  archive.close();
  return { format: archive.format, text: Buffer.concat(chunks).toString() };
}

/** Another name of the same length in both headers of an entry. */
function renamed(zip: Buffer, from: string, to: string): Buffer {
  return Buffer.from(zip.toString('latin1').replaceAll(from, to), 'latin1');
}

test('the text is found in a zip, below a folder too, and the files beside it', async () => {
  const zip = await zipOf({
    'ChatExport/photos/result.json.jpg': 'no',
    'ChatExport/result.json': '{"messages":[]}',
    'ChatExport/photos/photo_1.jpg': 'picture',
    'photos/photo_2.jpg': 'elsewhere',
  });
  expect(await textOf(zip)).toEqual({ format: 'telegram', text: '{"messages":[]}' });
  const archive = await openArchive(sourceOf(zip));
  const file = await archive.openFile('photos/photo_1.jpg');
  expect(file?.size).toBe(7);
  expect((await buffer(file?.content as Readable)).toString()).toBe('picture');
  expect(await archive.openFile('photos/photo_2.jpg')).toBeNull();
  expect(await archive.openFile('../photos/photo_2.jpg')).toBeNull();
  archive.close();
});

test('a text may come without a zip', async () => {
  expect(await textOf(Buffer.from('\ufeff {"messages":[]}'))).toMatchObject({ format: 'telegram' });
  expect(await textOf(Buffer.from('01.02.2021, 10:00 - Alice: x'))).toMatchObject({ format: 'whatsapp' });
  expect(await textOf(await zipOf({ '_chat.txt': 'x', 'IMG-1.jpg': 'x' }))).toEqual({ format: 'whatsapp', text: 'x' });
  expect(await textOf(Buffer.from(''))).toEqual({ format: 'whatsapp', text: '' });
});

const reasonOf = (work: Promise<unknown>) =>
  work.then(
    () => 'opened',
    (error: { reason?: string; message: string }) => error.reason ?? error.message,
  );

test('a zip of something else is refused', async () => {
  expect(await reasonOf(textOf(await zipOf({ 'notes/readme.md': 'x' })))).toBe('unknownFormat');
});

test('a name that leads out of the archive is refused', async () => {
  const zip = await zipOf({ 'aa/result.json': '{}' });
  expect(await reasonOf(textOf(renamed(zip, 'aa/result.json', '../result.json')))).toBe('unsafeZip');
  expect(await reasonOf(textOf(renamed(zip, 'aa/result.json', '/a/result.json')))).toBe('unsafeZip');
  expect(await reasonOf(textOf(renamed(zip, 'aa/result.json', 'C:/result.json')))).toBe('unsafeZip');
});

test('a zip that unpacks to far more than its size is refused', async () => {
  expect(await reasonOf(textOf(await zipOf({ 'result.json': Buffer.alloc(30_000_000, 0x20) })))).toBe('unsafeZip');
});

test('a size that lies is found out while it is read', async () => {
  const zip = await zipOf({ 'result.json': Buffer.alloc(500_000, 0x20) });
  const claim = Buffer.alloc(4);
  claim.writeUInt32LE(500_000);
  const lie = Buffer.alloc(4);
  lie.writeUInt32LE(1_000);
  const lying = renamed(zip, claim.toString('latin1'), lie.toString('latin1'));
  expect(await reasonOf(textOf(lying))).toBe('unsafeZip');
});

test('a zip that was cut off is refused', async () => {
  const zip = await zipOf({ 'result.json': '{}' });
  expect(await reasonOf(textOf(zip.subarray(0, zip.length - 30)))).toBe('unsafeZip');
  expect(await reasonOf(textOf(zip.subarray(0, 20)))).toBe('unsafeZip');
});
