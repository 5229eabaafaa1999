import { crc32 } from 'node:zlib';
import { type AccountId, type ChatId, type ClientId, VecheError } from '@veche/contract';
import type { Batch, StoredAct } from './batch.ts';

interface KeyedAct {
  chatId: ChatId;
  actorId: AccountId;
  clientId: ClientId;
  requestHash: number;
}

/** Fingerprint of what an act asks for. It guards a client against its own mistakes, so 32 bits do. */
export function requestHashOf(request: unknown): number {
  return crc32(JSON.stringify(request));
}

/**
 * For each send: the message stored under the same client id, `undefined` when it is new, or the refusal when the id
 * was used for another content. The chats are locked, so the answer stays true until commit.
 */
export async function findRepeats(
  batch: Batch,
  acts: readonly KeyedAct[],
): Promise<(StoredAct | VecheError | undefined)[]> {
  const rows = await batch.tx<{ index: number; seq: number; at: Date; requestHash: number }[]>`
    select v.index::int as index, m.message_id as seq, m.at, m.request_hash as "requestHash"
    from unnest(${acts.map((act) => act.chatId)}::bigint[], ${acts.map((act) => act.actorId)}::bigint[],
      ${acts.map((act) => act.clientId)}::uuid[]) with ordinality as v (chat_id, actor_id, client_id, index)
    join message m on m.chat_id = v.chat_id and m.sender_id = v.actor_id and m.client_id = v.client_id`;
  const stored = new Map<number, StoredAct>(rows.map(({ index, ...act }) => [index - 1, act]));
  return acts.map((act, index) => {
    const found = stored.get(index);
    return found === undefined ? undefined : sameOrRefused(found, act.requestHash);
  });
}

/** The stored act when the request is the same, else the refusal. */
export function sameOrRefused(act: StoredAct, requestHash: number): StoredAct | VecheError {
  if (act.requestHash === requestHash) return act;
  return repeatedClientId();
}

/** A client id names one request: with another content it is refused. */
export function repeatedClientId(): VecheError {
  return new VecheError('idempotency_conflict', 'This clientId was used before with another content.', {
    field: 'clientId',
  });
}
