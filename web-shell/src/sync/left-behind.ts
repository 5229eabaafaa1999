import type { AccountId } from '@veche/contract';

interface Parts {
  /** Name of the database. */
  readonly name?: string;
  /** Where it is written down whose data could not be removed. */
  readonly marks?: Pick<CacheStorage, 'open' | 'delete'>;
}

const addressOf = (account: AccountId) => `/left-behind/${account}`;

/**
 * Removes from the database what an account left that signed out in a tab without it. What cannot be removed now is
 * removed before it is next read: the cache is there until then. Does not reject.
 */
export async function removeLeft(cache: string, account: AccountId | undefined, parts: Parts = {}): Promise<void> {
  const { name = 'veche', marks = globalThis.caches } = parts;
  try {
    // First, for the tab may be closed meanwhile.
    if (account !== undefined) await (await marks.open(cache)).put(addressOf(account), new Response());
  } catch {
    // Where nothing can be marked, it is now or never.
  }
  try {
    await clear(name);
    await marks.delete(cache);
  } catch {
    // The mark tells the next start.
  }
}

/** Removes what could not be removed when its account signed out. Rejects when it still cannot be. */
export async function finishRemoving(cache: string, parts: Parts = {}): Promise<void> {
  const { name = 'veche', marks = globalThis.caches } = parts;
  const marked = await marks.open(cache);
  const me = await withDatabase(name, async (db) => {
    if (!db.objectStoreNames.contains('meta')) return undefined;
    const meta: unknown = await resultOf(db.transaction('meta').objectStore('meta').get('meta'));
    return (meta as { me?: AccountId } | undefined)?.me;
  });
  // Somebody else may have signed in since, in a tab that did have the database.
  if (me === undefined || (await marked.match(addressOf(me))) !== undefined) await clear(name);
  await marks.delete(cache);
}

/** Empties all tables through a connection of its own, whatever version they are of; removes them when that fails. */
async function clear(name: string): Promise<void> {
  const isEmptied = await withDatabase(name, async (db) => {
    const tables = [...db.objectStoreNames];
    if (tables.length === 0) return false;
    const tx = db.transaction(tables, 'readwrite');
    for (const table of tables) tx.objectStore(table).clear();
    return new Promise<boolean>((resolve) => {
      tx.oncomplete = () => resolve(true);
      tx.onabort = () => resolve(false);
    });
  }).catch(() => false);
  if (!isEmptied) await resultOf(indexedDB.deleteDatabase(name));
}

async function withDatabase<R>(name: string, act: (db: IDBDatabase) => Promise<R>): Promise<R> {
  const db = await resultOf(indexedDB.open(name));
  try {
    return await act(db);
  } finally {
    db.close();
  }
}

function resultOf<T>(request: IDBRequest<T> | IDBOpenDBRequest): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result as T);
    request.onerror = () => reject(request.error ?? new Error('the database failed'));
    // A tab holds it; it goes when the tab does, and until then nobody waits.
    if ('onblocked' in request) request.onblocked = () => reject(new Error('a tab holds the database'));
  });
}
