import type { Sql } from '../../../platform/server/kernel/database/sql.ts';

const BATCH = 500;

/** The limit for accepts: one writer, one table, 500 rows a transaction, nothing checked. Answers rows a second. */
export async function createBareInserts(sql: Sql): Promise<(seconds: number) => Promise<number>> {
  await sql`create table bare_head (chat_id bigint primary key, last_seq bigint not null)`;
  await sql`create table bare_event (chat_id bigint, seq bigint, sender_id bigint, at timestamptz, body text, primary key (chat_id, seq))`;
  await sql`insert into bare_head values (1, 0)`;
  return async (seconds) => {
    const start = performance.now();
    const end = start + seconds * 1000;
    let rows = 0;
    while (performance.now() < end) {
      await sql.begin(async (tx) => {
        const heads = await tx<{ last: number }[]>`
          update bare_head set last_seq = last_seq + ${BATCH} where chat_id = 1 returning last_seq as last`;
        const first = (heads[0]?.last ?? 0) - BATCH + 1;
        const seqs = Array.from({ length: BATCH }, (_, index) => first + index);
        const bodies = seqs.map((seq) => `Соберёмся в субботу у третьего подъезда, возьмите перчатки и вёдра: ${seq}`);
        await tx`insert into bare_event (chat_id, seq, sender_id, at, body)
          select 1, seq, 7, now(), body from unnest(${seqs}::bigint[], ${bodies}::text[]) as t (seq, body)`;
      });
      rows += BATCH;
    }
    return rows / ((performance.now() - start) / 1000);
  };
}
