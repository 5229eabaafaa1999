import { expect, test, vi } from 'vitest';
import type { ChatId, Message } from '@veche/contract';
import type { Shell } from '../../state/shell.ts';
import { createGallery } from './gallery.ts';

const START = Date.parse('2026-01-01T00:00:00.000Z');
const photo = (messageId: number, minute: number) =>
  ({
    messageId,
    at: new Date(START + minute * 60_000).toISOString(),
    attachments: [{ kind: 'photo', fileId: messageId }],
  }) as unknown as Message;

interface Asked {
  readonly since?: string;
  readonly until?: string;
  readonly cursor?: string;
  readonly limit: number;
}

/** Answers as the search does: newest first, page by page. */
function searched(all: readonly Message[]) {
  const asked: Asked[] = [];
  const call = (_method: string, input: Asked) => {
    asked.push(input);
    const { since = '', until = '~', cursor, limit } = input;
    const found = all
      .filter(({ at, messageId }) => at >= since && at <= until && messageId < Number(cursor ?? Infinity))
      .sort((a, b) => b.messageId - a.messageId);
    const messages = found.slice(0, limit);
    const last = messages.at(-1)?.messageId;
    return Promise.resolve({ messages, accounts: [], ...(found.length > limit && { nextCursor: String(last) }) });
  };
  return { asked, shell: { client: { call } } as unknown as Shell };
}

const ids = (gallery: ReturnType<typeof createGallery>) => gallery.shots.value.map(({ file }) => Number(file.fileId));
const begin = (message: Message) => ({ messages: [message], accounts: [], isNewest: false });

test('what is beside a photo is read on both sides, until there is no more', async () => {
  const all = Array.from({ length: 7 }, (_, index) => photo(index + 1, index * 100));
  const { shell } = searched(all);
  const gallery = createGallery(shell, 1 as ChatId, begin(all[3]!));
  await Promise.all([gallery.loadEarlier(), gallery.loadLater()]);
  expect(ids(gallery)).toEqual([1, 2, 3, 4, 5, 6, 7]);
  expect([gallery.hasEarlier.value, gallery.hasLater.value]).toEqual([false, false]);
});

test('of many later photos the nearest come first, without a gap and in few questions', async () => {
  const all = Array.from({ length: 3000 }, (_, index) => photo(index + 1, index * 30));
  const { shell, asked } = searched(all);
  const gallery = createGallery(shell, 1 as ChatId, begin(all[9]!));
  await gallery.loadLater();
  const shown = ids(gallery);
  expect(shown.length).toBeGreaterThan(1);
  expect(shown).toEqual(shown.map((_, index) => index + 10));
  expect(gallery.hasLater.value).toBe(true);
  expect(asked.length).toBeLessThan(12);
  for (let step = 0; step < 3; step++) await gallery.loadLater();
  expect(ids(gallery)).toEqual(ids(gallery).map((_, index) => index + 10));
});

test('a burst of photos within a minute is read whole', async () => {
  const all = [photo(1, 0), ...Array.from({ length: 120 }, (_, index) => photo(index + 2, 5))];
  const gallery = createGallery(searched(all).shell, 1 as ChatId, begin(all[0]!));
  await gallery.loadLater();
  expect(ids(gallery)).toHaveLength(121);
});

test('photos that are newer than the clock of the device are reached, the nearest first', async () => {
  vi.useFakeTimers({ now: START - 3_600_000, toFake: ['Date'] });
  const all = Array.from({ length: 300 }, (_, index) => photo(index + 1, index * 5));
  const { shell, asked } = searched(all);
  const gallery = createGallery(shell, 1 as ChatId, begin(all[0]!));
  await gallery.loadLater();
  const { length } = ids(gallery);
  expect(length).toBeLessThan(60);
  expect(ids(gallery)).toEqual(Array.from({ length }, (_, index) => index + 1));
  while (gallery.hasLater.value) await gallery.loadLater();
  vi.useRealTimers();
  expect(ids(gallery)).toHaveLength(300);
  expect(asked.length).toBeLessThan(60);
});

test('a failure is told, and asking again heals it', async () => {
  const all = [photo(1, 0), photo(2, 10)];
  const { shell } = searched(all);
  const { call } = shell.client;
  let isDown = true;
  const flaky = {
    client: {
      call: (...args: Parameters<typeof call>) => (isDown ? Promise.reject(new Error('down')) : call(...args)),
    },
  };
  const gallery = createGallery(flaky as unknown as Shell, 1 as ChatId, begin(all[1]!));
  await gallery.loadEarlier();
  expect([gallery.failed.value, gallery.hasEarlier.value]).toEqual([true, true]);
  isDown = false;
  await gallery.loadEarlier();
  expect([gallery.failed.value, ids(gallery)]).toEqual([false, [1, 2]]);
});
