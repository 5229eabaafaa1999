import type { Readable } from 'node:stream';
import type { AccountId, ChatId, Message, MessageId } from '@veche/contract';

export interface FileName {
  readonly fileId: string;
  readonly name: string;
}

/** How an export gets at the files of messages. */
export interface ExportMedia {
  filesOf(message: Message): readonly FileName[];
  /** Null when the file is gone, or the account may not read it. */
  open(file: FileName & { accountId: AccountId; chatId: ChatId; messageId: MessageId }): Promise<Readable | null>;
}

/** A name that every system can store: no path, no reserved words, at most 100 characters; the ending stays. */
export function safeName(name: string): string {
  const cleaned = name
    .toWellFormed()
    // eslint-disable-next-line no-control-regex -- control characters are what must not stay
    .replace(/[\u0000-\u001f\u007f<>:"/\\|?*\p{Cf}]/gu, '_')
    .replace(/^\.+|[. ]+$/g, '_');
  const dot = cleaned.lastIndexOf('.');
  const ending = dot > 0 && cleaned.length - dot <= 12 ? cleaned.slice(dot) : '';
  const stem = [...cleaned.slice(0, cleaned.length - ending.length)].slice(0, 100 - ending.length).join('');
  return /^(?:con|prn|aux|nul|com\d|lpt\d)$/i.test(stem) || stem === '' ? `_${stem}${ending}` : stem + ending;
}
