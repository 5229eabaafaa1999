import type { ChatDependencies } from '../dependencies.ts';
import type { ImportFiles } from './import/files.ts';

/** What archives need of the house, and of the files of messages. */
export interface ArchiveDependencies extends Pick<
  ChatDependencies,
  | 'sql'
  | 'writer'
  | 'blobs'
  | 'jobs'
  | 'clock'
  | 'log'
  | 'webOrigin'
  | 'authenticator'
  | 'trustedProxies'
  | 'personalData'
> {
  readonly files: ImportFiles;
}
