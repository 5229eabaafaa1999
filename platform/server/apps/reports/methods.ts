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
    if (found === null) throw noSuchApp();
    return found;
  };

  return [
    implement(contract.create, async ({ caller }, { app, reason, comment = '' }) => {
      const accountId = accountOf(caller);
      const { appId, isGiven } = await find(app);
      // What nobody has is nothing to them, and no queue of moderators shows its draft.
      if (!isGiven) throw noSuchApp();
      if (await mayActFor(sql, accountId, appId))
        throw new VecheError('conflict', 'This mini-app is your own.', { field: 'app' });
      await putReport(sql, { accountId, appId, reason, comment: comment === '' ? null : comment, at: clock.now() });
      return {};
    }),

    implement(contract.list, async ({ caller }, { language }) => {
      const readerId = accountOf(caller);
      await requireModerator(sql, readerId, moderatorPhones);
      const rows = await readReportedApps(sql, readerId, contract.MAX_COMMENTS_SHOWN);
      const owners = await readAccounts(
        sql,
        rows.map(({ ownerId }) => ownerId),
        readerId,
      );
      const shown = rows.map(async ({ appId, ownerId, releaseId, since, until, reasons, comments }) => {
        const owner = owners.find(({ accountId }) => accountId === ownerId);
        return {
          app: { ...(await readApp(sql, language, appId, releaseId)), release: releaseId },
          ...(owner !== undefined && { owner }),
          ...{ reasons, comments, since: since.toISOString(), until: until.toISOString() },
        };
      });
      return { apps: await Promise.all(shown) };
    }),

    implement(contract.dismiss, async ({ caller }, { app, until, note }) => {
      const moderatorId = accountOf(caller);
      await requireModerator(sql, moderatorId, moderatorPhones);
      const { appId, ownerId } = await find(app);
      if (await mayActFor(sql, moderatorId, appId))
        throw new VecheError('forbidden', 'Another moderator decides on reports of your app.', { field: 'app' });
      return sql.begin(async (tx) => {
        const at = clock.now();
        const changed = await closeReports(tx, appId, at, new Date(until));
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

function noSuchApp(): VecheError {
  return new VecheError('not_found', 'There is no such mini-app.', { field: 'app' });
}
