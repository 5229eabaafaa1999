import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import type { Storage } from '@veche/bot-sdk';

/** A storage in one JSON file, for one program at a time: enough for a bot that a hundred people talk with. */
export function createFileStorage(path: string): Storage {
  const values = new Map(Object.entries(read(path)));

  /** Whole or not at all: a program may end at any moment. */
  const change = (key: string, expected: string | undefined, act: () => void): boolean => {
    if (values.get(key) !== expected) return false;
    act();
    writeFileSync(`${path}.new`, JSON.stringify(Object.fromEntries(values)));
    renameSync(`${path}.new`, path);
    return true;
  };

  return {
    get: async (key) => values.get(key),
    set: async (key, value, expected) => change(key, expected, () => values.set(key, value)),
    delete: async (key, expected) => change(key, expected, () => values.delete(key)),
  };
}

function read(path: string): Record<string, string> {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Record<string, string>;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return {};
    throw error;
  }
}
