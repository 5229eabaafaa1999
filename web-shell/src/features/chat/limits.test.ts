import { MAX_TEXT_LENGTH as contractLimit } from '@veche/contract';
import { expect, test } from 'vitest';
import { MAX_TEXT_LENGTH } from './limits.ts';

test("the composer's limit is the contract's", () => {
  expect(MAX_TEXT_LENGTH).toBe(contractLimit);
});
