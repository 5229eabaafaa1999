import type { AccountId, ChatId, MessageId } from '@veche/contract';
import type { Queryable } from '../../kernel/database/sql.ts';
import type { ChatDependencies } from '../dependencies.ts';
import { deleteMessages } from '../messages/appliers.ts';

/** Messages of one transaction. */
const STEP = 200;

/** Deletes everything the account has written, in chats it left, too; everyone is told, and the places stay. */
export async function wipeOwnMessages(
  { sql, writer }: Pick<ChatDependencies, 'sql' | 'writer'>,
  accountId: AccountId,
  signal: AbortSignal,
): Promise<void> {
  for (const chatId of await readVisitedChats(sql, accountId)) {
    for (let wiped = STEP; wiped === STEP;) {
      signal.throwIfAborted();
      wiped = await writer.transact([chatId], async (batch) => {
        const messageIds = await readOwnMessages(batch.tx, chatId, accountId);
        await deleteMessages(batch, { chatId, actorId: accountId, messageIds });
        return messageIds.length;
      });
    }
  }
}

/** Chats the account is or was in. Those deleted for everyone are being wiped as a whole. */
async function readVisitedChats(sql: Queryable, accountId: AccountId): Promise<ChatId[]> {
  const rows = await sql<{ chatId: ChatId }[]>`
    select a.chat_id as "chatId" from account_chat a
    join chat c on c.chat_id = a.chat_id and c.deleted_at is null
    where a.account_id = ${accountId} order by a.chat_id`;
  return rows.map((row) => row.chatId);
}

async function readOwnMessages(sql: Queryable, chatId: ChatId, accountId: AccountId): Promise<MessageId[]> {
  const rows = await sql<{ messageId: MessageId }[]>`
    select message_id as "messageId" from message
    where chat_id = ${chatId} and sender_id = ${accountId} and deleted_at is null
    order by message_id limit ${STEP}`;
  return rows.map((row) => row.messageId);
}
