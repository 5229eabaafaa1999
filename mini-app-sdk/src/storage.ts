import type { Veche } from './connect.ts';

/** Texts by keys: up to 128 of A-Z, a-z, 0-9, `_`, `-`, `.`, `:` and `/`. What is absent is null. */
interface Kept {
  get(key: string): Promise<string | null>;
  set(key: string, value: string): Promise<void>;
  remove(key: string): Promise<void>;
}

/**
 * What the app keeps for the person on the server, the same on all their devices: 1,024 items of up to 4,096
 * characters. `set` rejects with `too_large` for one more, everything with `unavailable` without a connection.
 *
 * @example
 * const cloud = cloudStorage(veche);
 * await cloud.set('city', 'Pskov');
 * console.assert((await cloud.get('city')) === 'Pskov');
 * console.assert((await cloud.keys()).includes('city'));
 */
export function cloudStorage(veche: Veche): Kept & { keys(): Promise<string[]> } {
  return {
    async get(key) {
      const { values } = await veche.request('cloudStorage.get', { keys: [key] });
      return values[key] ?? null;
    },
    async set(key, value) {
      await veche.request('cloudStorage.set', { key, value });
    },
    async remove(key) {
      await veche.request('cloudStorage.remove', { keys: [key] });
    },
    keys: async () => (await veche.request('cloudStorage.listKeys', {})).keys,
  };
}

/**
 * What the app keeps for the person in this browser, up to 5 MB; `too_large` over it. Signing out removes it.
 *
 * @example
 * const device = deviceStorage(veche);
 * await device.set('draft', 'Dear neighbours');
 * console.assert((await device.get('draft')) === 'Dear neighbours');
 * await device.clear();
 */
export function deviceStorage(veche: Veche): Kept & { clear(): Promise<void> } {
  return keptIn(veche, 'deviceStorage');
}

/**
 * Up to ten texts of 4,096 characters in this browser, encrypted with a key that it gives to no script. It keeps them
 * from who copies the browser's files, not from who uses the browser. Signing out removes them.
 *
 * @example
 * const secrets = secureStorage(veche);
 * await secrets.set('session', 'a token of your server');
 * console.assert((await secrets.get('session')) === 'a token of your server');
 */
export function secureStorage(veche: Veche): Kept & { clear(): Promise<void> } {
  return keptIn(veche, 'secureStorage');
}

function keptIn(veche: Veche, name: 'deviceStorage' | 'secureStorage'): Kept & { clear(): Promise<void> } {
  return {
    get: async (key) => (await veche.request(`${name}.get`, { key })).value,
    async set(key, value) {
      await veche.request(`${name}.set`, { key, value });
    },
    async remove(key) {
      await veche.request(`${name}.remove`, { key });
    },
    async clear() {
      await veche.request(`${name}.clear`, {});
    },
  };
}
