import { VecheError } from '@veche/contract';
import { seatKey } from '../../kernel/conversation-log/index.ts';
import type { MessageFeature } from '../messages/features.ts';
import { mayWriteIn } from './rules.ts';
import { noteMessages, readTopics } from './store.ts';

/** Messages of a topic, or of the comments under a post: sent into open ones alone. */
export const topicFeature: MessageFeature = {
  name: 'topics',
  concerns: ({ topicId }) => topicId !== null,
  check: async (batch, drafts) => {
    const wanted = drafts.flatMap(({ chatId, topicId }) => (topicId === null ? [] : [{ chatId, topicId }]));
    const topics = new Map(
      (await readTopics(batch.tx, wanted)).map((topic) => [`${topic.chatId} ${topic.topicId}`, topic]),
    );
    const seats = await batch.members(drafts.map(({ chatId, actorId }) => ({ chatId, accountId: actorId })));
    return drafts.map(({ chatId, topicId, actorId }) =>
      mayWriteIn(topics.get(`${chatId} ${topicId}`), actorId, seats.get(seatKey(chatId, actorId))),
    );
  },
  created: async (batch, created) => {
    await noteMessages(
      batch.tx,
      created.map(({ message }) => message),
    );
  },
  checkEdit: (_batch, before) => {
    const isOpening = before.body?.opensTopic === true || before.body?.commentsOn !== undefined;
    return Promise.resolve(
      isOpening
        ? new VecheError('forbidden', 'What opens a topic is changed with the topic, or in its channel.', {
            field: 'messageId',
          })
        : null,
    );
  },
};
