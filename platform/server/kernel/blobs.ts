import type { Readable } from 'node:stream';
import { Disk } from 'flydrive';
import { FSDriver } from 'flydrive/drivers/fs';

/** Content that is too large for the database, by key. */
export interface Blobs {
  put(key: string, content: Uint8Array): Promise<void>;
  get(key: string): Promise<Uint8Array>;
  /** Until it settles, there may be a part of the content under the key. */
  putStream(key: string, content: Readable): Promise<void>;
  getStream(key: string): Promise<Readable>;
  /** Bytes. */
  size(key: string): Promise<number>;
  exists(key: string): Promise<boolean>;
  delete(key: string): Promise<void>;
}

/** Blobs as files below a folder. */
export function createDiskBlobs(folder: string): Blobs {
  const disk = new Disk(new FSDriver({ location: folder, visibility: 'private' }));
  return {
    put: (key, content) => disk.put(key, content),
    get: (key) => disk.getBytes(key),
    putStream: (key, content) => disk.putStream(key, content),
    getStream: (key) => disk.getStream(key),
    size: async (key) => (await disk.getMetaData(key)).contentLength,
    exists: (key) => disk.exists(key),
    delete: (key) => disk.delete(key),
  };
}
