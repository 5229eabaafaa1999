import { type AccountId, type Attachment, type MessageBody, type NewAttachment, VecheError } from '@veche/contract';
import type { Batch, ChatHead, Membership } from '../../../kernel/conversation-log/index.ts';
import { mayDo } from '../../chats/rules.ts';
import type { MessageRow } from '../../messages/store.ts';
import { requestRelease, toMediaFile } from '../files/store.ts';
import { noSuchFile, permissionFor } from './rules.ts';
import { deleteMessageFiles, holdFiles, insertMessageFiles } from './store.ts';

/** Content that takes a message for itself. */
const lonely = ['poll', 'location', 'contact', 'sticker'] as const satisfies (keyof MessageBody)[];

interface Replacement {
  row: MessageRow;
  actorId: AccountId;
  head: ChatHead;
  member: Membership;
  attachments: readonly NewAttachment[];
}

/** The files that a message is to have after an edit: those it has, by their ids, and such as could be sent. */
export async function replacedFiles(
  batch: Batch,
  { row, actorId, head, member, attachments }: Replacement,
): Promise<Attachment[] | VecheError> {
  const kind = lonely.find((name) => row.body?.[name] !== undefined);
  if (kind !== undefined && attachments.length > 0) {
    return new VecheError('invalid_input', `attachments: a message with ${kind} says nothing else`, {
      field: 'attachments',
    });
  }
  const held = new Map((row.body?.attachments ?? []).map((file) => [file.fileId, file]));
  const wanted = attachments.map(({ fileId, from = 'own' as const }) => ({ actorId, fileId, from }));
  const found = await holdFiles(
    batch.tx,
    wanted.filter(({ fileId }) => !held.has(fileId)),
  );
  let place = 0;
  const files: Attachment[] = [];
  for (const [position, { fileId, spoiler }] of attachments.entries()) {
    const other = held.has(fileId) ? undefined : found.get(place++);
    const file: Attachment | undefined = other === undefined ? held.get(fileId) : toMediaFile(other);
    if (file === undefined) return noSuchFile(position);
    const { spoiler: _before, ...plain } = file;
    files.push({ ...plain, ...(spoiler === undefined ? {} : { spoiler }) });
  }
  const added = files.filter(({ fileId }) => !held.has(fileId)).map((file) => file.kind);
  const refusal = added.length === 0 ? null : mayDo(head, member, permissionFor(added), batch.at);
  return refusal ?? files;
}

/** Says which files a message carries now; those that it carried before go, if nothing else keeps them. */
export async function carryOthers(batch: Batch, before: MessageRow, after: MessageRow): Promise<void> {
  const ids = ({ body }: MessageRow) => (body?.attachments ?? []).map(({ fileId }) => fileId);
  const [had, has] = [ids(before), ids(after)];
  if (had.length === has.length && had.every((fileId, position) => fileId === has[position])) return;
  const { chatId, messageId } = after;
  const carried = await deleteMessageFiles(batch.tx, chatId, [messageId]);
  const files = has.map((fileId, position) => ({ chatId, messageId, position, fileId }));
  if (files.length > 0) await insertMessageFiles(batch.tx, files, batch.at);
  const kept = new Set(has);
  await requestRelease(
    batch.tx,
    carried.filter(({ fileId }) => !kept.has(fileId)),
    batch.at,
  );
}
