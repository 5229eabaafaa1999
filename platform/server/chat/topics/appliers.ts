import {
  type AccountId,
  type ChatId,
  type ClientId,
  type MessageId,
  type TopicIcon,
  topics as contract,
  VecheError,
} from '@veche/contract';
import { findRepeats, requestHashOf } from '../../kernel/conversation-log/index.ts';
import { recordAdminAct } from '../audit/record.ts';
import { enter, oneByOne } from '../chats/appliers.ts';
import { mayDo } from '../chats/rules.ts';
import { markSendersRead } from '../messages/store.ts';
import { mayChangeTopic, mayManageTopics, mustBeGroup, noSuchTopic } from './rules.ts';
import { faceOf, insertTopic, noteMessages, readTopics, readTopicState, switchTopics, updateTopic } from './store.ts';

export const applySwitches = oneByOne<{ chatId: ChatId; actorId: AccountId; on: boolean }, { changed: boolean }>(
  async (batch, { chatId, actorId, on }) => {
    const entered = await enter(batch, chatId, actorId);
    if (entered instanceof VecheError) return entered;
    const refusal = mustBeGroup(entered.head) ?? mayManageTopics(entered.member);
    if (refusal !== null) return refusal;
    const changed = await switchTopics(batch.tx, chatId, on);
    if (changed) {
      const set = { hasTopics: on ? (true as const) : null };
      batch.append(chatId, actorId, { kind: 'chat.changed', set });
      await recordAdminAct(batch, { chatId, actorId, kind: 'chat.changed', data: { set } });
    }
    return { changed };
  },
);

interface Creation {
  chatId: ChatId;
  actorId: AccountId;
  clientId: ClientId;
  title: string;
  icon: TopicIcon | undefined;
}

/** A topic begins with a message of the platform's making that says its title. */
export const applyTopicCreations = oneByOne<Creation, { topicId: MessageId }>(
  async (batch, { chatId, actorId, clientId, title, icon }) => {
    const entered = await enter(batch, chatId, actorId);
    if (entered instanceof VecheError) return entered;
    const { head, member } = entered;
    const requestHash = requestHashOf([contract.create.name, title, icon]);
    const [repeat] = await findRepeats(batch, [{ chatId, actorId, clientId, requestHash }]);
    if (repeat instanceof VecheError) return repeat;
    const within = batch.findAppended(chatId, actorId, clientId);
    const before = repeat ?? within;
    if (before !== undefined) return { topicId: before.seq as MessageId };
    const refusal =
      mustBeGroup(head) ??
      mayDo(head, member, 'sendMessages', batch.at) ??
      mayDo(head, member, 'createTopics', batch.at);
    if (refusal !== null) return refusal;
    const { hasTopics, count } = await readTopicState(batch.tx, chatId);
    if (!hasTopics) return new VecheError('conflict', 'The group shows no topics now.', { field: 'chatId' });
    if (count >= contract.MAX_TOPICS) {
      return new VecheError('conflict', `A group has up to ${contract.MAX_TOPICS} topics.`, { field: 'chatId' });
    }
    // The message names the topic that it opens, so its number must be known beforehand: the chat is locked.
    const topicId = (head.lastSeq + 1) as MessageId;
    const { message } = batch.appendMessage(chatId, actorId, {
      ...{ text: title, body: { opensTopic: true }, replyTo: null, topicId, buttons: null, expiresAt: null },
      ...{ clientId, requestHash },
    });
    await insertTopic(batch.tx, {
      ...{ chatId, topicId, creatorId: actorId, title },
      ...{ iconEmoji: icon?.emoji ?? null, iconColour: icon?.colour ?? null },
      ...{ createdAt: batch.at, closedAt: null, postChatId: null, postMessageId: null },
    });
    await noteMessages(batch.tx, [message]);
    batch.later((tx) => markSendersRead(tx, [message]));
    return { topicId };
  },
);

interface Change {
  chatId: ChatId;
  actorId: AccountId;
  topicId: MessageId;
  title?: string | undefined;
  icon?: TopicIcon | null | undefined;
  closed?: boolean | undefined;
}

export const applyTopicChanges = oneByOne<Change, { changed: boolean }>(async (batch, operation) => {
  const { chatId, actorId, topicId, title, icon, closed } = operation;
  const entered = await enter(batch, chatId, actorId);
  if (entered instanceof VecheError) return entered;
  const [topic] = await readTopics(batch.tx, [{ chatId, topicId }]);
  const refusal = mayChangeTopic(topic, actorId, entered.member);
  if (refusal !== null || topic === undefined) return refusal ?? noSuchTopic();
  const after = {
    ...topic,
    title: title ?? topic.title,
    ...(icon === undefined ? {} : { iconEmoji: icon?.emoji ?? null, iconColour: icon?.colour ?? null }),
    ...(closed === undefined ? {} : { closedAt: closed ? (topic.closedAt ?? batch.at) : null }),
  };
  const face = faceOf(after);
  if (JSON.stringify(face) === JSON.stringify(faceOf(topic))) return { changed: false };
  await updateTopic(batch.tx, after);
  batch.append(chatId, actorId, { kind: 'topic.changed', topicId, ...face });
  if (topic.creatorId !== actorId) {
    await recordAdminAct(batch, { chatId, actorId, kind: 'topic.changed', data: { topicId, ...face } });
  }
  return { changed: true };
});
