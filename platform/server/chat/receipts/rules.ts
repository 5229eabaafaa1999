import { type AccountId, receipts as contract, VecheError } from '@veche/contract';
import type { AskedMessage } from './store.ts';

const DAY_MS = 24 * 3600 * 1000;

/** Whether somebody may ask who has read a message: the sender may, for a week, where there are not too many. */
export function mayAskReaders(message: AskedMessage, askerId: AccountId): VecheError | null {
  if (message.senderId !== askerId) {
    return new VecheError('forbidden', 'Only the sender may know who has read a message.', { field: 'messageId' });
  }
  if (message.kind !== 'group' || message.memberCount > contract.MAX_READERS) {
    return new VecheError('conflict', `Readers are told in groups of up to ${contract.MAX_READERS} members.`, {
      field: 'chatId',
    });
  }
  if (message.now.getTime() - message.at.getTime() > contract.READERS_DAYS * DAY_MS) {
    return new VecheError('expired', `Readers are told for ${contract.READERS_DAYS} days.`, { field: 'messageId' });
  }
  return null;
}
