import type { AccountId, ChatId, ClientId, ErrorCode, FileId, Scheduled } from '@veche/contract';
import { plainArray } from '../../kernel/database/arrays.ts';
import type { Queryable, Tx } from '../../kernel/database/sql.ts';
import { keepOwnFiles, letOwnFilesGo } from '../media/files/holds.ts';

export type ScheduledContent = Scheduled['content'];

export interface ScheduledRow {
  accountId: AccountId;
  clientId: ClientId;
  chatId: ChatId;
  dueAt: Date;
  createdAt: Date;
  requestHash: number;
  content: ScheduledContent;
  failure: ErrorCode | null;
}

const columns = (sql: Queryable) => sql`
  s.account_id as "accountId", s.client_id as "clientId", s.chat_id as "chatId", s.due_at as "dueAt",
  s.created_at as "createdAt", s.request_hash as "requestHash", s.content, s.failure`;

export function toScheduled({ clientId, chatId, dueAt, createdAt, content, failure }: ScheduledRow): Scheduled {
  return {
    scheduledId: clientId,
    chatId,
    at: dueAt.toISOString(),
    createdAt: createdAt.toISOString(),
    content,
    ...(failure === null ? {} : { failed: failure }),
  };
}

export async function countScheduled(tx: Tx, accountId: AccountId, chatId: ChatId): Promise<number> {
  const rows = await tx<{ count: number }[]>`
    select count(*)::int as count from scheduled_message where account_id = ${accountId} and chat_id = ${chatId}`;
  return rows[0]?.count ?? 0;
}

export async function insertScheduled(tx: Tx, row: ScheduledRow): Promise<void> {
  await tx`
    insert into scheduled_message (account_id, client_id, chat_id, due_at, created_at, request_hash, content)
    values (${row.accountId}, ${row.clientId}, ${row.chatId}, ${row.dueAt}, ${row.createdAt}, ${row.requestHash},
      ${tx.json(row.content)})`;
  await holdFiles(tx, row);
}

/** One own message, held until the end of the transaction. */
export async function lockScheduled(tx: Tx, accountId: AccountId, clientId: ClientId): Promise<ScheduledRow | null> {
  const rows = await tx<ScheduledRow[]>`
    select ${columns(tx)} from scheduled_message s
    where s.account_id = ${accountId} and s.client_id = ${clientId} for update`;
  return rows[0] ?? null;
}

export async function readScheduled(
  sql: Queryable,
  accountId: AccountId,
  clientId: ClientId,
): Promise<ScheduledRow | null> {
  const rows = await sql<ScheduledRow[]>`
    select ${columns(sql)} from scheduled_message s
    where s.account_id = ${accountId} and s.client_id = ${clientId}`;
  return rows[0] ?? null;
}

/** Writes time and content; what had failed waits again. */
export async function updateScheduled(tx: Tx, row: ScheduledRow): Promise<void> {
  await tx`
    update scheduled_message set due_at = ${row.dueAt}, content = ${tx.json(row.content)}, failure = null
    where account_id = ${row.accountId} and client_id = ${row.clientId}`;
}

export async function writeFailure(tx: Queryable, row: ScheduledRow, failure: ErrorCode): Promise<void> {
  await tx`
    update scheduled_message set failure = ${failure}
    where account_id = ${row.accountId} and client_id = ${row.clientId}`;
}

export async function postpone(tx: Queryable, row: ScheduledRow, dueAt: Date): Promise<void> {
  await tx`
    update scheduled_message set due_at = ${dueAt}
    where account_id = ${row.accountId} and client_id = ${row.clientId}`;
}

export async function deleteScheduled(tx: Tx, row: ScheduledRow, at: Date): Promise<void> {
  await tx`delete from scheduled_message where account_id = ${row.accountId} and client_id = ${row.clientId}`;
  await letFilesGo(tx, row, at);
}

/** Own messages that wait or failed, the next first, after a place in that order. */
export async function listScheduled(
  sql: Queryable,
  query: {
    accountId: AccountId;
    chatId: ChatId | undefined;
    after: { at: Date; clientId: string } | null;
    limit: number;
  },
): Promise<ScheduledRow[]> {
  const { accountId, chatId, after, limit } = query;
  return sql<ScheduledRow[]>`
    select ${columns(sql)} from scheduled_message s
    where s.account_id = ${accountId} ${chatId === undefined ? sql`` : sql`and s.chat_id = ${chatId}`}
      ${after === null ? sql`` : sql`and (s.due_at, s.client_id) > (${after.at}, ${after.clientId}::uuid)`}
    order by s.due_at, s.client_id limit ${limit}`;
}

export interface DuePlace {
  accountId: AccountId;
  clientId: ClientId;
  chatId: ChatId;
}

/** Messages that are due by the database's clock, the longest first. */
export async function readDue(sql: Queryable, limit: number): Promise<DuePlace[]> {
  return sql<DuePlace[]>`
    select account_id as "accountId", client_id as "clientId", chat_id as "chatId" from scheduled_message
    where failure is null and due_at <= now() order by due_at limit ${limit}`;
}

/** Those that are still due and that nobody else is about to send, held until the end of the transaction. */
export async function takeDue(tx: Tx, places: readonly DuePlace[]): Promise<ScheduledRow[]> {
  return tx<ScheduledRow[]>`
    select ${columns(tx)}
    from unnest(${plainArray(places.map((place) => place.accountId))}::bigint[], ${plainArray(places.map((place) => place.clientId))}::uuid[])
      as v (account_id, client_id)
    join scheduled_message s on s.account_id = v.account_id and s.client_id = v.client_id
    where s.failure is null and s.due_at <= now()
    order by s.due_at for update of s skip locked`;
}

/** Own files of a message that waits are kept for it. */
export async function holdFiles(tx: Tx, { accountId, clientId, content }: ScheduledRow): Promise<void> {
  const fileIds = filesOf(content);
  // One that is gone, or is another's, is refused when the message is sent.
  if (fileIds.length > 0) await keepOwnFiles(tx, { accountId, holder: holderOf(clientId) }, fileIds);
}

export async function letFilesGo(tx: Tx, { accountId, clientId, content }: ScheduledRow, at: Date): Promise<void> {
  if (filesOf(content).length > 0) await letOwnFilesGo(tx, { accountId, holder: holderOf(clientId) }, at);
}

function filesOf(content: ScheduledContent): FileId[] {
  return (content.attachments ?? []).map(({ fileId }) => fileId);
}

const holderOf = (clientId: ClientId) => `scheduled:${clientId}`;
