import type { Rows } from './state.ts';
import { type Between, type Key, keyPaths, type TableName, type Tables, type Transaction } from './tables.ts';

/** Tables that live as long as the tab: for browsers that refuse storage, and for tests. */
export function createTablesInMemory(): Tables {
  const names = Object.keys(keyPaths) as TableName[];
  const tables = names.map(() => new Map<string, { key: Key; row: unknown }>());
  const table = (name: TableName) => tables[names.indexOf(name)] as (typeof tables)[number];
  const select = (name: TableName, between?: Between) => {
    const rows = [...table(name).values()].filter(
      ({ key }) => between === undefined || (compare(key, between.from) >= 0 && compare(key, between.to) <= 0),
    );
    rows.sort((a, b) => compare(a.key, b.key));
    if (between?.newestFirst === true) rows.reverse();
    return rows.slice(0, between?.limit ?? rows.length);
  };
  const tx: Transaction = {
    get: async <T extends TableName>(name: T, key: Key) => table(name).get(String(key))?.row as Rows[T] | undefined,
    list: async <T extends TableName>(name: T, between?: Between) =>
      select(name, between).map(({ row }) => row as Rows[T]),
    put: async (name, row) => {
      const key = keyOf(name, row);
      table(name).set(String(key), { key, row });
    },
    remove: async (name, key) => void table(name).delete(String(key)),
    removeBetween: async (name, between) => {
      for (const { key } of select(name, between)) table(name).delete(String(key));
    },
    clear: async (name) => table(name).clear(),
  };
  let last: Promise<unknown> = Promise.resolve();
  return {
    run: (_mode, work) => {
      const result = last.then(() => work(tx));
      last = result.catch(() => undefined);
      return result;
    },
    dropAppStorage: () => undefined,
    close: () => undefined,
  };
}

function keyOf<T extends TableName>(name: T, row: Rows[T]): Key {
  const path = keyPaths[name];
  const field = (of: string) => (row as unknown as Record<string, number>)[of] ?? 0;
  return Array.isArray(path) ? [field(path[0]), field(path[1])] : field(path);
}

function compare(a: Key, b: Key): number {
  if (Array.isArray(a) && Array.isArray(b)) return a[0] - b[0] || a[1] - b[1];
  return a < b ? -1 : Number(a > b);
}
