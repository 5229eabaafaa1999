import { type Account, type AccountId, type ChatId, type FileId, VecheError } from '@veche/contract';
import { readAccounts } from '../../identity/index.ts';
import type { LogWriter } from '../../kernel/conversation-log/index.ts';
import type { Tx } from '../../kernel/database/sql.ts';
import { recordAdminAct } from '../audit/record.ts';
import { enter, oneByOne } from '../chats/appliers.ts';
import { isShared, mayDo } from '../chats/rules.ts';
import { tellProfile } from '../profiles/tell.ts';
import {
  dropPhoto,
  keepPhoto,
  lockAccountPhoto,
  lockOwnFile,
  type Photo,
  readChatPhoto,
  type Subject,
  writeAccountPhoto,
  writeChatPhoto,
} from './store.ts';

interface Operation {
  chatId: ChatId;
  actorId: AccountId;
  fileId: FileId | null;
}

/** Gives chats their photos. Who set one pays for its file, also after leaving. */
export const applyChatPhotos = oneByOne<Operation, { changed: boolean }>(async (batch, { chatId, actorId, fileId }) => {
  const entered = await enter(batch, chatId, actorId);
  if (entered instanceof VecheError) return entered;
  const refusal = isShared(entered.head.kind) ?? mayDo(entered.head, entered.member, 'changeInfo', batch.at);
  if (refusal !== null) return refusal;
  const before = await readChatPhoto(batch.tx, chatId);
  const after = fileId === null ? null : { ownerId: actorId, fileId };
  const replaced = await replace(batch.tx, { subject: { chatId }, before, after, at: batch.at });
  if (typeof replaced !== 'boolean') return replaced;
  if (!replaced) return { changed: false };
  await writeChatPhoto(batch.tx, chatId, after);
  const set = { photoId: fileId };
  batch.append(chatId, actorId, { kind: 'chat.changed', set });
  await recordAdminAct(batch, { chatId, actorId, kind: 'chat.changed', data: { set } });
  return { changed: true };
});

/** Gives an account its photo, and tells its devices and the people it talks to who may see it. */
export async function setAccountPhoto(
  writer: LogWriter,
  accountId: AccountId,
  fileId: FileId | null,
): Promise<{ account: Account; changed: boolean }> {
  return writer.transact([], async (batch) => {
    const { tx } = batch;
    const photoId = await lockAccountPhoto(tx, accountId);
    const before = photoId === null ? null : { ownerId: accountId, fileId: photoId };
    const after = fileId === null ? null : { ownerId: accountId, fileId };
    const changed = await replace(tx, { subject: { profileId: accountId }, before, after, at: batch.at });
    if (typeof changed !== 'boolean') throw changed;
    if (changed) await writeAccountPhoto(tx, accountId, fileId);
    if (changed) return { account: await tellProfile(batch, accountId, { isPhotoAlone: true }), changed };
    const [account] = await readAccounts(tx, [accountId], accountId);
    if (account === undefined) throw new VecheError('session_ended', 'This account is no more.');
    return { account, changed };
  });
}

/** Whether another photo is kept now, or why the new one may not be. */
async function replace(
  tx: Tx,
  { subject, before, after, at }: { subject: Subject; before: Photo | null; after: Photo | null; at: Date },
): Promise<boolean | VecheError> {
  if (before?.fileId === after?.fileId) return false;
  if (after !== null) {
    const kind = await lockOwnFile(tx, after);
    if (kind === null) {
      return new VecheError('not_found', 'There is no such file among your own.', { field: 'fileId' });
    }
    // The content of a photo was looked at when its upload was finished.
    if (kind !== 'photo') {
      return new VecheError('invalid_input', 'fileId: must be an image, uploaded as a photo', { field: 'fileId' });
    }
    await keepPhoto(tx, after, subject);
  }
  if (before !== null) await dropPhoto(tx, before, subject, at);
  return true;
}
