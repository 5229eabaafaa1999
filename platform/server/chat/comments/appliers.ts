import { type Account, type AccountId, type ChatId, type ClientId, type MessageId, VecheError } from '@veche/contract';
import { type Batch, requestHashOf } from '../../kernel/conversation-log/index.ts';
import { recordAdminAct } from '../audit/record.ts';
import { enter, keptOut, oneByOne } from '../chats/appliers.ts';
import { holdsRight, mayDo } from '../chats/rules.ts';
import { seat } from '../chats/seats.ts';
import { bodyOf } from '../messages/draft.ts';
import { noSuchChat, noSuchMessage } from '../messages/rules.ts';
import { readMessagesById } from '../messages/store.ts';
import { spendBudget } from '../standing/standing.ts';
import { insertTopic } from '../topics/store.ts';
import { mayBeLinked, noDiscussion } from './rules.ts';
import { readLink, readThread, upsertThread, writeLink } from './store.ts';

/** Links a channel with a group, or parts them; every chat that is touched is locked. */
export async function linkDiscussion(
  batch: Batch,
  { chatId, discussionId, actorId }: { chatId: ChatId; discussionId: ChatId | null; actorId: AccountId },
  formerId: ChatId | null,
): Promise<boolean> {
  const entered = await enter(batch, chatId, actorId);
  if (entered instanceof VecheError) throw entered;
  const refusal =
    mayBeLinked(entered.head, 'channel', 'chatId') ?? mayDo(entered.head, entered.member, 'changeInfo', batch.at);
  if (refusal !== null) throw refusal;
  const link = await readLink(batch.tx, chatId);
  // Someone else linked it between the look and the lock.
  if (link?.linkedId !== formerId) throw new VecheError('conflict', 'The link has just changed.', { field: 'chatId' });
  if (formerId === discussionId) return false;
  if (discussionId !== null) await enterDiscussion(batch, { chatId, discussionId, actorId });
  const tell = (id: ChatId, linkedId: ChatId | null) => {
    batch.append(id, actorId, { kind: 'chat.changed', set: { linkedChatId: linkedId } });
    return recordAdminAct(batch, {
      ...{ chatId: id, actorId, kind: 'chat.changed' },
      data: { set: { linkedChatId: linkedId } },
    });
  };
  if (formerId !== null && batch.head(formerId) !== undefined) {
    await writeLink(batch.tx, formerId, null);
    await tell(formerId, null);
  }
  if (discussionId !== null) {
    await writeLink(batch.tx, discussionId, chatId);
    await tell(discussionId, chatId);
  }
  await writeLink(batch.tx, chatId, discussionId);
  await tell(chatId, discussionId);
  return true;
}

/** The group must be the actor's to change, too, and discuss nothing else. */
async function enterDiscussion(
  batch: Batch,
  { chatId, discussionId, actorId }: { chatId: ChatId; discussionId: ChatId; actorId: AccountId },
): Promise<void> {
  const entered = await enter(batch, discussionId, actorId);
  if (entered instanceof VecheError) throw new VecheError('not_found', entered.message, { field: 'discussionId' });
  const { head, member } = entered;
  const refusal = mayBeLinked(head, 'group', 'discussionId');
  if (refusal !== null) throw refusal;
  // Who follows the channel may then read and join: that is not a member's to decide.
  if (!holdsRight(member, 'changeInfo') || !holdsRight(member, 'inviteMembers')) {
    throw new VecheError('forbidden', 'Only admins who may change the group and invite to it may link it.', {
      field: 'discussionId',
    });
  }
  const link = await readLink(batch.tx, discussionId);
  if (link?.linkedId != null && link.linkedId !== chatId) {
    throw new VecheError('conflict', 'This group discusses another channel.', { field: 'discussionId' });
  }
}

interface Opening {
  /** The group: the log that is written. */
  chatId: ChatId;
  post: { chatId: ChatId; messageId: MessageId };
  clientId: ClientId;
}

/** The place of a post's comments: a message in the group that stands for the post, and names their topic. */
export const applyOpenings = oneByOne<Opening, { topicId: MessageId; commentCount: number }>(
  async (batch, { chatId, post, clientId }) => {
    const { tx } = batch;
    const head = batch.head(chatId);
    const link = await readLink(tx, post.chatId);
    if (head === undefined || link?.linkedId !== chatId) return noDiscussion();
    const before = await readThread(tx, post, chatId);
    if (before !== null) return before;
    const [row] = await readMessagesById(tx, post.chatId, [post.messageId]);
    if (row === undefined || row.deletedAt !== null) return noSuchMessage();
    const topicId = (head.lastSeq + 1) as MessageId;
    const entities = row.body?.entities;
    batch.appendMessage(chatId, row.senderId, {
      ...{ text: row.text, body: bodyOf({ commentsOn: post, ...(entities && { entities }) }), topicId },
      ...{ replyTo: null, buttons: null, expiresAt: null, clientId, requestHash: requestHashOf(post) },
    });
    await insertTopic(tx, {
      ...{ chatId, topicId, creatorId: row.senderId, title: '' },
      ...{ iconEmoji: null, iconColour: null, createdAt: batch.at, closedAt: null },
      ...{ postChatId: post.chatId, postMessageId: post.messageId },
    });
    await upsertThread(tx, post, { groupId: chatId, topicId });
    return { topicId, commentCount: 0 };
  },
);

/** Seats a follower of the channel in the group that discusses it. */
export const applyDiscussionJoins = oneByOne<
  { chatId: ChatId; channelId: ChatId; account: Account },
  Record<string, never>
>(async (batch, { chatId, channelId, account }) => {
  const { accountId } = account;
  const head = batch.head(chatId);
  const link = await readLink(batch.tx, channelId);
  if (head === undefined || link?.linkedId !== chatId) return noDiscussion();
  if ((await batch.member(channelId, accountId)) === null) return noSuchChat();
  if ((await batch.member(chatId, accountId)) !== null) return {};
  const refusal = await keptOut(batch, head, accountId, 'chatId');
  if (refusal !== null) return refusal;
  await spendBudget(batch.tx, { accountId, kind: 'joinedChats', count: 1 }, batch.at);
  await seat(batch, head, accountId, { account });
  return {};
});
