import type { AccountId, ChatId, Folder } from '@veche/contract';
import { plainArray } from '../../kernel/database/arrays.ts';
import type { Queryable, Tx } from '../../kernel/database/sql.ts';

type Content = Omit<Folder, 'folderId'>;

/** Folders of an account in their order. */
export async function readFolders(sql: Queryable, accountId: AccountId): Promise<Folder[]> {
  const rows = await sql<{ folderId: number; content: Content }[]>`
    select folder_id as "folderId", content from folder where account_id = ${accountId} order by position, folder_id`;
  return rows.map(({ folderId, content }) => ({ ...content, folderId }));
}

/** Adds a folder at the end. */
export async function insertFolder(tx: Tx, accountId: AccountId, folderId: number, content: Content): Promise<void> {
  await tx`
    insert into folder (account_id, folder_id, position, content)
    select ${accountId}, ${folderId}, coalesce(max(position), 0) + 1, ${tx.json(content)}
    from folder where account_id = ${accountId}`;
}

export async function updateFolder(tx: Tx, accountId: AccountId, { folderId, ...content }: Folder): Promise<void> {
  await tx`update folder set content = ${tx.json(content)} where account_id = ${accountId} and folder_id = ${folderId}`;
}

export async function deleteFolder(tx: Tx, accountId: AccountId, folderId: number): Promise<boolean> {
  const rows = await tx`delete from folder where account_id = ${accountId} and folder_id = ${folderId} returning 1`;
  return rows.length > 0;
}

export async function writeOrder(tx: Tx, accountId: AccountId, folderIds: readonly number[]): Promise<void> {
  await tx`
    update folder set position = v.position
    from unnest(${plainArray(folderIds)}::int[]) with ordinality as v (folder_id, position)
    where folder.account_id = ${accountId} and folder.folder_id = v.folder_id`;
}

/** Those of the chats that the account is in. */
export async function readOwnChats(sql: Queryable, accountId: AccountId, chatIds: Iterable<ChatId>) {
  const rows = await sql<{ chatId: ChatId }[]>`
    select chat_id as "chatId" from account_chat
    where account_id = ${accountId} and chat_id = any(${plainArray([...chatIds])}::bigint[]) and left_at is null`;
  return new Set(rows.map(({ chatId }) => chatId));
}
