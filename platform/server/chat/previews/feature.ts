import type { MessageFeature } from '../messages/features.ts';
import { dropHolds } from '../media/files/derived.ts';
import { PREVIEW_HOLDER, previewFileId } from './files.ts';
import { firstAddress } from './first-address.ts';

/** A preview goes with the address it is of, its picture with the message. */
export const previewFeature: MessageFeature = {
  name: 'link previews',
  checkEdit(_batch, _before, after) {
    const { preview, ...body } = after.body ?? {};
    const isSame = firstAddress(after.text, body.entities) === preview?.url && body.noPreview !== true;
    if (preview !== undefined && !isSame) after.body = Object.keys(body).length === 0 ? null : body;
    return Promise.resolve(null);
  },
  async edited(batch, before, after) {
    const preview = before.body?.preview;
    if (preview === undefined || after.body?.preview !== undefined) return;
    const { chatId, messageId } = after;
    if (preview.image !== undefined) {
      const files = [{ messageId, fileId: preview.image.fileId }];
      await dropHolds(batch.tx, { chatId, holder: PREVIEW_HOLDER, files, now: batch.at });
    }
    batch.append(chatId, before.senderId, { kind: 'message.changed', messageId, set: { preview: null } });
  },
  async wiped(tx, chatId, messageIds, batch) {
    const files = messageIds.map((messageId) => ({ messageId, fileId: previewFileId(chatId, messageId) }));
    await dropHolds(tx, { chatId, holder: PREVIEW_HOLDER, files, now: batch.at });
  },
};
