import type { AccountId, ChatId, chats, ResultOf } from '@veche/contract';
import { toAccount } from '../../identity/index.ts';
import type { Sql } from '../../kernel/database/sql.ts';
import { holdsRight, onlyAdmins } from '../chats/rules.ts';
import { seatOf } from '../chats/seat-of.ts';
import { readSeat } from '../chats/store.ts';
import { noSuchChat } from '../messages/rules.ts';
import { noSuchMember } from './rules.ts';
import { readSeatEver } from './store.ts';

/** What place an account has in a chat, as far as the reader may know. */
export async function readPlace(
  sql: Sql,
  query: { chatId: ChatId; accountId: AccountId; readerId: AccountId },
): Promise<ResultOf<typeof chats.getMember>> {
  const { chatId, accountId, readerId } = query;
  const reader = await readSeat(sql, chatId, readerId);
  if (reader === null) throw noSuchChat();
  if (reader.kind === 'channel' && reader.role === 'member' && accountId !== readerId) throw onlyAdmins();
  const row = await readSeatEver(sql, { ...query, now: new Date() });
  if (row === null) throw noSuchMember();
  const account = toAccount(row);
  if (row.hasSeat) {
    return { account, member: { account, ...seatOf(row.chatKind, row), joinedAt: row.joinedAt.toISOString() } };
  }
  const isTold = row.isBanned && reader.kind !== 'direct' && holdsRight(reader, 'restrictMembers');
  const until = row.bannedUntil === null ? {} : { until: row.bannedUntil.toISOString() };
  return { account, ...(isTold ? { ban: until } : {}) };
}
