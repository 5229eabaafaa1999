import fc from 'fast-check';
import type { Entity } from '../../platform/contract/entities.ts';

/** Short texts of letters, blanks, marks and pairs of surrogates; well-formed. */
export const anyText = fc.string({
  unit: fc.constantFrom(
    'a',
    'б',
    ' ',
    '\n',
    '😀',
    '*',
    '_',
    '`',
    '~',
    '|',
    '>',
    '[',
    ']',
    '(',
    ')',
    '<',
    '&',
    '\\',
    '.',
  ),
  maxLength: 40,
});

const kinds = ['bold', 'italic', 'underline', 'strikethrough', 'spoiler', 'code', 'pre', 'blockquote', 'link'] as const;

/** Entities at places that may lie outside a text of `anyText` or cut its characters. */
export const anyEntity: fc.Arbitrary<Entity> = fc
  .record({ kind: fc.constantFrom(...kinds), offset: fc.nat(40), length: fc.integer({ min: 1, max: 40 }) })
  .map(
    (entity) => (entity.kind === 'link' ? { ...entity, kind: 'link', url: 'https://example.org/' } : entity) as Entity,
  );
