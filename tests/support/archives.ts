import type { ChatId, FileId, Import, ImportId, ImportItem, Message } from '@veche/contract';
import { expect } from 'vitest';
import { clientId, type TestPerson, type TestServer } from './server.ts';
import { uploadFile } from './uploads.ts';

type ImportOptions = { name?: string; chatId?: ChatId; timeZone?: string };

/** Imports on a test server, and what they leave. */
export function createImporter(server: TestServer) {
  const upload = async (person: TestPerson, content: string | Buffer, name = 'result.json'): Promise<FileId> =>
    (await uploadFile(server, person, Buffer.from(content), { name })).fileId;

  /** Waits until an import rests. */
  async function rested(person: TestPerson, importId: ImportId): Promise<Import> {
    let current: Import | undefined;
    await expect
      .poll(
        async () => {
          current = (await person.call('archives.getImport', { importId })).import;
          return current.phase;
        },
        { timeout: 20_000 },
      )
      .not.toMatch(/waiting|reading|running|undoing/);
    return current as Import;
  }

  /** Uploads an archive, imports it, and waits until that rests. */
  async function imported(
    person: TestPerson,
    content: string | Buffer,
    { name, ...more }: ImportOptions = {},
  ): Promise<Import> {
    const fileId = await upload(person, content, name);
    const { import: started } = await person.call('archives.startImport', { clientId: clientId(), fileId, ...more });
    return rested(person, started.importId);
  }

  async function history(person: TestPerson, chatId: ChatId): Promise<Message[]> {
    const all: Message[] = [];
    for (;;) {
      const page = await person.call('messages.history', { chatId, after: all.at(-1)?.messageId ?? 0, limit: 100 });
      all.push(...page.messages);
      if (!page.hasLater) return all;
    }
  }

  /** The whole report of an import, page by page. */
  async function report(person: TestPerson, importId: ImportId, limit = 500): Promise<ImportItem[]> {
    const items: ImportItem[] = [];
    let cursor: string | undefined;
    do {
      const page = await person.call('archives.listImportItems', {
        ...{ importId, limit },
        ...(cursor === undefined ? {} : { cursor }),
      });
      items.push(...page.items);
      cursor = page.nextCursor;
    } while (cursor !== undefined);
    return items;
  }

  return { upload, rested, imported, history, report };
}

let messageNumber = 0;

/** An entry of a JSON archive. */
export function said(from: string, text: unknown, more: object = {}) {
  messageNumber += 1;
  const at = { id: messageNumber, date_unixtime: String(1_600_000_000 + messageNumber) };
  return { ...at, type: 'message', from, text, ...more };
}

/** A JSON archive of one chat. */
export function archiveOf(messages: readonly object[], name = 'Дача'): string {
  return JSON.stringify({ name, type: 'private_group', id: 1, messages });
}
