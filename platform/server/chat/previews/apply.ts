import type { ChatId, LinkPreview, MessageId } from '@veche/contract';
import type { Applier, Batch } from '../../kernel/conversation-log/index.ts';
import { holdFile } from '../media/files/derived.ts';
import { type MessageRow, readMessagesById, updateContent } from '../messages/store.ts';
import { PREVIEW_HOLDER } from './files.ts';
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
    if (row === undefined || !isWanted(row, preview)) {
      answers.push(false);
      continue;
    }
    const held = await holdImage(batch, row, preview);
    await updateContent(batch.tx, { ...row, body: { ...row.body, preview: held } });
    batch.append(chatId, row.senderId, { kind: 'message.changed', messageId, set: { preview: held } });
    answers.push(true);
  }
  return answers;
};

function isWanted({ deletedAt, text, body }: MessageRow, preview: LinkPreview): boolean {
  if (deletedAt !== null || body?.noPreview === true || body?.preview?.url === preview.url) return false;
  return firstAddress(text, body?.entities) === preview.url;
}

/** A picture that is gone meanwhile is left out. */
async function holdImage(batch: Batch, row: MessageRow, preview: LinkPreview): Promise<LinkPreview> {
  const { image, ...words } = preview;
  if (image === undefined) return preview;
  const place = { accountId: row.senderId, fileId: image.fileId, holder: PREVIEW_HOLDER, chatId: row.chatId };
  return (await holdFile(batch.tx, place)) ? preview : words;
}
