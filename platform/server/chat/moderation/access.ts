import { type AccountId, type AdminRight, type ChatId, VecheError } from '@veche/contract';
import { readMemberships, seatKey } from '../../kernel/conversation-log/index.ts';
import type { Queryable } from '../../kernel/database/sql.ts';
import { readChatFaces } from '../chats/faces.ts';
import { holdsRight } from '../chats/rules.ts';
import { noSuchChat } from '../messages/rules.ts';

/** Refuses who does not hold a right in a group or channel. */
export async function requireRight(
  sql: Queryable,
  seat: { chatId: ChatId; accountId: AccountId },
  right: AdminRight,
): Promise<void> {
  const [members, [face]] = await Promise.all([readMemberships(sql, [seat]), readChatFaces(sql, [seat.chatId])]);
  const member = members.get(seatKey(seat.chatId, seat.accountId));
  if (member === undefined || face === undefined) throw noSuchChat();
  if (face.kind === 'direct' || !holdsRight(member, right)) throw onlyAdmins();
}

export function onlyAdmins(): VecheError {
  return new VecheError('forbidden', 'Only admins with the right to may do this.', { field: 'chatId' });
}
