import type { AccountId, ChatId, Role } from '@veche/contract';
import { plainArray } from '../database/arrays.ts';
import type { Queryable } from '../database/sql.ts';

/** An account's place in a chat. Bits are those of the contract's lists of rights and permissions. */
export interface Membership {
  readonly role: Role;
  /** What an admin may do. */
  readonly rights: number;
  /** What this member is denied beyond what all are, until `deniedUntil`; null: for good. */
  readonly denied: number;
  readonly deniedUntil: Date | null;
}

export interface Seat {
  readonly chatId: ChatId;
  readonly accountId: AccountId;
}

/** Something for each seat. Two looks by number cost less than one by a text made for it. */
export function createSeatMap<V>() {
  const chats = new Map<ChatId, Map<AccountId, V>>();
  return {
    get: (chatId: ChatId, accountId: AccountId): V | undefined => chats.get(chatId)?.get(accountId),
    has: (chatId: ChatId, accountId: AccountId): boolean => chats.get(chatId)?.has(accountId) === true,
    set(chatId: ChatId, accountId: AccountId, value: V): void {
      const chat = chats.get(chatId);
      if (chat === undefined) chats.set(chatId, new Map([[accountId, value]]));
      else chat.set(accountId, value);
    },
    *values(): Iterable<V> {
      for (const chat of chats.values()) yield* chat.values();
    },
  };
}

export function seatKey(chatId: ChatId, accountId: AccountId): string {
  return `${chatId} ${accountId}`;
}

/** Memberships by `seatKey`; who is not a member now is absent. */
export async function readMemberships(sql: Queryable, seats: readonly Seat[]): Promise<Map<string, Membership>> {
  const [first] = seats;
  if (first === undefined) return new Map();
  const accountIds = plainArray(seats.map((seat) => seat.accountId));
  const chatIds = plainArray(seats.map((seat) => seat.chatId));
  // Seats of one chat are in one partition: to open the others costs more than to read them.
  const theirs = seats.every(({ chatId }) => chatId === first.chatId)
    ? sql`chat_member m where m.chat_id = ${first.chatId} and m.account_id = any(${accountIds}::bigint[])`
    : sql`unnest(${chatIds}::bigint[], ${accountIds}::bigint[]) as v (chat_id, account_id)
        join chat_member m on m.chat_id = v.chat_id and m.account_id = v.account_id where true`;
  const rows = await sql<(Seat & Membership)[]>`
    select m.chat_id as "chatId", m.account_id as "accountId", m.role, m.rights, m.denied, m.denied_until as "deniedUntil"
    from ${theirs} and m.left_seq is null`;
  return new Map(rows.map(({ chatId, accountId, ...membership }) => [seatKey(chatId, accountId), membership]));
}
