import type { MessageFeature } from '../messages/features.ts';
import { addComments, countByTopic, markEnded, readCommentCounts } from './store.ts';

/** Comments count on the posts that they are about; the channel's log is told a moment later. */
export const commentFeature: MessageFeature = {
  name: 'comments',
  concerns: ({ topicId }) => topicId !== null,
  created: (batch, created) => {
    const places = created.flatMap(({ draft: { chatId, topicId } }) => (topicId === null ? [] : [{ chatId, topicId }]));
    const counts = [...Map.groupBy(places, ({ chatId, topicId }) => `${chatId} ${topicId}`).values()].flatMap((group) =>
      group.slice(0, 1).map((place) => ({ ...place, by: group.length })),
    );
    batch.later((tx) => addComments(tx, counts));
    return Promise.resolve();
  },
  wiped: async (tx, chatId, messageIds) => {
    await markEnded(tx, chatId, messageIds);
    const counts = await countByTopic(tx, chatId, messageIds);
    if (counts.length > 0) {
      await addComments(
        tx,
        counts.map(({ topicId, count }) => ({ chatId, topicId, by: -count })),
      );
    }
  },
  decorate: async (sql, { chatId, rows }) => {
    const counts = await readCommentCounts(
      sql,
      chatId,
      rows.map((row) => row.messageId),
    );
    return new Map(counts.map(({ messageId, count }) => [messageId, { commentCount: count }]));
  },
};
