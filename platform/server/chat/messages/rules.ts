import { type AccountId, type ChatKind, VecheError } from '@veche/contract';
import type { Membership } from '../../kernel/conversation-log/index.ts';
import { holdsRight } from '../chats/rules.ts';
import type { MessageRow } from './store.ts';

/** Refused alike for chats that do not exist and chats one is not in: nobody learns which. */
export function noSuchChat(): VecheError {
  return new VecheError('not_found', 'There is no such chat among yours.', { field: 'chatId' });
}

export function noSuchMessage(field = 'messageId'): VecheError {
  return new VecheError('not_found', 'There is no such message in this chat.', { field });
}

/**
 * Only the sender edits, and only what is not deleted. Posts of a channel are its own: who may not post there any more
 * does not change them, and admins with the right to edit them do.
 */
export function mayEdit(
  message: MessageRow | undefined,
  { actorId, member, kind }: { actorId: AccountId; member: Membership; kind: ChatKind },
): VecheError | null {
  if (message === undefined || message.deletedAt !== null) return noSuchMessage();
  if (kind === 'channel' && holdsRight(member, 'editMessages')) return null;
  if (message.senderId === actorId && mayPostIn(kind, member)) return null;
  return new VecheError('forbidden', 'Only the sender may edit a message.', { field: 'messageId' });
}

function mayPostIn(kind: ChatKind, member: Membership): boolean {
  return kind !== 'channel' || holdsRight(member, 'postMessages');
}

/** The sender deletes own messages, posts as long as they may post; whoever has the right to, any. */
export function mayDelete(
  message: MessageRow,
  actorId: AccountId,
  member: Membership,
  chatKind: ChatKind,
): VecheError | null {
  if (message.senderId === actorId && mayPostIn(chatKind, member)) return null;
  if (chatKind !== 'direct' && holdsRight(member, 'deleteMessages')) return null;
  return new VecheError('forbidden', 'Only the sender or an admin may delete this message.', { field: 'messageIds' });
}
