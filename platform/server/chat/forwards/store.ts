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

/**
 * Right answers of those quizzes among messages whose answer the account knows: it asked, it has answered, or they are
 * closed. Who sends a copy could close it, and so learn the answer.
 */
export async function readKnownQuizzes(
  tx: Tx,
  { chatId, actorId, messageIds }: { chatId: ChatId; actorId: AccountId; messageIds: readonly MessageId[] },
): Promise<Map<MessageId, NewPoll['quiz']>> {
  if (messageIds.length === 0) return new Map();
  const rows = await tx<{ messageId: MessageId; correct: number; explanation: string | null }[]>`
    select p.message_id as "messageId", p.correct, p.explanation from poll p
    join message m on m.chat_id = p.chat_id and m.message_id = p.message_id
    where p.chat_id = ${chatId} and p.message_id = any(${plainArray(messageIds)}::bigint[]) and p.correct is not null
      and (m.sender_id = ${actorId} or coalesce((p.results ->> 'closed')::boolean, false) or exists (
        select 1 from poll_vote v
        where v.chat_id = p.chat_id and v.message_id = p.message_id and v.account_id = ${actorId}))`;
  return new Map(
    rows.map(({ messageId, correct, explanation }) => [
      messageId,
      { correct, ...(explanation === null ? {} : { explanation }) },
    ]),
  );
}
