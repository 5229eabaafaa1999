import type { AccountId, InputOf, MethodByName, MethodName, OutputOf } from '@veche/contract';
import type { FileDesk } from '../../files/desk.ts';
import type { GivenFile } from '../request/read-fields.ts';
import type { Correspondent } from '../../../identity/index.ts';
import type { Sql } from '../../../kernel/database/sql.ts';
import type { Parameters } from './parameters.ts';
import type { PollManners } from './poll-manners.ts';

/** What a method of the dialect works with. It may only call the contract's methods, as the bot. */
export interface DialectCall {
  readonly botId: AccountId;
  readonly parameters: Parameters;
  readonly webOrigin: string;
  /** For translating ids and names; rules are the contract's. */
  readonly sql: Sql;
  call<N extends MethodName>(name: N, input: InputOf<MethodByName<N>>): Promise<OutputOf<MethodByName<N>>>;
  readonly manners: PollManners;
  /** Files that came with the request. */
  readonly files: readonly GivenFile[];
  readonly desk: FileDesk;
  /** Ends when the other side went away or the server stops. */
  readonly signal: AbortSignal;
  /** The bot's own account. */
  self(): Promise<Correspondent>;
  /** An account, if there is such; those asked for in one turn are read together. */
  readAccount(accountId: AccountId): Promise<Correspondent | undefined>;
}

/** One method of the dialect. */
export interface DialectMethod {
  readonly name: string;
  /** Parameters that have their full effect. */
  readonly uses: readonly string[];
  /** Parameters that change nothing here, each with why that is no broken promise. Any other one is refused. */
  readonly passesOver?: Readonly<Record<string, string>>;
  run(call: DialectCall): Promise<unknown>;
}
