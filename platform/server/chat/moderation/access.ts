import type { AccountId, AdminRight, ChatId } from '@veche/contract';
import { readMemberships, seatKey } from '../../kernel/conversation-log/index.ts';
import type { Queryable } from '../../kernel/database/sql.ts';
import { readChatFaces } from '../chats/faces.ts';
import { holdsRight, onlyAdmins } from '../chats/rules.ts';
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
