import { isDeepStrictEqual } from 'node:util';
import type { VecheError } from '@veche/contract';
import {
  type AccountId,
  type Buttons,
  type ChatId,
  type ClientId,
  type Message,
  type MessageId,
} from '@veche/contract';
import { type Applier, findRepeats, sameOrRefused } from '../../kernel/conversation-log/index.ts';
import { readRole, readRoles } from '../chats/store.ts';
import { mayDelete, mayEdit, noSuchChat, noSuchMessage } from './rules.ts';
import { markSendersRead, type MessageRow, readMessagesById, toMessage, updateContent, wipeMessages } from './store.ts';

export interface SendOperation {
  chatId: ChatId;
  actorId: AccountId;
  clientId: ClientId;
  requestHash: number;
  text: string;
  replyTo: MessageId | null;
  buttons: Buttons | null;
}

export interface Sent {
  seq: number;
  at: Date;
}

/** Many sends with few statements: roles, replies and repeats where there may be any, rows, read positions. */
export const applySends: Applier<SendOperation, Sent> = async (batch, operations) => {
  const [repeats, roles, replied] = await Promise.all([
    batch.looksUpRepeats ? findRepeats(batch, operations) : [],
    readRoles(
      batch.tx,
      operations.map(({ chatId, actorId }) => ({ chatId, accountId: actorId })),
    ),
    readReplied(batch.tx, operations),
  ]);
  const created: Message[] = [];
  const answers = operations.map((operation, index): Sent | VecheError => {
    const { chatId, actorId, clientId, requestHash, text, replyTo, buttons } = operation;
    if (!roles.has(`${chatId} ${actorId}`)) return noSuchChat();
    const repeat = repeats[index];
    if (repeat !== undefined) return repeat;
    const within = batch.findAppended(chatId, actorId, clientId);
    if (within !== undefined) return sameOrRefused(within, requestHash);
    if (replyTo !== null && !replied.has(`${chatId} ${replyTo}`)) return noSuchMessage('replyTo');
    const event = batch.appendMessage(chatId, actorId, { text, replyTo, buttons, clientId, requestHash });
    created.push(event.message);
    return { seq: event.seq, at: batch.at };
  });
  if (created.length > 0) await markSendersRead(batch.tx, created);
  return answers;
};

async function readReplied(
  tx: Parameters<typeof readMessagesById>[0],
  operations: readonly SendOperation[],
): Promise<Set<string>> {
  const wanted = operations.filter((operation) => operation.replyTo !== null);
  const found = new Set<string>();
  for (const [chatId, list] of Map.groupBy(wanted, ({ chatId }) => chatId)) {
    const ids = list.flatMap(({ replyTo }) => replyTo ?? []);
    for (const row of await readMessagesById(tx, chatId, ids))
      if (row.deletedAt === null) found.add(`${chatId} ${row.messageId}`);
  }
  return found;
}

export interface EditOperation {
  chatId: ChatId;
  actorId: AccountId;
  messageId: MessageId;
  /** Undefined keeps the text. */
  text: string | undefined;
  /** Undefined keeps the buttons. */
  buttons: Buttons | null | undefined;
}

export const applyEdits: Applier<EditOperation, { message: Message; changed: boolean }> = async (batch, operations) => {
  const answers: (VecheError | { message: Message; changed: boolean })[] = [];
  for (const { chatId, actorId, messageId, text: newText, buttons } of operations) {
    const role = await readRole(batch.tx, chatId, actorId);
    const [row] = role === null ? [] : await readMessagesById(batch.tx, chatId, [messageId]);
    const refusal = role === null ? noSuchChat() : mayEdit(row, actorId);
    if (refusal !== null || row === undefined) {
      answers.push(refusal ?? noSuchMessage());
      continue;
    }
    const text = newText ?? row.text;
    const nextButtons = buttons === undefined ? row.buttons : buttons;
    if (row.text === text && isDeepStrictEqual(row.buttons, nextButtons)) {
      answers.push({ message: toMessage(row, []), changed: false });
      continue;
    }
    const edited: MessageRow = { ...row, text, buttons: nextButtons, editedAt: batch.at };
    await updateContent(batch.tx, edited);
    const message = toMessage(edited, []);
    batch.append(chatId, actorId, { kind: 'message.edited', message });
    answers.push({ message, changed: true });
  }
  return answers;
};

export interface DeleteOperation {
  chatId: ChatId;
  actorId: AccountId;
  messageIds: readonly MessageId[];
}

/** All or none: one message that may not be deleted refuses the operation. Deleted ones are passed over. */
export const applyDeletes: Applier<DeleteOperation, MessageId[]> = async (batch, operations) => {
  const answers: (VecheError | MessageId[])[] = [];
  for (const { chatId, actorId, messageIds } of operations) {
    const head = batch.head(chatId);
    const role = await readRole(batch.tx, chatId, actorId);
    if (head === undefined || role === null) {
      answers.push(noSuchChat());
      continue;
    }
    const rows = await readMessagesById(batch.tx, chatId, messageIds);
    const known = new Set(rows.map((row) => row.messageId));
    const refusal = messageIds.every((id) => known.has(id))
      ? rows
          .map((row) => (row.deletedAt === null ? mayDelete(row, actorId, role, head.kind) : null))
          .find((answer) => answer !== null)
      : noSuchMessage('messageIds');
    if (refusal) {
      answers.push(refusal);
      continue;
    }
    const live = rows.filter((row) => row.deletedAt === null).map((row) => row.messageId);
    if (live.length > 0) await wipeMessages(batch.tx, chatId, live, batch.at);
    for (const messageId of live) batch.append(chatId, actorId, { kind: 'message.deleted', messageId });
    answers.push(live);
  }
  return answers;
};
