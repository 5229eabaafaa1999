import { type IDBPDatabase, openDB } from 'idb';
import type { Rows } from './state.ts';
import { type Between, type Key, keyPaths, type TableName, type Tables, type Transaction } from './tables.ts';

/** Raise it when the shape of a stored row changes: what the server can give again is then read anew. */
const SCHEMA_VERSION = 3;
/** What only this device has. Their shape must stay readable, or be converted here. */
const irreplaceable: readonly string[] = ['queue', 'contents', 'drafts'];

/** Opens IndexedDB. Rejects where the browser refuses storage. `lost` tells that the database went away later. */
export async function openTablesInBrowser(
  lost: () => void,
  { name = 'veche', version = SCHEMA_VERSION }: { name?: string; version?: number } = {},
): Promise<Tables> {
  const names = Object.keys(keyPaths) as TableName[];
  const db: IDBPDatabase = await openDB(name, version, {
    async upgrade(opened, oldVersion, _newVersion, tx) {
      // Whose queue and drafts they are must be known, to wipe them when another person signs in.
      const me =
        oldVersion > 0 ? ((await tx.objectStore('meta').get('meta')) as Rows['meta'] | undefined)?.me : undefined;
      for (const table of names) {
        const exists = opened.objectStoreNames.contains(table);
        if (exists && irreplaceable.includes(table)) continue;
        if (exists) opened.deleteObjectStore(table);
        opened.createObjectStore(table, { keyPath: keyPaths[table] });
      }
      if (me !== undefined) await tx.objectStore('meta').put({ id: 'meta', me });
    },
    blocking: () => {
      // A newer version waits in another tab: give way.
      db.close();
      lost();
    },
    terminated: lost,
  });
  return {
    async run(mode, work) {
      const opened = db.transaction(names, mode);
      const over = opened.done;
      const tx: Transaction = {
        get: (table, key) => opened.objectStore(table).get(key as IDBValidKey),
        async list<T extends TableName>(table: T, between?: Between) {
          const source = opened.objectStore(table);
          if (between === undefined) return (await source.getAll()) as Rows[T][];
          if (between.newestFirst !== true) return (await source.getAll(rangeOf(between), between.limit)) as Rows[T][];
          const rows: Rows[T][] = [];
          let cursor = await source.openCursor(rangeOf(between), 'prev');
          while (cursor !== null && rows.length < (between.limit ?? Infinity)) {
            rows.push(cursor.value as Rows[T]);
            cursor = await cursor.continue();
          }
          return rows;
        },
        put: async (table, row) => void (await opened.objectStore(table).put?.(row)),
        remove: async (table, key) => opened.objectStore(table).delete?.(key as IDBValidKey),
        removeBetween: async (table, between) => opened.objectStore(table).delete?.(rangeOf(between)),
        clear: async (table) => opened.objectStore(table).clear?.(),
      };
      try {
        const result = await work(tx);
        await over;
        return result;
      } catch (error) {
        over.catch(() => undefined);
        try {
          opened.abort();
        } catch {
          // It is over already.
        }
        throw error;
      }
    },
    dropAppStorage: () => void indexedDB.deleteDatabase('veche-apps'),
    close: () => db.close(),
  };
}

function rangeOf({ from, to }: { from: Key; to: Key }): IDBKeyRange {
  return IDBKeyRange.bound(from, to);
}
