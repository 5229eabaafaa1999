import { isDeepStrictEqual } from 'node:util';
import {
  type AccountId,
  type Buttons,
  type ChatId,
  type Message,
  type MessageBody,
  type MessageId,
  type messages as contract,
  type NewAttachment,
  type ResultOf,
  saysSomething,
  VecheError,
} from '@veche/contract';
import {
  type Applier,
  type Batch,
  type ChatHead,
  findRepeats,
  sameOrRefused,
  type StoredAct,
} from '../../kernel/conversation-log/index.ts';
import { recordAdminAct } from '../audit/record.ts';
import { mayDo } from '../chats/rules.ts';
import { replacedFiles } from '../media/attachments/replace.ts';
import { bodyOf, type Draft, nothing, type SendOperation } from './draft.ts';
import { entitiesOf } from './entities.ts';
import { messageFeatures } from './features.ts';
import { mayDelete, mayEdit, noSuchChat, noSuchMessage } from './rules.ts';
import {
  findReplied,
  markSendersRead,
  type MessageRow,
  readKnownMessages,
  toMessage,
  updateContent,
  wipeMessages,
} from './store.ts';

/** What a send is answered with. */
export type Sent = ResultOf<typeof contract.send>;

/** Many sends with few statements: seats, replies and repeats where there may be any, rows, read positions. */
export const applySends: Applier<SendOperation, Sent> = async (batch, operations) => {
  const drafts = operations.map(draftOf);
  // Looked up once: each feature asks for it.
  const heads = operations.map(({ chatId }) => batch.head(chatId));
  const unknown = operations.filter(({ chatId, actorId }) => batch.seated(chatId, actorId) === undefined);
  const [repeats, , replied] = await Promise.all([
    batch.looksUpRepeats ? findRepeats(batch, operations) : [],
    batch.members(unknown.map(({ chatId, actorId }) => ({ chatId, accountId: actorId }))),
    findReplied(batch.tx, operations),
  ]);
  const refusals = drafts.map((draft, index): VecheError | null => {
    const head = heads[index];
    const member = batch.seated(draft.chatId, draft.actorId) ?? null;
    if (head === undefined || member === null) return noSuchChat();
    // A repeat gets its first answer, whatever the sender may do by now.
    if (repeats[index] !== undefined) return null;
    if (draft.replyTo !== null && !replied.has(index)) return noSuchMessage('replyTo');
    return mayDo(head, member, 'sendMessages', batch.at);
  });
  await checkByFeatures(batch, { drafts, heads, refusals, repeats });

  const created: { draft: Draft; head: ChatHead | undefined; message: Message }[] = [];
  const answers = drafts.map((draft, index): Sent | VecheError => {
    const repeat = repeats[index];
    const refusal = refusals[index] ?? null;
    if (repeat !== undefined && refusal === null) return sentBefore(repeat);
    const within = batch.findAppended(draft.chatId, draft.actorId, draft.clientId);
    if (within !== undefined) return sentBefore(sameOrRefused(within, draft.requestHash));
    if (refusal !== null) return refusal;
    const head = heads[index];
    const ttl = head?.messageTtlSeconds ?? 0;
    if (ttl > 0) {
      const latest = batch.at.getTime() + ttl * 1000;
      draft.expiresAt = new Date(Math.min(latest, draft.expiresAt?.getTime() ?? latest));
    }
    const event = batch.appendMessage(draft.chatId, draft.actorId, draft);
    created.push({ draft, head, message: event.message });
    return { messageId: event.message.messageId, seq: event.seq, at: event.at };
  });
  if (created.length > 0) {
    const messages = created.map(({ message }) => message);
    batch.later((tx) => markSendersRead(tx, messages));
  }
  for (const feature of messageFeatures) {
    if (feature.created === undefined || feature.concerns === undefined) continue;
    const concerned = created.filter(({ draft, head }) => feature.concerns?.(draft, head) === true);
    if (concerned.length > 0) await feature.created(batch, concerned);
  }
  return answers;
};

