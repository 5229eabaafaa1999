import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { type Blobs, createDiskBlobs } from '../../kernel/blobs.ts';
import { sha256 } from '../registry/bundle.ts';
import { blobKeyOf, createContentReader } from './content.ts';

const folder = await mkdtemp(join(tmpdir(), 'veche-content-'));
afterAll(() => rm(folder, { recursive: true, force: true }));

const disk = createDiskBlobs(folder);
let reads = 0;
const blobs: Blobs = { ...disk, get: (key) => ((reads += 1), disk.get(key)) };

async function store(text: string): Promise<string> {
  const hash = sha256(Buffer.from(text));
  await disk.put(blobKeyOf(hash), Buffer.from(text));
  return hash;
}

test('a file is read once and then kept', async () => {
  const read = createContentReader(blobs, 1000);
  const hash = await store('one');
  reads = 0;
  expect(Buffer.from(await read(hash)).toString()).toBe('one');
  expect(Buffer.from(await read(hash)).toString()).toBe('one');
  expect(reads).toBe(1);
});

test('what was used longest ago makes room', async () => {
  const read = createContentReader(blobs, 400);
  const hashes = await Promise.all(['a', 'b', 'c', 'd', 'e'].map((letter) => store(letter.repeat(100))));
  for (const hash of hashes.slice(0, 4)) await read(hash);
  await read(hashes[0]!);
  await read(hashes[4]!);
  reads = 0;
  await read(hashes[0]!);
  expect(reads).toBe(0);
  await read(hashes[1]!);
  expect(reads).toBe(1);
});

test('a stored file that was changed is not given out', async () => {
  const hash = await store('the published text');
  await disk.put(blobKeyOf(hash), Buffer.from('the published texT'));
  await expect(createContentReader(blobs, 1000)(hash)).rejects.toThrow('was changed');
});
