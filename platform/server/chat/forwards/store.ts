import type { AccountId, ChatId, ChatKind, MessageId, NewPoll } from '@veche/contract';
import { plainArray } from '../../kernel/database/arrays.ts';
import type { Tx } from '../../kernel/database/sql.ts';
import { stillSeen } from '../chat-settings/still-seen.ts';

export interface SourceRow {
  messageId: MessageId;
  chatKind: ChatKind;
  chatTitle: string | null;
  senderName: string;
}

/** Live messages that a member of both chats sees, with what they come from. */
export async function readSources(
  tx: Tx,
  query: { chatId: ChatId; fromChatId: ChatId; actorId: AccountId; messageIds: readonly MessageId[] },
): Promise<SourceRow[]> {
  const { chatId, fromChatId, actorId, messageIds } = query;
  return tx<SourceRow[]>`
    select m.message_id as "messageId", c.kind as "chatKind", c.title as "chatTitle", s.name as "senderName"
    from message m
    join chat c on c.chat_id = m.chat_id and c.deleted_at is null
    join chat_member here on here.chat_id = m.chat_id and here.account_id = ${actorId} and here.left_seq is null
    join chat_member there on there.chat_id = ${chatId} and there.account_id = ${actorId} and there.left_seq is null
    join account_chat a on a.account_id = ${actorId} and a.chat_id = m.chat_id
    join account s on s.account_id = m.sender_id
    where m.chat_id = ${fromChatId} and m.message_id = any(${plainArray(messageIds)}::bigint[]) and m.deleted_at is null
      and ${stillSeen(tx, actorId, tx`a.cleared_seq`)}
    order by m.message_id`;
}

/** Right answers of quizzes among messages. */
export async function readQuizzes(
  tx: Tx,
  chatId: ChatId,
  messageIds: readonly MessageId[],
): Promise<Map<MessageId, NewPoll['quiz']>> {
  if (messageIds.length === 0) return new Map();
  const rows = await tx<{ messageId: MessageId; correct: number; explanation: string | null }[]>`
    select message_id as "messageId", correct, explanation from poll
    where chat_id = ${chatId} and message_id = any(${plainArray(messageIds)}::bigint[]) and correct is not null`;
  return new Map(
    rows.map(({ messageId, correct, explanation }) => [
      messageId,
      { correct, ...(explanation === null ? {} : { explanation }) },
    ]),
  );
}
