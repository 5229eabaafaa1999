import { hash, randomBytes } from 'node:crypto';
import type { ClientId } from '@veche/contract';

const BITS_52 = (1n << 52n) - 1n;
const FLOOR = 1n << 33n;

/** A random id in [2^33, 2^52): above every 32-bit number, so that no client can store it too small unseen. */
export function newId<T extends number>(): T {
  for (;;) {
    const value = randomBytes(8).readBigUInt64BE() & BITS_52;
    if (value >= FLOOR) return Number(value) as T;
  }
}

/** The same act has the same client id whenever it is repeated: a UUID of version 8 (RFC 9562) from its name. */
export function clientIdFrom(name: string): ClientId {
  const hex = hash('sha256', name, 'hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}` as ClientId;
}
