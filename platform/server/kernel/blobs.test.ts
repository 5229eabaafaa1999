import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { afterAll, expect, test } from 'vitest';
import { createDiskBlobs } from './blobs.ts';

const folder = mkdtempSync(join(tmpdir(), 'veche-blobs-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const blobs = createDiskBlobs(folder);

test('what was put comes back, whole and in parts', async () => {
  await blobs.put('a/one', Buffer.from('0123456789'));
  expect(Buffer.from(await blobs.get('a/one')).toString()).toBe('0123456789');
  expect(await text(await blobs.getStream('a/one'))).toBe('0123456789');
  expect(await text(await blobs.getStream('a/one', { start: 2, end: 4 }))).toBe('234');
  expect(await blobs.size('a/one')).toBe(10);
});

test('a stream that fails leaves nothing under its key', async () => {
  const failing = Readable.from(
    (async function* () {
      yield await Promise.resolve(Buffer.from('half'));
      throw new Error('the sender went away');
    })(),
  );
  await expect(blobs.putStream('b/two', failing)).rejects.toThrow('went away');
  expect(await blobs.exists('b/two')).toBe(false);
  expect(readdirSync(join(folder, 'b'))).toEqual([]);
});

test('a file is taken without a copy, and stays where it was', async () => {
  const path = join(folder, 'part');
  writeFileSync(path, 'content');
  await blobs.putFile('c/three', path);
  await blobs.putFile('c/three', path);
  expect(await text(await blobs.getStream('c/three'))).toBe('content');
  expect(statSync(path).nlink).toBe(2);
});

test('what is not there fails before anything is read', async () => {
  await expect(blobs.getStream('d/none')).rejects.toThrow('ENOENT');
  expect(await blobs.exists('d/none')).toBe(false);
});

test('what killed writes left goes when it is old, and nothing else does', async () => {
  const left = 'd/zip.0198f3c6-5b1e-7c3a-9f53-2f6f0a4b8d11';
  await blobs.put('d/zip', Buffer.from('whole'));
  writeFileSync(join(folder, left), 'half');
  expect(await blobs.removeUnfinished(new Date(Date.now() - 60_000))).toBe(0);
  expect(await blobs.removeUnfinished(new Date(Date.now() + 60_000))).toBe(1);
  expect(readdirSync(join(folder, 'd'))).toEqual(['zip']);
});
