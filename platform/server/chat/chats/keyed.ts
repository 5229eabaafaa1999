import { type AccountId, type ClientId } from '@veche/contract';
import { repeatedClientId } from '../../kernel/conversation-log/index.ts';
import type { Tx } from '../../kernel/database/sql.ts';

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
