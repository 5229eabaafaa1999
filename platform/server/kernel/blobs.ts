import { Disk } from 'flydrive';
import { FSDriver } from 'flydrive/drivers/fs';

/** Content that is too large for the database, by key. */
export interface Blobs {
  put(key: string, content: Uint8Array): Promise<void>;
  get(key: string): Promise<Uint8Array>;
  exists(key: string): Promise<boolean>;
  delete(key: string): Promise<void>;
}

/** Blobs as files below a folder. */
export function createDiskBlobs(folder: string): Blobs {
  const disk = new Disk(new FSDriver({ location: folder, visibility: 'private' }));
  return {
    put: (key, content) => disk.put(key, content),
    get: (key) => disk.getBytes(key),
    exists: (key) => disk.exists(key),
    delete: (key) => disk.delete(key),
  };
}
