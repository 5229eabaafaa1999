import type { Account, AccountId } from '@veche/contract';
import type { Queryable } from '../../kernel/database/sql.ts';
import { escapeLike } from './rules.ts';
import { accountColumns, type AccountRow, toAccount } from './store.ts';

/** Accounts whose public name starts with a text in small letters; the exact one first. */
export async function findByUsername(
  sql: Queryable,
  { readerId, prefix, limit }: { readerId: AccountId; prefix: string; limit: number },
): Promise<Account[]> {
  const rows = await sql<AccountRow[]>`
    select ${accountColumns(sql, readerId)}
    from (
      select account_id, name_key from public_name
      where name_key like ${`${escapeLike(prefix)}%`} and account_id is not null
      order by name_key = ${prefix} desc, name_key limit ${limit}) u
    join account a on a.account_id = u.account_id
    order by u.name_key = ${prefix} desc, u.name_key`;
  return rows.map(toAccount);
}

/** How near a word of a name must be to what was typed. */
const NEAR = 0.45;

/**
 * Own contacts, and accounts of groups and direct chats one is in, that have every one of the folded words in their
 * name or in the name one gave them, or words much like these; best first. Who follows a channel does not see who else
 * does.
 */
export async function findByName(
  sql: Queryable,
  query: { readerId: AccountId; words: readonly string[]; limit: number },
): Promise<Account[]> {
  const words = query.words.join(' ');
  const patterns = query.words.map((word) => `%${escapeLike(word)}%`);
  const rows = await sql<AccountRow[]>`
    with known as (
      select m.account_id from account_chat mine
      join chat c on c.chat_id = mine.chat_id and c.kind <> 'channel'
      join chat_member m on m.chat_id = mine.chat_id and m.left_seq is null
      where mine.account_id = ${query.readerId} and mine.left_at is null
      union select contact_id from contact where account_id = ${query.readerId}),
    named as (
      select a.account_id, a.kind, a.name, a.username, a.photo_id, search_fold(concat_ws(' ', a.name, k.name)) as words
      from known join account a on a.account_id = known.account_id
      left join contact k on k.account_id = ${query.readerId} and k.contact_id = a.account_id)
    select ${accountColumns(sql, query.readerId)} from named a
    where words like all (${patterns}::text[])
      or (select bool_and(word_similarity(word, words) >= ${NEAR}) from unnest(${[...query.words]}::text[]) word)
    order by words like all (${patterns}::text[]) desc, word_similarity(${words}, words) desc, a.name, a.account_id
    limit ${query.limit}`;
  return rows.map(toAccount);
}

/**
 * Those of the accounts that share a chat with the reader or left a group after the reader came, whose log goes on
 * naming them; and the reader.
 */
export async function readVisibleAccounts(
  sql: Queryable,
  readerId: AccountId,
  accountIds: readonly AccountId[],
): Promise<Account[]> {
  const rows = await sql<AccountRow[]>`
    select ${accountColumns(sql, readerId)}
    from account a
    where a.account_id = any(${accountIds as AccountId[]}::bigint[]) and (a.account_id = ${readerId} or exists (
      select 1 from account_chat mine
      join chat_member theirs on theirs.chat_id = mine.chat_id and theirs.account_id = a.account_id
      join chat_member seat on seat.chat_id = mine.chat_id and seat.account_id = ${readerId}
      join chat c on c.chat_id = mine.chat_id
      where mine.account_id = ${readerId} and mine.left_at is null
        and (theirs.left_seq is null or (c.kind = 'group' and theirs.left_seq > seat.joined_seq))))`;
  return rows.map(toAccount);
}
