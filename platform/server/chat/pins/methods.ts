import { pins as contract } from '@veche/contract';
import { readAccounts } from '../../identity/index.ts';
import { accountOf } from '../../kernel/rpc/caller.ts';
import { type Handler, implement } from '../../kernel/rpc/handler.ts';
import type { ChatDependencies } from '../dependencies.ts';
import { noSuchChat } from '../messages/rules.ts';
import { accountsIn, showMessages } from '../messages/show.ts';
import { readMessagesById } from '../messages/store.ts';
import { pageOf, seqOfCursor } from '../../kernel/paging.ts';
import { applyPins, applyUnpins } from './appliers.ts';
import { readPins } from './store.ts';

export function pinHandlers({ sql, writer }: Pick<ChatDependencies, 'sql' | 'writer'>): Handler[] {
  return [
    implement(contract.set, ({ caller }, { chatId, messageId, notify = false }) =>
      writer.submit(applyPins, { chatId, messageId, notify, actorId: accountOf(caller) }),
    ),
    implement(contract.unset, async ({ caller }, { chatId, messageId }) => {
      const { count } = await writer.submit(applyUnpins, { chatId, messageId, actorId: accountOf(caller) });
      return { changed: count > 0 };
    }),
    implement(contract.unsetAll, ({ caller }, { chatId }) =>
      writer.submit(applyUnpins, { chatId, actorId: accountOf(caller) }),
    ),
    implement(contract.list, async ({ caller }, { chatId, cursor, limit }) => {
      const readerId = accountOf(caller);
      const before = seqOfCursor(cursor) ?? Number.MAX_SAFE_INTEGER;
      const page = await readPins(sql, { chatId, readerId, before, limit: limit + 1 });
      if (page === null) throw noSuchChat();
      const { page: pins, next } = pageOf(page, limit, (last) => String(last.seq));
      const ids = pins.map((pin) => pin.messageId);
      const rows = await readMessagesById(sql, chatId, ids);
      const shown = await showMessages(sql, { chatId, rows, readerId });
      const byId = new Map(shown.map((message) => [message.messageId, message]));
      const messages = ids.flatMap((id) => byId.get(id) ?? []).filter((message) => message.deleted !== true);
      return {
        messages,
        accounts: await readAccounts(sql, accountsIn(messages), accountOf(caller)),
        ...next,
      };
    }),
  ];
}
