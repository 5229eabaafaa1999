import { type AccountId, VecheError } from '@veche/contract';
import type { ChatHead, Membership } from '../../kernel/conversation-log/index.ts';
import { holdsRight, onlyAdmins } from '../chats/rules.ts';
import type { TopicRow } from './store.ts';

/** Only groups have topics. */
export function mustBeGroup({ kind }: Pick<ChatHead, 'kind'>): VecheError | null {
  return kind === 'group' ? null : new VecheError('not_supported', 'Only groups have topics.', { field: 'chatId' });
}

export function mayManageTopics(member: Membership): VecheError | null {
  return holdsRight(member, 'manageTopics') ? null : onlyAdmins();
}

/** The creator changes a topic, and whoever manages topics. Threads of comments follow their posts. */
export function mayChangeTopic(topic: TopicRow | undefined, actorId: AccountId, member: Membership): VecheError | null {
  if (topic === undefined || topic.postChatId !== null) return noSuchTopic();
  if (topic.creatorId === actorId || holdsRight(member, 'manageTopics')) return null;
  return new VecheError('forbidden', 'Only who opened the topic, or who manages topics, may change it.', {
    field: 'topicId',
  });
}

/** Writing takes a topic that is shown and open; who may close it writes on. */
export function mayWriteIn(
  topic: (TopicRow & { hasTopics: boolean }) | undefined,
  actorId: AccountId,
  member: Membership | undefined,
): VecheError | null {
  if (topic === undefined) return noSuchTopic();
  if (topic.postChatId === null && !topic.hasTopics) {
    return new VecheError('conflict', 'The group shows no topics now.', { field: 'topicId' });
  }
  if (topic.closedAt === null || topic.creatorId === actorId) return null;
  if (member !== undefined && holdsRight(member, 'manageTopics')) return null;
  return new VecheError('conflict', 'This topic is closed.', { field: 'topicId' });
}

export function noSuchTopic(): VecheError {
  return new VecheError('not_found', 'There is no such topic in this chat.', { field: 'topicId' });
}
