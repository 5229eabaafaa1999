import { expect, test } from 'vitest';
import type { Entity, Message } from '@veche/contract';
import { byMonth, linksOf, merged, shotsOf } from './shots.ts';

const message = (messageId: number, kinds: readonly string[] = [], at = '2026-05-10T10:00:00.000Z') =>
  ({ messageId, at, text: '', attachments: kinds.map((kind, fileId) => ({ kind, fileId })) }) as unknown as Message;

test('photos, videos and video notes are shots, in the order of their messages', () => {
  const shots = shotsOf([message(1, ['photo', 'video']), message(2, ['file', 'voice']), message(3, ['videoNote'])]);
  expect(shots.map(({ message: { messageId }, file }) => [messageId, file.kind])).toEqual([
    [1, 'photo'],
    [1, 'video'],
    [3, 'videoNote'],
  ]);
});

test('pages that overlap are one list, oldest first', () => {
  const ids = merged([message(5), message(9)], [message(9), message(7), message(2)]).map(({ messageId }) => messageId);
  expect(ids).toEqual([2, 5, 7, 9]);
});

test('a month ends where the calendar says it', () => {
  const at = ['2026-05-20T12:00:00.000Z', '2026-05-02T12:00:00.000Z', '2025-05-02T12:00:00.000Z'];
  const months = byMonth(at, (text) => text);
  expect(months.map(({ items }) => items.length)).toEqual([2, 1]);
  expect(months[1]?.at).toBe('2025-05-02T12:00:00.000Z');
});

test.each<[text: string, entities: Partial<Entity>[], links: string[]]>([
  ['см. example.org/а', [{ kind: 'url', offset: 4, length: 13 }], ['https://example.org/а']],
  ['тут', [{ kind: 'link', offset: 0, length: 3, url: 'https://example.org/' }], ['https://example.org/']],
  ['ftp://example.org', [{ kind: 'url', offset: 0, length: 17 }], []],
  ['пишите a@b.ru', [{ kind: 'email', offset: 7, length: 6 }], []],
  [
    'https://a.ru https://a.ru',
    [
      { kind: 'url', offset: 0, length: 12 },
      { kind: 'url', offset: 13, length: 12 },
    ],
    ['https://a.ru'],
  ],
])('%s leads to %j', (text, entities, links) => {
  expect(linksOf({ text, entities: entities as Entity[] }).map(({ url }) => url)).toEqual(links);
});
