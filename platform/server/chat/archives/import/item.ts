import type { Entity } from '@veche/contract';

/** A chat of an archive, for the importer to choose. */
export interface ArchivedChat {
  /** Names the chat within its archive. */
  readonly key: string;
  readonly title: string;
  /** As the archive says: `personal_chat`, `private_group`, `whatsapp`… */
  readonly kind: string;
  readonly entryCount: number;
}

/** A message of another messenger's archive, before it becomes ours. */
export interface ArchivedMessage {
  /** The archive's own name of the message, where it has one; replies refer to it. */
  readonly key?: string;
  readonly senderName: string;
  readonly at: Date;
  readonly text: string;
  readonly entities: readonly Entity[];
  readonly replyToKey?: string;
  readonly editedAt?: Date;
  readonly forwardedFrom?: string;
  readonly file?: ArchivedFile;
  readonly location?: { readonly latitude: number; readonly longitude: number };
}

/** A file of a message; `path` is absent when the archive was made without it. */
export interface ArchivedFile {
  /** Relative to the folder of the archive's text. */
  readonly path?: string;
  readonly name?: string;
  readonly kind: 'photo' | 'video' | 'videoNote' | 'voice' | 'audio' | 'animation' | 'sticker' | 'file';
}

/** Why an entry of an archive did not become a message. */
type SkipReason = 'service' | 'empty' | 'deleted' | 'fileMissing' | 'unreadable';

/** One entry of an archive, message or not. */
export type ArchivedEntry = {
  /** Index of the entry in a JSON archive, from 0; line of a text archive, from 1. */
  readonly position: number;
} & ({ readonly message: ArchivedMessage } | { readonly skipped: SkipReason; readonly detail?: string });

/** The archive as a whole cannot be read. */
export class ArchiveError extends Error {
  override readonly name = 'ArchiveError';
  readonly reason: ArchiveTrouble;
  constructor(reason: ArchiveTrouble, message: string) {
    super(message);
    this.reason = reason;
  }
}

/** `unknownFormat`: no archive we know. `malformed`: broken or cut off. `tooLarge`: beyond a stated limit. */
type ArchiveTrouble = 'unknownFormat' | 'malformed' | 'tooLarge' | 'unsafeZip';

/** Text that our store can hold. */
export function cleanText(text: string): string {
  return text.replaceAll('\0', '').toWellFormed();
}

/** Name that our store can show: one line, at most 64 characters. */
export function cleanName(name: string): string {
  const line = cleanText(name)
    .replace(/[\p{Cc}\p{Zl}\p{Zp}\p{Cf}]+/gu, ' ')
    .trim();
  return [...line].slice(0, 64).join('').trim();
}
