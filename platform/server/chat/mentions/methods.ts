import { mentions as contract, type Message } from '@veche/contract';
import { readAccounts } from '../../identity/index.ts';
import { accountOf } from '../../kernel/rpc/caller.ts';
import { type Handler, implement } from '../../kernel/rpc/handler.ts';
import { readRole } from '../chats/store.ts';
import type { ChatDependencies } from '../dependencies.ts';
import { noSuchChat } from '../messages/rules.ts';
import { accountsIn, showMessages } from '../messages/show.ts';
import { readMessagesById } from '../messages/store.ts';
import { momentOfCursor, pageOf } from '../../kernel/paging.ts';
import { readMentions } from './store.ts';

export function mentionHandlers({ sql }: Pick<ChatDependencies, 'sql'>): Handler[] {
  return [
    implement(contract.list, async ({ caller }, { chatId = null, unread = false, cursor, limit }) => {
      const accountId = accountOf(caller);
      if (chatId !== null && (await readRole(sql, chatId, accountId)) === null) throw noSuchChat();
      const end = Number.MAX_SAFE_INTEGER;
      const [at = Date.now() + 60_000, beforeChat = end, beforeMessage = end] = momentOfCursor(cursor, 3) ?? [];
      const before = { at, chatId: beforeChat, messageId: beforeMessage };
      const page = await readMentions(sql, { accountId, chatId, unread, before, limit: limit + 1 });
      const { page: rows, next } = pageOf(
        page,
        limit,
        (last) => `${last.at.getTime()}_${last.chatId}_${last.messageId}`,
      );
      const shown = new Map<string, Message>();
      for (const [place, list] of Map.groupBy(rows, (row) => row.chatId)) {
        const found = await readMessagesById(
          sql,
          place,
          list.map((row) => row.messageId),
        );
        const live = found.filter((row) => row.deletedAt === null);
        for (const message of await showMessages(sql, { chatId: place, rows: live, readerId: accountId }))
          shown.set(`${place} ${message.messageId}`, message);
      }
      const messages = rows.flatMap((row) => shown.get(`${row.chatId} ${row.messageId}`) ?? []);
      return {
        messages,
        accounts: await readAccounts(sql, accountsIn(messages), accountOf(caller)),
        ...next,
      };
    }),
  ];
}
