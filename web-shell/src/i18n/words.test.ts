import { expect, test, vi } from 'vitest';
import { createWords } from './words.ts';

// Words name their language on the page.
vi.stubGlobal('document', { documentElement: {} });

test('texts of pages are there once they are asked for, in a language chosen later too', async () => {
  const words = createWords();
  expect(words.t('info.members')).toBe('info.members');
  await words.use('en');
  await words.forPages();
  expect(words.t('info.members')).toBe('Members');
  await words.use('ru');
  expect(words.t('info.members')).toBe('Участники');

  const russian = createWords();
  await russian.forPages();
  expect(russian.t('info.members')).toBe('Участники');
});
