import { VecheError } from '@veche/contract';
import { seatKey } from '../../kernel/conversation-log/index.ts';
import { mayDo } from '../chats/rules.ts';
import type { MessageFeature } from '../messages/features.ts';
import { readInstalledStickers } from './store.ts';

/** A sticker of an installed pack becomes content, and its picture a file of the message. */
export const stickerFeature: MessageFeature = {
  name: 'stickers',
  concerns: (draft) => draft.unfinished?.sticker !== undefined || draft.body?.sticker !== undefined,
  async check(batch, drafts) {
    const members = await batch.members(drafts.map(({ chatId, actorId }) => ({ chatId, accountId: actorId })));
    const wanted = drafts.flatMap(({ actorId, unfinished }) =>
      unfinished?.sticker === undefined ? [] : [{ accountId: actorId, ...unfinished.sticker }],
    );
    const found = await readInstalledStickers(batch.tx, wanted);
    let place = 0;
    return drafts.map((draft) => {
      const sent = draft.unfinished?.sticker;
      const sticker = sent === undefined ? undefined : found.get(place++);
      const head = batch.head(draft.chatId);
      const member = members.get(seatKey(draft.chatId, draft.actorId));
      if (head === undefined || member === undefined) return null;
      const refusal = mayDo(head, member, 'sendStickers', batch.at);
      if (refusal !== null || sent === undefined) return refusal;
      if (sticker === undefined) {
        return new VecheError('not_found', 'There is no such sticker among yours.', { field: 'sticker' });
      }
      const { emoji, file } = sticker;
      // Carried as a copy is: the pack shows the file to everyone.
      const attachments = file === null ? {} : { attachments: [file] };
      draft.body = { ...draft.body, sticker: { ...sent, emoji }, ...attachments };
      return null;
    });
  },
};
