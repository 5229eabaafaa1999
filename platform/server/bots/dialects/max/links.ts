import type { AccountId, Attachment, FileId, Message, MessageId } from '@veche/contract';
import { type FileName, writeFileName } from '../../files/file-name.ts';
import type { Addresses } from './addresses.ts';

/** Writes the tokens of files for a bot, and whole addresses at which it finds them. */
export interface LinkWriter {
  token(file: FileName): string;
  url(file: FileName): string;
  /** Where the content of a new file is to be sent. */
  upload(file: FileName): string;
}

export function createLinkWriter(
  addresses: Addresses,
  { botId, tokenHash, origin }: { botId: AccountId; tokenHash: Uint8Array; origin: string },
): LinkWriter {
  const write = (purpose: 'files' | 'uploads', file: FileName): string =>
    `${origin}${addresses.write(purpose, { botId, tokenHash, file, now: Date.now() })}`;
  return {
    token: writeFileName,
    url: (file) => write('files', file),
    upload: (file) => write('uploads', file),
  };
}

/** A file by the message in which it is told, which also says who may read it. */
export function nameOf(
  { fileId, kind }: Pick<Attachment, 'fileId' | 'kind'>,
  { chatId, messageId }: Pick<Message, 'chatId'> & { messageId: MessageId },
  isPreview = false,
): FileName {
  return { fileId, kind, isPreview, from: { chatId, messageId } };
}

/** A photo of an account or a chat, which is met in no message. */
export function photoName(fileId: FileId, isPreview: boolean): FileName {
  return { fileId, kind: 'photo', isPreview, from: null };
}
