import type { chats as contract } from '@veche/contract';
import {
  type Account,
  type AccountId,
  type Chat,
  type ChatId,
  type OutputOf,
  type ParsedInputOf,
  type Seq,
  VecheError,
} from '@veche/contract';
import { readAccounts } from '../../identity/index.ts';
import type { Sql } from '../../kernel/database/sql.ts';
import { noSuchChat } from '../messages/rules.ts';
import { readChats } from './store.ts';

/** Commits may appear up to this long after their time: transactions are ended after 5 s, the rest is margin. */
const OVERLAP_MS = 60_000;

/** A page of the caller's chats with everyone named in it; the first answer of a connection as well. */
export async function listChats(
  sql: Sql,
  accountId: AccountId,
  { since, cursor, limit }: ParsedInputOf<typeof contract.list>,
): Promise<OutputOf<typeof contract.list>> {
  // Taken before the read: what commits meanwhile is found again by the next resume.
  const heads = await sql<{ watermark: Date; accountSeq: number }[]>`
    select statement_timestamp() as watermark, coalesce((select last_seq from account_log where account_id = ${accountId}), 0) as "accountSeq"`;
  const head = heads[0] ?? { watermark: new Date(), accountSeq: 0 };
  const page = await readChats(sql, {
    accountId,
    limit: limit + 1,
    ...(since === undefined ? {} : { since: new Date(Math.max(0, Date.parse(since) - OVERLAP_MS)) }),
    ...(cursor === undefined ? {} : { before: parseCursor(cursor) }),
  });
  const chats = page.slice(0, limit);
  const last = page.length > limit ? chats.at(-1) : undefined;
  return {
    chats,
    accounts: await readAccounts(sql, chats.flatMap(accountsOf)),
    watermark: head.watermark.toISOString(),
    accountSeq: head.accountSeq as Seq,
    ...(last === undefined ? {} : { nextCursor: `${Date.parse(last.lastAt)}_${last.chatId}` }),
  };
}

/** One chat of an account with everyone named in it. */
export async function readOneChat(
  sql: Sql,
  accountId: AccountId,
  chatId: ChatId,
): Promise<{ chat: Chat; accounts: Account[] }> {
  const [chat] = await readChats(sql, { accountId, chatId, limit: 1 });
  if (chat === undefined) throw noSuchChat();
  return { chat, accounts: await readAccounts(sql, accountsOf(chat)) };
}

/** Accounts whose names a list needs to show the chat. */
export function accountsOf(chat: Chat): AccountId[] {
  return [chat.peerId, chat.lastMessage?.senderId].filter((id) => id !== undefined);
}

function parseCursor(cursor: string): { at: Date; chatId: ChatId } {
  const match = /^(\d{1,14})_(\d{1,16})$/.exec(cursor);
  if (match === null) throw new VecheError('invalid_input', 'cursor: not one that was given out', { field: 'cursor' });
  return { at: new Date(Number(match[1])), chatId: Number(match[2]) as ChatId };
}
