import type { AccountId, ChatId, Message, MessageId } from '@veche/contract';
import type { Queryable } from '../../kernel/database/sql.ts';
import { messageFeatures } from './features.ts';
import { type MessageRow, toMessage } from './store.ts';

/** Messages as a reader sees them: content and the state that features keep. The caller has checked membership. */
export async function showMessages(
  sql: Queryable,
  read: { chatId: ChatId; rows: readonly MessageRow[]; readerId: AccountId },
): Promise<Message[]> {
  if (read.rows.length === 0) return [];
  const decorations = await Promise.all(
    messageFeatures.flatMap((feature) => [feature.decorate?.(sql, read) ?? [], feature.own?.(sql, read) ?? []].flat()),
  );
  return read.rows.map((row) => ({ ...toMessage(row, []), ...stateOf(decorations, row.messageId) }));
}

/** Messages as a reader's log tells them: with what only the reader has, without what other events tell. */
export async function tellMessages(
  sql: Queryable,
  read: { chatId: ChatId; rows: readonly MessageRow[]; readerId: AccountId },
): Promise<Message[]> {
  const decorations = await Promise.all(messageFeatures.flatMap((feature) => feature.own?.(sql, read) ?? []));
  return read.rows.map((row) => ({ ...toMessage(row, []), ...stateOf(decorations, row.messageId) }));
}

/** Accounts whose names messages need to be shown. */
export function accountsIn(messages: readonly Message[]): AccountId[] {
  return messages.flatMap(({ senderId, forward, contact, entities = [] }) => [
    ...[senderId, forward?.senderId, contact?.accountId].filter((id) => id !== undefined),
    ...entities.flatMap((entity) => (entity.kind === 'accountMention' ? entity.accountId : [])),
  ]);
}

function stateOf(
  decorations: readonly ReadonlyMap<MessageId, Partial<Message>>[],
  messageId: MessageId,
): Partial<Message> {
  return Object.assign({}, ...decorations.map((one) => one.get(messageId))) as Partial<Message>;
}
