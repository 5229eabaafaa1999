import { expect, test } from 'vitest';
import { createTestDatabase } from '../../../../tests/setup/database.ts';
import { plainArray, textArray } from './arrays.ts';

const { sql } = await createTestDatabase();

test('texts come back as they were, whatever they hold', async () => {
  const texts = [
    'Привет',
    '',
    ' ',
    'null',
    'NULL',
    '{a,b}',
    ',',
    '"',
    '\\',
    '\\"',
    '"\\\\"',
    '$&',
    "'; drop table message; --",
    'one\ntwo\r\n\tthree\u0001',
    '👩‍👩‍👧 \u2028 é',
  ];
  const rows = await sql`select text from unnest(${textArray(texts)}::text[]) as v (text)`;
  expect(rows.map(({ text }) => text as string)).toEqual(texts);
});

test('empty lists are empty arrays, and null stays null', async () => {
  const [row] = await sql`
    select cardinality(${textArray([])}::text[]) as texts, cardinality(${plainArray([])}::bigint[]) as numbers,
      array_to_json(${plainArray([1, null, 2 ** 52 - 1])}::bigint[]) as some`;
  expect(row).toEqual({ texts: 0, numbers: 0, some: [1, null, 2 ** 52 - 1] });
});
