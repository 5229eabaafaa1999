import type { AccountId, ClientId } from '@veche/contract';
import type { Queryable, Tx } from '../../kernel/database/sql.ts';

/** What a bot said to a press. */
export interface ButtonAnswer {
  text?: string;
  showAlert?: boolean;
  url?: string;
}

export interface Press {
  botId: AccountId;
  callbackId: number;
  at: Date;
}

/** Claims the client id for a press. Answers the press it was claimed for before, with its request's hash. */
export async function claimPress(
  tx: Tx,
  claim: { personId: AccountId; clientId: ClientId; method: string; requestHash: number; press: Omit<Press, 'at'> },
): Promise<{ requestHash: number; method: string; press: Omit<Press, 'at'> } | null> {
  const { personId, clientId, method, requestHash, press } = claim;
  const claimed = await tx`
    insert into keyed_answer (account_id, client_id, method, request_hash, answer)
    values (${personId}, ${clientId}, ${method}, ${requestHash}, ${tx.json({ ...press })})
    on conflict do nothing returning 1`;
  if (claimed.length > 0) return null;
  const rows = await tx<{ method: string; requestHash: number; press: Omit<Press, 'at'> }[]>`
    select method, request_hash as "requestHash", answer as press from keyed_answer
    where account_id = ${personId} and client_id = ${clientId}`;
  const row = rows[0];
  if (row === undefined) throw new Error('a claimed client id disappeared');
  return row;
}

export async function insertPress(tx: Tx, { botId, callbackId, at }: Press): Promise<void> {
  await tx`insert into button_press (bot_id, callback_id, at) values (${botId}, ${callbackId}, ${at})`;
}

/** The answer to a press and when it was made; null for no such press, `answer` null while there is none. */
export async function readPress(
  sql: Queryable,
  { botId, callbackId }: Omit<Press, 'at'>,
): Promise<{ at: Date; answer: ButtonAnswer | null } | null> {
  const rows = await sql<{ at: Date; answer: ButtonAnswer | null }[]>`
    select at, answer from button_press where bot_id = ${botId} and callback_id = ${callbackId}`;
  return rows[0] ?? null;
}

/** Writes the first answer to a press made after a moment; a later answer changes nothing. False for no such press. */
export async function answerPress(
  sql: Queryable,
  { botId, callbackId, madeAfter, at, answer }: Press & { madeAfter: Date; answer: ButtonAnswer },
): Promise<boolean> {
  const rows = await sql`
    update button_press set answered_at = coalesce(answered_at, ${at}::timestamptz),
      answer = coalesce(answer, ${sql.json({ ...answer })}::jsonb)
    where bot_id = ${botId} and callback_id = ${callbackId} and at > ${madeAfter} returning 1`;
  return rows.length > 0;
}
