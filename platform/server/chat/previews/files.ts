import { createHash } from 'node:crypto';
import type { ChatId, FileId, MessageId } from '@veche/contract';

/** Names previews among the keepers of files. */
export const PREVIEW_HOLDER = 'link preview';

/**
 * The id of a message's preview picture, made from the message's place: when the message is wiped, its content no
 * longer says which file it was. In the range of other ids, which are random.
 */
export function previewFileId(chatId: ChatId, messageId: MessageId): FileId {
  const hash = createHash('sha256').update(`${PREVIEW_HOLDER} ${chatId} ${messageId}`).digest();
  return (Number(hash.readBigUInt64BE() >> 13n) + 2 ** 51) as FileId;
}
