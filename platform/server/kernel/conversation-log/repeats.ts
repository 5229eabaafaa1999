import { hash } from 'node:crypto';
import { type AccountId, type ChatId, type ClientId, VecheError } from '@veche/contract';
import type { Batch, StoredAct } from './batch.ts';

interface KeyedAct {
  chatId: ChatId;
  actorId: AccountId;
  clientId: ClientId;
  requestHash: Uint8Array;
}

/** Fingerprint of what an act asks for: 16 bytes of SHA-256 over its JSON. */
export function requestHashOf(request: unknown): Uint8Array {
  return hash('sha256', JSON.stringify(request), 'buffer').subarray(0, 16);
}

/**
 * For each act: the act stored under the same client id, `undefined` when it is new, or the refusal when the id
 * was used for another content. The chats are locked, so the answer stays true until commit.
 */
export async function findRepeats(batch: Batch, acts: readonly KeyedAct[]): Promise<(StoredAct | VecheError | undefined)[]> {
  const rows = await batch.tx<{ index: number; seq: number; at: Date; request_hash: Uint8Array | null }[]>`
    select v.index::int as index, e.seq, e.at, e.request_hash
    from unnest(${acts.map((act) => act.chatId)}::bigint[], ${acts.map((act) => act.actorId)}::bigint[],
      ${acts.map((act) => act.clientId)}::uuid[]) with ordinality as v (chat_id, actor_id, client_id, index)
    join chat_event e on e.chat_id = v.chat_id and e.actor_id = v.actor_id and e.client_id = v.client_id`;
  const stored = new Map(rows.map((row) => [row.index - 1, { seq: row.seq, at: row.at, requestHash: row.request_hash }]));
  return acts.map((act, index) => {
    const found = stored.get(index) ?? batch.findAppended(act.chatId, act.actorId, act.clientId);
    return found === undefined ? undefined : sameOrRefused(found, act.requestHash);
  });
}

/** The stored act when the request is the same, else the refusal. */
export function sameOrRefused(act: StoredAct, requestHash: Uint8Array): StoredAct | VecheError {
  if (act.requestHash !== null && Buffer.compare(act.requestHash, requestHash) === 0) return act;
  return new VecheError('idempotency_conflict', 'This clientId was used before with another content.', { field: 'clientId' });
}