/** Field by field: spreading costs more than the rest of a plain send. */
function draftOf(operation: SendOperation): Draft {
  const { chatId, actorId, clientId, requestHash, text, body, unfinished = nothing } = operation;
  const { replyTo, topicId, buttons } = operation;
  return { chatId, actorId, clientId, requestHash, text, body, unfinished, replyTo, topicId, buttons, expiresAt: null };
}

/** The first answer to a send that came again. */
function sentBefore(act: StoredAct | VecheError): Sent | VecheError {
  if (act instanceof VecheError) return act;
  return { messageId: act.seq, seq: act.seq, at: act.at.toISOString() };
}

/** Asks each feature about the drafts that concern it and that nobody has refused yet. */
async function checkByFeatures(
  batch: Batch,
  {
    drafts,
    heads,
    refusals,
    repeats,
  }: {
    drafts: readonly Draft[];
    heads: readonly (ChatHead | undefined)[];
    refusals: (VecheError | null)[];
    repeats: readonly unknown[];
  },
): Promise<void> {
  for (const feature of messageFeatures) {
    if (feature.check === undefined || feature.concerns === undefined) continue;
    const concerned: number[] = [];
    drafts.forEach((draft, index) => {
      if (refusals[index] !== null || repeats[index] !== undefined) return;
      if (feature.concerns?.(draft, heads[index]) === true) concerned.push(index);
    });
    if (concerned.length === 0) continue;
    const answers = await feature.check(
      batch,
      concerned.flatMap((index) => drafts[index] ?? []),
    );
    concerned.forEach((index, place) => (refusals[index] = answers[place] ?? null));
  }
}

export interface EditOperation {
  chatId: ChatId;
  actorId: AccountId;
  messageId: MessageId;
  /** Undefined keeps the text and what says how to read it. */
  text: string | undefined;
  /** Parts of the content that are replaced; the others stay. */
  parts: Partial<MessageBody>;
  /** Undefined keeps the files. */
  attachments?: readonly NewAttachment[] | undefined;
  /** Undefined keeps the buttons, null removes them. */
  buttons: Buttons | null | undefined;
}

export const applyEdits: Applier<EditOperation, { row: MessageRow; changed: boolean }> = async (batch, operations) => {
  const answers: (VecheError | { row: MessageRow; changed: boolean })[] = [];
  for (const operation of operations) answers.push(await applyEdit(batch, operation));
  return answers;
};

async function applyEdit(batch: Batch, operation: EditOperation) {
  const { chatId, actorId, messageId, text, parts, buttons, attachments } = operation;
  const head = batch.head(chatId);
  const member = await batch.member(chatId, actorId);
  if (head === undefined || member === null) return noSuchChat();
  const [row] = await readKnownMessages(batch.tx, { chatId, accountId: actorId }, [messageId]);
  // Who may not write does not write by editing either; posts of channels have rights of their own.
  const refusal =
    mayEdit(row, { actorId, member, kind: head.kind }) ??
    (head.kind === 'channel' ? null : mayDo(head, member, 'sendMessages', batch.at));
  if (refusal !== null || row === undefined) return refusal ?? noSuchMessage();
  const files =
    attachments === undefined
      ? (row.body?.attachments ?? [])
      : await replacedFiles(batch, { row, actorId, head, member, attachments });
  if (files instanceof VecheError) return files;
  const after: MessageRow = {
    ...row,
    text: text ?? row.text,
    body: bodyOf({ ...row.body, ...parts, entities: entitiesAfter(row, operation), attachments: files }),
    buttons: buttons === undefined ? row.buttons : buttons,
    editedAt: batch.at,
  };
  if (!saysSomething({ text: after.text, ...after.body })) {
    return new VecheError('invalid_input', 'text: must not be blank', { field: 'text' });
  }
  if (row.text === after.text && isDeepStrictEqual([row.body, row.buttons], [after.body, after.buttons]))
    return { row, changed: false };
  const refused = await askAboutEdit(batch, row, after);
  if (refused !== null) return refused;
  await updateContent(batch.tx, after);
  const { seq } = batch.append(chatId, actorId, { kind: 'message.edited', message: toMessage(after, []) });
  for (const feature of messageFeatures) await feature.edited?.(batch, row, after, seq);
  if (row.senderId !== actorId) {
    await recordAdminAct(batch, {
      chatId,
      actorId,
      kind: 'message.edited',
      targetId: row.senderId,
      data: { messageId },
    });
  }
  return { row: after, changed: true };
}

