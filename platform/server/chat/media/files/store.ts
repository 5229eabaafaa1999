import type { AccountId, FileId, FileKind, MediaFile } from '@veche/contract';
import type { Queryable, Sql, Tx } from '../../../kernel/database/sql.ts';
import { deleteUpload } from '../uploads/store.ts';

/** What a kind adds to a file: sizes, duration, preview. */
export type FileFacts = Omit<MediaFile, 'fileId' | 'kind' | 'name' | 'sizeBytes' | 'mimeType'>;

/** A finished file. Its content stands in the blobs under its hash. */
export interface FileRow {
  accountId: AccountId;
  fileId: FileId;
  kind: FileKind;
  name: string;
  mimeType: string;
  sizeBytes: number;
  sha256: Buffer;
  thumbnailSha256: Buffer | null;
  facts: FileFacts;
  createdAt: Date;
}

export const fileColumns = (sql: Queryable) => sql`
  f.account_id as "accountId", f.file_id as "fileId", f.kind, f.name, f.mime_type as "mimeType",
  f.size_bytes as "sizeBytes", f.sha256, f.thumbnail_sha256 as "thumbnailSha256", f.facts, f.created_at as "createdAt"`;

export function toMediaFile({ fileId, kind, name, mimeType, sizeBytes, facts }: FileRow): MediaFile {
  return { fileId, kind, name, sizeBytes, mimeType, ...facts };
}

/** An account's own file, or null. */
export async function findOwnFile(sql: Queryable, accountId: AccountId, fileId: FileId): Promise<FileRow | null> {
  const rows = await sql<FileRow[]>`
    select ${fileColumns(sql)} from file f where f.account_id = ${accountId} and f.file_id = ${fileId}`;
  return rows[0] ?? null;
}

/**
 * Says that content is about to be stored: whatever happens then, it is known, and goes after the time of grace when
 * no file came to refer to it.
 */
export async function announceBlob(sql: Queryable, sha256: Buffer, sizeBytes: number, now: Date): Promise<void> {
  await sql`
    insert into blob (sha256, size_bytes, unreferenced_at) values (${sha256}, ${sizeBytes}, ${now})
    on conflict (sha256) do update set
      unreferenced_at = case when blob.reference_count = 0 then excluded.unreferenced_at end`;
}

/** The upload becomes the file, all at once. False when the upload is gone: canceled, or finished by another call. */
export async function replaceUploadByFile(sql: Sql, file: FileRow, checkAt: Date): Promise<boolean> {
  return sql.begin(async (tx) => {
    if (!(await deleteUpload(tx, file.accountId, file.fileId))) return false;
    await tx`
      insert into file (account_id, file_id, kind, name, mime_type, size_bytes, sha256, thumbnail_sha256, facts, created_at)
      values (${file.accountId}, ${file.fileId}, ${file.kind}, ${file.name}, ${file.mimeType}, ${file.sizeBytes},
        ${file.sha256}, ${file.thumbnailSha256}, ${tx.json(file.facts)}, ${file.createdAt})`;
    await countReferences(tx, blobsOf(file), 1, file.createdAt);
    await countUsage(tx, file.accountId, file.sizeBytes, 1);
    await requestRelease(tx, [file], checkAt);
    return true;
  });
}

function blobsOf(file: Pick<FileRow, 'sha256' | 'thumbnailSha256'>): Buffer[] {
  return [file.sha256, file.thumbnailSha256].filter((hash) => hash !== null);
}

/** Adds to the counts of contents; what comes to 0 goes after the time of grace. Locked in one order. */
export async function countReferences(tx: Tx, hashes: readonly Buffer[], by: 1 | -1, now: Date): Promise<void> {
  for (const hash of hashes.toSorted((a, b) => a.compare(b))) {
    await tx`
      update blob set reference_count = reference_count + ${by},
        unreferenced_at = case when reference_count + ${by} = 0 then ${now}::timestamptz end
      where sha256 = ${hash}`;
  }
}

