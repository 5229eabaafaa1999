import { appReports as contract, VecheError } from '@veche/contract';
import { insertModeratorAct, requireModerator } from '../../chat/index.ts';
import { readAccounts } from '../../identity/index.ts';
import { mayActFor } from '../../organisations/index.ts';
import { accountOf } from '../../kernel/rpc/caller.ts';
import { type Handler, implement } from '../../kernel/rpc/handler.ts';
import type { AppsDependencies } from '../dependencies.ts';
import { readApp } from '../registry/store.ts';
import { closeReports, findByName, putReport, readReportedApps } from './store.ts';

/** Reports of apps: people make them, the platform decides. */
export function appReportHandlers(dependencies: AppsDependencies): Handler[] {
  const { sql, clock, moderatorPhones } = dependencies;

  const find = async (app: string) => {
    const found = await findByName(sql, app);
    if (found === null) throw new VecheError('not_found', 'There is no such mini-app.', { field: 'app' });
    return found;
  };

  return [
    implement(contract.create, async ({ caller }, { app, reason, comment = '' }) => {
      const accountId = accountOf(caller);
      const { appId } = await find(app);
      if (await mayActFor(sql, accountId, appId))
        throw new VecheError('conflict', 'This mini-app is your own.', { field: 'app' });
      await putReport(sql, { accountId, appId, reason, comment: comment === '' ? null : comment, at: clock.now() });
      return {};
    }),

    implement(contract.list, async ({ caller }, { language }) => {
      const readerId = accountOf(caller);
      await requireModerator(sql, readerId, moderatorPhones);
      const rows = await readReportedApps(sql, contract.MAX_COMMENTS_SHOWN);
      const owners = await readAccounts(
        sql,
        rows.map(({ ownerId }) => ownerId),
        readerId,
      );
      const shown = rows.map(async ({ appId, ownerId, releaseId, since, reasons, comments }) => {
        const owner = owners.find(({ accountId }) => accountId === ownerId);
        return {
          app: { ...(await readApp(sql, language, appId, releaseId)), release: releaseId },
          ...(owner !== undefined && { owner }),
          ...{ reasons, comments, since: since.toISOString() },
        };
      });
      return { apps: await Promise.all(shown) };
    }),

    implement(contract.dismiss, async ({ caller }, { app, note }) => {
      const moderatorId = accountOf(caller);
      await requireModerator(sql, moderatorId, moderatorPhones);
      const { appId, ownerId } = await find(app);
      if (await mayActFor(sql, moderatorId, appId))
        throw new VecheError('forbidden', 'Another moderator decides on reports of your app.', { field: 'app' });
      return sql.begin(async (tx) => {
        const at = clock.now();
        const changed = await closeReports(tx, appId, at);
        const act = {
          moderatorId,
          kind: 'appReport.dismissed',
          chatId: null,
          targetId: ownerId,
          note: `${app}: ${note}`,
          at,
        };
        if (changed) await insertModeratorAct(tx, act);
        return { changed };
      });
    }),
  ];
}
