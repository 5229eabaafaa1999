import type { MessageFeature } from '../messages/features.ts';
import { firstAddress } from './first-address.ts';

/** A preview goes with the address it is of. */
export const previewFeature: MessageFeature = {
  name: 'link previews',
  async edited(batch, before, after) {
    const { preview, ...body } = after.body ?? {};
    if (preview === undefined) return null;
    const isSame = firstAddress(after.text, body.entities) === preview.url && body.noPreview !== true;
    if (isSame) return null;
    after.body = Object.keys(body).length === 0 ? null : body;
    batch.append(after.chatId, before.senderId, {
      kind: 'message.changed',
      messageId: after.messageId,
      set: { preview: null },
    });
    return null;
  },
};
