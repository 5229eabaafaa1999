import { describe, expect, test } from 'vitest';
import { collect } from '../../../../../tests/support/collect.ts';
import type { ArchivedEntry } from './item.ts';
import { readTelegramChats, readTelegramEntries } from './telegram.ts';

async function* chunksOf(value: unknown): AsyncGenerator<string> {
  const text = JSON.stringify(value, null, 1);
  for (let at = 0; at < text.length; at += 50) yield await Promise.resolve(text.slice(at, at + 50));
}

async function* wholeOf(value: unknown): AsyncGenerator<string> {
  yield await Promise.resolve(JSON.stringify(value));
}

async function entries(value: unknown, chatKey = 'chat', timeZone = 'Europe/Moscow'): Promise<ArchivedEntry[]> {
  return collect(readTelegramEntries(chunksOf(value), { chatKey, timeZone }));
}

/** One entry with what every message has. */
const message = (more: object) => ({
  id: 10,
  type: 'message',
  date: '2021-03-04T15:00:00',
  date_unixtime: '1614859200',
  from: 'Алиса Соколова',
  from_id: 'user1',
  text: '',
  ...more,
});
async function only(more: object): Promise<ArchivedEntry> {
  const [entry] = await entries({ name: 'Дача', type: 'private_group', id: 1, messages: [message(more)] });
  return entry as ArchivedEntry;
}

describe('the chats of an export', () => {
  test('an export of a chat has one', async () => {
    const file = { name: 'Дача', type: 'private_group', id: 1, messages: [message({}), message({ id: 11 })] };
    expect(await readTelegramChats(chunksOf(file))).toEqual([
      { key: 'chat', title: 'Дача', kind: 'private_group', entryCount: 2 },
    ]);
  });

  test('an export of an account has all, those that were left too', async () => {
    const file = {
      about: 'text',
      personal_information: { first_name: 'Алиса' },
      contacts: { list: [{ first_name: 'Борис' }] },
      chats: {
        about: 'text',
        list: [
          { name: 'Борис', type: 'personal_chat', id: 2, messages: [message({})] },
          { type: 'saved_messages', id: 1, messages: [] },
        ],
      },
      left_chats: { list: [{ name: 'Старая', type: 'private_group', id: 3, messages: [message({ text: 'там' })] }] },
    };
    expect(await readTelegramChats(chunksOf(file))).toEqual([
      { key: 'chats/0', title: 'Борис', kind: 'personal_chat', entryCount: 1 },
      { key: 'chats/1', title: '', kind: 'saved_messages', entryCount: 0 },
      { key: 'left_chats/0', title: 'Старая', kind: 'private_group', entryCount: 1 },
    ]);
    expect(await entries(file, 'left_chats/0')).toMatchObject([{ position: 0, message: { text: 'там' } }]);
  });

  test('a JSON of something else is refused', async () => {
    await expect(readTelegramChats(chunksOf({ items: [1] }))).rejects.toMatchObject({ reason: 'unknownFormat' });
    await expect(readTelegramChats(chunksOf([]))).rejects.toMatchObject({ reason: 'unknownFormat' });
  });
});

