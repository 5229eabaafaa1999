import { describe, expect, test } from 'vitest';
import { en } from './en.ts';
import { fill, type Text } from './plural.ts';
import { ru as first } from './ru.ts';
import { ruPages } from './ru-pages.ts';
import type { MessageKey } from './words.ts';

const ru = { ...first, ...ruPages };
const keys = Object.keys(ru) as MessageKey[];
const forms = (text: Text): Record<string, string> => (typeof text === 'string' ? { text } : { ...text });
const places = (text: Text) =>
  [
    ...new Set(Object.values(forms(text)).flatMap((form) => [...form.matchAll(/\{(\w+)\}/g)].map(([, name]) => name))),
  ].sort();

test('both catalogues have the same keys', () => {
  expect(Object.keys(en).sort()).toEqual([...keys].sort());
});

test('no text is both in the first load and in what comes later', () => {
  expect(Object.keys(first).filter((key) => key in ruPages)).toEqual([]);
});

describe.each([
  ['ru', ru, ['few', 'many', 'one', 'other']],
  ['en', en, ['one', 'other']],
] as const)('%s', (_language, catalogue, plurals) => {
  test('counted texts have every form of the language, and no text is empty', () => {
    for (const key of keys) {
      const text: Text = catalogue[key];
      if (typeof text !== 'string') expect(Object.keys(text).sort(), key).toEqual(plurals);
      expect(
        Object.values(forms(text)).every((form) => form.trim() !== ''),
        key,
      ).toBe(true);
    }
  });
});

test('a text has the same places in both languages', () => {
  for (const key of keys) expect(places(en[key]), key).toEqual(places(ru[key]));
});

test.each([
  [1, '1 участник'],
  [2, '2 участника'],
  [5, '5 участников'],
  [11, '11 участников'],
  [21, '21 участник'],
])('%i members are counted as Russian counts them', (count, text) => {
  expect(fill('ru', ru['chat.members'], { count })).toBe(text);
});

test('an unknown place stays visible', () => {
  expect(fill('en', 'Hello, {name}', {})).toBe('Hello, {name}');
});
