import { type AccountId, type FileKind, type ImportReason, type MediaFile, VecheError } from '@veche/contract';
import type { ArchivedEntry, ArchivedFile } from './item.ts';
import type { Archive } from './open-archive.ts';
import type { StoreFile } from './store-file.ts';
import { type ImportedPart, toParts } from './to-messages.ts';

/** An entry with its file stored: what a transaction needs to append it. */
export interface Prepared {
  /** Number of the entry within its chat, from 0. */
  readonly number: number;
  readonly position: number;
  readonly key: string | null;
  readonly replyToKey: string | null;
  /** None when the entry makes no message. */
  readonly parts: readonly ImportedPart[];
  /** Why it makes none, or what it lost. */
  readonly reason: ImportReason | null;
  readonly detail: string | null;
}

const kinds: Record<ArchivedFile['kind'], FileKind> = {
  photo: 'photo',
  video: 'video',
  videoNote: 'videoNote',
  voice: 'voice',
  audio: 'audio',
  animation: 'video',
  sticker: 'sticker',
  file: 'file',
};

/** Stores the file of an entry, if it has one, and says what the entry becomes. */
export async function prepareEntry(
  { archive, store, accountId }: { archive: Archive; store: StoreFile; accountId: AccountId },
  number: number,
  entry: ArchivedEntry,
): Promise<Prepared> {
  const { position } = entry;
  if ('skipped' in entry) {
    const nothing = { key: null, replyToKey: null, parts: [] };
    return { number, position, ...nothing, reason: entry.skipped, detail: entry.detail ?? null };
  }
  const { message } = entry;
  const { file, reason, detail } = await takeFile(archive, store, accountId, message.file);
  return {
    ...{ number, position, reason, detail },
    key: message.key ?? null,
    replyToKey: message.replyToKey ?? null,
    parts: toParts(message, file),
  };
}

async function takeFile(
  archive: Archive,
  store: StoreFile,
  accountId: AccountId,
  wanted: ArchivedFile | undefined,
): Promise<{ file: MediaFile | null; reason: ImportReason | null; detail: string | null }> {
  if (wanted === undefined) return { file: null, reason: null, detail: null };
  const name = wanted.name ?? wanted.path?.split('/').at(-1) ?? wanted.kind;
  const found = wanted.path === undefined ? null : await archive.openFile(wanted.path);
  if (found === null) return { file: null, reason: 'fileMissing', detail: name };
  const { content, size: sizeBytes } = found;
  const stored = await store(accountId, { name, kind: kinds[wanted.kind], sizeBytes, content });
  if (!(stored instanceof VecheError)) return { file: stored, reason: null, detail: null };
  return { file: null, reason: 'fileRefused', detail: `${name}: ${stored.message}`.slice(0, 300) };
}
