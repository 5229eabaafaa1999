import { type AccountId, type FileId, type FileKind, media as contract } from '@veche/contract';
import { plainArray } from '../../../kernel/database/arrays.ts';
import type { Queryable, Sql } from '../../../kernel/database/sql.ts';

/** An upload that may still grow, or waits to be finished. */
export interface UploadRow {
  accountId: AccountId;
  fileId: FileId;
  kind: FileKind;
  name: string;
  sizeBytes: number;
  createdAt: Date;
  expiresAt: Date;
}

export interface Usage {
  usedBytes: number;
  fileCount: number;
  reservedBytes: number;
  openUploads: number;
}

const columns = (sql: Queryable) => sql`
  account_id as "accountId", file_id as "fileId", kind, name, size_bytes as "sizeBytes", created_at as "createdAt",
  expires_at as "expiresAt"`;

/** What an account stores and has reserved. */
export async function readUsage(sql: Queryable, accountId: AccountId, now: Date): Promise<Usage> {
  const rows = await sql<Usage[]>`
    select coalesce(u.used_bytes, 0)::bigint as "usedBytes", coalesce(u.file_count, 0)::bigint as "fileCount",
      o.reserved as "reservedBytes", o.count as "openUploads"
    from (select coalesce(sum(size_bytes), 0)::bigint as reserved, count(*)::int as count
      from upload where account_id = ${accountId} and expires_at > ${now}) o
    left join media_usage u on u.account_id = ${accountId}`;
  return rows[0] ?? { usedBytes: 0, fileCount: 0, reservedBytes: 0, openUploads: 0 };
}

/** Why an upload was not admitted; null when it was. */
export type Refused = 'tooMany' | 'overQuota' | null;

/** Admits an upload when the account has room for it; one account's uploads are admitted one after another. */
export async function insertUpload(sql: Sql, upload: UploadRow, quotaBytes: number): Promise<Refused> {
  const { accountId } = upload;
  return sql.begin(async (tx): Promise<Refused> => {
    await tx`
      insert into media_usage (account_id) values (${accountId})
      on conflict (account_id) do update set account_id = excluded.account_id`;
    const usage = await readUsage(tx, accountId, upload.createdAt);
    if (usage.openUploads >= contract.MAX_OPEN_UPLOADS) return 'tooMany';
    if (usage.usedBytes + usage.reservedBytes + upload.sizeBytes > quotaBytes) return 'overQuota';
    await tx`
      insert into upload (account_id, file_id, kind, name, size_bytes, created_at, expires_at)
      values (${accountId}, ${upload.fileId}, ${upload.kind}, ${upload.name}, ${upload.sizeBytes}, ${upload.createdAt},
        ${upload.expiresAt})`;
    return null;
  });
}

/** An account's own upload, or null. */
export async function findUpload(sql: Queryable, accountId: AccountId, fileId: FileId): Promise<UploadRow | null> {
  const rows = await sql<UploadRow[]>`
    select ${columns(sql)} from upload where account_id = ${accountId} and file_id = ${fileId}`;
  return rows[0] ?? null;
}

/** Says of an upload what was not known when room was made for it. */
export async function stateUpload(
  sql: Queryable,
  { accountId, fileId, name, sizeBytes }: Pick<UploadRow, 'accountId' | 'fileId' | 'name' | 'sizeBytes'>,
): Promise<void> {
  await sql`
    update upload set name = ${name}, size_bytes = ${sizeBytes} where account_id = ${accountId} and file_id = ${fileId}`;
}

/** Open uploads of an account; they are few. */
export async function readUploadsOf(sql: Queryable, accountId: AccountId): Promise<UploadRow[]> {
  return sql<UploadRow[]>`select ${columns(sql)} from upload where account_id = ${accountId}`;
}

/** Whether there was one. */
export async function deleteUpload(sql: Queryable, accountId: AccountId, fileId: FileId): Promise<boolean> {
  const deleted = await sql`delete from upload where account_id = ${accountId} and file_id = ${fileId} returning 1`;
  return deleted.length > 0;
}

/** Which of these uploads are not there any more. */
export async function findGoneUploads(
  sql: Queryable,
  uploads: readonly { accountId: AccountId; fileId: FileId }[],
): Promise<{ accountId: AccountId; fileId: FileId }[]> {
  return sql<{ accountId: AccountId; fileId: FileId }[]>`
    select v.account_id as "accountId", v.file_id as "fileId"
    from unnest(${plainArray(uploads.map(({ accountId }) => accountId))}::bigint[], ${plainArray(uploads.map(({ fileId }) => fileId))}::bigint[])
      as v (account_id, file_id)
    where not exists (select from upload u where u.account_id = v.account_id and u.file_id = v.file_id)`;
}

export async function readExpiredUploads(sql: Queryable, now: Date, limit: number): Promise<UploadRow[]> {
  return sql<UploadRow[]>`
    select ${columns(sql)} from upload where expires_at <= ${now} order by expires_at limit ${limit}`;
}
