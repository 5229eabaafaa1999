import type { AccountId, AppId, ChatId, MessageId } from '@veche/contract';
import type { Blobs } from '../kernel/blobs.ts';
import type { Bus } from '../kernel/bus.ts';
import type { Clock } from '../kernel/clock.ts';
import type { LogWriter } from '../kernel/conversation-log/index.ts';
import type { Queryable } from '../kernel/database/sql.ts';
import type { Sql } from '../kernel/database/sql.ts';
import type { Jobs } from '../kernel/jobs.ts';
import type { Logger } from '../kernel/logger.ts';
import type { PersonalData } from '../kernel/personal-data.ts';
import type { DoorAuthenticator } from '../kernel/rpc/authentication.ts';
import type { RateLimiter } from '../kernel/rpc/rate-limit.ts';
import type { Secrets } from '../kernel/secrets.ts';
import type { IceServers } from './calls/ice.ts';
import type { MediaSettings } from './media/dependencies.ts';

/** Which of these messages of a chat a bot was told of, or said itself. */
export type GivenToBot = (
  sql: Queryable,
  query: { chatId: ChatId; messageIds: readonly MessageId[]; botId: AccountId },
) => Promise<ReadonlySet<MessageId>>;

/** By what an app told a person something. */
export interface ToldBy {
  readonly accountId: AccountId;
  readonly appId: AppId;
  readonly release: string;
  readonly grantId: string;
}

/** What the chat wing needs of the house. */
export interface ChatDependencies {
  readonly sql: Sql;
  readonly writer: LogWriter;
  readonly bus: Bus;
  readonly clock: Clock;
  readonly jobs: Jobs;
  readonly blobs: Blobs;
  readonly secrets: Secrets;
  readonly log: Logger;
  /** Knows who asks for a file. */
  readonly authenticator: DoorAuthenticator;
  /** Reverse proxies of ours in front; see remoteAddressOf. */
  readonly trustedProxies: number;
  /** What all wings keep of a person; asked when all wings are there. */
  readonly personalData: () => readonly PersonalData[];
  /** Address of the web client. */
  readonly webOrigin: string;
  /** Development: things of this machine may be reached. */
  readonly developmentMode: boolean;
  /** For doors that are no methods. */
  readonly limiter: RateLimiter;
  readonly media: MediaSettings;
  /** What helps the two sides of a call to reach each other. */
  readonly ice: IceServers;
  readonly givenToBot: GivenToBot;
  /** Whether an app may still push what it told a person. */
  readonly mayAppPush: (sql: Queryable, told: ToldBy, now: Date) => Promise<boolean>;
  /** Removes what bots were to be told of a chat. */
  readonly forgetUpdatesOf: (sql: Queryable, chatId: ChatId) => Promise<void>;
  /** Phone numbers of the platform's moderators. */
  readonly moderatorPhones: readonly string[];
}
