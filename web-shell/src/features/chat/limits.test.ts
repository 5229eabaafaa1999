import { forwards, hiding, MAX_TEXT_LENGTH as contractLimit, messages } from '@veche/contract';
import { expect, test } from 'vitest';
import { MAX_AT_ONCE, MAX_TEXT_LENGTH } from './limits.ts';

test("the composer's limit is the contract's", () => {
  expect(MAX_TEXT_LENGTH).toBe(contractLimit);
});

test('as many messages can be chosen as can be forwarded, deleted and hidden at once', () => {
  expect(MAX_AT_ONCE).toBe(forwards.MAX_FORWARDS);
  for (const { input } of [messages.remove, hiding.hide]) {
    const { messageIds } = input.shape;
    expect([
      messageIds.safeParse(ids(MAX_AT_ONCE)).success,
      messageIds.safeParse(ids(MAX_AT_ONCE + 1)).success,
    ]).toEqual([true, false]);
  }
});

const ids = (count: number) => Array.from({ length: count }, (_, index) => index + 1);
