import { versions as contract } from '@veche/contract';
import { accountOf } from '../../kernel/rpc/caller.ts';
import { type Handler, implement } from '../../kernel/rpc/handler.ts';
import type { ChatDependencies } from '../dependencies.ts';
import { noSuchMessage } from '../messages/rules.ts';
import { pageOf, seqOfCursor } from '../../kernel/paging.ts';
import { readVersions } from './store.ts';

export function versionHandlers({ sql }: Pick<ChatDependencies, 'sql'>): Handler[] {
  return [
    implement(contract.versions, async ({ caller }, { chatId, messageId, cursor, limit }) => {
      const before = seqOfCursor(cursor) ?? Number.MAX_SAFE_INTEGER;
      const place = { chatId, messageId, readerId: accountOf(caller) };
      const page = await readVersions(sql, { ...place, before, limit: limit + 1 });
      if (page === null) throw noSuchMessage();
      const { page: shown, next } = pageOf(page, limit, (last) => String(last.seq));
      return {
        versions: shown.map(({ at, text, body }) => ({ at: at.toISOString(), text, ...body })),
        ...next,
      };
    }),
  ];
}
