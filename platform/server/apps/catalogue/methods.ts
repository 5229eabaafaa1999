import { type AccountId, catalogue as contract, VecheError } from '@veche/contract';
import { splitWords } from '../../chat/index.ts';
import { mayActFor } from '../../organisations/index.ts';
import { transaction } from '../../kernel/database/transaction.ts';
import { seqOfCursor } from '../../kernel/paging.ts';
import { accountOf } from '../../kernel/rpc/caller.ts';
import { type Handler, implement } from '../../kernel/rpc/handler.ts';
import type { AppsDependencies } from '../dependencies.ts';
import { languageOf } from '../language.ts';
import { findBySlug } from '../registry/store.ts';
import { deleteUse, hasUsed, readFromOrganisations, readRecent, searchCatalogue, setStars } from './store.ts';

export function catalogueHandlers({ sql }: Pick<AppsDependencies, 'sql'>): Handler[] {
  return [
    implement(contract.search, async ({ caller }, { query, category, ownedBy, app, language, cursor, limit }) => {
      const readerId = accountOf(caller);
      const skip = seqOfCursor(cursor) ?? 0;
      const found = await searchCatalogue(sql, {
        ...{ readerId, category, ownedBy, app, skip },
        language: language ?? (await languageOf(sql, readerId)),
        words: splitWords(query ?? ''),
        limit: limit + 1,
      });
      const next = found.length > limit ? { nextCursor: String(skip + limit) } : {};
      return { apps: found.slice(0, limit), ...next };
    }),
    implement(contract.recent, async ({ caller }, { language }) => {
      const readerId = accountOf(caller);
      return { apps: await readRecent(sql, readerId, language ?? (await languageOf(sql, readerId))) };
    }),
    implement(contract.fromOrganisations, async ({ caller }, { language }) => {
      const readerId = accountOf(caller);
      return {
        organisations: await readFromOrganisations(sql, readerId, language ?? (await languageOf(sql, readerId))),
      };
    }),
    implement(contract.rate, async ({ caller }, { app, stars }) => {
      const accountId = accountOf(caller);
      const found = await findBySlug(sql, app);
      if (found === null) throw new VecheError('not_found', 'There is no such mini-app.', { field: 'app' });
      const refusal = await rateRefusal(accountId, found);
      if (refusal !== null) throw new VecheError('forbidden', refusal, { field: 'app' });
      return { changed: await transaction(sql, (tx) => setStars(tx, accountId, found.appId, stars)) };
    }),
    implement(contract.forget, async ({ caller }, { app }) => {
      const found = await findBySlug(sql, app);
      if (found === null) return { changed: false };
      return { changed: await transaction(sql, (tx) => deleteUse(tx, accountOf(caller), found.appId)) };
    }),
  ];

  async function rateRefusal(accountId: AccountId, app: NonNullable<Awaited<ReturnType<typeof findBySlug>>>) {
    if (await mayActFor(sql, accountId, app.appId)) return 'Whoever publishes an app does not rate it.';
    return (await hasUsed(sql, accountId, app.appId)) ? null : 'Only those who opened an app rate it.';
  }
}
