import { topics as contract } from '@veche/contract';
import { readAccounts } from '../../identity/index.ts';
import { accountOf } from '../../kernel/rpc/caller.ts';
import { type Handler, implement } from '../../kernel/rpc/handler.ts';
import { readSeat } from '../chats/store.ts';
import type { ChatDependencies } from '../dependencies.ts';
import { noSuchChat } from '../messages/rules.ts';
import { pageOf, seqOfCursor } from '../../kernel/paging.ts';
import { applySwitches, applyTopicChanges, applyTopicCreations } from './appliers.ts';
import { noSuchTopic } from './rules.ts';
import { moveTopicRead, readGeneral, readTopicPage } from './store.ts';

export function topicHandlers({ sql, writer }: ChatDependencies): Handler[] {
  return [
    implement(contract.enable, ({ caller }, { chatId }) =>
      writer.submit(applySwitches, { chatId, actorId: accountOf(caller), on: true }),
    ),
    implement(contract.disable, ({ caller }, { chatId }) =>
      writer.submit(applySwitches, { chatId, actorId: accountOf(caller), on: false }),
    ),
    implement(contract.create, ({ caller }, { icon, ...input }) =>
      writer.submit(applyTopicCreations, { ...input, icon, actorId: accountOf(caller) }),
    ),
    implement(contract.edit, ({ caller }, input) =>
      writer.submit(applyTopicChanges, { ...input, actorId: accountOf(caller) }),
    ),
    implement(contract.close, ({ caller }, target) =>
      writer.submit(applyTopicChanges, { ...target, actorId: accountOf(caller), closed: true }),
    ),
    implement(contract.reopen, ({ caller }, target) =>
      writer.submit(applyTopicChanges, { ...target, actorId: accountOf(caller), closed: false }),
    ),
    implement(contract.list, async ({ caller }, { chatId, cursor, limit }) => {
      const readerId = accountOf(caller);
      const before = seqOfCursor(cursor);
      // The general one first: what comes after its head is found again by the log.
      const whole = await readGeneral(sql, chatId, readerId);
      if (whole === null) throw noSuchChat();
      const rows = await readTopicPage(sql, { chatId, readerId, before, limit: limit + 1 });
      const { page, next } = pageOf(rows, limit, (last) => String(last.lastMessageId));
      const topics = page.map(({ topic }) => topic);
      const shown = before === undefined ? [...topics, whole.general] : topics;
      return {
        topics,
        ...(before === undefined ? { general: whole.general } : {}),
        accounts: await readAccounts(
          sql,
          shown.flatMap(({ lastMessage }) => lastMessage?.senderId ?? []),
          accountOf(caller),
        ),
        headSeq: whole.headSeq,
        ...next,
      };
    }),
    implement(contract.markRead, async ({ caller }, { chatId, topicId, seq }) => {
      const accountId = accountOf(caller);
      const position = await writer.transact([], async (batch) => {
        const moved = await moveTopicRead(batch.tx, { accountId, chatId, topicId, seq });
        if (moved?.moved === true) {
          batch.appendAccount(accountId, { kind: 'topic.read', chatId, topicId, readSeq: moved.readSeq });
        }
        return moved;
      });
      if (position !== null) return { readSeq: position.readSeq, unreadCount: position.unreadCount };
      throw (await readSeat(sql, chatId, accountId)) === null ? noSuchChat() : noSuchTopic();
    }),
  ];
}
