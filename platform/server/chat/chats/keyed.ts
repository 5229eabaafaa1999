import { type AccountId, type ClientId } from '@veche/contract';
import { repeatedClientId } from '../../kernel/conversation-log/index.ts';
import type { Sql, Tx } from '../../kernel/database/sql.ts';
import type { Task } from '../../kernel/jobs.ts';
import type { ChatDependencies } from '../dependencies.ts';

interface KeyedAct {
  readonly actorId: AccountId;
  readonly clientId: ClientId;
  readonly method: string;
  readonly requestHash: number;
}

/**
 * Claims a client id for an act that writes outside a chat's log, with what it will answer. Null when the claim is
 * fresh; the first answer when the act was done before; another content is refused.
 */
export async function claimKey<A extends object>(
  tx: Tx,
  { actorId, clientId, method, requestHash }: KeyedAct,
  answer: A,
): Promise<A | null> {
  const claimed = await tx`
    insert into keyed_answer (account_id, client_id, method, request_hash, answer)
    values (${actorId}, ${clientId}, ${method}, ${requestHash}, ${tx.json(answer as never)})
    on conflict do nothing returning 1`;
  if (claimed.length > 0) return null;
  const rows = await tx<{ method: string; requestHash: number; answer: A }[]>`
    select method, request_hash as "requestHash", answer from keyed_answer
    where account_id = ${actorId} and client_id = ${clientId}`;
  const row = rows[0];
  if (row?.method === method && row.requestHash === requestHash) return row.answer;
  throw repeatedClientId();
}

/** How long the answer of an act is kept for those who ask again. */
const KEPT_DAYS = 30;
/** Deleted in one statement, and statements of one night: what is left over is for the next one. */
const AT_ONCE = 2_000;
const STATEMENTS_A_NIGHT = 500;

/** Forgets the answers of acts long ago. */
export function keyedAnswersTask({ sql, clock }: Pick<ChatDependencies, 'sql' | 'clock'>): Task {
  return {
    name: 'purge-keyed-answers',
    schedule: '41 3 * * *',
    run: () => purgeKeyedAnswers(sql, new Date(clock.now().getTime() - KEPT_DAYS * 86_400_000)),
  };
}

export async function purgeKeyedAnswers(
  sql: Sql,
  before: Date,
  { atOnce = AT_ONCE, statements = STATEMENTS_A_NIGHT } = {},
): Promise<void> {
  for (let statement = 0; statement < statements; statement += 1) {
    const { count } = await sql`
      delete from keyed_answer k
      using (select account_id, client_id from keyed_answer where at < ${before} order by at limit ${atOnce}) old
      where k.account_id = old.account_id and k.client_id = old.client_id`;
    if (count < atOnce) return;
  }
}
