import type { MessageFeature } from '../messages/features.ts';
import { dropHolds } from '../media/files/derived.ts';
import { PREVIEW_HOLDER, previewFileId } from './files.ts';
import { firstAddress } from './first-address.ts';

/** A preview goes with the address it is of, its picture with the message. */
export const previewFeature: MessageFeature = {
  name: 'link previews',
  async edited(batch, before, after) {
    const { preview, ...body } = after.body ?? {};
    if (preview === undefined) return null;
    const isSame = firstAddress(after.text, body.entities) === preview.url && body.noPreview !== true;
    if (isSame) return null;
    const { chatId, messageId } = after;
    after.body = Object.keys(body).length === 0 ? null : body;
    if (preview.image !== undefined) {
      const files = [{ messageId, fileId: preview.image.fileId }];
      await dropHolds(batch.tx, { chatId, holder: PREVIEW_HOLDER, files, now: batch.at });
    }
    batch.append(chatId, before.senderId, { kind: 'message.changed', messageId, set: { preview: null } });
    return null;
  },
  async wiped(tx, chatId, messageIds, batch) {
    const files = messageIds.map((messageId) => ({ messageId, fileId: previewFileId(chatId, messageId) }));
    await dropHolds(tx, { chatId, holder: PREVIEW_HOLDER, files, now: batch.at });
  },
};
