import { VecheError } from '@veche/contract/light';

/** A few texts by keys, as long as a test runs. Refuses with `too_large` what is over its limits. */
export function memoryStorage({ mostItems = Infinity, mostLength = Infinity } = {}) {
  const kept = new Map<string, string>();
  return {
    keys: (): string[] => [...kept.keys()],
    /** The items that there are. */
    pick: (keys: readonly string[]): Record<string, string> =>
      Object.fromEntries([...kept].filter(([key]) => keys.includes(key))),
    get: (key: string): string | null => kept.get(key) ?? null,
    set(key: string, value: string): void {
      const others = [...kept].filter(([other]) => other !== key);
      const length = others.reduce((sum, item) => sum + item.join('').length, key.length + value.length);
      if (others.length >= mostItems || length > mostLength)
        throw new VecheError('too_large', 'It is full.', { field: 'value' });
      kept.set(key, value);
    },
    remove: (key: string): void => void kept.delete(key),
    clear: (): void => kept.clear(),
  };
}
