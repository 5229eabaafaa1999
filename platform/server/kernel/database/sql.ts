import postgres from 'postgres';
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

/** Longest transaction: it keeps commits inside the resume overlap of 60 s. */
const TRANSACTION_TIMEOUT_MS = 5_000;

/**
 * Opens a pool. Prepared statements are planned once: planning over the partitions costs more than the statements.
 * Transactions longer than five seconds are ended by the server. `begin` is ours, without options: the driver's own
 * ends the process when its connection is lost.
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
  const sql = (url === undefined ? postgres(settings) : postgres(url, settings)) as Sql;
  const begin = (run: (tx: Tx) => Promise<unknown>) => transaction(sql, run);
  return Object.assign(sql, { begin: begin as Sql['begin'] });
}
