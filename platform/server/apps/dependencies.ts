import type { Blobs } from '../kernel/blobs.ts';
import type { KeyObject } from 'node:crypto';
import type { AccountId, AppId, AppScope, Grant, IdentityProof, Language, LedgerEntry } from '@veche/contract';
import type { Bus } from '../kernel/bus.ts';
import type { Clock } from '../kernel/clock.ts';
import type { Batch, LogWriter } from '../kernel/conversation-log/index.ts';
import type { Queryable, Sql } from '../kernel/database/sql.ts';
import type { GuardedFetch } from '../kernel/guarded-fetch/index.ts';
import type { CallContext } from '../kernel/rpc/handler.ts';
import type { Logger } from '../kernel/logger.ts';
import type { Secrets } from '../kernel/secrets.ts';

/** What people let apps have, which the trust wing knows. */
interface TrustOfApps {
  /** Ends every grant of an app that holds with a person, with its entries in the ledger. */
  revokeGrantsOf(batch: Batch, accountId: AccountId, appId: AppId): Promise<void>;
  /** When the last of what an app read of a person is to be deleted; null: it read nothing. */
  readLastKept(sql: Queryable, accountId: AccountId, appId: AppId): Promise<Date | null>;
  readGrantsHeld(sql: Queryable, query: { accountId: AccountId; language: Language; now: Date }): Promise<Grant[]>;
  /** The scopes that the release of an open window declares, and whether a reading there would need no question. */
  readScopes(
    sql: Queryable,
    place: { accountId: AccountId; launchId: string; now: Date },
  ): Promise<{ scope: AppScope; isGranted: boolean }[]>;
  /** What of these scopes a grant until it is revoked lets the app of a launch have; each use is in the ledger. */
  readGranted(
    accountId: AccountId,
    launchId: string,
    scopes: readonly AppScope[],
  ): Promise<Readonly<Partial<Record<string, unknown>>>>;
  /** A person to one app alone, as a number in place of the account's. */
  personNumberOf(appId: AppId, accountId: AccountId): number;
  readLedgerOf(sql: Queryable, accountId: AccountId, appId: AppId): Promise<LedgerEntry[]>;
}

/** What the apps wing needs of the house. */
export interface AppsDependencies {
  readonly sql: Sql;
  readonly writer: LogWriter;
  readonly blobs: Blobs;
  readonly clock: Clock;
  readonly secrets: Secrets;
  /** The server's secret; the key that signs launch data is derived from it, the same on every node. */
  readonly secret: Uint8Array;
  /** Origin of the web client; apps live on `<slug>.apps.<its host>`. */
  readonly webOrigin: string;
  readonly log: Logger;
  readonly bus: Bus;
  /** Whether releases go to people only after a moderator approved them. */
  readonly isReviewing: boolean;
  /** Asks sites of developers whether they want to be an app's. Stopped by the wing. */
  readonly siteGuard: GuardedFetch;
  /** Phone numbers of the platform's moderators. */
  readonly moderatorPhones: readonly string[];
  /** Signs the public log of releases. */
  readonly releaseLogKey: KeyObject;
  readonly trust: TrustOfApps;
  /** Refuses without a proof where an additional password is set. */
  requireProof(context: CallContext, proof: IdentityProof | undefined): Promise<void>;
}
