import { describe, expect, test } from 'vitest';
import { ShownName } from './text.ts';

const isName = (text: string) => ShownName.safeParse(text).success;

describe('a name', () => {
  test.each([
    'Алиса',
    'O’Neill-Smith',
    'Школа №5',
    '👩\u200d💻 отдел',
    '❤\ufe0f\u200d🔥',
    'می\u200cخواهم',
    '한국',
    '+',
    '7',
  ])('%s is one', (name) => expect(isName(name)).toBe(true));

  test('has a flag of tags', () => {
    expect(isName('\u{1f3f4}\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}')).toBe(true);
  });

  test.each([
    ['blank', '  '],
    ['made of nothing to see', '\u200b\u2060'],
    ['made of fillers', '\u3164\u2800'],
    ['turned around', 'Али\u202eса'],
    ['isolated', '\u2066Алиса'],
    ['parted by what has no width', 'Шко\u200bла'],
    ['joined where nothing is', 'Шко\u200dла'],
    ['with a soft hyphen', 'Шко\u00adла'],
    ['of two lines', 'Алиса\nСоколова'],
    ['with a line separator', 'Алиса\u2028Соколова'],
    ['with a NUL', 'Алиса\0'],
    ['of half a character', 'Алиса\ud800'],
  ])('is not %s', (_fact, name) => expect(isName(name)).toBe(false));

  test('that is very long is looked at no longer than its length asks', () => {
    const began = performance.now();
    expect([isName('а\u200d'.repeat(100_000)), isName(`${'а'.repeat(200_000)}\u202e`)]).toEqual([false, false]);
    expect(performance.now() - began).toBeLessThan(2_000);
  });
});
