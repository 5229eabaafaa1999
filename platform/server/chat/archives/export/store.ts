import type { AccountId, ChatId, ClientId, Export, ExportId, Language } from '@veche/contract';
import type { Queryable } from '../../../kernel/database/sql.ts';

interface ExportRow {
  accountId: AccountId;
  exportId: ExportId;
  requestHash: number;
  chatId: ChatId | null;
  language: Language;
  phase: Export['phase'];
  chats: number;
  messages: number;
  expectedMessages: number;
  files: number;
  missingFiles: number;
  requestedAt: Date;
  startedAt: Date | null;
  readyAt: Date | null;
  expiresAt: Date | null;
  sizeBytes: number | null;
}

/** Names one export in statements. */
export interface ExportPlace {
  readonly accountId: AccountId;
  readonly exportId: ExportId;
}

const columns = (sql: Queryable) => sql`
  account_id as "accountId", export_id as "exportId", request_hash as "requestHash", chat_id as "chatId", language, phase,
  chats, messages, expected_messages as "expectedMessages", files, missing_files as "missingFiles",
  requested_at as "requestedAt", started_at as "startedAt", ready_at as "readyAt", expires_at as "expiresAt",
  size_bytes as "sizeBytes"`;

export function toExport(row: ExportRow): Export {
  const { exportId, chatId, phase, messages, expectedMessages, sizeBytes } = row;
  return {
    exportId,
    ...(chatId === null ? {} : { chatId }),
    phase,
    percent: percentOf(phase, messages, expectedMessages),
    counts: { chats: row.chats, messages, files: row.files, missingFiles: row.missingFiles },
    requestedAt: row.requestedAt.toISOString(),
    ...(row.startedAt === null ? {} : { startedAt: row.startedAt.toISOString() }),
    ...(row.readyAt === null ? {} : { readyAt: row.readyAt.toISOString() }),
    ...(row.expiresAt === null ? {} : { expiresAt: row.expiresAt.toISOString() }),
    ...(sizeBytes === null ? {} : { sizeBytes }),
    ...(phase === 'ready' ? { download: `/exports/${exportId}` } : {}),
  };
}

/** Deleted messages are counted in what is expected, so the last step may be a large one. */
function percentOf(phase: Export['phase'], done: number, expected: number): number {
  if (phase === 'ready' || phase === 'expired') return 100;
  return expected === 0 ? 0 : Math.min(99, Math.floor((done / expected) * 100));
}

/** Writes a new export; false when the account has one under way or used the client id before. */
export async function insertExport(
  sql: Queryable,
  row: ExportPlace & {
    clientId: ClientId;
    requestHash: number;
    chatId: ChatId | null;
    language: Language;
    at: Date;
  },
): Promise<boolean> {
  const rows = await sql`
    insert into archive_export (account_id, export_id, client_id, request_hash, chat_id, language, requested_at)
    values (${row.accountId}, ${row.exportId}, ${row.clientId}, ${row.requestHash}, ${row.chatId}, ${row.language}, ${row.at})
    on conflict do nothing returning 1`;
  return rows.length > 0;
}

export async function findExportByClient(
  sql: Queryable,
  accountId: AccountId,
  clientId: ClientId,
): Promise<ExportRow | null> {
  const rows = await sql<ExportRow[]>`
    select ${columns(sql)} from archive_export where account_id = ${accountId} and client_id = ${clientId}`;
  return rows[0] ?? null;
}

export async function readExport(sql: Queryable, { accountId, exportId }: ExportPlace): Promise<ExportRow | null> {
  const rows = await sql<ExportRow[]>`
    select ${columns(sql)} from archive_export where account_id = ${accountId} and export_id = ${exportId}`;
  return rows[0] ?? null;
}

/** Exports of an account, newest first. */
export async function readExports(sql: Queryable, accountId: AccountId): Promise<ExportRow[]> {
  return sql<ExportRow[]>`
    select ${columns(sql)} from archive_export where account_id = ${accountId}
    order by requested_at desc, export_id limit 50`;
}

/** When the exports of an account since a moment were asked for, oldest first. */
export async function readRequestTimes(sql: Queryable, accountId: AccountId, since: Date): Promise<Date[]> {
  const rows = await sql<{ at: Date }[]>`
    select requested_at as at from archive_export
    where account_id = ${accountId} and requested_at > ${since} order by requested_at`;
  return rows.map((row) => row.at);
}

/** Begins an export anew; null when it was cancelled or is done. */
export async function beginExport(
  sql: Queryable,
  { accountId, exportId }: ExportPlace,
  at: Date,
): Promise<ExportRow | null> {
  const rows = await sql<ExportRow[]>`
    update archive_export set phase = 'running', started_at = coalesce(started_at, ${at}), chats = 0, messages = 0,
      files = 0, missing_files = 0, has_blob = true
    where account_id = ${accountId} and export_id = ${exportId} and phase in ('waiting', 'running')
    returning ${columns(sql)}`;
  return rows[0] ?? null;
}

export interface ExportCounts {
  chats: number;
  messages: number;
  expectedMessages: number;
  files: number;
  missingFiles: number;
}

/** Writes how far an export is; false when it was cancelled meanwhile. */
export async function moveExport(
  sql: Queryable,
  { accountId, exportId }: ExportPlace,
  counts: ExportCounts,
): Promise<boolean> {
  const rows = await sql`
    update archive_export set chats = ${counts.chats}, messages = ${counts.messages},
      expected_messages = ${counts.expectedMessages}, files = ${counts.files}, missing_files = ${counts.missingFiles}
    where account_id = ${accountId} and export_id = ${exportId} and phase = 'running' returning 1`;
  return rows.length > 0;
}

/** The file is whole; false when the export was cancelled meanwhile. */
export async function finishExport(
  sql: Queryable,
  { accountId, exportId }: ExportPlace,
  done: { at: Date; expiresAt: Date; sizeBytes: number },
): Promise<boolean> {
  const rows = await sql`
    update archive_export set phase = 'ready', ready_at = ${done.at}, expires_at = ${done.expiresAt},
      size_bytes = ${done.sizeBytes}
    where account_id = ${accountId} and export_id = ${exportId} and phase = 'running' returning 1`;
  return rows.length > 0;
}

/** Ends an export that is not over; its file goes with the next cleaning, or at once by whoever calls. */
export async function endExport(
  sql: Queryable,
  { accountId, exportId }: ExportPlace,
  phase: 'cancelled' | 'failed',
): Promise<void> {
  await sql`
    update archive_export set phase = ${phase}
    where account_id = ${accountId} and export_id = ${exportId} and phase in ('waiting', 'running', 'ready')`;
}

/** Marks what is past its time. */
export async function expireExports(sql: Queryable, now: Date): Promise<void> {
  await sql`update archive_export set phase = 'expired' where has_blob and phase = 'ready' and expires_at <= ${now}`;
}

/** Exports that are over and may still have a file. */
export async function readLeftovers(sql: Queryable, limit: number): Promise<ExportPlace[]> {
  return sql<ExportPlace[]>`
    select account_id as "accountId", export_id as "exportId" from archive_export
    where has_blob and phase in ('failed', 'cancelled', 'expired') limit ${limit}`;
}

export async function forgetBlob(sql: Queryable, { accountId, exportId }: ExportPlace): Promise<void> {
  await sql`update archive_export set has_blob = false where account_id = ${accountId} and export_id = ${exportId}`;
}

/** Rows of an account whose files are gone. */
export async function deleteExports(sql: Queryable, accountId: AccountId): Promise<void> {
  await sql`delete from archive_export where account_id = ${accountId} and not has_blob`;
}
