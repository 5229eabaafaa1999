import type { MessageRow } from './client.ts';
import { expect, test } from 'vitest';
import { createHeldRows, createRowNews } from './row-news.ts';

const row = (key: string, text = key): MessageRow => ({ key, text }) as MessageRow;

test('a row crosses once, again when it changed, and again after it was away', () => {
  const [tell, hold] = [createRowNews(), createHeldRows()];
  const [first, second, third] = [row('a'), row('b'), row('c')];
  const show = (rows: MessageRow[]) => {
    const news = tell(rows);
    expect(hold(structuredClone(news))).toEqual(rows);
    return news;
  };
  expect(show([first, second])).toEqual([first, second]);
  expect(show([first, second, third])).toEqual(['a', 'b', third]);
  const changed = row('b', 'edited');
  expect(show([first, changed])).toEqual(['a', changed]);
  expect(show([first, changed, third])).toEqual(['a', 'b', third]);
  expect(show([])).toEqual([]);
});

test('what the page holds stays the same object while nothing changed', () => {
  const [tell, hold] = [createRowNews(), createHeldRows()];
  const one = row('a');
  const [before] = hold(structuredClone(tell([one])));
  const [after] = hold(structuredClone(tell([one, row('b')])));
  expect(after).toBe(before);
});