describe('an entry of an export', () => {
  test('has sender, moment, text, reply and edit', async () => {
    expect(
      await only({
        text: 'Привет',
        reply_to_message_id: 9,
        edited: '2021-03-04T15:01:00',
        edited_unixtime: '1614859260',
      }),
    ).toEqual({
      position: 0,
      message: {
        key: '10',
        senderName: 'Алиса Соколова',
        at: new Date('2021-03-04T12:00:00Z'),
        text: 'Привет',
        entities: [],
        replyToKey: '9',
        editedAt: new Date('2021-03-04T12:01:00Z'),
      },
    });
  });

  test('without a Unix time is read in the time zone of the importer', async () => {
    const entry = await only({ date_unixtime: undefined, text: 'а', edited: '1970-01-01T03:00:00' });
    expect(entry).toMatchObject({ message: { at: new Date('2021-03-04T12:00:00Z') } });
    expect(entry).not.toHaveProperty('message.editedAt');
  });

  test('keeps its formatting; what the server finds by itself is left to it', async () => {
    const text = [
      'Смотри ',
      { type: 'bold', text: 'сюда' },
      ' ',
      { type: 'text_link', text: 'ссылка', href: 'https://example.org/' },
      { type: 'text_link', text: 'дурная', href: 'javascript:alert(1)' },
      ' ',
      { type: 'pre', text: 'x = 1', language: 'python' },
      { type: 'mention', text: '@boris' },
      { type: 'custom_emoji', text: '🙂', document_id: '1' },
      { type: 'blockquote', text: 'цитата', collapsed: true },
    ];
    const expected = {
      text: 'Смотри сюда ссылкадурная x = 1@boris🙂цитата',
      entities: [
        { kind: 'bold', offset: 7, length: 4 },
        { kind: 'link', offset: 12, length: 6, url: 'https://example.org/' },
        { kind: 'pre', offset: 25, length: 5, language: 'python' },
        { kind: 'blockquote', offset: 38, length: 6, expandable: true },
      ],
    };
    expect(await only({ text })).toMatchObject({ message: expected });
    expect(
      await only({
        text: 'другое',
        text_entities: text.map((piece) => (typeof piece === 'string' ? { type: 'plain', text: piece } : piece)),
      }),
    ).toMatchObject({ message: expected });
  });

  test('names the first sender of a forward, also when that account is gone', async () => {
    expect(await only({ text: 'а', forwarded_from: 'Канал' })).toMatchObject({ message: { forwardedFrom: 'Канал' } });
    expect(await only({ text: 'а', forwarded_from: null })).toMatchObject({
      message: { forwardedFrom: 'Deleted Account' },
    });
    expect(await only({ text: 'а', from: null })).toMatchObject({ message: { senderName: 'Deleted Account' } });
  });

  test('has its file, or says that it was left out', async () => {
    expect(await only({ photo: 'photos/photo_1@04-03-2021.jpg' })).toMatchObject({
      message: { text: '', file: { kind: 'photo', path: 'photos/photo_1@04-03-2021.jpg' } },
    });
    const leftOut = '(File not included. Change data exporting settings to download.)';
    expect(await only({ file: leftOut, media_type: 'voice_message' })).toEqual({
      position: 0,
      skipped: 'fileMissing',
      detail: 'voice',
    });
    const captioned = await only({ file: leftOut, file_name: 'план.pdf', text: 'Вот план' });
    expect(captioned).toMatchObject({ message: { text: 'Вот план', file: { kind: 'file', name: 'план.pdf' } } });
    expect(captioned).not.toHaveProperty('message.file.path');
    expect(await only({ file: leftOut, media_type: 'sticker', sticker_emoji: '😀' })).toMatchObject({
      message: { text: '😀' },
    });
  });

  test('tells polls, contacts and places as text', async () => {
    const poll = {
      question: 'Когда?',
      closed: true,
      total_voters: 3,
      answers: [
        { text: 'Завтра', voters: 2, chosen: true },
        { text: 'Никогда', voters: 1, chosen: false },
      ],
    };
    expect(await only({ poll })).toMatchObject({ message: { text: '📊 Когда?\n• Завтра: 2\n• Никогда: 1' } });
    const contact_information = { first_name: 'Борис', last_name: '', phone_number: '+79990000001' };
    expect(await only({ contact_information })).toMatchObject({ message: { text: '👤 Борис\n+79990000001' } });
    const location_information = { latitude: 55.75, longitude: 37.62 };
    expect(await only({ location_information, place_name: 'Кафе', address: 'Арбат, 1' })).toMatchObject({
      message: { text: 'Кафе, Арбат, 1', location: { latitude: 55.75, longitude: 37.62 } },
    });
  });

  test('that is no message is skipped with its reason', async () => {
    expect(await only({ type: 'service', action: 'pin_message', actor: 'Алиса' })).toEqual({
      position: 0,
      skipped: 'service',
      detail: 'pin_message',
    });
    expect(await only({ text: '  ' })).toEqual({ position: 0, skipped: 'empty' });
    expect(await only({ date: 'вчера', date_unixtime: undefined, text: 'а' })).toEqual({
      position: 0,
      skipped: 'unreadable',
      detail: 'date',
    });
    expect(await only({ id: { a: 1 } })).toMatchObject({ position: 0, skipped: 'unreadable' });
  });

  test('of a hostile archive cannot carry what no store holds', async () => {
    expect(await only({ from: 'Зло\u202e\n\0имя', text: 'а\0б\ud800' })).toMatchObject({
      message: { senderName: 'Зло имя', text: 'аб\ufffd' },
    });
  });

  test('of a hostile archive is as short as messages are', async () => {
    expect(await only({ text: 'а'.repeat(70_000) })).toHaveProperty('message');
    expect(await only({ text: 'а'.repeat(70_001) })).toEqual({ position: 0, skipped: 'unreadable', detail: 'text' });
    expect(await only({ id: 'а'.repeat(65), text: 'б' })).toMatchObject({ skipped: 'unreadable' });
    expect(await only({ id: '\0', text: 'б' })).toMatchObject({ skipped: 'unreadable' });
    const service = await only({ type: 'service', action: `\0${'а'.repeat(200)}` });
    expect(service).toEqual({ position: 0, skipped: 'service', detail: 'а'.repeat(100) });
    const named = await only({ text: 'б', file: 'files/1.txt', file_name: '.'.repeat(5_000) });
    expect(named).toMatchObject({ message: { file: { name: '.'.repeat(1_000) } } });
  });
});

test('an archive of more chats than anyone can choose from is refused', async () => {
  const list = Array.from({ length: 5_001 }, (_, id) => ({ id, type: 'x', name: `я\0${'и'.repeat(100)}` }));
  const read = (length: number) => readTelegramChats(wholeOf({ chats: { list: list.slice(0, length) } }));
  expect((await read(2)).map(({ title }) => title)).toEqual(Array(2).fill(`я${'и'.repeat(63)}`));
  await expect(read(5_001)).rejects.toMatchObject({ reason: 'tooLarge' });
});
