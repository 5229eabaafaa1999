import { buffer } from 'node:stream/consumers';
import type { ChatId } from '@veche/contract';
import { describe, expect, test } from 'vitest';
import { ZipFile } from 'yazl';
import { archiveOf, createImporter, said } from '../../../../../tests/support/archives.ts';
import { beginnings, image } from '../../../../../tests/support/media-samples.ts';
import { refusal } from '../../../../../tests/support/refusal.ts';
import { clientId, startTestServer } from '../../../../../tests/support/server.ts';

const server = await startTestServer();
const { rested, imported, history, report } = createImporter(server);

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
    const done = await imported(alice, archiveOf(messages));
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
    const done = await imported(alice, archiveOf([said('Борис', long)]));
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
  zip.addBuffer(Buffer.from(archiveOf(messages)), 'Export/result.json');
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
    const done = await imported(alice, archiveOf(messages), { chatId });
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
