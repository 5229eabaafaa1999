import { randomUUID } from 'node:crypto';
import { type AccountId, type ChatId, type ClientId, comments as contract, VecheError } from '@veche/contract';
import { readAccounts } from '../../identity/index.ts';
import { accountOf } from '../../kernel/rpc/caller.ts';
import { type Handler, implement } from '../../kernel/rpc/handler.ts';
import type { WingPart } from '../../kernel/wing.ts';
import { accountNamed } from '../chats/account-named.ts';
import { readOneChat } from '../chats/list.ts';
import type { ChatDependencies } from '../dependencies.ts';
import { isBanned } from '../members/store.ts';
import { noSuchChat, noSuchMessage } from '../messages/rules.ts';
import { showMessages } from '../messages/show.ts';
import { readVisibleMessage } from '../messages/store.ts';
import { applyDiscussionJoins, applyOpenings, linkDiscussion } from './appliers.ts';
import { noDiscussion } from './rules.ts';
import { readComments, readDiscussion, readLink, readThread } from './store.ts';
import { createCommentTelling } from './telling.ts';

export function commentsPart(dependencies: ChatDependencies): WingPart {
  return { handlers: commentHandlers(dependencies), ...createCommentTelling(dependencies) };
}

function commentHandlers({ sql, writer, clock }: ChatDependencies): Handler[] {
  /** The group that discusses a channel, for who follows the channel and is not banned from the group. */
  const discussionOf = async (chatId: ChatId, readerId: AccountId) => {
    const found = await readDiscussion(sql, chatId, readerId);
    if (found === null) throw noSuchChat();
    const { discussionId, isMember } = found;
    if (discussionId === null) throw noDiscussion();
    if (!isMember && (await isBanned(sql, discussionId, readerId, clock.now()))) {
      throw new VecheError('forbidden', 'This account is banned from the discussion.', { field: 'chatId' });
    }
    return { discussionId, isMember };
  };

  return [
    implement(contract.linkDiscussion, async ({ caller }, { chatId, discussionId }) => {
      const act = { chatId, discussionId, actorId: accountOf(caller) };
      const formerId = (await readLink(sql, chatId))?.linkedId ?? null;
      const ids = [chatId, discussionId, formerId].filter((id) => id !== null);
      return { changed: await writer.transact(ids, (batch) => linkDiscussion(batch, act, formerId)) };
    }),
    implement(contract.open, async ({ caller }, { chatId, messageId }) => {
      const accountId = accountOf(caller);
      const { discussionId, isMember } = await discussionOf(chatId, accountId);
      if ((await readVisibleMessage(sql, { chatId, messageId, accountId })) === null) throw noSuchMessage();
      const post = { chatId, messageId };
      const { topicId, commentCount } =
        (await readThread(sql, post, discussionId)) ??
        (await writer.submit(applyOpenings, { chatId: discussionId, post, clientId: randomUUID() as ClientId }));
      return { discussionId, isMember, topicId, commentCount };
    }),
    implement(contract.list, async ({ caller }, { chatId, messageId, before = Number.MAX_SAFE_INTEGER, limit }) => {
      const readerId = accountOf(caller);
      const { discussionId, isMember } = await discussionOf(chatId, readerId);
      const thread = await readThread(sql, { chatId, messageId }, discussionId);
      const place = { discussionId, isMember, commentCount: thread?.commentCount ?? 0 };
      if (thread === null) return { ...place, messages: [], accounts: [], hasEarlier: false };
      const found = await readComments(sql, thread, { readerId, before, limit: limit + 1 });
      const rows = found.slice(0, limit).reverse();
      const messages = await showMessages(sql, { chatId: discussionId, rows, readerId });
      const accounts = await readAccounts(
        sql,
        messages.map((message) => message.senderId),
        accountOf(caller),
      );
      return { ...place, messages, accounts, hasEarlier: found.length > limit };
    }),
    implement(contract.join, async ({ caller }, { chatId }) => {
      const accountId = accountOf(caller);
      const { discussionId } = await discussionOf(chatId, accountId);
      const account = await accountNamed(sql, accountId);
      await writer.submit(applyDiscussionJoins, { chatId: discussionId, channelId: chatId, account });
      return readOneChat(sql, accountId, discussionId);
    }),
  ];
}
