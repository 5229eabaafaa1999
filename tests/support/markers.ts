import type { Sql } from '../../platform/server/kernel/database/sql.ts';

/** Names of tables in which some column of some row, of whatever type, has a text; in no case of its letters. */
export async function markersLeft(sql: Sql, text: string): Promise<string[]> {
  const tables = await sql<{ schema: string; name: string }[]>`
    select n.nspname as schema, c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind in ('r', 'p') and not c.relispartition and n.nspname not in ('pg_catalog', 'information_schema')
    order by 1, 2`;
  const found: string[] = [];
  for (const { schema, name } of tables) {
    const rows = await sql`
      select from ${sql(schema)}.${sql(name)} t where position(${text.toLowerCase()} in lower(t::text)) > 0 limit 1`;
    if (rows.length > 0) found.push(name);
  }
  return found;
}
