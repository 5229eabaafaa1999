import type { ChatDependencies } from '../dependencies.ts';
import type { Scanner } from './scanner/scanner.ts';

export interface MediaSettings {
  /** Folder for the bytes of unfinished uploads, best on the file system of the blobs: finishing then copies nothing. */
  readonly uploadsFolder: string;
  /** What one account may store. */
  readonly quotaBytes: number;
  /** Asked about every upload; null: nothing is scanned. */
  readonly scanner: Scanner | null;
}

/** What media needs of the house. */
export type MediaDependencies = Pick<
  ChatDependencies,
  'sql' | 'blobs' | 'clock' | 'log' | 'authenticator' | 'trustedProxies' | 'limiter' | 'webOrigin' | 'media'
>;
