import { expect, test } from 'vitest';
import type { Entity } from '../entities.ts';
import { coverSpoilers } from './cover-spoilers.ts';

const at = (offset: number, length: number, kind: 'spoiler' | 'bold' = 'spoiler'): Entity => ({ kind, offset, length });

test.each<[fact: string, entities: Entity[] | undefined, covered: string]>([
  ['a text without entities stays', undefined, 'код 4711 ваш'],
  ['other styles stay', [at(4, 4, 'bold')], 'код 4711 ваш'],
  ['a spoiler is covered', [at(4, 4)], 'код […] ваш'],
  ['a text may be nothing else', [at(0, 12)], '[…]'],
  ['two spoilers are two covers', [at(0, 3), at(9, 3)], '[…] 4711 […]'],
  ['one that a style divides is one cover', [at(4, 2), at(4, 2, 'bold'), at(6, 2)], 'код […] ваш'],
  ['of one that begins before the text, its end is covered', [at(-5, 8)], '[…] 4711 ваш'],
  ['one that begins before and reaches over the text covers it', [at(-5, 40)], '[…]'],
  ['what lies beside the text covers nothing', [at(-5, 5), at(12, 3)], 'код 4711 ваш'],
])('%s', (_fact, entities, covered) => {
  expect(coverSpoilers('код 4711 ваш', entities, '[…]')).toBe(covered);
});
