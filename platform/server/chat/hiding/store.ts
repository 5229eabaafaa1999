import type { AccountId, ChatId, MessageId } from '@veche/contract';
import { plainArray } from '../../kernel/database/arrays.ts';
import type { Tx } from '../../kernel/database/sql.ts';

interface Place {
  accountId: AccountId;
  chatId: ChatId;
}

interface OwnChat {
  kind: 'direct' | 'group' | 'channel';
  headSeq: number;
  clearedSeq: number;
  isRemoved: boolean;
}

/** The account's own row of a chat, held until the end; null for who is not in it. */
export async function lockOwnChat(tx: Tx, { accountId, chatId }: Place): Promise<OwnChat | null> {
  const rows = await tx<OwnChat[]>`
    select c.kind, c.last_seq as "headSeq", a.cleared_seq as "clearedSeq",
      a.is_removed as "isRemoved"
    from account_chat a join chat c on c.chat_id = a.chat_id
    where a.account_id = ${accountId} and a.chat_id = ${chatId} and a.left_at is null and c.deleted_at is null
    for update of a`;
  return rows[0] ?? null;
}

/** Hides messages from an account; answers those that were seen before. Null when one of them is not in the chat. */
export async function insertHidden(
  tx: Tx,
  { accountId, chatId }: Place,
  messageIds: readonly MessageId[],
): Promise<MessageId[] | null> {
  const known = await tx`
    select 1 from message where chat_id = ${chatId} and message_id = any(${plainArray(messageIds)}::bigint[])`;
  if (known.length < messageIds.length) return null;
  const rows = await tx<{ messageId: MessageId }[]>`
    insert into hidden_message (account_id, chat_id, message_id)
    select ${accountId}, ${chatId}, message_id from unnest(${plainArray(messageIds)}::bigint[]) as v (message_id)
    on conflict do nothing returning message_id as "messageId"`;
  return rows.map(({ messageId }) => messageId);
}

/** Writes the end of what is cleared, and whether the chat stands in the list; answers the new version. */
export async function writeCleared(
  tx: Tx,
  { accountId, chatId }: Place,
  { clearedSeq, isRemoved }: { clearedSeq: number; isRemoved: boolean },
): Promise<number> {
  await tx`
    delete from hidden_message
    where account_id = ${accountId} and chat_id = ${chatId} and message_id <= ${clearedSeq}`;
  const rows = await tx<{ version: number }[]>`
    update account_chat set settings_version = settings_version + 1, cleared_seq = ${clearedSeq},
      is_removed = ${isRemoved}, pinned_rank = case when ${isRemoved} then null else pinned_rank end,
      archived_seq = case when ${isRemoved} then null else archived_seq end
    where account_id = ${accountId} and chat_id = ${chatId} returning settings_version as version`;
  return rows[0]?.version ?? 0;
}
