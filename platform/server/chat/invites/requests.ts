import type { AccountId, ChatId } from '@veche/contract';
import type { Batch } from '../../kernel/conversation-log/index.ts';
import type { Queryable } from '../../kernel/database/sql.ts';
import { holdsRight } from '../chats/rules.ts';
import { readAdmins } from '../members/store.ts';

/** Puts an account among those who ask to be let in; false when it is there already. */
export async function addRequest(
  batch: Batch,
  chatId: ChatId,
  request: { accountId: AccountId; inviteId: number },
): Promise<boolean> {
  const { tx, at } = batch;
  const { accountId, inviteId } = request;
  const added = await tx`
    insert into join_request (chat_id, account_id, invite_id, at) values (${chatId}, ${accountId}, ${inviteId}, ${at})
    on conflict do nothing returning 1`;
  if (added.length === 0) return false;
  await tx`
    insert into account_join_request (account_id, chat_id) values (${accountId}, ${chatId}) on conflict do nothing`;
  await countRequests(batch, chatId, 1);
  return true;
}

/** Takes away the request of an account, whatever became of it; answers by which link it came, or null. */
export async function settleRequest(batch: Batch, chatId: ChatId, accountId: AccountId): Promise<number | null> {
  const { tx } = batch;
  const rows = await tx<{ inviteId: number }[]>`
    delete from join_request where chat_id = ${chatId} and account_id = ${accountId}
    returning invite_id as "inviteId"`;
  const request = rows[0];
  if (request === undefined) return null;
  await tx`delete from account_join_request where account_id = ${accountId} and chat_id = ${chatId}`;
  await countRequests(batch, chatId, -1);
  return request.inviteId;
}

/** Counts requests, and tells the admins who decide. */
async function countRequests(batch: Batch, chatId: ChatId, by: 1 | -1): Promise<void> {
  const [counted] = await batch.tx<{ count: number }[]>`
    update chat set join_request_count = join_request_count + ${by} where chat_id = ${chatId}
    returning join_request_count as count`;
  const count = counted?.count ?? 0;
  for (const admin of await readAdmins(batch.tx, chatId)) {
    if (holdsRight(admin, 'inviteMembers')) {
      batch.appendAccount(admin.accountId, { kind: 'chat.joinRequests', chatId, count });
    }
  }
}

/** Who asks to be let in since a moment. */
export async function readRequestsSince(tx: Queryable, chatId: ChatId, since: Date): Promise<AccountId[]> {
  const rows = await tx<{ accountId: AccountId }[]>`
    select account_id as "accountId" from join_request where chat_id = ${chatId} and at >= ${since} order by account_id`;
  return rows.map(({ accountId }) => accountId);
}
