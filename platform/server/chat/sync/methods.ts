import { type ChatEvent, type Seq, sync as contract } from '@veche/contract';
import {
  placeOf,
  readAccountEvents,
  readEvents,
  type StoredEvent,
  toPlainEvent,
} from '../../kernel/conversation-log/index.ts';
import { accountOf } from '../../kernel/rpc/caller.ts';
import { type Handler, implement } from '../../kernel/rpc/handler.ts';
import type { ChatDependencies } from '../dependencies.ts';
import { noSuchChat } from '../messages/rules.ts';
import { tellMessages } from '../messages/show.ts';
import { readMessagesById } from '../messages/store.ts';

const contentKinds = new Set(['message.created', 'message.edited']);

export function syncHandlers({ sql }: ChatDependencies): Handler[] {
  return [
    implement(contract.pull, async ({ caller }, { chatId, after, limit }) => {
      const readerId = accountOf(caller);
      const page = await readEvents(sql, { chatId, accountId: readerId, after, limit });
      if (page === null) throw noSuchChat();
      const ids = page.events.flatMap(({ kind, messageId, isWithheld }) =>
        contentKinds.has(kind) && !isWithheld ? (messageId ?? []) : [],
      );
      const rows = await readMessagesById(sql, chatId, [...new Set(ids)]);
      const messages = await tellMessages(sql, { chatId, rows, readerId });
      const content = new Map(messages.map((message) => [message.messageId, message]));
      const toEvent = (event: StoredEvent): ChatEvent => {
        const told = { chatId, seq: event.seq as Seq, at: event.at.toISOString() };
        if (event.isWithheld) return { kind: 'message.withheld', ...told };
        if (event.messageId === null || !contentKinds.has(event.kind)) return toPlainEvent(chatId, event);
        return { ...placeOf(chatId, event), message: content.get(event.messageId) } as unknown as ChatEvent;
      };
      return { events: page.events.map(toEvent), headSeq: page.headSeq, floorSeq: page.floorSeq };
    }),

    implement(contract.pullAccount, async ({ caller }, { after, limit }) => {
      const page = await readAccountEvents(sql, { accountId: accountOf(caller), after, limit });
      return { events: page.events, headSeq: page.headSeq, floorSeq: page.floorSeq };
    }),
  ];
}
