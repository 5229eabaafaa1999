import { holds } from '../../state/may.ts';
import type { MessageRow } from '../../sync/client.ts';
import type { OpenChat } from './open-chat.ts';

/** Whether the person may change the text of the message: an own one, and own words. */
export function mayEdit({ shell }: OpenChat, message: MessageRow): boolean {
  if (message.state !== 'sent' || message.deleted === true || message.senderId !== shell.client.myId.value)
    return false;
  return message.forward === undefined && message.imported === undefined;
}

/** Whether the person may delete the message: an own one, or any in a group they administer. */
export function mayDelete({ shell, row }: OpenChat, message: MessageRow): boolean {
  if (message.state !== 'sent' || message.deleted === true) return false;
  const chat = row.value;
  return message.senderId === shell.client.myId.value || (chat !== undefined && holds(chat, 'deleteMessages'));
}
