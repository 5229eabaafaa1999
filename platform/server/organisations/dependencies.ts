import type { AccountId, OrganisationId } from '@veche/contract';
import type { Clock } from '../kernel/clock.ts';
import type { Sql } from '../kernel/database/sql.ts';

/** What the organisations wing needs of the house. */
export interface OrganisationsDependencies {
  readonly sql: Sql;
  readonly clock: Clock;
  /** Phone numbers of the platform's moderators. */
  readonly moderatorPhones: readonly string[];
  /** Ends the windows that a person opened through an organisation which has just lost them. */
  endWindows(organisationId: OrganisationId, accountId: AccountId): Promise<void>;
}
