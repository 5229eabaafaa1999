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

export function seatKey(chatId: ChatId, accountId: AccountId): string {
  return `${chatId} ${accountId}`;
}

/** Memberships by `seatKey`; who is not a member now is absent. */
export async function readMemberships(sql: Queryable, seats: readonly Seat[]): Promise<Map<string, Membership>> {
  if (seats.length === 0) return new Map();
  const rows = await sql<(Seat & Membership)[]>`
    select m.chat_id as "chatId", m.account_id as "accountId", m.role, m.rights, m.denied, m.denied_until as "deniedUntil"
    from unnest(${plainArray(seats.map((seat) => seat.chatId))}::bigint[], ${plainArray(seats.map((seat) => seat.accountId))}::bigint[])
      as v (chat_id, account_id)
    join chat_member m on m.chat_id = v.chat_id and m.account_id = v.account_id and m.left_seq is null`;
  return new Map(rows.map(({ chatId, accountId, ...membership }) => [seatKey(chatId, accountId), membership]));
}
