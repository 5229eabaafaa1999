import { describe, expect, test } from 'vitest';
import { collect } from '../../../../../tests/support/collect.ts';
import type { ArchivedEntry } from './item.ts';
import { decodeText, textLines } from './text-lines.ts';
import { readWhatsappEntries, readWhatsappLayout, type WhatsappLayout, whatsappChat } from './whatsapp.ts';

const MARK = '\u200e';

function linesOf(text: string): AsyncGenerator<string> {
  async function* bytes(): AsyncGenerator<Uint8Array> {
    const all = Buffer.from(text);
    for (let at = 0; at < all.length; at += 11) yield await Promise.resolve(all.subarray(at, at + 11));
  }
  return textLines(decodeText(bytes()));
}

async function read(text: string, timeZone = 'UTC'): Promise<{ layout: WhatsappLayout; entries: ArchivedEntry[] }> {
  const layout = await readWhatsappLayout(linesOf(text));
  return { layout, entries: await collect(readWhatsappEntries(linesOf(text), layout, timeZone)) };
}

/** `<sender> <moment> <text>` of what became messages. */
function brief(entries: readonly ArchivedEntry[]): string[] {
  return entries.flatMap((entry) =>
    'message' in entry
      ? [`${entry.message.senderName} ${entry.message.at.toISOString().slice(0, 19)} ${entry.message.text}`]
      : [],
  );
}

describe('the lines of an export', () => {
  test('of one kind of phone stand in brackets', async () => {
    const text = [
      `[31.12.2020, 23:59:01] Дача: ${MARK}Сообщения и звонки защищены сквозным шифрованием.`,
      '[31.12.2020, 23:59:30] Алиса: С наступающим!',
      'Вторая строка',
      '',
      'и четвёртая: с двоеточием',
      `${MARK}[01.01.2021, 00:00:05] ~\u202fБорис: И тебя\r`,
    ].join('\n');
    const { layout, entries } = await read(text, 'Europe/Moscow');
    expect(layout).toEqual({ style: 'brackets', order: 'dayFirst', entryCount: 3 });
    expect(brief(entries)).toEqual([
      'Алиса 2020-12-31T20:59:30 С наступающим!\nВторая строка\n\nи четвёртая: с двоеточием',
      'Борис 2020-12-31T21:00:05 И тебя',
    ]);
    expect(entries.map((entry) => entry.position)).toEqual([1, 2, 6]);
  });

  test('of the other kind have a dash, and system lines no sender', async () => {
    const text = [
      '31/12/2020, 23:58 - Messages and calls are end-to-end encrypted.',
      '31/12/2020, 23:59 - Alice: Hi',
      '01/01/2021, 00:00 - Alice changed the subject from "a" to "b: c"',
      '01/01/2021, 00:01 - Bob: [31.12.2020, 23:59:30] Alice: quoted',
    ].join('\n');
    const { layout, entries } = await read(text);
    expect(layout.style).toBe('dash');
    expect(brief(entries)).toEqual([
      'Alice 2020-12-31T23:59:00 Hi',
      'Bob 2021-01-01T00:01:00 [31.12.2020, 23:59:30] Alice: quoted',
    ]);
    expect(entries.filter((entry) => 'skipped' in entry)).toMatchObject([
      { skipped: 'service' },
      { skipped: 'service' },
    ]);
  });

  test('may count twelve hours', async () => {
    const text = '12/30/20, 12:05 AM - Alice: a\n12/30/20, 12:05\u202fPM - Alice: b\n12/31/20, 1:05 p. m. - Alice: c';
    expect(brief((await read(text)).entries)).toEqual([
      'Alice 2020-12-30T00:05:00 a',
      'Alice 2020-12-30T12:05:00 b',
      'Alice 2020-12-31T13:05:00 c',
    ]);
  });

  test('of something else are refused', async () => {
    await expect(read('Дорогой дневник!\nСегодня ничего не было.')).rejects.toMatchObject({ reason: 'unknownFormat' });
    await expect(read('')).rejects.toMatchObject({ reason: 'unknownFormat' });
  });
});

