import type { MessageFeature } from '../messages/features.ts';
import { readReactionCounts } from './store.ts';

/** Reads show the totals by emoji. */
export const reactionFeature: MessageFeature = {
  name: 'reactions',
  decorate: async (sql, { chatId, rows, readerId }) => {
    const counts = await readReactionCounts(
      sql,
      chatId,
      rows.map((row) => row.messageId),
      readerId,
    );
    return new Map([...counts].map(([messageId, reactions]) => [messageId, { reactions }]));
  },
};
