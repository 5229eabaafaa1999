import type { AccountId } from '@veche/contract';
import type { FileGiver, WholeUploads } from '../chat/index.ts';
import type { Bus } from '../kernel/bus.ts';
import type { Clock } from '../kernel/clock.ts';
import type { LogWriter } from '../kernel/conversation-log/index.ts';
import type { Sql } from '../kernel/database/sql.ts';
import type { Logger } from '../kernel/logger.ts';
import type { Dispatcher } from '../kernel/rpc/dispatcher.ts';
import type { RateLimiter } from '../kernel/rpc/rate-limit.ts';
import type { Secrets } from '../kernel/secrets.ts';

/** What the bots wing needs of the house. */
export interface BotsDependencies {
  readonly sql: Sql;
  readonly writer: LogWriter;
  readonly bus: Bus;
  readonly clock: Clock;
  readonly secrets: Secrets;
  readonly log: Logger;
  /** For doors that are no methods. */
  readonly limiter: RateLimiter;
  /** Reverse proxies of ours in front; see remoteAddressOf. */
  readonly trustedProxies: number;
  /** Origin people open; mini-apps live on `<slug>.apps.<its host>`. */
  readonly webOrigin: string;
  /** Folder for files of requests until these are answered. */
  readonly spoolFolder: string;
  /** Takes a bot out of every chat. */
  readonly leaveChats: (botId: AccountId) => Promise<void>;
  /** Takes files of requests; asked for at the first, because the chat wing comes later. */
  readonly uploads: () => WholeUploads;
  /** Gives files at addresses that a dialect made; asked for at the first. */
  readonly files: () => FileGiver;
  /** Where bots of the MAX dialect find this server, for addresses in what they are sent. */
  readonly maxOrigin: () => string;
  /** Development: things of this machine may be reached. */
  readonly developmentMode: boolean;
  /** The dialects call the contract's methods; asked for at the first call, because the handlers come first. */
  readonly dispatcher: () => Dispatcher;
}
