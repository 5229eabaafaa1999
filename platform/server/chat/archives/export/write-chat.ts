import type { Account, AccountId, Chat, FileId, Language, Message } from '@veche/contract';
import { readAccounts } from '../../../identity/index.ts';
import type { Blobs } from '../../../kernel/blobs.ts';
import type { Sql } from '../../../kernel/database/sql.ts';
import { showMessages } from '../../messages/show.ts';
import { readHistory } from '../../messages/store.ts';
import { openAttachment, safeName, writePhoto } from './files.ts';
import type { ExportedChat, ExportedFile, ExportFormat } from './format.ts';
import { messagesPage, pageName } from './html/messages-page.ts';
import { titleOf } from './html/index-page.ts';
import { words } from './html/words.ts';
import type { ZipWriter } from './zip-writer.ts';

/** Messages of one JSON document and of one page to read. */
const PAGE = 1000;

export interface ChatExport {
  readonly sql: Sql;
  readonly zip: ZipWriter;
  readonly format: ExportFormat;
  readonly blobs: Blobs;
  /** Files that the zip has already: one that stands in several messages is written once. */
  readonly written: Set<FileId>;
  readonly accountId: AccountId;
  readonly language: Language;
  readonly signal: AbortSignal;
  /** Told after each page; throws when the export was cancelled. */
  progress(step: { messages: number; files: number; missingFiles: number }): Promise<void>;
}

/** Writes what the account may read of one chat now, up to the head it has now; a page in memory at a time. */
export async function writeChat(work: ChatExport, chat: Chat): Promise<ExportedChat> {
  const { sql, zip, format, accountId, language } = work;
  const peer =
    chat.peerId === undefined || chat.peerId === accountId
      ? undefined
      : (await readAccounts(sql, [chat.peerId], accountId)).find((account) => account.accountId === chat.peerId);
  const folder = `chats/${chat.chatId}/`;
  const title = titleOf({ chat, ...(peer === undefined ? {} : { peer }) }, words[language]);
  let messageCount = 0;
  let number = 0;
  let next = await readPage(work, chat, 0);
  while (next.length > 0 || number === 0) {
    work.signal.throwIfAborted();
    number += 1;
    const messages = next;
    next = messages.length < PAGE ? [] : await readPage(work, chat, messages.at(-1)?.messageId ?? 0);
    const accounts = await readAccounts(
      sql,
      messages.map((message) => message.senderId),
      accountId,
    );
    const files = await writeFiles(work, messages, work.written);
    const page = { chatId: chat.chatId, page: number, messages, accounts, files };
    await zip.addText(`${folder}messages-${String(number).padStart(4, '0')}.json`, format.messagesJson(page));
    await zip.addText(
      `html/${chat.chatId}/${pageName(number)}`,
      await messagesPage({
        ...{ language, title, number, messages, files },
        hasLater: next.length > 0,
        accounts: new Map(accounts.map((account): [AccountId, Account] => [account.accountId, account])),
      }),
    );
    messageCount += messages.length;
    const missingFiles = files.filter((file) => file.missing === true).length;
    await work.progress({ messages: messages.length, files: files.length - missingFiles, missingFiles });
  }
  const { lastMessage: _last, ...face } = chat;
  const photo = await writePhoto(work, accountId, chat.photoId);
  return {
    chat: face,
    ...(peer === undefined ? {} : { peer }),
    ...(photo === null ? {} : { photo }),
    ...{ messageCount, pageCount: number, folder },
  };
}

/** Nothing, too, for who has lost the chat meanwhile. */
async function readPage({ sql, accountId }: ChatExport, chat: Chat, after: number): Promise<Message[]> {
  const { chatId } = chat;
  const page = await readHistory(sql, { chatId, accountId, side: 'after', id: after, limit: PAGE });
  const rows = (page?.rows ?? []).filter((row) => row.messageId <= chat.lastSeq);
  return showMessages(sql, { chatId, rows, readerId: accountId });
}

/** Writes each file once, and says where it is for every message that has it. */
async function writeFiles(
  { sql, blobs, zip, accountId, signal }: ChatExport,
  messages: readonly Message[],
  written: Set<FileId>,
): Promise<ExportedFile[]> {
  const files: ExportedFile[] = [];
  for (const message of messages) {
    for (const attachment of message.attachments ?? []) {
      signal.throwIfAborted();
      const { fileId, name } = attachment;
      const path = `files/${fileId}/${safeName(name)}`;
      const content = written.has(fileId) ? null : await openAttachment({ sql, blobs }, accountId, message, attachment);
      if (content !== null) {
        await zip.addFile(path, content);
        written.add(fileId);
      }
      const place = written.has(fileId) ? { path } : { missing: true as const };
      files.push({ fileId, messageId: message.messageId, name, ...place });
    }
  }
  return files;
}
