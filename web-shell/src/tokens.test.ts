import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { contrast, readOklch, type Rgb } from './app/oklch.ts';

const css = readFileSync(new URL('./tokens.css', import.meta.url), 'utf8');
const [plain = '', more = ''] = css.split('@media (prefers-contrast: more)');
const [moreContrast = '', moreByChoice = ''] = more.split(":root[data-contrast='more']");

const tints = [0, 1, 2, 3, 4, 5, 6, 7];
const surfaces = ['paper', 'surface', 'raised', 'selected', 'bubble-own'];

/** Text and what it stands on. */
const texts: [string, string][] = [
  ...surfaces.flatMap((surface): [string, string][] => [
    ['ink', surface],
    ['ink-soft', surface],
    ['link', surface],
  ]),
  // Failures of own messages are told under the bubble, never in it.
  ['danger', 'paper'],
  ['danger', 'surface'],
  ['danger', 'raised'],
  ['danger', 'selected'],
  ['accent', 'paper'],
  ['accent', 'surface'],
  ['accent', 'raised'],
  ['official', 'paper'],
  ['official', 'surface'],
  ['on-accent', 'accent'],
  ['on-accent', 'accent-hover'],
  ['on-danger', 'danger'],
  ['danger', 'danger-well'],
  ['ink', 'danger-well'],
  ['surface', 'ink'],
  ...tints.map((tint): [string, string] => [`tint-ink-${tint}`, `tint-${tint}`]),
];

/** Edges of controls, icons and focus rings, and what they stand on. */
const edges: [string, string][] = [
  ...surfaces.flatMap((surface): [string, string][] => [
    ['edge', surface],
    ['focus', surface],
    ['accent', surface],
  ]),
];

const themes: [string, 0 | 1, string[]][] = [
  ['light', 0, [plain]],
  ['dark', 1, [plain]],
  ['light, high contrast', 0, [plain, moreContrast]],
  ['dark, high contrast', 1, [plain, moreContrast]],
];

describe.each(themes)('%s', (_name, side, sources) => {
  const colours = new Map<string, Rgb>();
  for (const source of sources) {
    for (const [, name, light, dark] of source.matchAll(
      /--([\w-]+): light-dark\((oklch\([^)]+\)), (oklch\([^)]+\))\)/g,
    )) {
      colours.set(name!, readOklch([light, dark][side]!)!);
    }
  }
  const ratio = ([front, back]: [string, string]) => contrast(colours.get(front)!, colours.get(back)!);

  test.each(texts)('%s can be read on %s', (...pair) => {
    expect(ratio(pair)).toBeGreaterThanOrEqual(4.5);
  });

  test.each(edges)('%s is seen on %s', (...pair) => {
    expect(ratio(pair)).toBeGreaterThanOrEqual(3);
  });
});

test('high contrast has the same colours by choice as by what the system says', () => {
  const colours = (text: string) => text.match(/--[\w-]+: .*;/g) ?? [];
  expect(colours(moreContrast).length).toBeGreaterThan(10);
  expect(colours(moreByChoice)).toEqual(colours(moreContrast));
});

test('contrast agrees with known pairs', () => {
  expect(contrast([0, 0, 0], [1, 1, 1])).toBeCloseTo(21, 5);
  // #767676 on white is the well-known edge of 4.5.
  expect(contrast([0x76 / 255, 0x76 / 255, 0x76 / 255], [1, 1, 1])).toBeCloseTo(4.54, 2);
});

test('a pair that is too weak is noticed', () => {
  expect(contrast(readOklch('oklch(0.7 0 0)')!, readOklch('oklch(1 0 0)')!)).toBeLessThan(4.5);
});
