import type { MessageFeature } from '../messages/features.ts';
import { tellPinned } from './appliers.ts';
import { deletePins, readPinsAmong } from './store.ts';

/** Reads show which messages are pinned; a deleted one is so no more. */
export const pinFeature: MessageFeature = {
  name: 'pins',
  async wiped(tx, chatId, messageIds, batch, actorId) {
    const gone = await deletePins(tx, chatId, messageIds);
    if (gone.length > 0 && actorId !== undefined) await tellPinned(batch, { chatId, actorId });
  },
  async decorate(sql, { chatId, rows }) {
    const pinned = await readPinsAmong(
      sql,
      chatId,
      rows.map((row) => row.messageId),
    );
    return new Map(pinned.map((messageId) => [messageId, { pinned: true as const }]));
  },
};
