import type { AccountId, AppId } from '@veche/contract';
import type { Queryable, Tx } from '../../kernel/database/sql.ts';

/** Whose items of which app. */
export interface Shelf {
  readonly accountId: AccountId;
  readonly appId: AppId;
}

export async function readItems(
  sql: Queryable,
  { accountId, appId }: Shelf,
  keys: readonly string[],
): Promise<Record<string, string>> {
  const rows = await sql<{ key: string; value: string }[]>`
    select key, value from app_stored_item
    where account_id = ${accountId} and app_id = ${appId} and key = any(${keys as string[]}::text[])`;
  return Object.fromEntries(rows.map(({ key, value }) => [key, value]));
}

export async function readKeys(sql: Queryable, { accountId, appId }: Shelf): Promise<string[]> {
  const rows = await sql<{ key: string }[]>`
    select key from app_stored_item where account_id = ${accountId} and app_id = ${appId} order by key`;
  return rows.map(({ key }) => key);
}

export async function isApp(sql: Queryable, appId: AppId): Promise<boolean> {
  return (await sql`select from mini_app where app_id = ${appId}`).length > 0;
}

/** How many items there are beside one key; nobody adds to this shelf until the transaction ends. */
export async function countOthers(tx: Tx, { accountId, appId }: Shelf, key: string): Promise<number> {
  await tx`select pg_advisory_xact_lock(hashtextextended(${`app items of ${accountId} ${appId}`}, 0))`;
  const [row] = await tx<{ count: number }[]>`
    select count(*)::int as count from app_stored_item
    where account_id = ${accountId} and app_id = ${appId} and key <> ${key}`;
  return row?.count ?? 0;
}

export async function putItem(tx: Tx, { accountId, appId }: Shelf, key: string, value: string): Promise<void> {
  await tx`
    insert into app_stored_item (account_id, app_id, key, value) values (${accountId}, ${appId}, ${key}, ${value})
    on conflict (account_id, app_id, key) do update set value = excluded.value`;
}

export async function removeItems(sql: Queryable, { accountId, appId }: Shelf, keys: readonly string[]): Promise<void> {
  await sql`
    delete from app_stored_item
    where account_id = ${accountId} and app_id = ${appId} and key = any(${keys as string[]}::text[])`;
}

/** Everything of one person, for an export; with an app, what that one keeps. */
export async function readItemsOf(
  sql: Queryable,
  accountId: AccountId,
  appId?: AppId,
): Promise<{ appId: AppId; key: string; value: string }[]> {
  return await sql<{ appId: AppId; key: string; value: string }[]>`
    select app_id as "appId", key, value from app_stored_item
    where account_id = ${accountId} ${appId === undefined ? sql`` : sql`and app_id = ${appId}`} order by app_id, key`;
}

export async function eraseShelf(tx: Tx, { accountId, appId }: Shelf): Promise<void> {
  await tx`delete from app_stored_item where account_id = ${accountId} and app_id = ${appId}`;
}

export async function eraseItemsOf(sql: Queryable, accountId: AccountId): Promise<void> {
  await sql`delete from app_stored_item where account_id = ${accountId}`;
}
