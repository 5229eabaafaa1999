import { buffer } from 'node:stream/consumers';
import type { ChatId, Import, ImportId, ImportItem, Message } from '@veche/contract';
import { describe, expect, test } from 'vitest';
import { ZipFile } from 'yazl';
import { beginnings, image } from '../../../../../tests/support/media-samples.ts';
import { refusal } from '../../../../../tests/support/refusal.ts';
import { clientId, startTestServer, type TestPerson } from '../../../../../tests/support/server.ts';
import { uploadFile } from '../../../../../tests/support/uploads.ts';

const server = await startTestServer();
const { sql } = server.app;

async function upload(person: TestPerson, content: string | Buffer, name: string) {
  const { fileId } = await uploadFile(server, person, Buffer.from(content), { name });
  return fileId;
}

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

async function imported(
  person: TestPerson,
  content: string | Buffer,
  { name = 'result.json', ...more }: { name?: string; chatId?: ChatId; timeZone?: string } = {},
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

let messageNumber = 0;
const said = (from: string, text: unknown, more: object = {}) => {
  messageNumber += 1;
  return {
    id: messageNumber,
    type: 'message',
    date_unixtime: String(1_600_000_000 + messageNumber),
    from,
    text,
    ...more,
  };
};
const archive = (messages: object[], name = 'Дача') => JSON.stringify({ name, type: 'private_group', id: 1, messages });

describe('an archive in JSON', () => {
  test('becomes a group of the importer, with who said what and when', async () => {
    const alice = await server.person('Алиса');
    const first = said('Борис', ['Едем ', { type: 'bold', text: 'в субботу' }, '? https://example.org']);
    const messages = [
      { id: 900, type: 'service', action: 'create_group', date_unixtime: '1599999999', actor: 'Борис' },
      first,
      said('Вера', 'Едем', { reply_to_message_id: first.id, forwarded_from: 'Глеб' }),
      said('Вера', '', {
        file: '(File not included. Change data exporting settings to download.)',
        media_type: 'voice_message',
      }),
      said('Борис', 'Тут', { location_information: { latitude: 55.75, longitude: 37.62 } }),
    ];
    const done = await imported(alice, archive(messages));
    expect(done).toMatchObject({
      phase: 'done',
      percent: 100,
      format: 'telegram',
      counts: { entries: 5, done: 5, messages: 4, skipped: 2 },
    });
    const chatId = done.chatId as ChatId;
    const { chat } = await alice.call('chats.get', { chatId });
    expect(chat).toMatchObject({ kind: 'group', title: 'Дача', role: 'owner', unreadCount: 0 });
    const told = await history(alice, chatId);
    expect(told).toMatchObject([
      {
        senderId: alice.accountId,
        text: 'Едем в субботу? https://example.org',
        imported: { senderName: 'Борис', at: new Date(Number(first.date_unixtime) * 1000).toISOString() },
        entities: [
          { kind: 'bold', offset: 5, length: 9 },
          { kind: 'url', offset: 16, length: 19 },
        ],
      },
      { text: 'Едем', replyTo: told[0]?.messageId, imported: { senderName: 'Вера', forwardedFrom: 'Глеб' } },
      { text: 'Тут', imported: { senderName: 'Борис' } },
      { text: '', location: { latitude: 55.75, longitude: 37.62 } },
    ]);
    const items = await report(alice, done.importId, 2);
    expect(items).toMatchObject([
      { position: 0, part: 0, reason: 'service', detail: 'create_group' },
      { position: 1, part: 0, messageId: told[0]?.messageId },
      { position: 2, part: 0, messageId: told[1]?.messageId },
      { position: 3, part: 0, reason: 'fileMissing', detail: 'voice' },
      { position: 4, part: 0, messageId: told[2]?.messageId },
      { position: 4, part: 1, messageId: told[3]?.messageId },
    ]);
    const trouble = await alice.call('archives.listImportItems', { importId: done.importId, onlyTrouble: true });
    expect(trouble.items.map((item) => item.position)).toEqual([0, 3]);
    // The upload is no longer needed.
    expect((await alice.call('media.usage', {})).fileCount).toBe(0);
  });

  test('of a whole account waits until a chat is chosen', async () => {
    const alice = await server.person('Алиса');
    const list = [
      { name: 'Борис', type: 'personal_chat', id: 2, messages: [said('Борис', 'не этот')] },
      { name: 'Дача', type: 'private_group', id: 3, messages: [said('Вера', 'этот')] },
    ];
    const waiting = await imported(alice, JSON.stringify({ about: '', chats: { about: '', list } }));
    expect(waiting).toMatchObject({
      phase: 'choosing',
      sources: [
        { key: 'chats/0', title: 'Борис', entryCount: 1 },
        { key: 'chats/1', title: 'Дача', entryCount: 1 },
      ],
    });
    const { importId } = waiting;
    const choose = (sourceKey: string) => alice.call('archives.chooseImportSource', { importId, sourceKey });
    expect(await refusal(choose('chats/7'))).toMatchObject({ code: 'not_found', field: 'sourceKey' });
    await choose('chats/1');
    const done = await rested(alice, importId);
    expect(done).toMatchObject({ phase: 'done', sourceKey: 'chats/1' });
    expect((await history(alice, done.chatId as ChatId)).map((message) => message.text)).toEqual(['этот']);
    await choose('chats/1');
    expect(await refusal(choose('chats/0'))).toMatchObject({ code: 'conflict', field: 'importId' });
  });

  test('keeps a text longer than a message in several', async () => {
    const alice = await server.person('Алиса');
    const long = `${'слово '.repeat(1500)}конец`;
    const done = await imported(alice, archive([said('Борис', long)]));
    const told = await history(alice, done.chatId as ChatId);
    expect(told).toHaveLength(3);
    expect(told.map((message) => message.text).join('')).toBe(long);
    expect(told.every((message) => message.text.length <= 4096 && message.imported?.senderName === 'Борис')).toBe(true);
  });
});

test('files in the zip come along; what is not there or not what it says is told', async () => {
  const alice = await server.person('Алиса');
  const messages = [
    said('Борис', 'Закат', { photo: 'photos/1.jpg' }),
    said('Борис', '', { file: 'stickers/2.webp', media_type: 'sticker', sticker_emoji: '😀' }),
    said('Борис', 'Смета', { file: 'files/смета.pdf', file_name: 'Смета на дом.pdf' }),
    said('Борис', 'Пропало', { file: 'files/3.bin' }),
    said('Борис', '', { file: '../../etc/passwd' }),
    said('Борис', '', { file: 'empty.txt' }),
  ];
  const zip = new ZipFile();
  zip.addBuffer(Buffer.from(archive(messages)), 'Export/result.json');
  zip.addBuffer(await image('jpeg'), 'Export/photos/1.jpg');
  zip.addBuffer(Buffer.from('это не стикер'), 'Export/stickers/2.webp');
  zip.addBuffer(beginnings.pdf, 'Export/files/смета.pdf');
  zip.addBuffer(Buffer.alloc(0), 'Export/empty.txt');
  zip.end();
  const done = await imported(alice, await buffer(zip.outputStream), { name: 'export.zip' });
  expect(done).toMatchObject({ phase: 'done', counts: { entries: 6, messages: 4, skipped: 2 } });
  const told = await history(alice, done.chatId as ChatId);
  expect(told).toMatchObject([
    { text: 'Закат', attachments: [{ kind: 'photo', mimeType: 'image/jpeg', name: '1.jpg' }] },
    { text: '', attachments: [{ kind: 'file', name: '2.webp' }] },
    { text: 'Смета', attachments: [{ kind: 'file', mimeType: 'application/pdf', name: 'Смета на дом.pdf' }] },
    { text: 'Пропало' },
  ]);
  expect(told[3]).not.toHaveProperty('attachments');
  expect(await report(alice, done.importId)).toMatchObject([
    {},
    {},
    {},
    { messageId: told[3]?.messageId, reason: 'fileMissing', detail: '3.bin' },
    { reason: 'fileMissing', detail: 'passwd' },
    { reason: 'fileRefused' },
  ]);
  const photo = told[0]?.attachments?.[0];
  const address = `${server.url}/files/${photo?.fileId}?chat=${done.chatId}&message=${told[0]?.messageId}`;
  const response = await fetch(address, { headers: { authorization: `Bearer ${await alice.token()}` } });
  expect(response.headers.get('content-type')).toBe('image/jpeg');
  // The archive itself went, its files stay until their messages do.
  expect((await alice.call('media.usage', {})).fileCount).toBe(3);
  await alice.call('archives.undoImport', { importId: done.importId });
  expect((await rested(alice, done.importId)).phase).toBe('undone');
  expect((await fetch(address, { headers: { authorization: `Bearer ${await alice.token()}` } })).status).toBe(404);
});

test('a text of the other messenger is read in the time zone of the importer', async () => {
  const alice = await server.person('Алиса');
  const zip = new ZipFile();
  const lines = '31.12.2020, 23:59 - Борис: С наступающим!\nУра\n01.01.2021, 00:01 - Вера: <Без медиафайлов>\n';
  zip.addBuffer(Buffer.from(lines), '_chat.txt');
  zip.end();
  const done = await imported(alice, await buffer(zip.outputStream), {
    name: 'WhatsApp Chat with Дача.zip',
    timeZone: 'Europe/Moscow',
  });
  expect(done).toMatchObject({ phase: 'done', format: 'whatsapp', counts: { entries: 2, messages: 1, skipped: 1 } });
  const chatId = done.chatId as ChatId;
  expect((await alice.call('chats.get', { chatId })).chat.title).toBe('Дача');
  expect(await history(alice, chatId)).toMatchObject([
    { text: 'С наступающим!\nУра', imported: { senderName: 'Борис', at: '2020-12-31T20:59:00.000Z' } },
  ]);
  expect(await report(alice, done.importId)).toMatchObject([{ position: 1 }, { position: 3, reason: 'fileMissing' }]);
});

describe('undoing', () => {
  test('takes back what was imported, and nothing else', async () => {
    const alice = await server.person('Алиса');
    const { chat } = await alice.call('chats.createGroup', { clientId: clientId(), title: 'Дача', memberIds: [] });
    const { chatId } = chat;
    await alice.call('messages.send', { chatId, clientId: clientId(), text: 'до' });
    const messages = Array.from({ length: 450 }, (_, index) => said('Борис', `№ ${index}`));
    const done = await imported(alice, archive(messages), { chatId });
    await alice.call('messages.send', { chatId, clientId: clientId(), text: 'после' });
    const [, one] = await history(alice, chatId);
    await alice.call('messages.delete', { chatId, messageIds: [one!.messageId] });
    expect(await history(alice, chatId)).toHaveLength(451);

    await alice.call('archives.undoImport', { importId: done.importId });
    expect((await rested(alice, done.importId)).phase).toBe('undone');
    expect((await history(alice, chatId)).map((message) => message.text)).toEqual(['до', 'после']);
    const items = await report(alice, done.importId);
    expect(items).toHaveLength(450);
    expect(items.every((item) => item.reason === 'undone' && item.messageId === undefined)).toBe(true);
    expect((await alice.call('archives.undoImport', { importId: done.importId })).import.phase).toBe('undone');
  });

  test('waits until the import is over', async () => {
    const alice = await server.person('Алиса');
    const done = await imported(
      alice,
      JSON.stringify({
        chats: {
          list: [
            { name: 'а', type: 'x', id: 1, messages: [said('Б', 'в')] },
            { name: 'б', type: 'x', id: 2, messages: [said('Б', 'в')] },
          ],
        },
      }),
    );
    const { importId } = done;
    expect(await refusal(alice.call('archives.undoImport', { importId }))).toMatchObject({ code: 'conflict' });
    expect((await alice.call('archives.cancelImport', { importId })).import.phase).toBe('cancelled');
    await alice.call('archives.undoImport', { importId });
    expect((await rested(alice, importId)).phase).toBe('undone');
  });
});

describe('what goes wrong', () => {
  test.each([
    ['{"name":"Дача","messages":[{"id":1,', 'malformed'],
    ['{"something":"else"}', 'unknownFormat'],
    ['Дорогой дневник', 'unknownFormat'],
    ['PK\u0003\u0004 и не архив', 'unsafeZip'],
  ])('%s is no archive: %s', async (content, problem) => {
    const alice = await server.person('Алиса');
    const done = await imported(alice, content);
    expect(done).toMatchObject({ phase: 'failed', problem });
    expect(done).not.toHaveProperty('chatId');
  });

  test('an importer who loses the right stops', async () => {
    const alice = await server.person('Алиса');
    const boris = await server.person('Борис');
    const memberIds = [boris.accountId];
    const { chat } = await alice.call('chats.createGroup', { clientId: clientId(), title: 'Дача', memberIds });
    const { chatId } = chat;
    await alice.call('members.promote', { chatId, accountId: boris.accountId });
    const list = ['а', 'б'].map((name, id) => ({ name, type: 'x', id, messages: [said('В', 'г')] }));
    const { importId } = await imported(boris, JSON.stringify({ chats: { list } }), { chatId });
    await alice.call('members.demote', { chatId, accountId: boris.accountId });
    await boris.call('archives.chooseImportSource', { importId, sourceKey: 'chats/0' });
    expect(await rested(boris, importId)).toMatchObject({ phase: 'failed', problem: 'noRights' });
    expect(await history(alice, chatId)).toEqual([]);
  });
});

describe('starting', () => {
  test('is for owners and admins of a group', async () => {
    const alice = await server.person('Алиса');
    const boris = await server.person('Борис');
    const fileId = await upload(boris, archive([said('В', 'г')]), 'result.json');
    const start = (chatId: ChatId) => boris.call('archives.startImport', { clientId: clientId(), fileId, chatId });
    const group = async (memberIds: TestPerson['accountId'][]) =>
      (await alice.call('chats.createGroup', { clientId: clientId(), title: 'Дача', memberIds })).chat.chatId;
    expect(await refusal(start(await group([])))).toMatchObject({ code: 'not_found', field: 'chatId' });
    expect(await refusal(start(await group([boris.accountId])))).toMatchObject({ code: 'forbidden', field: 'chatId' });
    const { chat } = await boris.call('chats.createDirect', { accountId: alice.accountId });
    expect(await refusal(start(chat.chatId))).toMatchObject({ code: 'forbidden', field: 'chatId' });
  });

  test('takes own files alone', async () => {
    const alice = await server.person('Алиса');
    const mallory = await server.person('Мэллори');
    const fileId = await upload(alice, archive([]), 'result.json');
    const start = mallory.call('archives.startImport', { clientId: clientId(), fileId });
    expect(await refusal(start)).toMatchObject({ code: 'not_found', field: 'fileId' });
  });

  test('refuses a time zone that is none', async () => {
    const alice = await server.person('Алиса');
    const start = alice.call('archives.startImport', { clientId: clientId(), fileId: 1, timeZone: 'Луна/Море' });
    expect(await refusal(start)).toMatchObject({ code: 'invalid_input', field: 'timeZone' });
  });

  test('the same start twice is one import; one at a time; another content under its id is refused', async () => {
    const alice = await server.person('Алиса');
    const fileId = await upload(alice, archive([said('Б', 'в')]), 'result.json');
    const id = clientId();
    const start = (more = {}) => alice.call('archives.startImport', { clientId: id, fileId, ...more });
    const [first, second] = await Promise.all([start(), start()]);
    expect(second.import.importId).toBe(first.import.importId);
    expect(await refusal(start({ timeZone: 'Asia/Omsk' }))).toMatchObject({ code: 'idempotency_conflict' });
    const done = await rested(alice, first.import.importId);
    expect(done.counts.messages).toBe(1);
    await sql`update archive_import set phase = 'running' where account_id = ${alice.accountId}`;
    const other = await upload(alice, archive([said('Б', 'в')]), 'result.json');
    const refused = await refusal(alice.call('archives.startImport', { clientId: clientId(), fileId: other }));
    expect(refused).toMatchObject({ code: 'conflict' });
  });

  test('nobody else sees, undoes or cancels an import', async () => {
    const alice = await server.person('Алиса');
    const mallory = await server.person('Мэллори');
    const { importId } = await imported(alice, archive([said('Б', 'в')]));
    for (const method of ['getImport', 'undoImport', 'cancelImport', 'listImportItems'] as const) {
      const refused = await refusal(mallory.call(`archives.${method}`, { importId }));
      expect(refused).toMatchObject({ code: 'not_found', field: 'importId' });
    }
    expect((await mallory.call('archives.listImports', {})).imports).toEqual([]);
    expect((await alice.call('archives.listImports', {})).imports).toMatchObject([{ importId }]);
  });
});
