import { z } from 'zod';
import { LedgerEntry } from './access-ledger.ts';
import { Language } from './accounts.ts';
import { AppScope } from './app-scopes.ts';
import { KEPT_DAYS } from './core/bridge-protocol.ts';
import { defineMethod } from './core/define-method.ts';
import { AppId, Timestamp } from './core/ids.ts';
import { Grant } from './grants.ts';
import { AppSlug } from './manifest.ts';

export { KEPT_DAYS };

/** A mini-app that a person has: added from the catalogue, or opened. */
export const InstalledApp = z.object({
  app: z.object({ appId: AppId, slug: AppSlug, name: z.string(), icon: z.string().optional() }),
  installedAt: Timestamp,
  /** Absent: added, and not opened since. */
  openedAt: Timestamp.optional(),
  /** What it may have of the person now. */
  scopes: z.array(AppScope),
  /** What it keeps in its cloud storage: items, and the bytes of their keys and values in UTF-8. */
  kept: z.object({ items: z.int(), bytes: z.int() }),
  /** The person removed it: when what it keeps is deleted, unless it is opened or added again before. */
  deleteAt: Timestamp.optional(),
});
export type InstalledApp = z.infer<typeof InstalledApp>;

const app = { app: AppSlug };

const install = defineMethod({
  name: 'apps.install',
  summary: 'Adds a mini-app to those of the caller, as opening it does; one that was removed is as before.',
  scope: 'session',
  idempotency: 'natural',
  input: z.strictObject(app),
  output: z.object({ changed: z.boolean() }),
  errors: ['not_found'],
  perMinute: 60,
});

const installed = defineMethod({
  name: 'apps.installed',
  summary:
    'Mini-apps that the caller has, last used first, and those that were removed and whose data still stands. Nobody else sees this list.',
  scope: 'session',
  idempotency: 'read',
  input: z.strictObject({ language: Language.optional() }),
  output: z.object({ apps: z.array(InstalledApp) }),
  errors: [],
});

const uninstall = defineMethod({
  name: 'apps.uninstall',
  summary: `Removes a mini-app: every grant of it is revoked, its windows end, and what it keeps for the caller is deleted after ${KEPT_DAYS} days unless it is opened again. Its bot is told.`,
  scope: 'session',
  idempotency: 'natural',
  input: z.strictObject(app),
  output: z.object({ changed: z.boolean(), deleteAt: Timestamp }),
  errors: ['not_found'],
  perMinute: 30,
});

const exportKept = defineMethod({
  name: 'apps.exportKept',
  summary: 'What a mini-app of the caller keeps and may have, and every entry of the ledger about it.',
  scope: 'session',
  idempotency: 'read',
  input: z.strictObject({ ...app, language: Language.optional() }),
  output: z.object({
    ...InstalledApp.shape,
    storage: z.array(z.object({ key: z.string(), value: z.string() })),
    grants: z.array(Grant),
    /** The oldest first. */
    ledger: z.array(LedgerEntry),
  }),
  errors: ['not_found'],
  perMinute: 10,
});

export const installationMethods = { install, installed, uninstall, exportKept };
