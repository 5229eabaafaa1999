import { readFile } from 'node:fs/promises';
import { AppNotification, LedgerEntry, NOTIFICATIONS_KEPT_DAYS } from '@veche/contract';
import { z } from 'zod';
import { deriveSigningKey, publicKeyOf } from '../kernel/signing-key.ts';
import type { Wing } from '../kernel/wing.ts';
import { logAllHeads } from './access-ledger/heads.ts';
import { ledgerHandlers } from './access-ledger/methods.ts';
import { readEntries } from './access-ledger/store.ts';
import type { TrustDependencies } from './dependencies.ts';
import { grantHandlers } from './grants/methods.ts';
import { grantsData } from './grants/personal-data.ts';
import { presenceHandlers } from './grants/presence.ts';
import { deleteDeadGrants } from './grants/store.ts';
import { notificationHandlers } from './notifications/methods.ts';
import { DAY_MS } from './notifications/rules.ts';
import { deleteNotificationsBefore, readNotifications } from './notifications/store.ts';
import type { LogIdentity } from './transparency-log/append.ts';
import { transparencyHandlers } from './transparency-log/methods.ts';

export { personNumberOf } from './grants/person-id.ts';
export { readGranted } from './grants/read-granted.ts';
export { readScopes } from './grants/read-scopes.ts';
export { revokeGrantsOf } from './grants/revoke.ts';
export { readLastKept } from './grants/store.ts';
export { mayAppPush } from './notifications/store.ts';
export { readGrantsHeld, readLedgerOf } from './of-app.ts';

/** What a person lets apps have, the ledger of what these read, and the log that holds the ledger's heads. */
export function createTrust(dependencies: TrustDependencies): Wing {
  const { sql, clock, secrets, webOrigin } = dependencies;
  const log: LogIdentity = { origin: webOrigin, signingKey: deriveSigningKey(secrets, 'transparency log signature') };
  const keySet = { keys: [publicKeyOf(log.signingKey)] };
  const verifier = readFile(new URL('./verifier/verify-ledger.mjs', import.meta.url), 'utf8');
  return {
    name: 'trust',
    handlers: [
      ...grantHandlers(dependencies),
      ...presenceHandlers(dependencies),
      ...notificationHandlers(dependencies),
      ...ledgerHandlers(dependencies, log),
      ...transparencyHandlers(dependencies, log),
    ],
    routes: (server) => {
      // Public, for whoever checks us.
      server.get('/.well-known/veche-transparency-keys.json', (c) =>
        c.json(keySet, 200, { 'Cache-Control': 'public, max-age=3600', 'Access-Control-Allow-Origin': '*' }),
      );
      server.get('/docs/verify-ledger.mjs', async (c) =>
        c.body(await verifier, 200, {
          'Content-Type': 'text/javascript; charset=utf-8',
          'Content-Disposition': 'attachment; filename="verify-ledger.mjs"',
          'Cache-Control': 'no-cache',
          'X-Content-Type-Options': 'nosniff',
        }),
      );
    },
    // The tables go with the account, whose id is first in their keys; the heads in the log stay and tell nothing.
    personalData: [
      grantsData(dependencies),
      {
        name: 'accessLedger',
        given: {
          schema: z.array(LedgerEntry),
          read: async (accountId) => {
            const all = { accountId, before: undefined, appId: undefined, scope: undefined, limit: null };
            return (await readEntries(sql, all)).toReversed();
          },
        },
      },
      {
        name: 'appNotifications',
        given: {
          schema: z.array(AppNotification),
          read: (accountId) => readNotifications(sql, { accountId, before: undefined, limit: null }),
        },
      },
    ],
    tasks: [
      { name: 'trust-log-heads', schedule: '17 2 * * *', run: () => logAllHeads(sql, log, clock.now()) },
      {
        name: 'trust-forget-notifications',
        schedule: '27 2 * * *',
        run: () => deleteNotificationsBefore(sql, new Date(clock.now().getTime() - NOTIFICATIONS_KEPT_DAYS * DAY_MS)),
      },
      { name: 'trust-forget-grants', schedule: '37 2 * * *', run: () => deleteDeadGrants(sql, clock.now()) },
    ],
  };
}
