import type { AccountId, ChatId, MessageId } from '@veche/contract';
import type { Tx } from '../../kernel/database/sql.ts';

/**
 * The text of a message as far as it was given to who quotes it, or null: a refusal must not tell whether a guess was
 * right. A bot reads no history; of a group it is sure to know what it said itself.
 */
export async function readQuotable(
  tx: Tx,
  { chatId, messageId, quoterId }: { chatId: ChatId; messageId: MessageId; quoterId: AccountId },
): Promise<string | null> {
  const rows = await tx<{ text: string }[]>`
    select m.text from message m
    join chat c on c.chat_id = m.chat_id
    join chat_member r on r.chat_id = m.chat_id and r.account_id = ${quoterId} and r.left_seq is null
      and m.message_id > r.hidden_to
    where m.chat_id = ${chatId} and m.message_id = ${messageId}
      and (not r.is_bot or m.sender_id = r.account_id or (c.kind <> 'group' and m.message_id > r.joined_seq))`;
  return rows[0]?.text ?? null;
}
