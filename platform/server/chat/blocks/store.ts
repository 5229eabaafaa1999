import type { Account, AccountId, ChatId } from '@veche/contract';
import { accountColumns, type AccountRow, toAccount } from '../../identity/index.ts';
import { plainArray } from '../../kernel/database/arrays.ts';
import type { Queryable, Tx } from '../../kernel/database/sql.ts';

/** Two accounts in either order: held until the transaction ends, so that a block and a new chat see each other. */
export async function lockPair(tx: Tx, first: AccountId, second: AccountId): Promise<void> {
  const pair = `${Math.min(first, second)} ${Math.max(first, second)}`;
  await tx`select pg_advisory_xact_lock(hashtextextended(${pair}, 1))`;
}

export async function countBlocks(tx: Tx, accountId: AccountId): Promise<number> {
  const rows = await tx<{ count: number }[]>`
    select count(*)::int as count from account_block where account_id = ${accountId}`;
  return rows[0]?.count ?? 0;
}

export async function insertBlock(tx: Tx, accountId: AccountId, blockedId: AccountId, at: Date): Promise<boolean> {
  const rows = await tx`
    insert into account_block (account_id, blocked_id, at) values (${accountId}, ${blockedId}, ${at})
    on conflict do nothing returning 1`;
  return rows.length > 0;
}

export async function deleteBlock(tx: Tx, accountId: AccountId, blockedId: AccountId): Promise<boolean> {
  const rows = await tx`
    delete from account_block where account_id = ${accountId} and blocked_id = ${blockedId} returning 1`;
  return rows.length > 0;
}

/** Writes beside the head of the pair's direct chat whether one of them has blocked the other; answers the chat. */
export async function markDirectChat(tx: Tx, first: AccountId, second: AccountId): Promise<ChatId | null> {
  const rows = await tx<{ chatId: ChatId }[]>`
    update chat c set has_blocks = exists (
      select 1 from account_block b
      where (b.account_id = ${first} and b.blocked_id = ${second})
        or (b.account_id = ${second} and b.blocked_id = ${first}))
    from direct_chat d
    where d.low_account_id = ${Math.min(first, second)} and d.high_account_id = ${Math.max(first, second)}
      and c.chat_id = d.chat_id
    returning c.chat_id as "chatId"`;
  return rows[0]?.chatId ?? null;
}

/** A new direct chat is not in the list of who has blocked the other; it comes there with its first message. */
export async function keepFromBlockers(tx: Tx, chatId: ChatId): Promise<void> {
  await tx`
    update account_chat a set is_removed = true
    from chat_member m join account_block b on b.account_id = m.account_id
    join chat_member other on other.chat_id = m.chat_id and other.account_id = b.blocked_id
    where m.chat_id = ${chatId} and a.account_id = m.account_id and a.chat_id = m.chat_id`;
}

/** Blocks between the two accounts of direct chats. */
export async function readBlocksWithin(
  tx: Tx,
  chatIds: readonly ChatId[],
): Promise<{ chatId: ChatId; accountId: AccountId }[]> {
  return tx<{ chatId: ChatId; accountId: AccountId }[]>`
    select m.chat_id as "chatId", b.account_id as "accountId"
    from chat_member m
    join chat_member other on other.chat_id = m.chat_id and other.account_id <> m.account_id
    join account_block b on b.account_id = m.account_id and b.blocked_id = other.account_id
    where m.chat_id = any(${plainArray(chatIds)}::bigint[])`;
}

/** Accounts that one has blocked, the last one first, after a place in that order. */
export async function readBlocks(
  sql: Queryable,
  query: { accountId: AccountId; after: readonly [at: number, blockedId: number] | null; limit: number },
): Promise<{ account: Account; at: Date }[]> {
  const { accountId, after, limit } = query;
  const rows = await sql<(AccountRow & { at: Date })[]>`
    select ${accountColumns(sql, accountId)}, b.at
    from account_block b join account a on a.account_id = b.blocked_id
    where b.account_id = ${accountId}
      ${after === null ? sql`` : sql`and (b.at, b.blocked_id) < (${new Date(after[0])}, ${after[1]}::bigint)`}
    order by b.at desc, b.blocked_id desc limit ${limit}`;
  return rows.map(({ at, ...account }) => ({ account: toAccount(account), at }));
}
