import type { FileId, FileKind, MediaFile } from '@veche/contract';

/** What a bot calls a file by: which it is, what it is shown as, and a message in which it was told of it. */
export interface FileName {
  readonly fileId: FileId;
  readonly kind: FileKind;
  readonly isPreview: boolean;
  readonly from: { readonly chatId: number; readonly messageId: number } | null;
}

const letters: Record<FileKind, string> = {
  photo: 'p',
  video: 'v',
  voice: 'o',
  audio: 'a',
  file: 'd',
  videoNote: 'n',
  sticker: 's',
};
const kinds = new Map(Object.entries(letters).map(([kind, letter]) => [letter, kind as FileKind]));
const form = /^([a-z])(T?)_([0-9a-z]{1,11})_([0-9a-z]{1,11})_([0-9a-z]{1,11})$/;

/** Names of files hold no secret: who may read one is asked each time. */
export function writeFileName({ fileId, kind, isPreview, from }: FileName): string {
  const numbers = [fileId, from?.chatId ?? 0, from?.messageId ?? 0].map((id) => id.toString(36));
  return `${letters[kind]}${isPreview ? 'T' : ''}_${numbers.join('_')}`;
}

/** Null for what is no name of a file. */
export function readFileName(text: string): FileName | null {
  const [, letter = '', preview, ...ids] = form.exec(text) ?? [];
  const kind = kinds.get(letter);
  const [fileId = 0, chatId = 0, messageId = 0] = ids.map((id) => parseInt(id, 36));
  if (kind === undefined || ![fileId, chatId, messageId].every(Number.isSafeInteger)) return null;
  const from = chatId === 0 || messageId === 0 ? null : { chatId, messageId };
  return { fileId: fileId as FileId, kind, isPreview: preview === 'T', from };
}

/** The same wherever the file is met. */
export function uniqueFileName({ fileId }: Pick<MediaFile, 'fileId'>, isPreview: boolean): string {
  return `${isPreview ? 't' : 'f'}${fileId.toString(36)}`;
}
