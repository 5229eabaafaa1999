import type { AccountId, ChatId } from '@veche/contract';
import type { Batch } from '../../kernel/conversation-log/index.ts';
import { isPartlyRead, recountMentions } from './store.ts';

interface Seat {
  accountId: AccountId;
  chatId: ChatId;
}

/** Counts the unread mentions of accounts anew and tells their devices. */
export async function tellMentions(batch: Batch, seats: readonly Seat[]): Promise<void> {
  const wanted = new Map(seats.map((seat) => [`${seat.chatId} ${seat.accountId}`, seat]));
  const counted = await recountMentions(
    batch.tx,
    [...wanted.values()].map((seat) => ({ ...seat, readTo: lastSentBy(batch, seat) })),
  );
  for (const { accountId, chatId, mentionCount, newestMention, mentionsVersion } of counted) {
    const unread = newestMention === null ? {} : { mentionCount, newestMention };
    batch.appendAccount(accountId, { kind: 'chat.mentions', chatId, ...unread, mentionsVersion });
  }
}

/** After a read position moved. Who has read the newest mention has none left, and needs not be told. */
export async function recountAfterRead(batch: Batch, seat: Seat): Promise<void> {
  if (await isPartlyRead(batch.tx, seat.accountId, seat.chatId)) await tellMentions(batch, [seat]);
}

/** A sender has read up to the own message; within a batch, the row does not say so yet. */
function lastSentBy({ events }: Batch, { accountId, chatId }: Seat): number {
  const own = events.findLast(
    (event) => event.kind === 'message.created' && event.actorId === accountId && event.chatId === chatId,
  );
  return own?.seq ?? 0;
}
