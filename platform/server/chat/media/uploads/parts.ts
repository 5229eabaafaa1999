import { createHash, type Hash } from 'node:crypto';
import { createReadStream, mkdirSync } from 'node:fs';
import { constants, type FileHandle, open, readdir, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { VecheError } from '@veche/contract';

/** A part that nobody else writes or finishes meanwhile. */
interface HeldPart {
  /** Writes what comes at an offset; answers the new one, durable, also when the other side went away before its end. */
  append(offset: number, content: AsyncIterable<Uint8Array>): Promise<number>;
}

/** The bytes of uploads that are not complete or not finished: one file each, of this machine. */
export interface Parts {
  readonly pathOf: (name: string) => string;
  /** How many bytes are there for good: they are on the disk before this answers. */
  offsetOf(name: string): Promise<number>;
  /**
   * Has a part for oneself: for writing it, and until what was looked at is stored, because blobs share its bytes. Throws
   * `unavailable` while somebody else has it.
   */
  hold<T>(name: string, work: (part: HeldPart) => Promise<T>): Promise<T>;
  /** Hash of the whole, from memory when all of it came through this process. */
  sha256(name: string, sizeBytes: number): Promise<Buffer>;
  remove(name: string): Promise<void>;
  /** Of all parts that are there. */
  names(): Promise<string[]>;
}

/** Running hashes kept at most; an upload without one is read again when it is complete. */
const MOST_HASHES = 1000;

export function createParts(folder: string): Parts {
  mkdirSync(folder, { recursive: true });
  const hashes = new Map<string, { hash: Hash; offset: number }>();
  const held = new Set<string>();
  const pathOf = (name: string) => join(folder, name);

  /** The running hash, if it stands exactly at the offset. It is out of the map while somebody writes. */
  const takeHash = (name: string, offset: number): Hash | null => {
    const known = hashes.get(name);
    hashes.delete(name);
    if (known?.offset === offset) return known.hash;
    return offset === 0 ? createHash('sha256') : null;
  };
  const keepHash = (name: string, hash: Hash | null, offset: number): void => {
    if (hash === null) return;
    const oldest = hashes.size >= MOST_HASHES ? hashes.keys().next() : { done: true as const };
    if (oldest.done !== true) hashes.delete(oldest.value);
    hashes.set(name, { hash, offset });
  };

  const append = async (name: string, offset: number, content: AsyncIterable<Uint8Array>): Promise<number> => {
    const hash = takeHash(name, offset);
    let position = offset;
    const handle = await open(pathOf(name), constants.O_RDWR | constants.O_CREAT, 0o600);
    try {
      if (offset === 0) await syncFolder(folder);
      for await (const chunk of content) {
        await writeWhole(handle, chunk, position);
        hash?.update(chunk);
        position += chunk.byteLength;
      }
    } finally {
      await handle.datasync().finally(() => handle.close());
      keepHash(name, hash, position);
    }
    return position;
  };

  return {
    pathOf,
    async offsetOf(name) {
      const handle = await openPart(pathOf(name), constants.O_RDWR);
      if (handle === null) return 0;
      try {
        // A process that was killed may have left bytes that only the system's memory holds.
        await handle.datasync();
        return (await handle.stat()).size;
      } finally {
        await handle.close();
      }
    },
    async hold(name, work) {
      if (held.has(name)) {
        throw new VecheError('unavailable', 'This upload is being written to; try again.', { retryAfterSeconds: 5 });
      }
      held.add(name);
      try {
        return await work({ append: (offset, content) => append(name, offset, content) });
      } finally {
        held.delete(name);
      }
    },
    async sha256(name, sizeBytes) {
      const known = takeHash(name, sizeBytes);
      if (known !== null) {
        keepHash(name, known, sizeBytes);
        return known.copy().digest();
      }
      const hash = createHash('sha256');
      for await (const chunk of createReadStream(pathOf(name), { highWaterMark: 1024 * 1024 })) {
        hash.update(chunk as Buffer);
      }
      keepHash(name, hash, sizeBytes);
      return hash.copy().digest();
    },
    async remove(name) {
      hashes.delete(name);
      await unlink(pathOf(name)).catch(unlessMissing);
    },
    names: async () => (await readdir(folder)).filter((name) => /^\d+\.\d+$/.test(name)),
  };
}

async function openPart(path: string, flags: number): Promise<FileHandle | null> {
  return (await open(path, flags).catch(unlessMissing)) ?? null;
}

function unlessMissing(error: unknown): undefined {
  if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
}

async function writeWhole(handle: FileHandle, chunk: Uint8Array, position: number): Promise<void> {
  for (let written = 0; written < chunk.byteLength;) {
    const rest = chunk.byteLength - written;
    written += (await handle.write(chunk, written, rest, position + written)).bytesWritten;
  }
}

/** A name is durable when its folder is. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  await handle.sync().finally(() => handle.close());
}
