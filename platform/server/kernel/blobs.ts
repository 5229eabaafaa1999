import { randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { copyFile, link, mkdir, open, opendir, rename, stat, unlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import { Disk } from 'flydrive';
import { FSDriver } from 'flydrive/drivers/fs';

/**
 * Content that is too large for the database, by key. What is there is whole: a kill or a failure in the middle of a
 * write leaves nothing under the key.
 */
export interface Blobs {
  put(key: string, content: Uint8Array): Promise<void>;
  putStream(key: string, content: Readable): Promise<void>;
  /** Stores a file of this machine; it stays where it is, and must not change. A key that is there is left alone. */
  putFile(key: string, path: string): Promise<void>;
  get(key: string): Promise<Uint8Array>;
  /** Bytes from `start` to `end`, both included; all of them without a range. Fails when the key is not there. */
  getStream(key: string, range?: { start: number; end: number }): Promise<Readable>;
  /** Bytes. */
  size(key: string): Promise<number>;
  exists(key: string): Promise<boolean>;
  delete(key: string): Promise<void>;
  /** Takes away what writes left that were killed before a moment; answers how many. */
  removeUnfinished(before: Date): Promise<number>;
}

/** Blobs as files below a folder. Every method has its like in an S3 store: a part of an object is a ranged GET. */
export function createDiskBlobs(folder: string): Blobs {
  const disk = new Disk(new FSDriver({ location: folder, visibility: 'private' }));
  const prepare = async (key: string): Promise<string> => {
    const target = join(folder, key);
    await mkdir(dirname(target), { recursive: true });
    return target;
  };
  // The storage library writes in place, copies where a second name for the same bytes does, and knows no ranges.
  const write = async (key: string, content: Uint8Array | Readable): Promise<void> => {
    const target = await prepare(key);
    await replace(target, (path) => writeFile(path, content));
    await syncFolder(dirname(target));
  };
  return {
    put: write,
    putStream: write,
    async putFile(key, path) {
      const target = await prepare(key);
      await linkOrCopy(path, target);
      await syncFolder(dirname(target));
    },
    get: (key) => disk.getBytes(key),
    async getStream(key, range) {
      const content = createReadStream(join(folder, key), { ...range, highWaterMark: 256 * 1024 });
      // Opened here, so that what is not there fails before anyone was told of it.
      await new Promise((resolve, reject) => content.once('open', resolve).once('error', reject));
      return content;
    },
    size: async (key) => (await disk.getMetaData(key)).contentLength,
    exists: (key) => disk.exists(key),
    delete: (key) => disk.delete(key),
    removeUnfinished: (before) => removeUnfinished(folder, before),
  };
}

async function linkOrCopy(path: string, target: string): Promise<void> {
  try {
    await link(path, target);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST') return;
    if (code !== 'EXDEV' && code !== 'EPERM' && code !== 'EMLINK' && code !== 'ENOTSUP') throw error;
    await replace(target, async (copy) => {
      await copyFile(path, copy);
      await syncFile(copy);
    });
  }
}

/** What a file is called until it is whole: see `replace`. */
const UNFINISHED = /\.[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

async function removeUnfinished(folder: string, before: Date): Promise<number> {
  await mkdir(folder, { recursive: true });
  let count = 0;
  for await (const entry of await opendir(folder, { recursive: true })) {
    if (!entry.isFile() || !UNFINISHED.test(entry.name)) continue;
    const path = join(entry.parentPath, entry.name);
    // Gone meanwhile: its write has come to an end.
    const facts = await stat(path).catch(() => null);
    if (facts === null || facts.mtime >= before) continue;
    await unlink(path).catch(() => undefined);
    count += 1;
  }
  return count;
}

/** Makes a file beside the target, then gives it the target's name. */
async function replace(target: string, make: (path: string) => Promise<void>): Promise<void> {
  const path = `${target}.${randomUUID()}`;
  try {
    await make(path);
    await rename(path, target);
  } catch (error) {
    await unlink(path).catch(() => undefined);
    throw error;
  }
}

async function writeFile(path: string, content: Uint8Array | Readable): Promise<void> {
  const handle = await open(path, 'wx', 0o600);
  try {
    await handle.writeFile(content);
    await handle.datasync();
  } finally {
    await handle.close();
  }
}

async function syncFile(path: string): Promise<void> {
  const handle = await open(path, 'r+');
  await handle.datasync().finally(() => handle.close());
}

/** A name is durable when its folder is. */
async function syncFolder(path: string): Promise<void> {
  const handle = await open(path, 'r');
  await handle.sync().finally(() => handle.close());
}
