import type { AccountId } from '@veche/contract';
import type { CountryCode } from 'libphonenumber-js/min';
import type { Bus } from '../kernel/bus.ts';
import type { Clock } from '../kernel/clock.ts';
import type { Batch, LogWriter } from '../kernel/conversation-log/index.ts';
import type { Queryable, Sql } from '../kernel/database/sql.ts';
import type { Jobs } from '../kernel/jobs.ts';
import type { Logger } from '../kernel/logger.ts';
import type { PersonalData } from '../kernel/personal-data.ts';
import type { CodeSender } from './code-sender/code-sender.ts';
import type { SecurityPush } from './security/tell.ts';

/** What the identity wing needs of the house. */
export interface IdentityDependencies {
  readonly sql: Sql;
  readonly writer: Pick<LogWriter, 'transact'>;
  /** Tells who has a profile before them how it stands now, within the change of it. */
  readonly tellProfile: (batch: Batch, accountId: AccountId) => Promise<unknown>;
  /** Pushes to the devices of an account what happened to the ways into it, once the transaction has committed. */
  readonly pushSecurity: (sql: Queryable, push: SecurityPush) => Promise<void>;
  readonly bus: Bus;
  readonly clock: Clock;
  /** Origin people open, such as `https://veche.example`: passkeys are made for its host. */
  readonly webOrigin: string;
  /** Keys the hashes of codes and passwords and the seals of challenges; the same on every node. */
  readonly secret: Uint8Array;
  readonly codeSender: CodeSender;
  readonly log: Logger;
  readonly jobs: Jobs;
  /** What all wings keep of a person; asked when all wings are there. */
  readonly personalData: () => readonly PersonalData[];
  /** Days between asking for the deletion of an account and its erasure. */
  readonly deletionGraceDays: number;
  /** Offers the demo people. Never in production. */
  readonly developmentMode: boolean;
  /** Country of numbers written without a country code; Russia when absent. */
  readonly defaultCountry?: CountryCode;
}
