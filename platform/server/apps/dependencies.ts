import type { Blobs } from '../kernel/blobs.ts';
import type { KeyObject } from 'node:crypto';
import type { IdentityProof } from '@veche/contract';
import type { Bus } from '../kernel/bus.ts';
import type { Clock } from '../kernel/clock.ts';
import type { LogWriter } from '../kernel/conversation-log/index.ts';
import type { Sql } from '../kernel/database/sql.ts';
import type { CallContext } from '../kernel/rpc/handler.ts';
import type { Logger } from '../kernel/logger.ts';
import type { Secrets } from '../kernel/secrets.ts';

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
  /** Phone numbers of the platform's moderators. */
  readonly moderatorPhones: readonly string[];
  /** Signs the public log of releases. */
  readonly releaseLogKey: KeyObject;
  /** Refuses without a proof where an additional password is set. */
  requireProof(context: CallContext, proof: IdentityProof | undefined): Promise<void>;
}
