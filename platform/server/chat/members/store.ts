import type { AccountId, ChatId, ChatKind, Member, Role } from '@veche/contract';
import { accountColumns, type AccountRow, toAccount } from '../../identity/index.ts';
import type { Membership } from '../../kernel/conversation-log/index.ts';
import type { Queryable, Tx } from '../../kernel/database/sql.ts';
import { seatOf } from '../chats/seat-of.ts';

interface MemberRow extends Membership, AccountRow {
  chatKind: ChatKind;
  joinedAt: Date;
  joinedSeq: number;
}

/** A page of members or admins for a reader who is one of the members; of a channel, for its admins. */
export async function readMembers(
  sql: Queryable,
  query: {
    chatId: ChatId;
    readerId: AccountId;
    adminsOnly: boolean;
    after: { joinedSeq: number; accountId: number };
    limit: number;
  },
): Promise<(Member & { joinedSeq: number })[]> {
  const rows = await sql<MemberRow[]>`
    select c.kind as "chatKind", ${accountColumns(sql, query.readerId)}, m.role, m.rights, m.denied,
      m.denied_until as "deniedUntil", m.joined_at as "joinedAt", m.joined_seq as "joinedSeq"
    from chat_member reader
    join chat c on c.chat_id = reader.chat_id and c.deleted_at is null
    join chat_member m on m.chat_id = reader.chat_id and m.left_seq is null
    join account a on a.account_id = m.account_id
    where reader.chat_id = ${query.chatId} and reader.account_id = ${query.readerId} and reader.left_seq is null
      and (c.kind <> 'channel' or reader.role <> 'member')
      ${query.adminsOnly ? sql`and m.role <> 'member'` : sql``}
      and (m.joined_seq, m.account_id) > (${query.after.joinedSeq}, ${query.after.accountId}::bigint)
    order by m.joined_seq, m.account_id limit ${query.limit}`;
  return rows.map((row) => ({
    account: toAccount(row),
    ...seatOf(row.chatKind, row),
    joinedAt: row.joinedAt.toISOString(),
    joinedSeq: row.joinedSeq,
  }));
}

/** What place an account has or had in a chat; null for who was never there and is not kept out. */
export async function readSeatEver(
  sql: Queryable,
  { chatId, accountId, readerId, now }: { chatId: ChatId; accountId: AccountId; readerId: AccountId; now: Date },
): Promise<(MemberRow & { hasSeat: boolean; isBanned: boolean; bannedUntil: Date | null }) | null> {
  const rows = await sql<(MemberRow & { hasSeat: boolean; isBanned: boolean; bannedUntil: Date | null })[]>`
    select c.kind as "chatKind", ${accountColumns(sql, readerId)}, m.role, m.rights, m.denied,
      m.denied_until as "deniedUntil", m.joined_at as "joinedAt", m.joined_seq as "joinedSeq",
      m.account_id is not null and m.left_seq is null as "hasSeat", b.account_id is not null as "isBanned",
      b.until as "bannedUntil"
    from chat c
    join account a on a.account_id = ${accountId}
    left join chat_member m on m.chat_id = c.chat_id and m.account_id = a.account_id
    left join chat_ban b on b.chat_id = c.chat_id and b.account_id = a.account_id and (b.until is null or b.until > ${now})
    where c.chat_id = ${chatId} and (m.account_id is not null or b.account_id is not null)`;
  return rows[0] ?? null;
}

/** Admins of a chat, its owner among them, with who made each of them one. */
export async function readAdmins(
  sql: Queryable,
  chatId: ChatId,
): Promise<{ accountId: AccountId; role: Role; rights: number; promotedBy: AccountId | null }[]> {
  return sql<{ accountId: AccountId; role: Role; rights: number; promotedBy: AccountId | null }[]>`
    select account_id as "accountId", role, rights, promoted_by as "promotedBy" from chat_member
    where chat_id = ${chatId} and role <> 'member' and left_seq is null`;
}

/** Changes what a seat allows. */
export async function updateSeat(
  tx: Tx,
  place: { chatId: ChatId; accountId: AccountId },
  { role, rights, denied, deniedUntil }: Membership,
  promotedBy: AccountId | null,
): Promise<void> {
  await tx`
    update chat_member set role = ${role}, rights = ${rights}, denied = ${denied}, denied_until = ${deniedUntil},
      promoted_by = ${promotedBy}
    where chat_id = ${place.chatId} and account_id = ${place.accountId}`;
}

interface BanRow {
  accountId: AccountId;
  actorId: AccountId;
  at: Date;
  until: Date | null;
}

/** Whether an account may not come into a chat at a moment. */
export async function isBanned(sql: Queryable, chatId: ChatId, accountId: AccountId, at: Date): Promise<boolean> {
  const rows = await sql`
    select 1 from chat_ban
    where chat_id = ${chatId} and account_id = ${accountId} and (until is null or until > ${at})`;
  return rows.length > 0;
}

/** Keeps an account out; false when it was so already. */
export async function upsertBan(tx: Tx, chatId: ChatId, ban: BanRow): Promise<boolean> {
  const rows = await tx`
    insert into chat_ban (chat_id, account_id, actor_id, at, until)
    values (${chatId}, ${ban.accountId}, ${ban.actorId}, ${ban.at}, ${ban.until})
    on conflict (chat_id, account_id) do update set actor_id = excluded.actor_id, at = excluded.at, until = excluded.until
      where chat_ban.until is distinct from excluded.until
    returning 1`;
  return rows.length > 0;
}

/** Lifts a ban; false when there was none. */
export async function deleteBan(tx: Tx, chatId: ChatId, accountId: AccountId): Promise<boolean> {
  const rows = await tx`delete from chat_ban where chat_id = ${chatId} and account_id = ${accountId} returning 1`;
  return rows.length > 0;
}

/** Bans that stand at a moment, latest first. */
export async function readBans(
  sql: Queryable,
  query: { chatId: ChatId; before: { at: number; accountId: number } | undefined; limit: number; now: Date },
): Promise<BanRow[]> {
  const { chatId, before, limit, now } = query;
  return sql<BanRow[]>`
    select account_id as "accountId", actor_id as "actorId", at, until from chat_ban
    where chat_id = ${chatId} and (until is null or until > ${now})
      ${before === undefined ? sql`` : sql`and (at, account_id) < (${new Date(before.at)}, ${before.accountId}::bigint)`}
    order by at desc, account_id desc limit ${limit}`;
}
