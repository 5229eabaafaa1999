import { MAX_DEVICE_STORAGE_LENGTH, MAX_SECURE_ITEMS } from '@veche/contract/bridge-light';
import { VecheError } from '@veche/contract/light';
import { type DBSchema, type IDBPDatabase, openDB } from 'idb';
import type { KeyedStorage } from './storages.ts';

/** Whose items of which app. */
export interface Owner {
  readonly accountId: number;
  readonly appId: number;
}

type ItemKey = [accountId: number, appId: number, key: string];

interface Tables extends DBSchema {
  device: { key: ItemKey; value: { accountId: number; appId: number; key: string; value: string } };
  /** UTF-16 units that an app's device storage takes. */
  length: { key: [accountId: number, appId: number]; value: { accountId: number; appId: number; length: number } };
  secure: { key: ItemKey; value: Owner & { key: string; iv: Uint8Array<ArrayBuffer>; sealed: ArrayBuffer } };
  cryptoKey: { key: [accountId: number, appId: number]; value: Owner & { cryptoKey: CryptoKey } };
}

/** Signing out removes it (`sync/store.ts`). */
const APP_DATABASE = 'veche-apps';

let opened: Promise<IDBPDatabase<Tables>> | null = null;

function database(): Promise<IDBPDatabase<Tables>> {
  const forget = (): void => void (opened = null);
  opened ??= openDB<Tables>(APP_DATABASE, 1, {
    upgrade(db) {
      for (const table of ['device', 'secure'] as const) {
        db.createObjectStore(table, { keyPath: ['accountId', 'appId', 'key'] });
      }
      for (const table of ['length', 'cryptoKey'] as const) {
        db.createObjectStore(table, { keyPath: ['accountId', 'appId'] });
      }
    },
    // Somebody removes it: what is written later makes it anew.
    blocking: (_current, _blocked, event) => {
      (event.target as IDBDatabase).close();
      forget();
    },
    terminated: forget,
  });
  opened.catch(forget);
  return opened;
}

/** All keys of one owner. */
const shelf = ({ accountId, appId }: Owner): IDBKeyRange =>
  IDBKeyRange.bound([accountId, appId], [accountId, appId, []]);

export function createDeviceStorage(owner: Owner): KeyedStorage {
  const { accountId, appId } = owner;
  /** Puts a text, or removes it by null, and keeps the sum right in the same transaction. */
  const put = async (key: string, value: string | null): Promise<void> => {
    const tx = (await database()).transaction(['device', 'length'], 'readwrite');
    const [items, lengths] = [tx.objectStore('device'), tx.objectStore('length')];
    const before = await items.get([accountId, appId, key]);
    const sum = (await lengths.get([accountId, appId]))?.length ?? 0;
    const taken = before === undefined ? 0 : key.length + before.value.length;
    const length = sum - taken + (value === null ? 0 : key.length + value.length);
    if (value !== null && length > MAX_DEVICE_STORAGE_LENGTH) {
      tx.abort();
      await tx.done.catch(() => undefined);
      throw new VecheError('too_large', 'An app keeps up to 5 MB on a device.', { field: 'value' });
    }
    if (value !== null) await items.put({ accountId, appId, key, value });
    else await items.delete([accountId, appId, key]);
    await lengths.put({ accountId, appId, length });
    await tx.done;
  };
  return {
    get: async (key) => (await (await database()).get('device', [accountId, appId, key]))?.value ?? null,
    set: (key, value) => put(key, value),
    remove: (key) => put(key, null),
    async clear() {
      const tx = (await database()).transaction(['device', 'length'], 'readwrite');
      await tx.objectStore('device').delete(shelf(owner));
      await tx.objectStore('length').delete([accountId, appId]);
      await tx.done;
    },
  };
}

/**
 * Texts under AES-GCM with a key of the app and person that the browser gives to no script. Whoever copies the files of
 * the database without the browser's own store of keys reads nothing; whoever uses the browser does.
 */
export function createSecureStorage(owner: Owner): KeyedStorage {
  const { accountId, appId } = owner;
  const cryptoKey = async (): Promise<CryptoKey> => {
    const db = await database();
    const known = await db.get('cryptoKey', [accountId, appId]);
    if (known !== undefined) return known.cryptoKey;
    const made = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']);
    // Another tab may have been quicker: the first key stays.
    const tx = db.transaction('cryptoKey', 'readwrite');
    const kept = (await tx.store.get([accountId, appId])) ?? { ...owner, cryptoKey: made };
    await tx.store.put(kept);
    await tx.done;
    return kept.cryptoKey;
  };
  return {
    async get(key) {
      const item = await (await database()).get('secure', [accountId, appId, key]);
      if (item === undefined) return null;
      const text = await crypto.subtle.decrypt({ name: 'AES-GCM', iv: item.iv }, await cryptoKey(), item.sealed);
      return new TextDecoder().decode(text);
    },
    async set(key, value) {
      const iv = crypto.getRandomValues(new Uint8Array(12));
      const algorithm = { name: 'AES-GCM', iv };
      const sealed = await crypto.subtle.encrypt(algorithm, await cryptoKey(), new TextEncoder().encode(value));
      const tx = (await database()).transaction('secure', 'readwrite');
      const isNew = (await tx.store.count([accountId, appId, key])) === 0;
      if (isNew && (await tx.store.count(shelf(owner))) >= MAX_SECURE_ITEMS) {
        await tx.done;
        throw new VecheError('too_large', `An app keeps up to ${MAX_SECURE_ITEMS} secrets.`, { field: 'key' });
      }
      await tx.store.put({ ...owner, key, iv, sealed });
      await tx.done;
    },
    async remove(key) {
      await (await database()).delete('secure', [accountId, appId, key]);
    },
    async clear() {
      await (await database()).delete('secure', shelf(owner));
    },
  };
}
