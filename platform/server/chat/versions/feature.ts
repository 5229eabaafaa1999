import { isDeepStrictEqual } from 'node:util';
import type { MessageFeature } from '../messages/features.ts';
import { deleteVersions, insertVersion } from './store.ts';

/** Each edit of what a message says keeps what it said before, until the message is deleted. */
export const versionFeature: MessageFeature = {
  name: 'versions',
  async edited(batch, before, after, seq) {
    if (before.text === after.text && isDeepStrictEqual(before.body, after.body)) return;
    await insertVersion(batch.tx, before, seq);
  },
  wiped: deleteVersions,
};
