import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Entity } from '../entities.ts';
import { Entities } from '../entities.ts';
import { checkEntities } from './check-entities.ts';
import { MAX_ENTITIES } from './formatted-text.ts';
import { anyEntity, anyText } from '../../../tests/support/any-text.ts';

/** `bold 0 5` for an entity of five units at the start. */
function brief(entities: readonly Entity[]): string[] {
  return entities.map(({ kind, offset, length }) => `${kind} ${offset} ${length}`);
}

function entity(text: string): Entity {
  const [kind, offset, length] = text.split(' ');
  const more = kind === 'link' ? { url: 'https://example.org' } : {};
  return { kind, offset: Number(offset), length: Number(length), ...more } as Entity;
}

const facts: [fact: string, text: string, given: string[], expected: string[]][] = [
  ['entities are sorted, outer ones first', 'hello world', ['italic 6 5', 'bold 0 11'], ['bold 0 11', 'italic 6 5']],
  ['an entity beyond the text ends with it', 'hello', ['bold 2 50'], ['bold 2 3']],
  ['an entity outside the text is dropped', 'hello', ['bold 5 2', 'italic 90 1'], []],
  ['half a character becomes the whole one', '😀😀', ['bold 1 1', 'italic 2 1'], ['bold 0 2', 'italic 2 2']],
  ['blank edges are left out', ' привет \n', ['bold 0 9'], ['bold 1 6']],
  ['a blank entity is dropped', 'a   b', ['bold 1 3', 'code 1 3'], []],
  ['indented code keeps its edges', '  x  ', ['pre 0 5'], ['pre 0 5']],
  ['overlaps of one kind are one', 'abcdef', ['bold 0 3', 'bold 2 2', 'bold 4 2'], ['bold 0 6']],
  ['neighbouring quotes stay two', 'ab', ['blockquote 0 1', 'blockquote 1 1'], ['blockquote 0 1', 'blockquote 1 1']],
  ['partial overlaps are cut', 'abcdef', ['bold 0 4', 'italic 2 4'], ['bold 0 4', 'italic 2 2', 'italic 4 2']],
  [
    'a style is cut where a link begins inside it',
    'abcdef',
    ['bold 0 4', 'link 2 4'],
    ['bold 0 2', 'link 2 4', 'bold 2 2'],
  ],
  [
    'a style is cut with the one below it',
    'aaaa',
    ['italic 0 3', 'bold 1 3', 'link 2 2'],
    ['italic 0 2', 'bold 1 1', 'link 2 2', 'bold 2 2', 'italic 2 1'],
  ],
  [
    'a link is cut at the edge of a quote',
    'abcd',
    ['blockquote 0 2', 'link 1 2'],
    ['blockquote 0 2', 'link 1 1', 'link 2 1'],
  ],
  ['code has no style', 'abcdef', ['code 2 2', 'bold 0 6'], ['bold 0 2', 'code 2 2', 'bold 4 2']],
  ['code is never inside a link', 'abcdef', ['link 0 6', 'code 2 2'], ['link 0 6']],
  ['code may stand in a quote', 'abcdef', ['blockquote 0 6', 'pre 2 2'], ['blockquote 0 6', 'pre 2 2']],
  ['links do not overlap: the first stays', 'abcdef', ['link 0 4', 'link 2 4'], ['link 0 4']],
  ['what the server finds by itself is not taken from a client', 'hello', ['hashtag 0 5', 'url 0 5', 'phone 0 2'], []],
  ['addresses and names are found', 'see example.org, @alice1', [], ['url 4 11', 'mention 17 7']],
  [
    'nothing is found inside code and links',
    'example.org example.com',
    ['code 0 11', 'link 12 11'],
    ['code 0 11', 'link 12 11'],
  ],
  [
    'a style is cut where an address begins inside it',
    'a example.org',
    ['bold 0 5'],
    ['bold 0 2', 'url 2 11', 'bold 2 3'],
  ],
  ['an address may stand in a style', 'a example.org b', ['bold 0 15'], ['bold 0 15', 'url 2 11']],
  ['an address is not cut by a quote', 'example.org', ['blockquote 0 3'], ['blockquote 0 3']],
];

describe('checked entities', () => {
  test.each(facts)('%s', (_fact, text, given, expected) => {
    expect(brief(checkEntities(text, given.map(entity)))).toEqual(expected);
  });

  test(`a text keeps its first ${MAX_ENTITIES}`, () => {
    const text = 'a '.repeat(300);
    const given = Array.from({ length: 300 }, (_, index) => entity(`bold ${index * 2} 1`));
    expect(checkEntities(text, given)).toEqual(given.slice(0, MAX_ENTITIES));
  });

  test('lie in the text, cut no character, nest properly, and pass the schema', () => {
    fc.assert(
      fc.property(anyText, fc.array(anyEntity, { maxLength: 30 }), (text, given) => {
        const checked = checkEntities(text, given);
        expect(Entities.safeParse(checked).success).toBe(true);
        for (const [index, { offset, length, kind }] of checked.entries()) {
          expect(offset + length).toBeLessThanOrEqual(text.length);
          expect(text.slice(offset, offset + length).isWellFormed()).toBe(true);
          for (const later of checked.slice(index + 1)) {
            const beside = later.offset >= offset + length;
            const inside = later.offset + later.length <= offset + length;
            expect(beside || (inside && kind !== 'code' && kind !== 'pre')).toBe(true);
          }
        }
      }),
      { numRuns: 500 },
    );
  });

  test('stay as they are when they are checked again', () => {
    fc.assert(
      fc.property(anyText, fc.array(anyEntity, { maxLength: 12 }), (text, given) => {
        const checked = checkEntities(text, given);
        fc.pre(checked.length < MAX_ENTITIES);
        expect(checkEntities(text, checked)).toEqual(checked);
      }),
      { numRuns: 500 },
    );
  });
});
