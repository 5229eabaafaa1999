import { afterEach, expect, test } from 'vitest';
import { createTestDatabase } from '../../setup/database.ts';
import { faultsOf, notGrowing, otherHomes, readTables } from './growing-tables.ts';

const { sql } = await createTestDatabase();
afterEach(() => sql`drop table if exists planted`);

const faults = async () => faultsOf(await readTables(sql));

test('every table that grows has its chat or account first in its key and is hash-partitioned by it', async () => {
  const tables = await readTables(sql);
  expect(tables.length).toBeGreaterThan(50);
  expect(faultsOf(tables)).toEqual([]);
});

test('the lists of exceptions name tables that there are', async () => {
  const names = new Set((await readTables(sql)).map(({ name }) => name));
  for (const name of [...Object.keys(notGrowing), ...Object.keys(otherHomes)]) expect(names, name).toContain(name);
});

test.each([
  ['no key', 'create table planted (chat_id bigint)', 'has no primary key'],
  ['another id first', 'create table planted (id bigint primary key, chat_id bigint)', 'has id first in its key'],
  ['no partitions', 'create table planted (chat_id bigint primary key)', 'is not hash-partitioned'],
  [
    'partitions by list',
    'create table planted (chat_id bigint primary key) partition by list (chat_id)',
    'is not hash-partitioned',
  ],
  [
    'partitions by another column',
    'create table planted (chat_id bigint, n bigint, primary key (chat_id, n)) partition by hash (n)',
    'is partitioned by n, not by chat_id',
  ],
])('a planted table with %s is found', async (_case, statement, fault) => {
  await sql.unsafe(statement);
  expect(await faults()).toEqual([`planted ${fault}`]);
});
