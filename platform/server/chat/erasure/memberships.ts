import { type AccountId, type ChatId, type ChatKind, type Role, VecheError } from '@veche/contract';
import type { Queryable } from '../../kernel/database/sql.ts';
import { applyLeaves } from '../chats/appliers.ts';
import { deleteChat } from '../chats/deletion.ts';
import type { ChatDependencies } from '../dependencies.ts';
import { applyTransfers } from '../members/appliers.ts';

interface Place {
  readonly chatId: ChatId;
  readonly kind: ChatKind;
  readonly role: Role;
}

/** Leaves every chat. What the account owns passes to the oldest admin, else to the oldest member, else it is closed. */
export async function leaveChats(
  dependencies: Pick<ChatDependencies, 'sql' | 'writer' | 'jobs'>,
  { accountId, isBot }: { readonly accountId: AccountId; readonly isBot: boolean },
  signal: AbortSignal,
): Promise<void> {
  const { sql, writer } = dependencies;
  for (const place of await readPlaces(sql, accountId)) {
    signal.throwIfAborted();
    const { chatId } = place;
    if (place.kind === 'direct') await leaveDirect(sql, chatId, accountId);
    else {
      if (place.role === 'owner' && !(await passOn(dependencies, chatId, accountId))) {
        await deleteChat(dependencies, chatId, accountId);
        continue;
      }
      await writer.submit(applyLeaves, { chatId, actorId: accountId, isBot });
    }
  }
}

async function readPlaces(sql: Queryable, accountId: AccountId): Promise<Place[]> {
  return sql<Place[]>`
    select m.chat_id as "chatId", c.kind, m.role from account_chat a
    join chat_member m on m.chat_id = a.chat_id and m.account_id = a.account_id and m.left_seq is null
    join chat c on c.chat_id = a.chat_id and c.deleted_at is null
    where a.account_id = ${accountId} order by m.chat_id`;
}

/** The other side keeps its chat; there is nobody to be told that a person who is gone has left. */
async function leaveDirect(sql: Queryable, chatId: ChatId, accountId: AccountId): Promise<void> {
  await sql`
    update chat_member m set left_seq = c.last_seq from chat c
    where c.chat_id = ${chatId} and m.chat_id = ${chatId} and m.account_id = ${accountId}`;
}

/** Gives the chat to someone else; false when nobody is left. */
async function passOn(
  { sql, writer }: Pick<ChatDependencies, 'sql' | 'writer'>,
  chatId: ChatId,
  accountId: AccountId,
): Promise<boolean> {
  // A successor may leave in the meantime: then the next one is asked.
  for (const heir of await readHeirs(sql, chatId, accountId)) {
    try {
      await writer.submit(applyTransfers, { chatId, actorId: accountId, accountId: heir, isBot: false });
      return true;
    } catch (error) {
      if (!(error instanceof VecheError) || error.code === 'unavailable') throw error;
    }
  }
  return false;
}

/** Persons of a chat but one, admins first, then as they joined. */
async function readHeirs(sql: Queryable, chatId: ChatId, accountId: AccountId): Promise<AccountId[]> {
  const rows = await sql<{ accountId: AccountId }[]>`
    select account_id as "accountId" from chat_member
    where chat_id = ${chatId} and left_seq is null and not is_bot and account_id <> ${accountId}
    order by role <> 'admin', joined_seq, account_id limit 20`;
  return rows.map((row) => row.accountId);
}
