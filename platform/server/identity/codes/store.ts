import type { Queryable, Tx } from '../../kernel/database/sql.ts';
import type { StoredCode } from './rules.ts';

/** When codes were sent under a key, oldest first; holds the key until the transaction ends. */
export async function lockBudget(tx: Tx, key: string, now: Date): Promise<Date[]> {
  const rows = await tx<{ sentAt: Date[] }[]>`
    insert into code_budget (budget_key, touched_at) values (${key}, ${now})
    on conflict (budget_key) do update set touched_at = excluded.touched_at
    returning sent_at as "sentAt"`;
  return rows[0]?.sentAt ?? [];
}

/** Notes a sending under the keys and forgets those of more than an hour ago. */
export async function spendBudgets(tx: Tx, keys: readonly string[], now: Date): Promise<void> {
  await tx`
    update code_budget set sent_at = array(
      select at from unnest(sent_at) as at where at > ${now}::timestamptz - interval '1 hour' order by at)
      || ${now}::timestamptz(3)
    where budget_key = any(${keys as string[]}::text[])`;
}

/** Puts a phone's new code in the place of its old one. */
export async function putCode(tx: Tx, code: { phone: string; codeHash: Uint8Array; expiresAt: Date }): Promise<void> {
  await tx`
    insert into sign_in_code (phone, code_hash, expires_at) values (${code.phone}, ${code.codeHash}, ${code.expiresAt})
    on conflict (phone) do update
      set code_hash = excluded.code_hash, expires_at = excluded.expires_at, wrong_tries = 0`;
}

/** The phone's code, held until the transaction ends: of sign-ins at the same time one comes first. */
export async function lockCode(tx: Tx, phone: string): Promise<StoredCode | null> {
  const rows = await tx<StoredCode[]>`
    select code_hash as "codeHash", expires_at as "expiresAt", wrong_tries as "wrongTries"
    from sign_in_code where phone = ${phone} for update`;
  return rows[0] ?? null;
}

export async function countWrongTry(tx: Tx, phone: string): Promise<void> {
  await tx`update sign_in_code set wrong_tries = wrong_tries + 1 where phone = ${phone}`;
}

export async function deleteCode(tx: Tx, phone: string): Promise<void> {
  await tx`delete from sign_in_code where phone = ${phone}`;
}

/** Forgets codes that expired and keys under which nothing was sent for an hour. */
export async function purgeCodes(sql: Queryable, now: Date): Promise<void> {
  await sql`delete from sign_in_code where expires_at <= ${now}`;
  await sql`delete from code_budget where touched_at <= ${now}::timestamptz - interval '1 hour'`;
}

/** Forgets all that was noted under a key. */
export async function resetBudget(sql: Queryable, key: string): Promise<void> {
  await sql`update code_budget set sent_at = '{}' where budget_key = ${key}`;
}

/** Takes back what was noted last under a key. */
export async function dropNewest(sql: Queryable, key: string): Promise<void> {
  await sql`update code_budget set sent_at = sent_at[:cardinality(sent_at) - 1] where budget_key = ${key}`;
}
