import { type AccountId, type ChatId, VecheError } from '@veche/contract';
import { type Batch, seatKey } from '../../kernel/conversation-log/index.ts';
import { plainArray } from '../../kernel/database/arrays.ts';
import type { Draft } from '../messages/draft.ts';
import type { MessageFeature } from '../messages/features.ts';

/** Slow mode: a member of a group waits between two messages; admins and the owner do not. */
export const slowModeFeature: MessageFeature = {
  name: 'slowMode',
  concerns: (_draft, head) => head !== undefined && head.slowModeSeconds > 0,
  check: async (batch, drafts) => {
    const seats = await batch.members(drafts.map(seatOf));
    const bound = drafts.filter((draft) => seats.get(keyOf(draft))?.role === 'member');
    const wrote = await readLastSent(batch, bound);
    const refusals = new Map<Draft, VecheError>();
    for (const draft of bound) {
      const key = keyOf(draft);
      const last = wrote.get(key);
      const waits =
        last === undefined ? 0 : last.getTime() / 1000 + secondsOf(batch, draft) - batch.at.getTime() / 1000;
      if (waits > 0) refusals.set(draft, tooSoon(Math.ceil(waits)));
      else wrote.set(key, batch.at);
    }
    // A repeat is no second message: it goes on, and gets its first answer.
    for (const draft of await findSent(batch, [...refusals.keys()])) refusals.delete(draft);
    return drafts.map((draft) => refusals.get(draft) ?? null);
  },
  created: async (batch, created) => {
    const slowed = created.map(({ draft }) => draft);
    await batch.tx`
      update chat_member m set last_sent_at = ${batch.at}
      from unnest(${plainArray(slowed.map(({ chatId }) => chatId))}::bigint[],
        ${plainArray(slowed.map(({ actorId }) => actorId))}::bigint[]) as v (chat_id, account_id)
      where m.chat_id = v.chat_id and m.account_id = v.account_id`;
  },
};

function secondsOf(batch: Batch, { chatId }: Draft): number {
  return batch.head(chatId)?.slowModeSeconds ?? 0;
}

const seatOf = ({ chatId, actorId }: Draft) => ({ chatId, accountId: actorId });
const keyOf = ({ chatId, actorId }: Draft) => seatKey(chatId, actorId);

function tooSoon(seconds: number): VecheError {
  return new VecheError('rate_limited', `Slow mode: write again in ${seconds} s.`, {
    field: 'chatId',
    retryAfterSeconds: seconds,
  });
}

/** When each of the senders wrote last, by `seatKey`. */
async function readLastSent(batch: Batch, drafts: readonly Draft[]): Promise<Map<string, Date>> {
  if (drafts.length === 0) return new Map();
  const rows = await batch.tx<{ chatId: ChatId; accountId: AccountId; at: Date }[]>`
    select m.chat_id as "chatId", m.account_id as "accountId", m.last_sent_at as at
    from unnest(${plainArray(drafts.map(({ chatId }) => chatId))}::bigint[],
      ${plainArray(drafts.map(({ actorId }) => actorId))}::bigint[]) as v (chat_id, account_id)
    join chat_member m on m.chat_id = v.chat_id and m.account_id = v.account_id
    where m.last_sent_at is not null`;
  return new Map(rows.map((row) => [seatKey(row.chatId, row.accountId), row.at]));
}

/** Those of the drafts that stand in the log already. */
async function findSent({ tx }: Batch, drafts: readonly Draft[]): Promise<Draft[]> {
  if (drafts.length === 0) return [];
  const rows = await tx<{ place: number }[]>`
    select v.place::int as place
    from unnest(${plainArray(drafts.map(({ chatId }) => chatId))}::bigint[],
      ${plainArray(drafts.map(({ actorId }) => actorId))}::bigint[],
      ${plainArray(drafts.map(({ clientId }) => clientId))}::uuid[]) with ordinality as v (chat_id, actor_id, client_id, place)
    join message m on m.chat_id = v.chat_id and m.sender_id = v.actor_id and m.client_id = v.client_id`;
  return rows.flatMap(({ place }) => drafts[place - 1] ?? []);
}
