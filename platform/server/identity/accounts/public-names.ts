import type { AccountId, ChatId } from '@veche/contract';
import type { Queryable } from '../../kernel/database/sql.ts';

/** Who goes by a public name: people, bots, groups and channels share one name space. */
type NameHolder = { readonly accountId: AccountId } | { readonly chatId: ChatId };

/** Gives a free name to a holder that has none; false when it is someone else's. */
export async function claimPublicName(sql: Queryable, holder: NameHolder, name: string): Promise<boolean> {
  const accountId = 'accountId' in holder ? holder.accountId : null;
  const chatId = 'chatId' in holder ? holder.chatId : null;
  const rows = await sql`
    insert into public_name (name_key, account_id, chat_id) values (${name.toLowerCase()}, ${accountId}, ${chatId})
    on conflict do nothing returning 1`;
  return rows.length > 0;
}

/** Gives up the holder's public name and takes another, if any; false when it is someone else's. */
export async function replacePublicName(sql: Queryable, holder: NameHolder, name: string | null): Promise<boolean> {
  if ('accountId' in holder) await sql`delete from public_name where account_id = ${holder.accountId}`;
  else await sql`delete from public_name where chat_id = ${holder.chatId}`;
  return name === null || claimPublicName(sql, holder, name);
}

/** Accounts among who goes by several names, in any case. */
export async function findNamedAccounts(sql: Queryable, names: Iterable<string>): Promise<Map<string, AccountId>> {
  const keys = [...new Set([...names].map((name) => name.toLowerCase()))];
  if (keys.length === 0) return new Map();
  const rows = await sql<{ name: string; accountId: AccountId }[]>`
    select name_key as name, account_id as "accountId" from public_name
    where name_key = any(${keys}::text[]) and account_id is not null`;
  return new Map(rows.map(({ name, accountId }) => [name, accountId]));
}

/** Who goes by a name, in any case; null when nobody does. */
export async function findPublicName(sql: Queryable, name: string): Promise<NameHolder | null> {
  const rows = await sql<{ accountId: AccountId | null; chatId: ChatId | null }[]>`
    select account_id as "accountId", chat_id as "chatId" from public_name where name_key = ${name.toLowerCase()}`;
  const { accountId = null, chatId = null } = rows[0] ?? {};
  if (accountId !== null) return { accountId };
  return chatId === null ? null : { chatId };
}
