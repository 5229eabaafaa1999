import {
  type AccountId,
  type Grant,
  type InstalledApp,
  installations as contract,
  type Language,
  VecheError,
} from '@veche/contract';
import { tellUninstalled } from '../../bots/index.ts';
import { personOf } from '../../kernel/rpc/caller.ts';
import { type Handler, implement } from '../../kernel/rpc/handler.ts';
import type { AppsDependencies } from '../dependencies.ts';
import { iconOf } from '../icons/routes.ts';
import { languageOf } from '../language.ts';
import { readGiven } from '../launch/store.ts';
import { findBySlug } from '../registry/store.ts';
import { readItemsOf } from '../storage/store.ts';
import {
  addInstallation,
  type InstalledRow,
  lockInstallation,
  noteBotTold,
  readInstalled,
  setDeleteAt,
  stopLaunches,
} from './store.ts';

const DAY_MS = 86_400_000;

/** Mini-apps that people have. */
export function installationHandlers({ sql, writer, clock, bus, trust }: AppsDependencies): Handler[] {
  const { install, installed, uninstall, exportKept } = contract.installationMethods;

  const readFor = async (accountId: AccountId, asked: Language | undefined, slug?: string) => {
    const language = asked ?? (await languageOf(sql, accountId));
    const rows = await readInstalled(sql, accountId, slug);
    const grants = await trust.readGrantsHeld(sql, { accountId, language, now: clock.now() });
    return { rows, grants, language };
  };

  return [
    implement(install, async ({ caller }, { app }) => {
      const { accountId } = personOf(caller);
      const live = (await readGiven(sql, app)).find(({ state }) => state === 'live');
      if (live === undefined) throw noSuchApp('There is no such mini-app.');
      return { changed: await addInstallation(sql, { accountId, appId: live.appId }, clock.now()) };
    }),

    implement(installed, async ({ caller }, input) => {
      const { rows, grants, language } = await readFor(personOf(caller).accountId, input.language);
      return { apps: rows.map((row) => toInstalled(row, grants, language)) };
    }),

    implement(uninstall, async ({ caller }, { app }) => {
      const { accountId } = personOf(caller);
      const found = await findBySlug(sql, app);
      if (found === null) throw notYours();
      const place = { accountId, appId: found.appId };
      const at = clock.now();
      const done = await writer.transact([], async (batch) => {
        const { tx } = batch;
        const held = await lockInstallation(tx, place);
        if (held === null) throw notYours();
        if (held.deleteAt !== null) return { changed: false, deleteAt: held.deleteAt };
        const deleteAt = new Date(at.getTime() + contract.KEPT_DAYS * DAY_MS);
        await setDeleteAt(tx, place, deleteAt);
        // Before the windows end, with which a grant for while it is open would go without a word in the ledger.
        await trust.revokeGrantsOf(batch, accountId, found.appId);
        await stopLaunches(tx, place, at);
        const { botAccountId: botId, isBotTold, openedAt } = held;
        const keptUntil = await trust.readLastKept(tx, accountId, found.appId);
        // Who added an app and never opened it is nobody to its bot.
        if (botId !== null && !isBotTold && (openedAt ?? keptUntil) !== null) {
          await noteBotTold(tx, place);
          const deleteBy = new Date(Math.max(at.getTime(), keptUntil?.getTime() ?? 0)).toISOString();
          await tellUninstalled(tx, {
            ...{ botId, personId: accountId, deleteBy, at },
            app: { appId: found.appId, slug: app },
          });
        }
        return { changed: true, deleteAt };
      });
      if (done.changed) {
        bus.publish('told', { accountId, frame: { t: 'appStopped', appId: found.appId } });
        bus.publish('outbox', {});
      }
      return { changed: done.changed, deleteAt: done.deleteAt.toISOString() };
    }),

    implement(exportKept, async ({ caller }, { app, ...input }) => {
      const { accountId } = personOf(caller);
      const { rows, grants, language } = await readFor(accountId, input.language, app);
      const [row] = rows;
      if (row === undefined) throw notYours();
      const items = await readItemsOf(sql, accountId, row.appId);
      return {
        ...toInstalled(row, grants, language),
        storage: items.map(({ key, value }) => ({ key, value })),
        grants: grants.filter((grant) => grant.app.appId === row.appId),
        ledger: await trust.readLedgerOf(sql, accountId, row.appId),
      };
    }),
  ];
}

function toInstalled(row: InstalledRow, grants: readonly Grant[], language: Language): InstalledApp {
  const { appId, slug, name, installedAt, openedAt, deleteAt, items, bytes } = row;
  return {
    app: { appId, slug, name: name[language], ...iconOf(row, row.release) },
    installedAt: installedAt.toISOString(),
    ...(openedAt !== null && { openedAt: openedAt.toISOString() }),
    scopes: grants.filter((grant) => grant.app.appId === appId).map(({ scope }) => scope),
    kept: { items, bytes },
    ...(deleteAt !== null && { deleteAt: deleteAt.toISOString() }),
  };
}

function noSuchApp(message: string): VecheError {
  return new VecheError('not_found', message, { field: 'app' });
}

const notYours = () => noSuchApp('You do not have this mini-app.');
