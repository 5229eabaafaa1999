import type { AccountId, ChatId, FileId, FileKind } from '@veche/contract';
import type { Queryable, Tx } from '../../kernel/database/sql.ts';
import { requestRelease } from '../media/files/store.ts';

/** A photo and whose file it is. */
export interface Photo {
  readonly ownerId: AccountId;
  readonly fileId: FileId;
}

/** What has a photo: the members of a chat, or who sees the profile of a person, may read it. */
export type Subject = { readonly chatId: ChatId } | { readonly profileId: AccountId };

const holderOf = (subject: Subject): string =>
  'chatId' in subject ? `photo of chat ${subject.chatId}` : 'photo of the account';

/** Kind of an own file, whose row is held until commit, so that it is not taken away meanwhile; null: none. */
export async function lockOwnFile(tx: Tx, { ownerId, fileId }: Photo): Promise<FileKind | null> {
  const rows = await tx<{ kind: FileKind }[]>`
    select kind from file where account_id = ${ownerId} and file_id = ${fileId} for key share`;
  return rows[0]?.kind ?? null;
}

export async function keepPhoto(tx: Tx, { ownerId, fileId }: Photo, subject: Subject): Promise<void> {
  const chatId = 'chatId' in subject ? subject.chatId : null;
  const profileId = 'profileId' in subject ? subject.profileId : null;
  await tx`
    insert into file_hold (account_id, file_id, holder, chat_id, profile_id)
    values (${ownerId}, ${fileId}, ${holderOf(subject)}, ${chatId}, ${profileId})`;
}

/** Nobody reads the photo through its subject any more; the file goes if nothing else keeps it. */
export async function dropPhoto(tx: Tx, { ownerId, fileId }: Photo, subject: Subject, now: Date): Promise<void> {
  await tx`
    delete from file_hold
    where account_id = ${ownerId} and file_id = ${fileId} and holder = ${holderOf(subject)}`;
  await requestRelease(tx, [{ accountId: ownerId, fileId }], now);
}

export async function readChatPhoto(sql: Queryable, chatId: ChatId): Promise<Photo | null> {
  const rows = await sql<Photo[]>`
    select photo_owner_id as "ownerId", photo_id as "fileId" from chat
    where chat_id = ${chatId} and photo_id is not null`;
  return rows[0] ?? null;
}

export async function writeChatPhoto(tx: Tx, chatId: ChatId, photo: Photo | null): Promise<void> {
  await tx`
    update chat set photo_id = ${photo?.fileId ?? null}, photo_owner_id = ${photo?.ownerId ?? null}
    where chat_id = ${chatId}`;
}

/** The photo of an account; its row is held until commit. */
export async function lockAccountPhoto(tx: Tx, accountId: AccountId): Promise<FileId | null> {
  const rows = await tx<{ photoId: FileId | null }[]>`
    select photo_id as "photoId" from account where account_id = ${accountId} for update`;
  return rows[0]?.photoId ?? null;
}

export async function writeAccountPhoto(tx: Tx, accountId: AccountId, photoId: FileId | null): Promise<void> {
  await tx`update account set photo_id = ${photoId} where account_id = ${accountId}`;
}
