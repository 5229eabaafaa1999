import { randomBytes } from 'node:crypto';

const BITS_52 = (1n << 52n) - 1n;
const FLOOR = 1n << 33n;

/** A random id in [2^33, 2^52): above every 32-bit number, so that no client can store it too small unseen. */
export function newId<T extends number>(): T {
  for (;;) {
    const value = randomBytes(8).readBigUInt64BE() & BITS_52;
    if (value >= FLOOR) return Number(value) as T;
  }
}
