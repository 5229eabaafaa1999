import { type AccountId, type Buttons, type ChatId, type ClientId, type Message, type MessageId, VecheError } from '@veche/contract';
import { type Applier, findRepeats } from '../../kernel/conversation-log/index.ts';
import { readRole, readRoles } from '../chats/store.ts';
import { mayDelete, mayEdit, noSuchChat, noSuchMessage } from './rules.ts';
import { insertMessages, markSendersRead, type MessageRow, readMessagesById, toMessage, updateContent, wipeMessages } from './store.ts';

export interface SendOperation {
  chatId: ChatId;
  actorId: AccountId;
  clientId: ClientId;
  requestHash: Uint8Array;
  text: string;
  replyTo: MessageId | null;
  buttons: Buttons | null;
}

export interface Sent {
  seq: number;
  at: Date;
}

/** Many sends with five statements: repeats, roles, replies (if any), messages, read positions. */
export const applySends: Applier<SendOperation, Sent> = async (batch, operations) => {
  const [repeats, roles, replied] = await Promise.all([
    findRepeats(batch, operations),
    readRoles(batch.tx, operations.map(({ chatId, actorId }) => ({ chatId, accountId: actorId }))),
    readReplied(batch.tx, operations),
  ]);
  const rows: MessageRow[] = [];
  const answers = operations.map((operation, index): Sent | VecheError => {
    const { chatId, actorId, clientId, requestHash } = operation;
    const head = batch.head(chatId);
    if (head === undefined || !roles.has(`${chatId} ${actorId}`)) return noSuchChat();
    const repeat = repeats[index] ?? repeatWithin(batch.findAppended(chatId, actorId, clientId), requestHash);
    if (repeat !== undefined) return repeat;
    if (operation.replyTo !== null && !replied.has(`${chatId} ${operation.replyTo}`)) return noSuchMessage('replyTo');
    const row: MessageRow = {
      chatId,
      messageId: batch.nextSeq(chatId) as MessageId,
      senderId: actorId,
      at: batch.at,
      ordinal: head.messageCount + 1,
      text: operation.text,
      replyTo: operation.replyTo,
      buttons: operation.buttons,
      editedAt: null,
      deletedAt: null,
      clientId,
    };
    rows.push(row);
    const event = batch.append(chatId, actorId, { kind: 'message.created', message: toMessage(row, []) }, { clientId, requestHash });
    return { seq: event.seq, at: batch.at };
  });
  if (rows.length > 0) await Promise.all([insertMessages(batch.tx, rows), markSendersRead(batch.tx, rows)]);
  return answers;
};

function repeatWithin(act: { seq: number; at: Date; requestHash: Uint8Array | null } | undefined, requestHash: Uint8Array) {
  if (act === undefined) return undefined;
  return act.requestHash !== null && Buffer.compare(act.requestHash, requestHash) === 0
    ? act
    : new VecheError('idempotency_conflict', 'This clientId was used before with another content.', { field: 'clientId' });
}

async function readReplied(tx: Parameters<typeof readMessagesById>[0], operations: readonly SendOperation[]): Promise<Set<string>> {
  const wanted = operations.filter((operation) => operation.replyTo !== null);
  const found = new Set<string>();
  for (const [chatId, list] of Map.groupBy(wanted, ({ chatId }) => chatId)) {
    const ids = list.flatMap(({ replyTo }) => replyTo ?? []);
    for (const row of await readMessagesById(tx, chatId, ids)) if (row.deletedAt === null) found.add(`${chatId} ${row.messageId}`);
  }
  return found;
}

export interface EditOperation {
  chatId: ChatId;
  actorId: AccountId;
  messageId: MessageId;
  text: string;
  /** Undefined keeps the buttons. */
  buttons: Buttons | null | undefined;
}

export const applyEdits: Applier<EditOperation, { message: Message; changed: boolean }> = async (batch, operations) => {
  const answers: (VecheError | { message: Message; changed: boolean })[] = [];
  for (const { chatId, actorId, messageId, text, buttons } of operations) {
    const role = await readRole(batch.tx, chatId, actorId);
    const [row] = role === null ? [] : await readMessagesById(batch.tx, chatId, [messageId]);
    const refusal = role === null ? noSuchChat() : mayEdit(row, actorId);
    if (refusal !== null || row === undefined) {
      answers.push(refusal ?? noSuchMessage());
      continue;
    }
    const nextButtons = buttons === undefined ? row.buttons : buttons;
    if (row.text === text && JSON.stringify(row.buttons) === JSON.stringify(nextButtons)) {
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
    const refusal =
      messageIds.every((id) => known.has(id)) ?
        rows.map((row) => (row.deletedAt === null ? mayDelete(row, actorId, role, head.kind) : null)).find((answer) => answer !== null)
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