export async function countUsage(tx: Tx, accountId: AccountId, bytes: number, files: number): Promise<void> {
  await tx`
    update media_usage set used_bytes = used_bytes + ${bytes}, file_count = file_count + ${files}
    where account_id = ${accountId}`;
}

/** Has files looked at when due, and deleted if nothing keeps them then. */
export async function requestRelease(
  tx: Queryable,
  files: readonly { accountId: AccountId; fileId: FileId }[],
  dueAt: Date,
): Promise<void> {
  if (files.length === 0) return;
  await tx`
    insert into file_release (account_id, file_id, due_at)
    select account_id, file_id, ${dueAt}
    from unnest(${files.map((file) => file.accountId)}::bigint[], ${files.map((file) => file.fileId)}::bigint[])
      as v (account_id, file_id)
    on conflict (account_id, file_id) do update set due_at = least(file_release.due_at, excluded.due_at)`;
}

/**
 * Deletes a file that no message and nothing else keeps; its content goes when nobody else has it. Who attaches a file
 * holds its row, so that it is either kept or gone. Answers whether it is gone.
 */
export async function releaseFile(
  sql: Sql,
  { accountId, fileId }: { accountId: AccountId; fileId: FileId },
  now: Date,
): Promise<boolean> {
  return sql.begin(async (tx) => {
    const [file] = await tx<FileRow[]>`
      select ${fileColumns(tx)} from file f where f.account_id = ${accountId} and f.file_id = ${fileId} for update`;
    await tx`delete from file_release where account_id = ${accountId} and file_id = ${fileId}`;
    if (file === undefined) return true;
    // A statement of its own: it sees what was committed while the row was waited for.
    const deleted = await tx`
      delete from file f where f.account_id = ${accountId} and f.file_id = ${fileId}
        and not exists (select from message_file m where m.file_id = f.file_id and m.owner_id = f.account_id)
        and not exists (select from file_hold h where h.account_id = f.account_id and h.file_id = f.file_id)
      returning 1`;
    if (deleted.length === 0) return false;
    await countReferences(tx, blobsOf(file), -1, now);
    await countUsage(tx, accountId, -file.sizeBytes, -1);
    return true;
  });
}

/** Files that are due to be looked at. */
export async function readDueReleases(
  sql: Queryable,
  now: Date,
  limit: number,
): Promise<{ accountId: AccountId; fileId: FileId }[]> {
  return sql<{ accountId: AccountId; fileId: FileId }[]>`
    select account_id as "accountId", file_id as "fileId" from file_release
    where due_at <= ${now} order by due_at limit ${limit}`;
}

/** Contents that nothing refers to since before a moment. */
export async function readUnreferenced(sql: Queryable, before: Date, limit: number): Promise<Buffer[]> {
  const rows = await sql<{ sha256: Buffer }[]>`
    select sha256 from blob where unreferenced_at < ${before} order by unreferenced_at limit ${limit}`;
  return rows.map((row) => row.sha256);
}

/** Deletes content that is still unreferenced. Whoever stores the same again meanwhile waits for the row. */
export async function deleteUnreferenced(
  sql: Sql,
  sha256: Buffer,
  before: Date,
  deleteContent: () => Promise<void>,
): Promise<void> {
  await sql.begin(async (tx) => {
    const deleted = await tx`
      delete from blob where sha256 = ${sha256} and reference_count = 0 and unreferenced_at < ${before} returning 1`;
    if (deleted.length > 0) await deleteContent();
  });
}

/** Whose file it is; null when it is nobody's. */
export async function readFileOwner(sql: Queryable, fileId: FileId): Promise<AccountId | null> {
  const rows = await sql<
    { accountId: AccountId }[]
  >`select account_id as "accountId" from file where file_id = ${fileId}`;
  return rows[0]?.accountId ?? null;
}
