import { type AccountId, type ChatId, type MessageId, permissionBits, permissions, VecheError } from '@veche/contract';
import { replacePublicName } from '../../identity/index.ts';
import type { Batch } from '../../kernel/conversation-log/index.ts';
import type { Job } from '../../kernel/jobs.ts';
import type { ChatDependencies } from '../dependencies.ts';
import { messageFeatures } from '../messages/features.ts';
import { forgetIndexOf } from '../search/indexer.ts';
import { enter } from './appliers.ts';
import { dropPhoto, readChatPhoto, writeChatPhoto } from '../photos/store.ts';
import { isShared, onlyOwner } from './rules.ts';

const JOB = 'delete-chat';
/** Members or messages of one transaction. */
const STEP = 500;

/**
 * Deletes a chat for everyone. Admins and the first members lose it with the answer, so that nobody can write there
 * any more; a job puts the others out and wipes what the chat held.
 */
export async function deleteChat(
  { writer, jobs }: Pick<ChatDependencies, 'writer' | 'jobs'>,
  chatId: ChatId,
  actorId: AccountId,
): Promise<void> {
  await writer.transact([chatId], async (batch) => {
    const entered = await enter(batch, chatId, actorId);
    if (entered instanceof VecheError) throw entered;
    const refusal = isShared(entered.head.kind) ?? (entered.member.role === 'owner' ? null : onlyOwner());
    if (refusal !== null) throw refusal;
    // Members who are put out later may do nothing until then.
    await batch.tx`
      update chat set deleted_at = ${batch.at}, username = null, denied = ${permissionBits(permissions)}
      where chat_id = ${chatId}`;
    await replacePublicName(batch.tx, { chatId }, null);
    await putOut(batch, chatId, 'all');
    await jobs.add(batch.tx, JOB, { chatId, actorId });
  });
}

/** Puts out admins and up to a step of members; answers how many there were. */
async function putOut(batch: Batch, chatId: ChatId, who: 'all' | 'members'): Promise<number> {
  const rows = await batch.tx<{ accountId: AccountId }[]>`
    update chat_member m set left_seq = c.last_seq from chat c
    where c.chat_id = ${chatId} and m.chat_id = ${chatId} and m.left_seq is null and (
      m.account_id in (select account_id from chat_member where chat_id = ${chatId} and left_seq is null limit ${STEP})
      ${who === 'all' ? batch.tx`or m.role <> 'member'` : batch.tx``})
    returning m.account_id as "accountId"`;
  const ids = rows.map((row) => row.accountId);
  if (ids.length === 0) return 0;
  await batch.tx`
    update account_chat set left_at = ${batch.at} where account_id = any(${ids}::bigint[]) and chat_id = ${chatId}`;
  await batch.tx`delete from account_topic where account_id = any(${ids}::bigint[]) and chat_id = ${chatId}`;
  for (const accountId of ids) batch.appendAccount(accountId, { kind: 'chat.left', chatId });
  return ids.length;
}

/** Finishes what `deleteChat` began. Each step is a transaction, so that it goes on where it was cut off. */
export function chatDeletionJob({
  sql,
  writer,
  forgetUpdatesOf,
}: Pick<ChatDependencies, 'sql' | 'writer' | 'forgetUpdatesOf'>): Job<{ chatId: ChatId; actorId: AccountId }> {
  return {
    name: JOB,
    isLong: true,
    run: async ({ chatId, actorId }, { signal }) => {
      while ((await writer.transact([], (batch) => putOut(batch, chatId, 'members'))) > 0) signal.throwIfAborted();
      for (;;) {
        signal.throwIfAborted();
        const wiped = await writer.transact([chatId], async (batch) => {
          const rows = await batch.tx<{ messageId: MessageId }[]>`
            select message_id as "messageId" from message where chat_id = ${chatId} limit ${STEP}`;
          const ids = rows.map((row) => row.messageId);
          if (ids.length === 0) return 0;
          for (const feature of messageFeatures) await feature.wiped?.(batch.tx, chatId, ids, batch);
          await batch.tx`delete from message where chat_id = ${chatId} and message_id = any(${ids}::bigint[])`;
          return ids.length;
        });
        if (wiped === 0) break;
      }
      await forgetUpdatesOf(sql, chatId);
      await unlink(sql, writer, chatId, actorId);
      while ((await sql.begin((tx) => forgetIndexOf(tx, chatId, STEP))) > 0) signal.throwIfAborted();
      await forgetRest(sql, chatId);
    },
  };
}

/** The channel or group on the other side of a discussion is told that it is over. */
async function unlink(
  sql: ChatDependencies['sql'],
  writer: ChatDependencies['writer'],
  chatId: ChatId,
  actorId: AccountId,
): Promise<void> {
  const rows = await sql<{ linkedId: ChatId }[]>`
    select chat_id as "linkedId" from chat
    where chat_id = (select linked_chat_id from chat where chat_id = ${chatId}) and linked_chat_id = ${chatId}`;
  for (const { linkedId } of rows) {
    await writer.transact([linkedId], async (batch) => {
      await batch.tx`update chat set linked_chat_id = null where chat_id = ${linkedId}`;
      batch.append(linkedId, actorId, { kind: 'chat.changed', set: { linkedChatId: null } });
    });
  }
}

/** What remains beside the messages. The chat's row stays as a stone: its id never comes again. */
async function forgetRest(sql: ChatDependencies['sql'], chatId: ChatId): Promise<void> {
  for (let left = STEP; left > 0;) {
    left = (
      await sql`
        delete from chat_event where chat_id = ${chatId} and seq in (
          select seq from chat_event where chat_id = ${chatId} limit ${STEP})`
    ).count;
  }
  await sql`
    delete from account_join_request a using join_request r
    where r.chat_id = ${chatId} and a.account_id = r.account_id and a.chat_id = ${chatId}`;
  for (const table of ['join_request', 'invite_token', 'chat_invite', 'chat_ban', 'topic', 'post_thread', 'admin_act'])
    await sql`delete from ${sql(table)} where chat_id = ${chatId}`;
  await sql.begin(async (tx) => {
    const photo = await readChatPhoto(tx, chatId);
    if (photo !== null) await dropPhoto(tx, photo, { chatId }, new Date());
    await writeChatPhoto(tx, chatId, null);
  });
  await sql`update chat set title = null, description = null where chat_id = ${chatId}`;
}
