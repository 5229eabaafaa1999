import { type AccountId, type ChatAction, type ChatId, type MessageId, presence as contract } from '@veche/contract';
import type { Bus } from '../../kernel/bus.ts';
import type { ChatHead, Membership } from '../../kernel/conversation-log/index.ts';
import { plainArray } from '../../kernel/database/arrays.ts';
import type { Sql } from '../../kernel/database/sql.ts';
import { mayDo } from '../chats/rules.ts';
import { noSuchChat } from '../messages/rules.ts';

export interface Action {
  readonly chatId: ChatId;
  readonly accountId: AccountId;
  readonly kind: ChatAction;
  readonly topicId?: MessageId | undefined;
}

interface Place {
  readonly head: Pick<ChatHead, 'kind' | 'denied' | 'memberCount'> & { readonly hasBlocks: boolean };
  readonly member: Membership;
  readonly now: Date;
}

/** Tells the others in a chat what an account is doing there: one statement, no trace, and seldom enough. */
export function createActions({ sql, bus }: { sql: Sql; bus: Bus }) {
  /** When each account last showed something in each chat, oldest first. */
  const lastAt = new Map<string, number>();

  /** Forgets what limits nothing any more. */
  const sweep = (before: number): void => {
    for (const [key, at] of lastAt) {
      if (at > before) return;
      lastAt.delete(key);
    }
  };

  /** False when the account showed something there a moment ago. Rejects when it may not write in the chat. */
  return async function act({ chatId, accountId, kind, topicId }: Action): Promise<boolean> {
    const key = `${chatId} ${accountId}`;
    const now = performance.now();
    sweep(now - contract.ACTION_EVERY_SECONDS * 1000);
    if (lastAt.has(key)) return false;
    lastAt.set(key, now);
    const place = await readPlace(sql, chatId, accountId);
    if (place === null) throw noSuchChat();
    const { head, member } = place;
    const refusal = mayDo(head, member, 'sendMessages', place.now);
    if (refusal !== null) throw refusal;
    // Between two of whom one has blocked the other, nothing is told.
    if (head.hasBlocks) return true;
    const { kind: chatKind, memberCount } = head;
    bus.publish('action', {
      chatId,
      chatKind,
      memberCount,
      accountId,
      kind,
      ...(topicId === undefined ? {} : { topicId }),
    });
    return true;
  };
}
export type Act = ReturnType<typeof createActions>;

async function readPlace(sql: Sql, chatId: ChatId, accountId: AccountId): Promise<Place | null> {
  const [row] = await sql<(Place['head'] & Membership & { ownDenied: number; now: Date })[]>`
    select c.kind, c.member_count as "memberCount", c.denied, c.has_blocks as "hasBlocks", m.role, m.rights,
      m.denied as "ownDenied", m.denied_until as "deniedUntil", statement_timestamp() as now
    from chat_member m join chat c on c.chat_id = m.chat_id
    where m.chat_id = ${chatId} and m.account_id = ${accountId} and m.left_seq is null`;
  if (row === undefined) return null;
  const { role, rights, ownDenied, deniedUntil, now } = row;
  return { head: row, member: { role, rights, denied: ownDenied, deniedUntil }, now };
}

/** Those of the accounts that have blocked one. */
export async function readBlockers(
  sql: Sql,
  blockedId: AccountId,
  accountIds: readonly AccountId[],
): Promise<Set<AccountId>> {
  const rows = await sql<{ accountId: AccountId }[]>`
    select account_id as "accountId" from account_block
    where account_id = any(${plainArray(accountIds)}::bigint[]) and blocked_id = ${blockedId}`;
  return new Set(rows.map(({ accountId }) => accountId));
}
