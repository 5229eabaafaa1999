import { isDeepStrictEqual } from 'node:util';
import { type AccountId, type ChatId, drafts as contract, type MessageId } from '@veche/contract';
import { accountOf } from '../../kernel/rpc/caller.ts';
import { implement } from '../../kernel/rpc/handler.ts';
import type { WingPart } from '../../kernel/wing.ts';
import { momentOfCursor, pageOf } from '../../kernel/paging.ts';
import type { ChatDependencies } from '../dependencies.ts';
import { noSuchChat } from '../messages/rules.ts';
import { noSuchTopic } from '../topics/rules.ts';
import { draftOf, shownDraft } from './rules.ts';
import { hasTopic, lockDrafts, readDraft, readDrafts, writeDraft } from './store.ts';

export function draftsPart({ sql, writer }: ChatDependencies): WingPart {
  const place = (accountId: AccountId, chatId: ChatId, topicId: MessageId | undefined) => ({
    accountId,
    chatId,
    topicId: topicId ?? 0,
  });

  return {
    handlers: [
      implement(contract.set, ({ caller }, { chatId, topicId, ...content }) => {
        const at = place(accountOf(caller), chatId, topicId);
        const draft = draftOf({ ...content, topicId });
        return writer.transact([], async (batch) => {
          const version = await lockDrafts(batch.tx, at);
          if (version === null) throw noSuchChat();
          if (draft !== null && !(await hasTopic(batch.tx, at))) throw noSuchTopic();
          if (isDeepStrictEqual(await readDraft(batch.tx, at), draft)) return { draftVersion: version, changed: false };
          const draftVersion = await writeDraft(batch.tx, at, draft, batch.at);
          const where = topicId === undefined ? {} : { topicId };
          batch.appendAccount(at.accountId, { kind: 'draft.changed', chatId, draftVersion, ...where });
          return { draftVersion, changed: true };
        });
      }),

      implement(contract.list, async ({ caller }, { cursor, limit }) => {
        const after = momentOfCursor(cursor, 3) as [number, number, number] | undefined;
        const rows = await readDrafts(sql, { accountId: accountOf(caller), after: after ?? null, limit: limit + 1 });
        const { page, next } = pageOf(rows, limit, (last) => `${last.at.getTime()}_${last.chatId}_${last.topicId}`);
        return {
          drafts: page.map(({ chatId, at, content }) => ({ chatId, draft: shownDraft(content, at) })),
          ...next,
        };
      }),
    ],
  };
}