describe('day and month', () => {
  const order = async (...dates: string[]) =>
    (await read(dates.map((date) => `${date}, 10:00 - Alice: x`).join('\n'))).layout.order;

  test('are told apart by a number above twelve anywhere in the file', async () => {
    expect(await order('01/02/2021', '03/02/2021', '25/02/2021')).toBe('dayFirst');
    expect(await order('01/02/2021', '02/03/2021', '02/25/2021')).toBe('monthFirst');
    expect(await order('2021-02-25')).toBe('yearFirst');
  });

  test('are told apart by the order of time when every number is small', async () => {
    expect(await order('01/02/2021', '05/02/2021', '01/03/2021')).toBe('dayFirst');
    expect(await order('02/01/2021', '02/05/2021', '03/01/2021')).toBe('monthFirst');
  });

  test('are day first when nothing tells', async () => {
    expect(await order('01/02/2021')).toBe('dayFirst');
  });
});

describe('an entry', () => {
  const one = async (body: string): Promise<ArchivedEntry> => {
    const { entries } = await read(`[31.12.2020, 23:59:30] Алиса: ${body}`);
    return entries[0] as ArchivedEntry;
  };

  test.each(['<Media omitted>', '<Без медиафайлов>', `${MARK}image omitted`, `${MARK}видео отсутствует`])(
    'of a file that was left out is skipped: %s',
    async (body) => {
      expect(await one(body)).toMatchObject({ position: 1, skipped: 'fileMissing' });
    },
  );

  test.each([
    [`${MARK}<attached: 00000002-PHOTO-2020-12-31-23-59-30.jpg>`, 'photo', ''],
    [`Вот ${MARK}<прикреплено: 00000003-VIDEO-2020-12-31.mp4>`, 'video', 'Вот'],
    ['IMG-20201231-WA0001.jpg (file attached)\nподпись', 'photo', 'подпись'],
    ['PTT-20201231-WA0002.opus (файл добавлен)', 'voice', ''],
    ['Отчёт.pdf (file attached)', 'file', ''],
  ])('has its file: %s', async (body, kind, text) => {
    expect(await one(body)).toMatchObject({ message: { text, file: { kind, path: expect.any(String) as string } } });
  });

  test.each(['This message was deleted', 'Вы удалили данное сообщение.', `${MARK}This message was deleted.`])(
    'that was deleted is skipped: %s',
    async (body) => {
      expect(await one(body)).toEqual({ position: 1, skipped: 'deleted' });
    },
  );

  test('that the phone itself wrote is skipped', async () => {
    expect(await one(`${MARK}Пропущенный аудиозвонок`)).toMatchObject({ skipped: 'service' });
  });

  test('that was edited says so', async () => {
    expect(await one(`Иначе ${MARK}<This message was edited>`)).toMatchObject({
      message: { text: 'Иначе', editedAt: new Date('2020-12-31T23:59:30Z') },
    });
  });
});

test('the title is in the name of the file', () => {
  const layout: WhatsappLayout = { style: 'dash', order: 'dayFirst', entryCount: 1 };
  expect(whatsappChat(layout, 'WhatsApp Chat with Дача.txt')).toMatchObject({ title: 'Дача' });
  expect(whatsappChat(layout, 'Чат WhatsApp с контактом Борис.zip')).toMatchObject({ title: 'Борис' });
  expect(whatsappChat(layout, '_chat.txt')).toMatchObject({ title: '' });
});

test('blanks and marks without end are read as fast as letters', async () => {
  const blanks = ' '.repeat(60_000);
  const hostile = [
    `а${blanks}б`,
    `${MARK.repeat(30_000)}а${'б'.repeat(30_000)}`,
    `<${'omitted'.repeat(9_000)}`,
    `<пропущен${'a'.repeat(60_000)}`,
    `а${blanks}<attached: ${blanks}`,
  ];
  async function* lines(): AsyncGenerator<string> {
    for (const text of hostile) yield await Promise.resolve(`01.02.2024, 10:00 - Вася: ${text}`);
  }
  const began = performance.now();
  const entries = await collect(readWhatsappEntries(lines(), await readWhatsappLayout(lines()), 'UTC'));
  expect(entries.map((entry) => 'message' in entry || entry.skipped)).toEqual([true, 'service', true, true, true]);
  // A search that begins anew at each blank takes minutes.
  expect(performance.now() - began).toBeLessThan(3_000);
});
