import { type AccountId, type ChatEvent, type ChatId, history as contract } from '@veche/contract';
import { toldFields } from '@veche/contract/light';
import { type StoredEvent, toPlainEvent } from '../../kernel/conversation-log/index.ts';
import type { Queryable } from '../../kernel/database/sql.ts';

/** A part of a chat's log, both ends included. */
interface Span {
  chatId: ChatId;
  accountId: AccountId;
  /** Of one topic alone; 0, and without: what concerns the chat. */
  topicId?: number | undefined;
  from: number;
  to: number;
}

/**
 * What members are told of among the messages, in order: the newest of it. Nothing for who is not a member, nor of what
 * the member has cleared or came after where the group hides that. Who follows a channel is nobody else's business.
 */
export async function readTold(
  sql: Queryable,
  { chatId, accountId, topicId = 0, from, to }: Span,
): Promise<ChatEvent[]> {
  if (from > to) return [];
  // Word for word as the index `chat_event_told` has it, so that reactions and edits in between cost nothing.
  const told = sql`(e.kind in ('chat.created', 'chat.changed', 'member.added', 'member.removed', 'topic.changed')
    or (e.kind = 'member.changed' and e.data ? 'roleWas')
    or (e.kind = 'message.changed' and e.data -> 'set' -> 'pinned' = 'true'::jsonb))`;
  const concerned =
    topicId === 0
      ? sql`e.kind <> 'topic.changed' and not (c.kind = 'channel' and e.kind like 'member.%')
          and (e.kind <> 'chat.changed' or e.data -> 'set' ?| ${[...toldFields]}::text[])`
      : sql`e.kind = 'topic.changed' and e.data -> 'topicId' = to_jsonb(${topicId}::bigint)`;
  const rows = await sql<Omit<StoredEvent, 'isWithheld'>[]>`
    select e.seq, e.kind, e.actor_id as "actorId", e.at, e.message_id as "messageId", e.data
    from chat c
    join chat_member r on r.chat_id = c.chat_id and r.account_id = ${accountId} and r.left_seq is null
    join account_chat own on own.account_id = r.account_id and own.chat_id = c.chat_id
    join chat_event e on e.chat_id = c.chat_id and e.seq between ${from} and ${to}
      and e.seq > greatest(r.hidden_to, own.cleared_seq) and (e.message_id is null or e.message_id > r.hidden_to)
    where c.chat_id = ${chatId} and ${told} and ${concerned}
    order by e.seq desc limit ${contract.MAX_TOLD}`;
  return rows.reverse().map((row) => toPlainEvent(chatId, row));
}

/** Accounts whose names such events need to be shown. */
export function accountsTold(events: readonly ChatEvent[]): AccountId[] {
  return events.flatMap((event) => {
    if (event.kind === 'message.withheld') return [];
    return 'accountId' in event ? [event.actorId, event.accountId] : event.actorId;
  });
}
