import { isDeepStrictEqual } from 'node:util';
import type { MessageFeature } from '../messages/features.ts';
import { deleteVersions, insertVersion } from './store.ts';

/** Each edit of what a message says keeps what it said before, until the message is deleted. */
export const versionFeature: MessageFeature = {
  name: 'versions',
  async edited(batch, before, after) {
    if (before.text === after.text && isDeepStrictEqual(before.body, after.body)) return null;
    // The edit is the next event of the log.
    await insertVersion(batch.tx, before, (batch.head(before.chatId)?.lastSeq ?? 0) + 1);
    return null;
  },
  wiped: deleteVersions,
};
