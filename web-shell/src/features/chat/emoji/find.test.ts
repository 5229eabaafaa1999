import { reactions } from '@veche/contract';
import { beforeAll, expect, test } from 'vitest';
import { asFound, findEmoji } from './find.ts';
import { groupNames, loadWords, type OneEmoji } from './set.ts';
import { inTone, plain, tones } from './tones.ts';

let groups: readonly (readonly OneEmoji[])[];
let lines: Record<'ru' | 'en', readonly string[]>;

beforeAll(async () => {
  const given = (await import('emojibase-data/en/data.json?list')).groups;
  let at = 0;
  groups = given.map((group) => group.map(([emoji, , toned]) => ({ emoji, hasTones: toned === 1, at: at++ })));
  lines = { ru: await loadWords('ru'), en: await loadWords('en') };
});

const found = (query: string, languages: readonly ('ru' | 'en')[] = ['ru', 'en']) =>
  findEmoji(
    groups.flat(),
    languages.map((language) => asFound(lines[language])),
    query,
  ).map(({ emoji }) => emoji);

test('an emoji is found by the start of its words in Russian and in English, with ё as е', () => {
  expect(found('радуга')[0]).toBe('🌈');
  expect(found('RAINB')).toContain('🌈');
  expect(found('чёрное сердце')).toEqual(['🖤']);
  expect(found('черн сердц')).toContain('🖤');
  expect(found('день рождения')).toContain('🎂');
  expect(found('ё')).toEqual(found('Е'));
  expect(found('нет такого слова')).toEqual([]);
  expect(found('rainbow', ['ru'])).toEqual([]);
});

test('what is called so stands before what has a word that begins so', () => {
  expect([found('cat')[0], found('дом')[0], found('star')[0]]).toEqual(['🐈', '🏠', '⭐']);
  const star = found('star');
  expect(star).toContain('🌠');
  expect(star.indexOf('🌟')).toBeLessThan(star.indexOf('🌠'));
});

test('short codes, what people call them, and emoji themselves find them as well', () => {
  expect(found('tada')).toContain('🎉');
  expect(found('+1')).toContain('👍');
  expect(found('борщ')).toEqual(['🍲']);
  expect(found('спасибо')).toContain('🙏');
  expect(found('👍🏽')).toEqual(['👍']);
});

test('all that stand in the groups are one emoji each, stand once, and are named in both languages', () => {
  const all = groups.flat();
  expect([groups.length, lines.ru.length, lines.en.length]).toEqual([groupNames.length, all.length, all.length]);
  expect(all.length).toBeGreaterThan(1800);
  expect(new Set(all.map(({ emoji }) => emoji)).size).toBe(all.length);
  for (const { emoji, hasTones, at } of all) {
    expect(reactions.Emoji.safeParse(emoji).success, emoji).toBe(true);
    expect(lines.ru[at], emoji).toMatch(/^[^|]+\|.*[а-яё]|^[^|]*[а-яё]/i);
    expect(lines.en[at], emoji).toMatch(/^[^|]*[a-z]/i);
    if (!hasTones) continue;
    for (const [tone, sign] of tones.entries()) {
      const toned = inTone(emoji, tone);
      expect(reactions.Emoji.safeParse(toned).success, toned).toBe(true);
      expect(toned.includes(sign), toned).toBe(true);
      expect(plain(toned).replaceAll('\uFE0F', '')).toBe(emoji.replaceAll('\uFE0F', ''));
    }
  }
});

test('two people who hold hands have tones, and their hands none', () => {
  expect(inTone('🧑‍🤝‍🧑', 1)).toBe('🧑🏻‍🤝‍🧑🏻');
  expect(inTone('🤝', 5)).toBe('🤝🏿');
});
