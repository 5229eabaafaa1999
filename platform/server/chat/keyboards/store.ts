import type { AccountId, ChatId, KeyboardInForce, MessageId } from '@veche/contract';
import type { Queryable, Tx } from '../../kernel/database/sql.ts';
import { stillSeen } from '../chat-settings/still-seen.ts';

interface KeyboardRow {
  chatId: ChatId;
  messageId: MessageId;
  /** Null: for everyone. */
  forIds: readonly AccountId[] | null;
}

/** Keeps which message brought a keyboard. One for everyone takes the place of all before it. */
export async function insertKeyboard(tx: Tx, { chatId, messageId, forIds }: KeyboardRow): Promise<void> {
  if (forIds === null) await tx`delete from reply_keyboard where chat_id = ${chatId} and message_id < ${messageId}`;
  await tx`
    insert into reply_keyboard (chat_id, message_id, for_ids)
    values (${chatId}, ${messageId}, ${forIds === null ? null : [...forIds]}::bigint[])`;
}

export async function deleteKeyboards(tx: Tx, chatId: ChatId, messageIds: readonly MessageId[]): Promise<void> {
  await tx`delete from reply_keyboard where chat_id = ${chatId} and message_id = any(${[...messageIds]}::bigint[])`;
}

/** The last keyboard that was meant for a member and that the member still sees, of a bot that is still there. */
export async function readKeyboard(
  sql: Queryable,
  { chatId, accountId }: { chatId: ChatId; accountId: AccountId },
): Promise<KeyboardInForce | null> {
  const rows = await sql<KeyboardInForce[]>`
    select m.message_id as "messageId", m.body->'keyboard' as keyboard
    from chat_member r
    join account_chat own on own.account_id = r.account_id and own.chat_id = r.chat_id
    join reply_keyboard k on k.chat_id = r.chat_id and (k.for_ids is null or r.account_id = any(k.for_ids))
    join message m on m.chat_id = k.chat_id and m.message_id = k.message_id and m.deleted_at is null
      and ${stillSeen(sql, accountId, sql`own.cleared_seq`)}
    join chat_member b on b.chat_id = m.chat_id and b.account_id = m.sender_id and b.left_seq is null
      and not exists (select from account_block x where x.account_id = r.account_id and x.blocked_id = b.account_id)
    where r.chat_id = ${chatId} and r.account_id = ${accountId} and r.left_seq is null
    order by k.message_id desc limit 1`;
  return rows[0] ?? null;
}
