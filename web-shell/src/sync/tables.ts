import type { Rows } from './state.ts';

export type TableName = keyof Rows;
/** Keys are numbers, texts, or arrays of them, ordered as IndexedDB orders them. */
export type Key = number | string | readonly [number, number];

/** Field or fields that name a row of each table. */
export const keyPaths: { readonly [T in TableName]: string | [string, string] } = {
  meta: 'id',
  accounts: 'accountId',
  chats: 'chatId',
  messages: ['chatId', 'messageId'],
  queue: 'clientId',
  contents: 'clientId',
  drafts: 'chatId',
};

/** Rows between two keys, both included. */
export interface Between {
  readonly from: Key;
  readonly to: Key;
  readonly limit?: number;
  readonly newestFirst?: boolean;
}

export interface Transaction {
  get<T extends TableName>(table: T, key: Key): Promise<Rows[T] | undefined>;
  list<T extends TableName>(table: T, between?: Between): Promise<Rows[T][]>;
  put<T extends TableName>(table: T, row: Rows[T]): Promise<void>;
  remove(table: TableName, key: Key): Promise<void>;
  removeBetween(table: TableName, between: Between): Promise<void>;
  clear(table: TableName): Promise<void>;
}

/** The few things the store asks of a database: transactions that see and change all or nothing, one after another. */
export interface Tables {
  run<R>(mode: 'readonly' | 'readwrite', work: (tx: Transaction) => Promise<R>): Promise<R>;
  /** Deletes what mini-apps kept on the device, in a database of their own. */
  dropAppStorage(): void;
  close(): void;
}
