import type { AccountId, ChatId } from '@veche/contract';
import type { Sql } from '../../../platform/server/kernel/database/sql.ts';

/** Chats of one size, of the same two people. */
export interface Chats {
  readonly firstId: ChatId;
  readonly count: number;
  readonly messages: number;
}

/** What a chat's last active moment is counted from; a lower place in the list is so much longer ago. */
const STEP = '1 minute';

/**
 * Writes groups of two people and their messages past all rules, as the server would have left them. All is read by
 * the first person; of six messages the second wrote five, and the lengths vary.
 */
export async function fillChats(
  sql: Sql,
  { firstId, count, messages }: Chats,
  [reader, writer]: readonly [AccountId, AccountId],
): Promise<void> {
  await sql`
    insert into chat (chat_id, kind, title, last_seq, message_count, member_count, last_at)
    select ${firstId}::bigint + n, 'group', 'Подъезд ' || n, ${messages}, ${messages}, 2, now() - n * ${STEP}::interval
    from generate_series(0, ${count - 1}::int) as n`;
  await sql`
    insert into chat_member (chat_id, account_id, role, joined_seq)
    select ${firstId}::bigint + n, person, 'member', 1
    from generate_series(0, ${count - 1}::int) as n, unnest(${[reader, writer]}::bigint[]) as person`;
  await sql`
    insert into account_chat (account_id, chat_id, read_seq, read_ordinal)
    select person, ${firstId}::bigint + n, ${messages}, ${messages}
    from generate_series(0, ${count - 1}::int) as n, unnest(${[reader, writer]}::bigint[]) as person`;
  await sql`
    insert into message (chat_id, message_id, sender_id, at, ordinal, text, client_id, request_hash)
    select ${firstId}::bigint + n, m, case when m % 6 = 0 then ${reader}::bigint else ${writer}::bigint end,
      now() - n * ${STEP}::interval - (${messages} - m) * interval '1 minute', m,
      'Сообщение ' || m || '. ' || repeat('Про двор и парковку. ', m % 7), gen_random_uuid(), m
    from generate_series(0, ${count - 1}::int) as n, generate_series(1, ${messages}::int) as m`;
  await sql`
    insert into log_follower (chat_id, follower, seq)
    select ${firstId}::bigint + n, follower, ${messages}
    from generate_series(0, ${count - 1}::int) as n, unnest(array['search', 'notifications']) as follower`;
}