/** A new text comes with its own entities; without them it is plain. */
function entitiesAfter(row: MessageRow, { text, parts }: EditOperation): MessageBody['entities'] {
  if (text === undefined && parts.entities === undefined) return row.body?.entities;
  return entitiesOf(text ?? row.text, parts.entities);
}

async function askAboutEdit(batch: Batch, before: MessageRow, after: MessageRow): Promise<VecheError | null> {
  for (const feature of messageFeatures) {
    const refusal = (await feature.checkEdit?.(batch, before, after)) ?? null;
    if (refusal !== null) return refusal;
  }
  return null;
}

export interface DeleteOperation {
  chatId: ChatId;
  actorId: AccountId;
  messageIds: readonly MessageId[];
}

/** All or none: one message that may not be deleted refuses the operation. Deleted ones are passed over. */
export const applyDeletes: Applier<DeleteOperation, MessageId[]> = async (batch, operations) => {
  const answers: (VecheError | MessageId[])[] = [];
  for (const { chatId, actorId, messageIds: asked } of operations) {
    const head = batch.head(chatId);
    const member = await batch.member(chatId, actorId);
    if (head === undefined || member === null) {
      answers.push(noSuchChat());
      continue;
    }
    const rows = await readKnownMessages(batch.tx, { chatId, accountId: actorId }, asked);
    const known = new Set(rows.map((row) => row.messageId));
    const refusal = asked.every((id) => known.has(id))
      ? rows
          .map((row) => (row.deletedAt === null ? mayDelete(row, actorId, member, head.kind) : null))
          .find((answer) => answer !== null)
      : noSuchMessage('messageIds');
    if (refusal) {
      answers.push(refusal);
      continue;
    }
    const live = rows.filter((row) => row.deletedAt === null);
    const messageIds = live.map((row) => row.messageId);
    await deleteMessages(batch, { chatId, actorId, messageIds });
    await recordDeletion(batch, { chatId, actorId, rows: live });
    answers.push(messageIds);
  }
  return answers;
};

/** Deleting what others said takes an admin, whose act is on record. */
async function recordDeletion(
  batch: Batch,
  { chatId, actorId, rows }: { chatId: ChatId; actorId: AccountId; rows: readonly MessageRow[] },
): Promise<void> {
  for (const [targetId, list] of Map.groupBy(rows, (row) => row.senderId)) {
    if (targetId === actorId) continue;
    const data = { messageIds: list.map((row) => row.messageId) };
    await recordAdminAct(batch, { chatId, actorId, kind: 'message.deleted', targetId, data });
  }
}

/** Wipes messages that stand, and says so in the log. Rules have been asked. */
export async function deleteMessages(
  batch: Batch,
  { chatId, actorId, messageIds }: { chatId: ChatId; actorId: AccountId; messageIds: readonly MessageId[] },
): Promise<void> {
  if (messageIds.length === 0) return;
  await wipeMessages(batch.tx, chatId, messageIds, batch.at);
  for (const feature of messageFeatures) await feature.wiped?.(batch.tx, chatId, messageIds, batch, actorId);
  for (const messageId of messageIds) batch.append(chatId, actorId, { kind: 'message.deleted', messageId });
}
