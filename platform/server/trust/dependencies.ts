import type { Clock } from '../kernel/clock.ts';
import type { LogWriter } from '../kernel/conversation-log/index.ts';
import type { Sql } from '../kernel/database/sql.ts';
import type { Secrets } from '../kernel/secrets.ts';

/** What the trust wing needs of the house. */
export interface TrustDependencies {
  readonly sql: Sql;
  readonly writer: LogWriter;
  readonly clock: Clock;
  readonly secrets: Secrets;
  /** Origin of the web client: names the transparency log. */
  readonly webOrigin: string;
}
