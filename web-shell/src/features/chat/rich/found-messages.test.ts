import { expect, test } from 'vitest';
import type { Message } from '@veche/contract';
import { nothingFound, stepTo, withPage } from './found-messages.ts';

const page = (ids: number[], nextCursor?: string, topicId?: number) => ({
  messages: ids.map((messageId) => ({ messageId, ...(topicId === undefined ? {} : { topicId }) }) as Message),
  nextCursor,
});

test('matches are gone through to the oldest, page by page, and back', () => {
  const first = withPage(nothingFound, page([9, 7], 'next'), undefined);
  expect(first).toEqual({ ids: [9, 7], at: 0, cursor: 'next' });
  expect(stepTo(first, -1)).toBe(first);
  const second = stepTo(first, 1);
  expect(second).toMatchObject({ at: 1 });
  expect(stepTo(second as never, 1)).toBe('more');
  const whole = withPage(second as never, page([4]), undefined);
  expect(whole).toEqual({ ids: [9, 7, 4], at: 2 });
  expect(stepTo(whole, 1)).toBe(whole);
  expect(stepTo(whole, -1)).toMatchObject({ at: 1 });
});

test('in a topic its own matches count, and a page without any moves nothing', () => {
  const found = withPage(nothingFound, { messages: [...page([9], 'x', 3).messages, ...page([8]).messages] }, 3);
  expect(found).toEqual({ ids: [9], at: 0 });
  expect(withPage({ ...found, cursor: 'x' }, page([5], undefined, 4), 3)).toEqual({ ids: [9], at: 0 });
  expect(withPage(nothingFound, page([]), undefined)).toEqual(nothingFound);
});
