import { argon2, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import { VecheError } from '@veche/contract';

/** OWASP Password Storage Cheat Sheet: Argon2id with 19 MiB, two passes, one lane. */
const COST = { memory: 19_456, passes: 2, parallelism: 1 };
const SALT_BYTES = 16;
const HASH_BYTES = 32;

/** Hashings at once, each with 19 MiB and a thread; and how many may wait for their turn. */
const AT_ONCE = 2;
const MOST_WAITING = 32;

const derive = promisify(argon2);
const waiting: (() => void)[] = [];
let running = 0;

/** What is stored of a password, keyed with the server's secret: the database alone is not enough to guess it. */
export async function hashPassword(secret: Uint8Array, password: string): Promise<string> {
  const salt = randomBytes(SALT_BYTES);
  const hash = await hashWith(secret, password, { ...COST, salt, bytes: HASH_BYTES });
  const { memory, passes, parallelism } = COST;
  return `$argon2id$v=19$m=${memory},t=${passes},p=${parallelism}$${plain64(salt)}$${plain64(hash)}`;
}

/** Whether a password is the one that was stored, under the cost that it was stored with. */
export async function isPassword(secret: Uint8Array, stored: string, password: string): Promise<boolean> {
  const match = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([\w+/]+)\$([\w+/]+)$/.exec(stored);
  if (match === null) throw new Error('a stored password is in no known form');
  const [, memory, passes, parallelism, salt = '', hash = ''] = match;
  const expected = Buffer.from(hash, 'base64');
  const found = await hashWith(secret, password, {
    ...{ memory: Number(memory), passes: Number(passes), parallelism: Number(parallelism) },
    salt: Buffer.from(salt, 'base64'),
    bytes: expected.byteLength,
  });
  return timingSafeEqual(found, expected);
}

async function hashWith(
  secret: Uint8Array,
  password: string,
  cost: { memory: number; passes: number; parallelism: number; salt: Uint8Array; bytes: number },
): Promise<Buffer> {
  const { memory, passes, parallelism, salt, bytes } = cost;
  await turn();
  try {
    return await derive('argon2id', {
      ...{ memory, passes, parallelism, tagLength: bytes },
      // The same letters typed on another keyboard are the same password.
      message: Buffer.from(password.normalize('NFC')),
      nonce: salt,
      secret: createHmac('sha256', secret).update('additional-password').digest(),
    });
  } finally {
    running -= 1;
    waiting.shift()?.();
  }
}

async function turn(): Promise<void> {
  if (running >= AT_ONCE) {
    if (waiting.length >= MOST_WAITING)
      throw new VecheError('unavailable', 'Too many passwords are being checked; try again.', { retryAfterSeconds: 5 });
    await new Promise<void>((resolve) => waiting.push(resolve));
  }
  running += 1;
}

/** Base 64 as PHC strings have it: without padding. */
function plain64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64').replaceAll('=', '');
}
