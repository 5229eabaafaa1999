import { expect, test } from 'vitest';
import { connect } from '../../platform/server/kernel/database/sql.ts';
import { cloneTemplate, createTestDatabase } from './database.ts';

const { sql, connection } = await createTestDatabase();

test('a test database answers and sorts as Russian does', async () => {
  const rows =
    await sql`select word from unnest(array['яблоко', 'Ёлка', 'еж', 'алиса', 'Борис', 'ёж']) as word order by word`;
  expect(rows.map((row) => row.word as string)).toEqual(['алиса', 'Борис', 'еж', 'ёж', 'Ёлка', 'яблоко']);
});

test('what one test database holds is not in another', async () => {
  await sql`create table traces (id int)`;
  const other = await cloneTemplate();
  await expect(other.sql`select * from traces`).rejects.toThrow('does not exist');
  await other.drop();
});

test('a dropped test database is gone', async () => {
  const other = await cloneTemplate();
  await other.drop();
  const late = connect({ ...other.connection, max: 1 });
  await expect(late`select 1`).rejects.toThrow('does not exist');
  await late.end();
});

test('a second pool reaches the same database', async () => {
  const second = connect({ ...connection, max: 1 });
  const [row] = await second`select current_database() as name`;
  expect(row?.name).toBe(connection.database);
  await second.end();
});
