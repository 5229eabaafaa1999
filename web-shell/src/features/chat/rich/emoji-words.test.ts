import { reactions } from '@veche/contract';
import { expect, test } from 'vitest';
import { everyEmoji, findEmoji } from './emoji-words.ts';

const found = (query: string) => findEmoji(query).map(({ emoji }) => emoji);

test('an emoji is found by the start of its words in Russian and in English, with ё as е', () => {
  expect(found('радуг')).toEqual(['🌈']);
  expect(found('RAINB')).toEqual(['🌈']);
  expect(found('чёрное')).toEqual(['🖤']);
  expect(found('день рождения')).toContain('🎂');
  expect(found('сердце зел')).toEqual(['💚']);
  expect(found('нет такого слова')).toEqual([]);
});

test('each is one emoji, stands once, and has words in both languages', () => {
  const all = everyEmoji();
  expect(new Set(all.map(({ emoji }) => emoji)).size).toBe(all.length);
  for (const { emoji, words } of all) {
    expect(reactions.Emoji.safeParse(emoji).success, emoji).toBe(true);
    expect([words.some((word) => /[а-я]/.test(word)), words.some((word) => /[a-z]/.test(word))], emoji).toEqual([
      true,
      true,
    ]);
  }
});
