import type { AccountId, ChatId, Contact } from '@veche/contract';
import { accountColumns, type AccountRow, toAccount } from '../../identity/index.ts';
import { plainArray } from '../../kernel/database/arrays.ts';
import type { Queryable, Tx } from '../../kernel/database/sql.ts';

export interface NewContact {
  accountId: AccountId;
  /** Null: as the person calls itself. */
  name: string | null;
}

export async function countContacts(tx: Tx, accountId: AccountId): Promise<number> {
  const rows = await tx<{ count: number }[]>`
    select count(*)::int as count from contact where account_id = ${accountId}`;
  return rows[0]?.count ?? 0;
}

/** Adds contacts or gives them other names; answers those that changed. */
export async function writeContacts(
  tx: Tx,
  accountId: AccountId,
  contacts: readonly NewContact[],
  { at, keepNames }: { at: Date; keepNames: boolean },
): Promise<AccountId[]> {
  const rows = await tx<{ accountId: AccountId }[]>`
    insert into contact as held (account_id, contact_id, name, added_at)
    select ${accountId}, contact_id, name, ${at}
    from unnest(${plainArray(contacts.map((contact) => contact.accountId))}::bigint[], ${contacts.map((contact) => contact.name)}::text[])
      as v (contact_id, name)
    on conflict (account_id, contact_id) do update
      set name = ${keepNames ? tx`coalesce(held.name, excluded.name)` : tx`excluded.name`}
      where ${keepNames ? tx`coalesce(held.name, excluded.name)` : tx`excluded.name`} is distinct from held.name
    returning contact_id as "accountId"`;
  return rows.map((row) => row.accountId);
}

export async function deleteContact(tx: Tx, accountId: AccountId, contactId: AccountId): Promise<boolean> {
  const rows = await tx`
    delete from contact where account_id = ${accountId} and contact_id = ${contactId} returning 1`;
  return rows.length > 0;
}

/** Direct chats of an account with others, and the own names it has for them. */
export async function readDirectChats(
  tx: Tx,
  accountId: AccountId,
  peerIds: readonly AccountId[],
): Promise<{ chatId: ChatId; name: string | null }[]> {
  return tx<{ chatId: ChatId; name: string | null }[]>`
    select d.chat_id as "chatId", c.name
    from unnest(${plainArray(peerIds)}::bigint[]) as v (peer_id)
    join direct_chat d on d.low_account_id = least(v.peer_id, ${accountId}) and d.high_account_id = greatest(v.peer_id, ${accountId})
    left join contact c on c.account_id = ${accountId} and c.contact_id = v.peer_id`;
}

interface ContactRow extends AccountRow {
  ownName: string | null;
  addedAt: Date;
}

const columns = (sql: Queryable, viewerId: AccountId) => sql`
  ${accountColumns(sql, viewerId)}, c.name as "ownName", c.added_at as "addedAt"`;

function toContact({ ownName, addedAt, ...account }: ContactRow): Contact {
  return {
    account: toAccount(account),
    ...(ownName === null ? {} : { name: ownName }),
    addedAt: addedAt.toISOString(),
  };
}

export async function readContacts(
  sql: Queryable,
  accountId: AccountId,
  contactIds: readonly AccountId[],
): Promise<Contact[]> {
  const rows = await sql<ContactRow[]>`
    select ${columns(sql, accountId)} from contact c join account a on a.account_id = c.contact_id
    where c.account_id = ${accountId} and c.contact_id = any(${plainArray(contactIds)}::bigint[])`;
  return rows.map(toContact);
}

export interface ContactPlace {
  readonly key: string;
  readonly accountId: number;
}

/** Contacts by shown name, each with its place in that order. `patterns` are those of LIKE, all of which must fit. */
export async function listContacts(
  sql: Queryable,
  query: { accountId: AccountId; patterns: readonly string[]; after: ContactPlace | null; limit: number },
): Promise<{ contact: Contact; key: string }[]> {
  const { accountId, patterns, after, limit } = query;
  const rows = await sql<(ContactRow & { key: string })[]>`
    select * from (
      select ${columns(sql, accountId)}, lower(coalesce(c.name, a.name)) as key,
        ' ' || translate(lower(concat_ws(' ', c.name, a.name, a.username)), 'ё', 'е') as words
      from contact c join account a on a.account_id = c.contact_id
      where c.account_id = ${accountId}) t
    where words like all (${[...patterns]}::text[])
      ${after === null ? sql`` : sql`and (key, "accountId") > (${after.key}, ${after.accountId}::bigint)`}
    order by key, "accountId" limit ${limit}`;
  return rows.map((row) => ({ contact: toContact(row), key: row.key }));
}
