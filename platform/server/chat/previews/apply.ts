import { isDeepStrictEqual } from 'node:util';
import type { ChatId, LinkPreview, MessageId } from '@veche/contract';
import type { Applier } from '../../kernel/conversation-log/index.ts';
import { readMessagesById, updateContent } from '../messages/store.ts';
import { firstAddress } from './first-address.ts';

export interface PreviewOperation {
  readonly chatId: ChatId;
  readonly messageId: MessageId;
  readonly preview: LinkPreview;
}

/**
 * Puts previews under messages that still have the address they are of; answers whether anything changed. Every node
 * may have fetched the page: whoever comes second changes nothing.
 */
export const applyPreviews: Applier<PreviewOperation, boolean> = async (batch, operations) => {
  const answers: boolean[] = [];
  for (const { chatId, messageId, preview } of operations) {
    const [row] = batch.head(chatId) === undefined ? [] : await readMessagesById(batch.tx, chatId, [messageId]);
    const isWanted =
      row !== undefined &&
      row.deletedAt === null &&
      row.body?.noPreview !== true &&
      firstAddress(row.text, row.body?.entities) === preview.url;
    if (!isWanted || isDeepStrictEqual(row.body?.preview, preview)) {
      answers.push(false);
      continue;
    }
    await updateContent(batch.tx, { ...row, body: { ...row.body, preview } });
    batch.append(chatId, row.senderId, { kind: 'message.changed', messageId, set: { preview } });
    answers.push(true);
  }
  return answers;
};
