import type { PasskeyAssertion } from '@veche/contract';
import type { Clock } from '../kernel/clock.ts';
import type { LogWriter } from '../kernel/conversation-log/index.ts';
import type { Sql } from '../kernel/database/sql.ts';
import type { Jobs } from '../kernel/jobs.ts';
import type { Caller } from '../kernel/rpc/caller.ts';
import type { Secrets } from '../kernel/secrets.ts';

/** What the trust wing needs of the house. */
export interface TrustDependencies {
  readonly sql: Sql;
  readonly writer: LogWriter;
  readonly clock: Clock;
  readonly jobs: Jobs;
  readonly secrets: Secrets;
  /** Origin of the web client: names the transparency log. */
  readonly webOrigin: string;
  /** Refuses an answer of a passkey that does not show that the caller is there. */
  requirePasskey(caller: Caller, response: PasskeyAssertion): Promise<void>;
}
