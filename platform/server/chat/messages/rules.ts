import { type AccountId, type Role, VecheError } from '@veche/contract';
import type { MessageRow } from './store.ts';

/** Refused alike for chats that do not exist and chats one is not in: nobody learns which. */
export function noSuchChat(): VecheError {
  return new VecheError('not_found', 'There is no such chat among yours.', { field: 'chatId' });
}

export function noSuchMessage(field = 'messageId'): VecheError {
  return new VecheError('not_found', 'There is no such message in this chat.', { field });
}

/** Only the sender edits, and only what is not deleted. */
export function mayEdit(message: MessageRow | undefined, actorId: AccountId): VecheError | null {
  if (message === undefined || message.deletedAt !== null) return noSuchMessage();
  if (message.senderId !== actorId)
    return new VecheError('forbidden', 'Only the sender may edit a message.', { field: 'messageId' });
  return null;
}

/** The sender deletes own messages; owner and admins delete any in a group. */
export function mayDelete(
  message: MessageRow,
  actorId: AccountId,
  role: Role,
  chatKind: 'direct' | 'group',
): VecheError | null {
  if (message.senderId === actorId) return null;
  if (chatKind === 'group' && role !== 'member') return null;
  return new VecheError('forbidden', 'Only the sender or an admin may delete this message.', { field: 'messageIds' });
}
