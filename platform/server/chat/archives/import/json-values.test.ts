import fc from 'fast-check';
import { expect, test } from 'vitest';
import { jsonValues } from './json-values.ts';

async function* chunked(text: string, size: number): AsyncGenerator<string> {
  for (let at = 0; at < text.length; at += size) yield await Promise.resolve(text.slice(at, at + size));
}

async function read(text: string, wanted: (path: readonly (string | number)[]) => boolean, size = 7) {
  const found: [string, unknown][] = [];
  for await (const { path, value } of jsonValues(chunked(text, size), wanted)) found.push([path.join('/'), value]);
  return found;
}

const items = (path: readonly (string | number)[]) => path[0] === 'items' && path.length === 2;

test('wanted values come in their order, whatever lies around them', async () => {
  const text = JSON.stringify({ a: { items: [1] }, items: [{ b: '}]",' }, null, -1.5e3, 'x\\"', [], true], c: [[{}]] });
  expect(await read(text, items)).toEqual([
    ['items/0', { b: '}]",' }],
    ['items/1', null],
    ['items/2', -1500],
    ['items/3', 'x\\"'],
    ['items/4', []],
    ['items/5', true],
  ]);
});

test('any document is read as JSON.parse reads it, however it is cut into chunks', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.jsonValue()),
      fc.integer({ min: 1, max: 9 }),
      fc.boolean(),
      async (list, size, pretty) => {
        const text = JSON.stringify({ before: list, items: list, after: { items: list } }, null, pretty ? 2 : 0);
        expect((await read(text, items, size)).map(([, value]) => value)).toEqual(JSON.parse(JSON.stringify(list)));
      },
    ),
  );
});

test('a whole document may be wanted', async () => {
  expect(await read('  {"a":[1,2]} ', (path) => path.length === 0)).toEqual([['', { a: [1, 2] }]]);
  expect(await read(' 12', (path) => path.length === 0)).toEqual([]);
});

test.each([
  '',
  '{"items":[1,2',
  '{"items":[1}]}',
  '{"items" [tru]}',
  '{items:[1]}',
  '{"items":[1]} 2',
  '{"items":[tru]}',
  '["\\',
])('what is no whole document is refused: %s', async (text) => {
  await expect(read(text, items)).rejects.toThrow(/JSON/);
});

test('a value beyond the limit and a nesting without end are refused', async () => {
  await expect(read(`{"items":["${'x'.repeat(4_100_000)}"]}`, items, 65_536)).rejects.toThrow(/too long/);
  await expect(read('['.repeat(100), () => false)).rejects.toThrow(/JSON/);
});
