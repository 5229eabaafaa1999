import type {
  AccountId,
  ChatId,
  ClientId,
  FileId,
  Import,
  ImportId,
  ImportProblem,
  ImportSource,
} from '@veche/contract';
import type { Queryable, Tx } from '../../../kernel/database/sql.ts';

export interface ImportPlace {
  readonly accountId: AccountId;
  readonly importId: ImportId;
}

export interface ImportRow extends ImportPlace {
  requestHash: number;
  fileId: FileId;
  fileName: string;
  timeZone: string;
  chatId: ChatId | null;
  format: Import['format'] | null;
  sources: ImportSource[] | null;
  sourceKey: string | null;
  phase: Import['phase'];
  problem: ImportProblem | null;
  expectedEntries: number;
  doneEntries: number;
  imported: number;
  skipped: number;
  requestedAt: Date;
  finishedAt: Date | null;
}

const columns = (sql: Queryable) => sql`
  account_id as "accountId", import_id as "importId", request_hash as "requestHash", file_id as "fileId",
  file_name as "fileName", time_zone as "timeZone", chat_id as "chatId", format, sources, source_key as "sourceKey",
  phase, problem, expected_entries as "expectedEntries", done_entries as "doneEntries", imported, skipped,
  requested_at as "requestedAt", finished_at as "finishedAt"`;

export function toImport(row: ImportRow): Import {
  const { importId, fileName, format, chatId, phase, problem, sources, sourceKey } = row;
  const isOver = phase === 'done' || phase === 'undoing' || phase === 'undone';
  const share = row.expectedEntries === 0 ? 0 : row.doneEntries / row.expectedEntries;
  return {
    importId,
    fileName,
    ...(format == null ? {} : { format }),
    ...(chatId === null ? {} : { chatId }),
    phase,
    ...(problem === null ? {} : { problem }),
    ...(sources === null ? {} : { sources }),
    ...(sourceKey === null ? {} : { sourceKey }),
    percent: isOver ? 100 : Math.min(99, Math.floor(share * 100)),
    counts: { entries: row.expectedEntries, done: row.doneEntries, messages: row.imported, skipped: row.skipped },
    requestedAt: row.requestedAt.toISOString(),
    ...(row.finishedAt === null ? {} : { finishedAt: row.finishedAt.toISOString() }),
  };
}

/** Writes a new import; false when the account has one under way or used the client id before. */
export async function insertImport(
  sql: Queryable,
  row: ImportPlace & {
    clientId: ClientId;
    requestHash: number;
    fileId: FileId;
    fileName: string;
    timeZone: string;
    chatId: ChatId | null;
    at: Date;
  },
): Promise<boolean> {
  const rows = await sql`
    insert into archive_import (account_id, import_id, client_id, request_hash, file_id, file_name, time_zone, chat_id,
      requested_at)
    values (${row.accountId}, ${row.importId}, ${row.clientId}, ${row.requestHash}, ${row.fileId}, ${row.fileName},
      ${row.timeZone}, ${row.chatId}, ${row.at})
    on conflict do nothing returning 1`;
  return rows.length > 0;
}

/** One import; within a transaction, `lock` holds it until the end. */
export async function readImport(
  sql: Queryable,
  { accountId, importId }: ImportPlace,
  lock = false,
): Promise<ImportRow | null> {
  const rows = await sql<ImportRow[]>`
    select ${columns(sql)} from archive_import where account_id = ${accountId} and import_id = ${importId}
    ${lock ? sql`for update` : sql``}`;
  return rows[0] ?? null;
}

export async function findImportByClient(
  sql: Queryable,
  accountId: AccountId,
  clientId: ClientId,
): Promise<ImportRow | null> {
  const rows = await sql<ImportRow[]>`
    select ${columns(sql)} from archive_import where account_id = ${accountId} and client_id = ${clientId}`;
  return rows[0] ?? null;
}

/** Imports of an account, newest first. */
export async function readImports(sql: Queryable, accountId: AccountId): Promise<ImportRow[]> {
  return sql<ImportRow[]>`
    select ${columns(sql)} from archive_import where account_id = ${accountId}
    order by requested_at desc, import_id limit 50`;
}

/** When the imports of an account since a moment were asked for, oldest first. */
export async function readRequestTimes(sql: Queryable, accountId: AccountId, since: Date): Promise<Date[]> {
  const rows = await sql<{ at: Date }[]>`
    select requested_at as at from archive_import
    where account_id = ${accountId} and requested_at > ${since} order by requested_at`;
  return rows.map((row) => row.at);
}

/** Moves an import from one of some phases to another; false when it was in none of them. */
export async function changePhase(
  sql: Queryable,
  { accountId, importId }: ImportPlace,
  from: readonly Import['phase'][],
  to: Import['phase'],
  more: { problem?: ImportProblem; finishedAt?: Date } = {},
): Promise<boolean> {
  const rows = await sql`
    update archive_import set phase = ${to}, problem = coalesce(${more.problem ?? null}, problem),
      finished_at = coalesce(${more.finishedAt ?? null}, finished_at)
    where account_id = ${accountId} and import_id = ${importId} and phase = any(${[...from]}::text[]) returning 1`;
  return rows.length > 0;
}

/** Says what the archive holds. */
export async function describeImport(
  sql: Queryable,
  { accountId, importId }: ImportPlace,
  { format, sources }: { format: NonNullable<Import['format']>; sources: readonly ImportSource[] },
): Promise<void> {
  await sql`
    update archive_import set format = ${format}, sources = ${JSON.stringify(sources)}::text::jsonb
    where account_id = ${accountId} and import_id = ${importId}`;
}

/** Says which chat of the archive is meant; false when that was said before. */
export async function chooseSource(
  sql: Queryable,
  { accountId, importId }: ImportPlace,
  source: ImportSource,
): Promise<boolean> {
  const rows = await sql`
    update archive_import set source_key = ${source.key}, expected_entries = ${source.entryCount}
    where account_id = ${accountId} and import_id = ${importId} and source_key is null returning 1`;
  return rows.length > 0;
}

/** Names the group that was made for an import. */
export async function setImportChat(sql: Queryable, place: ImportPlace, chatId: ChatId): Promise<void> {
  await sql`
    update archive_import set chat_id = ${chatId}
    where account_id = ${place.accountId} and import_id = ${place.importId}`;
}

/** Counts what one transaction has dealt with. */
export async function countDone(
  tx: Tx,
  { accountId, importId }: ImportPlace,
  done: { entries: number; imported: number; skipped: number },
): Promise<void> {
  await tx`
    update archive_import set done_entries = done_entries + ${done.entries}, imported = imported + ${done.imported},
      skipped = skipped + ${done.skipped}
    where account_id = ${accountId} and import_id = ${importId}`;
}
