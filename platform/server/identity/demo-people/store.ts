import type { Account, AccountId } from '@veche/contract';
import type { Queryable } from '../../kernel/database/sql.ts';
import { accountColumns, toAccount } from '../accounts/store.ts';

export type DemoPerson = Account & { role: string; position: number };

type Row = Parameters<typeof toAccount>[0] & { role: string; position: number };

/** The demo people in their order. */
export async function readDemoPeople(sql: Queryable): Promise<DemoPerson[]> {
  const rows = await sql<Row[]>`
    select ${accountColumns(sql, null)}, d.role, d.position
    from demo_person d join account a on a.account_id = d.account_id
    order by d.position`;
  return rows.map((row) => ({ ...toAccount(row), role: row.role, position: row.position }));
}

/** An account made for demonstration, listed or not; null when it is none. */
export async function findDemoAccount(sql: Queryable, accountId: AccountId): Promise<Account | null> {
  const rows = await sql<Parameters<typeof toAccount>[0][]>`
    select ${accountColumns(sql, null)} from account a where a.account_id = ${accountId} and a.is_demo`;
  return rows[0] === undefined ? null : toAccount(rows[0]);
}

/** Lists an account among the demo people. */
export async function insertDemoPerson(
  sql: Queryable,
  person: { accountId: AccountId; position: number; role: string },
): Promise<void> {
  await sql`
    insert into demo_person (account_id, position, role) values (${person.accountId}, ${person.position}, ${person.role})`;
}
