import { expect, test } from 'vitest';
import { initials } from './initials.ts';

test.each([
  ['Алиса Соколова', 'АС'],
  ['echo', 'EC'],
  ['«Двор на Садовой»', 'ДН'],
  ['Я', 'Я'],
  ['🦊', '🦊'],
  ['👨‍👩‍👧 Семья', 'СЕ'],
  ['', ''],
])('%s has the initials %s', (name, letters) => {
  expect(initials(name)).toBe(letters);
});
