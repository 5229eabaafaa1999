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
    messageFeatures.flatMap((feature) => (feature.decorate === undefined ? [] : [feature.decorate(sql, read)])),
  );
  const stateOf = (messageId: MessageId): Partial<Message> =>
    Object.assign({}, ...decorations.map((one) => one.get(messageId))) as Partial<Message>;
  return read.rows.map((row) => ({ ...toMessage(row, []), ...stateOf(row.messageId) }));
}
