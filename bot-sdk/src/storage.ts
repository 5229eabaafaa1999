import { VecheError } from '@veche/contract/light';

/**
 * Where a bot keeps texts by key: conversations, which updates were handled, and what handlers put there. Changes name
 * the value they found, so that two programs on one storage do not overwrite each other; in SQL,
 * `update … where key = $1 and value = $2`.
 *
 * @example
 * const storage: Storage = memoryStorage();
 * console.assert(await storage.set('visits', '1', undefined));
 * console.assert(!(await storage.set('visits', '2', undefined)));
 * console.assert((await storage.get('visits')) === '1');
 */
export interface Storage {
  /** The value, or undefined when there is none. */
  get(key: string): Promise<string | undefined>;
  /** Sets a value in place of `expected`, undefined meaning none. False: there is another one, and nothing was done. */
  set(key: string, value: string, expected: string | undefined): Promise<boolean>;
  /** Takes a value away if it is `expected`. False: there is another one, and nothing was done. */
  delete(key: string, expected: string): Promise<boolean>;
}

/**
 * A storage that ends with the program: for tests, and for bots that may forget.
 *
 * @example
 * const bell = createBot({ ...host.options, storage: memoryStorage() });
 * console.assert(typeof bell.start === 'function');
 */
export function memoryStorage(): Storage {
  const values = new Map<string, string>();
  return {
    get: async (key) => values.get(key),
    set: async (key, value, expected) => {
      if (values.get(key) !== expected) return false;
      values.set(key, value);
      return true;
    },
    delete: async (key, expected) => values.get(key) === expected && values.delete(key),
  };
}

/** A part of a storage, for keys that begin with a name. */
export function partOf(storage: Storage, name: string): Storage {
  return {
    get: (key) => storage.get(`${name}/${key}`),
    set: (key, value, expected) => storage.set(`${name}/${key}`, value, expected),
    delete: (key, expected) => storage.delete(`${name}/${key}`, expected),
  };
}

/** Puts a value, or none, in place of the one that was read. Rejects with `conflict` when another program was quicker. */
export async function replace(
  storage: Storage,
  key: string,
  { before, after }: { before: string | undefined; after: string | undefined },
): Promise<void> {
  if (before === after) return;
  let isDone = true;
  if (after !== undefined) isDone = await storage.set(key, after, before);
  else if (before !== undefined) isDone = await storage.delete(key, before);
  if (!isDone) throw new VecheError('conflict', `Another program changed ${key} meanwhile.`);
}
