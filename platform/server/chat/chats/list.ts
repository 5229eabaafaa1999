import type { chats as contract } from '@veche/contract';
import {
  type Account,
  type AccountId,
  type Chat,
  type ChatId,
  type OutputOf,
  type ParsedInputOf,
  type Seq,
} from '@veche/contract';
import { readAccounts } from '../../identity/index.ts';
import type { Sql } from '../../kernel/database/sql.ts';
import { noSuchChat } from '../messages/rules.ts';
import { momentOfCursor, pageOf } from '../../kernel/paging.ts';
import { readChats, readStart } from './store.ts';

/** Commits may appear up to this long after their time: transactions are ended after 5 s, the rest is margin. */
const OVERLAP_MS = 60_000;

type Page = OutputOf<typeof contract.list>;

/** A page of the caller's chats with everyone named in it. */
export async function listChats(
  sql: Sql,
  accountId: AccountId,
  { since, cursor, limit }: ParsedInputOf<typeof contract.list>,
): Promise<Page> {
  // Taken before the read: what commits meanwhile is found again by the next resume.
  const heads = await sql<{ watermark: Date; accountSeq: number }[]>`
    select statement_timestamp() as watermark, coalesce((select last_seq from account_log where account_id = ${accountId}), 0) as "accountSeq"`;
  const head = heads[0] ?? { watermark: new Date(), accountSeq: 0 };
  const chats = await readChats(sql, {
    accountId,
    limit: limit + 1,
    ...sinceOf(since),
    ...(cursor === undefined ? {} : { before: parseCursor(cursor) }),
  });
  return completed(sql, accountId, { ...head, chats }, limit);
}

/** The same for a connection that begins, with every chat the account is in now and the end of what it hides. */
export async function startList(
  sql: Sql,
  accountId: AccountId,
  { since, limit }: { since?: string | undefined; limit: number },
): Promise<{ hiddenTo: ReadonlyMap<ChatId, number>; list: Page }> {
  const { hiddenTo, ...read } = await readStart(sql, { accountId, limit: limit + 1, ...sinceOf(since) });
  return { hiddenTo, list: await completed(sql, accountId, read, limit) };
}

function sinceOf(since: string | undefined): { since?: Date } {
  return since === undefined ? {} : { since: new Date(Math.max(0, Date.parse(since) - OVERLAP_MS)) };
}

/** `read` has one chat more than the page when there are further ones. */
async function completed(
  sql: Sql,
  accountId: AccountId,
  read: { chats: readonly Chat[]; watermark: Date; accountSeq: number },
  limit: number,
): Promise<Page> {
  const { page: chats, next } = pageOf(read.chats, limit, (last) => `${Date.parse(last.lastAt)}_${last.chatId}`);
  return {
    chats,
    accounts: await readAccounts(sql, chats.flatMap(accountsOf), accountId),
    watermark: read.watermark.toISOString(),
    accountSeq: read.accountSeq as Seq,
    ...next,
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
  return { chat, accounts: await readAccounts(sql, accountsOf(chat), accountId) };
}

/** Accounts whose names a list needs to show the chat. */
export function accountsOf(chat: Chat): AccountId[] {
  return [chat.peerId, chat.lastMessage?.senderId].filter((id) => id !== undefined);
}

function parseCursor(cursor: string): { at: Date; chatId: ChatId } {
  const [at = 0, chatId = 0] = momentOfCursor(cursor, 2) ?? [];
  return { at: new Date(at), chatId: chatId as ChatId };
}
