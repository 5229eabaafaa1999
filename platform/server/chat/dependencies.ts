import type { Sql } from '../kernel/database/sql.ts';
import type { LogWriter } from '../kernel/conversation-log/index.ts';

/** What the chat wing needs of the house. */
export interface ChatDependencies {
  readonly sql: Sql;
  readonly writer: LogWriter;
}
