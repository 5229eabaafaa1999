import postgres from 'postgres';
import { type PoolEvents, renewing } from './renewing.ts';
import { transaction } from './transaction.ts';

const types = {
  /** Ids and seqs stay below 2^52 (contract), so int8 is a plain number here. */
  bigint: { to: 20, from: [20], parse: Number, serialize: String },
};

export type Sql = postgres.Sql<{ bigint: number }>;
export type Tx = postgres.TransactionSql<{ bigint: number }>;
/** Anything a query can run on: the pool or an open transaction. */
export type Queryable = Sql | Tx;

export interface DatabaseOptions {
  /** Folder of a unix socket, or a host name. */
  host?: string;
  port?: number;
  user?: string;
  password?: string;
  database?: string;
  /** `postgres://...`; wins over the parts. */
  url?: string;
  /** Most connections of the pool. */
  max: number;
}

/**
 * Statements that may wait on one connection. Of the one that reaches the limit, a BEGIN too, the driver does not hand
 * the connection over: the transaction is nobody's, and takes the statements of others with it when the server ends it.
 */
const NO_LIMIT = Number.MAX_SAFE_INTEGER;

/** Longest transaction: it keeps commits inside the resume overlap of 60 s. */
const TRANSACTION_TIMEOUT_MS = 5_000;

/**
 * Opens a pool. Prepared statements are planned once: planning over the partitions costs more than the statements.
 * Transactions longer than five seconds are ended by the server. `begin` is ours, without options: the driver's own
 * ends the process when its connection is lost. A lost connection is an error of those who used it, and of nobody after
 * them: see `renewing`.
 */
export function connect(options: DatabaseOptions & { transactionTimeoutMs?: number }): Sql {
  const { url, transactionTimeoutMs = TRANSACTION_TIMEOUT_MS, ...parts } = options;
  const settings: postgres.Options<typeof types> = {
    ...parts,
    types,
    onnotice: () => {},
    connection: {
      application_name: 'veche',
      transaction_timeout: transactionTimeoutMs,
      plan_cache_mode: 'force_generic_plan',
    },
  };
  const open = ({ connected, closed }: PoolEvents): Sql => {
    const all = { ...settings, max_pipeline: NO_LIMIT, onclose: closed, onparameter: connected };
    const sql = (url === undefined ? postgres(all) : postgres(url, all)) as Sql;
    const begin = (run: (tx: Tx) => Promise<unknown>) => transaction(sql, run);
    return Object.assign(sql, { begin: begin as Sql['begin'] });
  };
  return renewing(open, transactionTimeoutMs === 0 ? 0 : transactionTimeoutMs + 500);
}
