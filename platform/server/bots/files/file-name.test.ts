import type { FileId } from '@veche/contract';
import { expect, test } from 'vitest';
import { readFileName, writeFileName } from './file-name.ts';

test('a name says again what it was made of', () => {
  const name = {
    fileId: 4_503_599_627_370_495 as FileId,
    kind: 'videoNote' as const,
    isPreview: true,
    from: { chatId: 4_503_599_627_370_494, messageId: 7 },
  };
  expect(writeFileName(name)).toMatch(/^[\w-]{1,64}$/);
  expect(readFileName(writeFileName(name))).toEqual(name);
  const own = { ...name, isPreview: false, from: null };
  expect(readFileName(writeFileName(own))).toEqual(own);
});

test.each(['', 'x_1_1_1', 'p_1_1', 'p_1_1_1_1', 'P_1_1_1', 'AgACAgIAAxkBAAI', 'p_zzzzzzzzzzz_1_1'])(
  '%j is no name of a file',
  (text) => expect(readFileName(text)).toBeNull(),
);
