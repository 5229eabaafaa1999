import { extname } from 'node:path';
import {
  type AccountId,
  type FileKind,
  type InputOf,
  type media,
  type MediaFile,
  type MethodByName,
  type OutputOf,
} from '@veche/contract';
import type { WholeUploads } from '../../chat/index.ts';
import type { FetchFailureReason, GuardedFetch } from '../../kernel/guarded-fetch/index.ts';
import type { GivenFile } from '../dialects/request/read-fields.ts';
import type { RequestSpool } from '../dialects/request/spool.ts';

/** What is said of a file beside its content. */
export type FileWish = Omit<InputOf<typeof media.finish>, 'fileId' | 'kind'> & {
  readonly kind: FileKind;
  /** In place of the name that it came with. */
  readonly name?: string | undefined;
};

/** The file of an address could not be had. */
export class AddressError extends Error {
  readonly reason: FetchFailureReason | 'bad_status';

  constructor(reason: FetchFailureReason | 'bad_status') {
    super(reason);
    this.name = 'AddressError';
    this.reason = reason;
  }
}

export interface FileDesk {
  /** Makes a file of one that came with the request. Throws what the contract's upload and `media.finish` throw. */
  keep(file: GivenFile, wish: FileWish): Promise<MediaFile>;
  /** The same of what is at an address. Throws AddressError as well. */
  fetch(url: string, wish: FileWish, maxBytes: number): Promise<MediaFile>;
}

interface Dependencies {
  readonly botId: AccountId;
  readonly uploads: WholeUploads;
  readonly guard: GuardedFetch;
  readonly spool: RequestSpool;
  readonly signal: AbortSignal;
  finish(input: InputOf<MethodByName<'media.finish'>>): Promise<OutputOf<MethodByName<'media.finish'>>>;
}

/** Makes files of a bot out of what a request brings or points at. */
export function createFileDesk({ botId, uploads, guard, spool, signal, finish }: Dependencies): FileDesk {
  const keep = async ({ path, sizeBytes, filename }: GivenFile, wish: FileWish): Promise<MediaFile> => {
    const { kind, name, ...stated } = wish;
    const fileId = await uploads.take(botId, { path, sizeBytes, kind, name: name ?? filename });
    try {
      return (await finish({ fileId, ...stated })).file;
    } catch (error) {
      await uploads.discard(botId, fileId);
      throw error;
    }
  };
  return {
    keep,
    async fetch(url, wish, maxBytes) {
      const answer = await guard.fetch({ url, allowHttp: true, maxBytes, totalSeconds: 30, signal });
      if (!answer.ok) throw new AddressError(answer.reason);
      if (answer.status !== 200 || answer.bytes.byteLength === 0) throw new AddressError('bad_status');
      const writer = spool.create();
      writer.write(answer.bytes);
      return keep({ field: '', filename: nameIn(answer.url), ...(await writer.end()) }, wish);
    },
  };
}

/** The last part of an address, where it looks like a file's name. */
function nameIn(url: string): string {
  const last = new URL(url).pathname.split('/').at(-1) ?? '';
  try {
    return extname(last) === '' ? '' : decodeURIComponent(last);
  } catch {
    return last;
  }
}
