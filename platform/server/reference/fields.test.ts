import { expect, test } from 'vitest';
import { fieldsOf, notesOf, typeOf, variantsOf } from './fields.ts';

const text = (type: ReturnType<typeof typeOf>) =>
  type.map((part) => (typeof part === 'string' ? part : `<${part.named}>`)).join('');

test('inner objects, lists and variants are flattened; named schemas are not', () => {
  const chat = { $ref: '#/components/schemas/Chat' };
  const fields = fieldsOf({
    type: 'object',
    required: ['a'],
    properties: {
      a: { type: 'object', required: ['b'], properties: { b: { type: 'string' } } },
      c: { type: 'array', items: { type: 'object', properties: { d: chat } } },
      e: {
        oneOf: [
          { type: 'object', properties: { kind: { const: 'x' }, f: { type: 'integer' } } },
          { type: 'object', properties: { kind: { const: 'y' } } },
        ],
      },
    },
  });
  expect(fields.map(({ path, type, isRequired }) => [path, text(type), isRequired])).toEqual([
    ['a', 'object', true],
    ['a.b', 'string', true],
    ['c', 'list of object', false],
    ['c[].d', '<Chat>', false],
    ['e', 'one of x, y', false],
    ['e(x).kind', '"x"', false],
    ['e(x).f', 'integer', false],
    ['e(y).kind', '"y"', false],
  ]);
});

test.each([
  [{ enum: ['a', 'b'] }, '"a" | "b"'],
  [{ anyOf: [{ type: 'string' as const }, { type: 'null' as const }] }, 'string | null'],
  [{ type: 'string' as const, format: 'uuid' }, 'string (uuid)'],
  [{ type: 'array' as const, items: { $ref: '#/components/schemas/Seq' } }, 'list of <Seq>'],
  [{ type: 'object' as const, additionalProperties: { type: 'integer' as const } }, 'map to integer'],
  [{}, 'anything'],
])('%j is told as %s', (schema, type) => {
  expect(text(typeOf(schema))).toBe(type);
});

test('limits are told in words', () => {
  expect(notesOf({ minLength: 5, maxLength: 32 })).toEqual(['5 to 32 characters']);
  expect(notesOf({ maxItems: 100, default: 50 })).toEqual(['up to 100 items', 'default `50`']);
  expect(notesOf({ minimum: 0 })).toEqual(['at least 0']);
  expect(notesOf({ minLength: 6, maxLength: 6, pattern: '^\\d{6}$' })).toEqual([
    'exactly 6 characters',
    'matches `^\\d{6}$`',
  ]);
});

test('a union of plain values has no variants', () => {
  expect(variantsOf({ anyOf: [{ type: 'string' }, { type: 'null' }] })).toBeNull();
});
