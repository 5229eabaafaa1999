import type { AccountId, ChatId, ImportId, ImportItem, ImportReason, MessageId } from '@veche/contract';
import { plainArray } from '../../../kernel/database/arrays.ts';
import type { Queryable, Tx } from '../../../kernel/database/sql.ts';

export interface ItemRow {
  /** Number of the entry within its chat of the archive, from 0. */
  readonly entry: number;
  /** Of the messages that an entry makes, from 0. */
  readonly part: number;
  readonly position: number;
  readonly sourceKey: string | null;
  readonly messageId: MessageId | null;
  readonly reason: ImportReason | null;
  readonly detail: string | null;
}

interface ItemsPlace {
  readonly chatId: ChatId;
  readonly importId: ImportId;
}

export async function insertItems(tx: Tx, { chatId, importId }: ItemsPlace, rows: readonly ItemRow[]): Promise<void> {
  if (rows.length === 0) return;
  await tx`
    insert into archive_import_item (chat_id, import_id, entry, part, position, source_key, message_id, reason, detail)
    select ${chatId}, ${importId}, v.*
    from unnest(${plainArray(rows.map((row) => row.entry))}::bigint[], ${plainArray(rows.map((row) => row.part))}::int[],
      ${plainArray(rows.map((row) => row.position))}::bigint[], ${rows.map((row) => row.sourceKey)}::text[],
      ${plainArray(rows.map((row) => row.messageId))}::bigint[], ${rows.map((row) => row.reason)}::text[],
      ${rows.map((row) => row.detail)}::text[]) as v`;
}

/** The messages that entries became, by the names the archive has for them. */
export async function readImportedByKey(
  tx: Tx,
  { chatId, importId }: ItemsPlace,
  keys: readonly string[],
): Promise<Map<string, MessageId>> {
  if (keys.length === 0) return new Map();
  const rows = await tx<{ key: string; messageId: MessageId }[]>`
    select distinct on (i.source_key) i.source_key as key, i.message_id as "messageId" from archive_import_item i
    join message m on m.chat_id = i.chat_id and m.message_id = i.message_id and m.deleted_at is null
    where i.chat_id = ${chatId} and i.import_id = ${importId} and i.source_key = any(${[...keys]}::text[])
    order by i.source_key, i.entry, i.part`;
  return new Map(rows.map((row) => [row.key, row.messageId]));
}

/** A page of the report. */
export async function readItems(
  sql: Queryable,
  { chatId, importId }: ItemsPlace,
  query: { onlyTrouble: boolean; after: { entry: number; part: number } | undefined; limit: number },
): Promise<(ImportItem & { entry: number })[]> {
  const { onlyTrouble, after, limit } = query;
  const rows = await sql<ItemRow[]>`
    select entry, part, position, message_id as "messageId", reason, detail from archive_import_item
    where chat_id = ${chatId} and import_id = ${importId}
      ${onlyTrouble ? sql`and reason is not null` : sql``}
      ${after === undefined ? sql`` : sql`and (entry, part) > (${after.entry}::bigint, ${after.part}::int)`}
    order by entry, part limit ${limit}`;
  return rows.map(({ entry, part, position, messageId, reason, detail }) => ({
    ...{ entry, part, position },
    ...(messageId === null ? {} : { messageId }),
    ...(reason === null ? {} : { reason }),
    ...(detail === null ? {} : { detail }),
  }));
}

/** Messages of an import that were not undone yet; the import's chat is locked. */
export async function takeImported(tx: Tx, { chatId, importId }: ItemsPlace, limit: number): Promise<MessageId[]> {
  const rows = await tx<{ messageId: MessageId }[]>`
    select message_id as "messageId" from archive_import_item
    where chat_id = ${chatId} and import_id = ${importId} and message_id is not null
    order by entry, part limit ${limit}`;
  return rows.map((row) => row.messageId);
}

/** Writes down that messages were taken back. */
export async function markUndone(
  tx: Tx,
  { chatId, importId }: ItemsPlace,
  messageIds: readonly MessageId[],
): Promise<void> {
  await tx`
    update archive_import_item set message_id = null, reason = 'undone'
    where chat_id = ${chatId} and import_id = ${importId} and message_id = any(${plainArray(messageIds)}::bigint[])`;
}

/** Deletes the reports of all imports of an account: they name files and people. */
export async function deleteItemsOf(sql: Queryable, accountId: AccountId): Promise<void> {
  await sql`
    delete from archive_import_item t using archive_import i
    where i.account_id = ${accountId} and t.chat_id = i.chat_id and t.import_id = i.import_id`;
}
