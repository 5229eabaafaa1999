import { readdir, readFile } from 'node:fs/promises';
import { VecheStartError } from '../start-error.ts';
import type { Sql } from './sql.ts';

const folder = new URL('../../migrations/', import.meta.url);
/** Any number: only one process migrates a database at a time. */
const MIGRATION_LOCK = 0x7665636865;

export interface Migration {
  readonly number: number;
  readonly name: string;
  readonly body: string;
}

/** Reads the numbered files; a gap or a repeated number is a mistake of ours. */
async function readMigrations(): Promise<Migration[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.sql')).sort();
  return Promise.all(
    names.map(async (name, index) => {
      const number = Number(name.slice(0, 4));
      if (number !== index + 1) throw new Error(`migration ${name} should have number ${index + 1}`);
      return { number, name, body: await readFile(new URL(name, folder), 'utf8') };
    }),
  );
}

/** Brings the database forward to the newest migration, each in its own transaction. */
export async function migrate(sql: Sql): Promise<void> {
  const migrations = await readMigrations();
  const connection = await sql.reserve();
  try {
    await connection`set transaction_timeout = 0`;
    await connection`select pg_advisory_lock(${MIGRATION_LOCK})`;
    await connection`create table if not exists migration (
      number int primary key, name text not null, at timestamptz not null default now())`;
    const rows = await connection<{ newest: number | null }[]>`select max(number) as newest from migration`;
    const newest = rows[0]?.newest ?? 0;
    if (newest > migrations.length) {
      throw new VecheStartError(
        `The data was written by a newer Veche (migration ${newest}, this one knows ${migrations.length}): start that version, or use another data folder.`,
      );
    }
    for (const { number, name, body } of migrations.slice(newest)) {
      await connection.unsafe('begin');
      try {
        await connection.unsafe(body);
        await connection`insert into migration (number, name) values (${number}, ${name})`;
        await connection.unsafe('commit');
      } catch (error) {
        await connection.unsafe('rollback');
        throw error;
      }
    }
  } finally {
    await connection`select pg_advisory_unlock(${MIGRATION_LOCK})`.catch(() => {});
    await connection`reset transaction_timeout`.catch(() => {});
    connection.release();
  }
}
