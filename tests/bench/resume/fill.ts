import type { AccountId, ChatId } from '@veche/contract';
import type { Sql } from '../../../platform/server/kernel/database/sql.ts';

const AT_ONCE = 250_000;

/** Appends messages to a chat's log past all rules, a quarter of a million a statement. */
export async function fillChat(sql: Sql, chatId: ChatId, senders: readonly AccountId[], count: number): Promise<void> {
  const [head] = await sql<{ seq: number; ordinal: number }[]>`
    select last_seq as seq, message_count as ordinal from chat where chat_id = ${chatId}`;
  const { seq, ordinal } = head ?? { seq: 0, ordinal: 0 };
  for (let from = 1; from <= count; from += AT_ONCE) {
    const to = Math.min(count, from + AT_ONCE - 1);
    await sql`
      insert into message (chat_id, message_id, sender_id, at, ordinal, text, client_id, request_hash)
      select ${chatId}, ${seq}::bigint + n, (${[...senders]}::bigint[])[1 + n % ${senders.length}],
        now() - make_interval(secs => ${count} - n), ${ordinal}::bigint + n,
        'Соберёмся в субботу у третьего подъезда, возьмите перчатки и вёдра, чай за нами: ' || n, gen_random_uuid(), n
      from generate_series(${from}::int, ${to}::int) as n`;
  }
  await sql`
    update chat set last_seq = ${seq + count}, message_count = ${ordinal + count}, last_at = now() - interval '1 hour'
    where chat_id = ${chatId}`;
  await sql`vacuum analyze message`;
}
