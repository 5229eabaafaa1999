import { LAUNCH_SECONDS } from '@veche/contract/bridge-light';
import { VecheError } from '@veche/contract/light';
import { readPairs } from './launch-data.ts';

/**
 * Remembers what was taken, until it is too old anyway. Where several processes take it they need one in common, such as
 * a row that is inserted unless it is there, or `SET key 1 NX PXAT` of Redis.
 */
export interface ReplayStore {
  /** True when the key is new: of two calls at once, one is told so. It may be forgotten at `until`. */
  add(key: string, until: Date): boolean | Promise<boolean>;
}

/**
 * A store for one process.
 *
 * @example
 * const replays = replaysInMemory();
 * console.assert((await replays.add('launch', new Date(Date.now() + 300_000))) === true);
 * console.assert((await replays.add('launch', new Date(Date.now() + 300_000))) === false);
 */
export function replaysInMemory(): ReplayStore {
  const taken = new Map<string, Date>();
  return {
    add(key, until) {
      const now = new Date();
      for (const [old, end] of taken) if (end < now) taken.delete(old);
      if (taken.has(key)) return false;
      taken.set(key, until);
      return true;
    },
  };
}

export interface VerifyOptions {
  /** How old it may be; 300 seconds when absent. Check launch data once, at opening, and give a session of your own. */
  readonly maxAgeSeconds?: number;
  /** Refuses with `conflict` what was taken before. Absent: the same passes again while it is fresh. */
  readonly replays?: ReplayStore;
  /** The present moment, for tests. */
  readonly now?: Date;
}

/** Clocks of two servers may differ by this much. */
const CLOCK_DIFFERENCE_SECONDS = 30;

/** The pairs of a url-encoded text whose `hash` was made with the app's token; `forbidden` when it was not. */
export async function readSignedPairs(raw: string, token: string): Promise<Map<string, string>> {
  const fields = readPairs(raw);
  const hash = fromHex(fields.get('hash') ?? '');
  const tokenKey = await hmacKey(utf8('WebAppData'));
  const appKey = await hmacKey(await crypto.subtle.sign('HMAC', tokenKey, utf8(token)));
  const text = utf8(sortedText(fields, ['hash']));
  if (hash === null || !(await crypto.subtle.verify('HMAC', appKey, hash, text))) throw notSigned();
  return fields;
}

/** Refuses a text that none of the server's Ed25519 keys signed. */
export async function requireSignature(
  text: string,
  { signature, keys }: { readonly signature: string; readonly keys: readonly JsonWebKey[] },
): Promise<void> {
  const bytes = fromBase64Url(signature);
  for (const { kty, crv, x } of bytes === null ? [] : keys) {
    const key = await crypto.subtle.importKey('jwk', { kty, crv, x } as JsonWebKey, 'Ed25519', false, ['verify']);
    if (await crypto.subtle.verify('Ed25519', key, bytes!, utf8(text))) return;
  }
  throw notSigned();
}

/** Refuses with `expired` what was signed too long ago, or in the future, and by its signature what was taken before. */
export async function requireFresh(
  signedAt: Date,
  signature: string,
  { maxAgeSeconds = LAUNCH_SECONDS, now = new Date(), replays }: VerifyOptions,
): Promise<void> {
  const ageSeconds = (now.getTime() - signedAt.getTime()) / 1000;
  if (ageSeconds > maxAgeSeconds || ageSeconds < -CLOCK_DIFFERENCE_SECONDS)
    throw new VecheError('expired', 'This is too old: open the app again.');
  const until = new Date(signedAt.getTime() + (maxAgeSeconds + 1) * 1000);
  if (replays !== undefined && !(await replays.add(signature, until)))
    throw new VecheError('conflict', 'This was used before: open the app again.');
}

/** All pairs but some, as `key=value` in their order, joined by line breaks. */
export function sortedText(fields: ReadonlyMap<string, string>, without: readonly string[]): string {
  const pairs = [...fields].filter(([key]) => !without.includes(key)).map(([key, value]) => `${key}=${value}`);
  return pairs.sort().join('\n');
}

function hmacKey(key: BufferSource): Promise<CryptoKey> {
  return crypto.subtle.importKey('raw', key, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign', 'verify']);
}

function utf8(text: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(text);
}

function fromHex(text: string): Uint8Array<ArrayBuffer> | null {
  if (!/^(?:[0-9a-f]{2})+$/.test(text)) return null;
  return Uint8Array.from(text.match(/../g) ?? [], (pair) => parseInt(pair, 16));
}

function fromBase64Url(text: string): Uint8Array<ArrayBuffer> | null {
  if (!/^[\w-]+$/.test(text)) return null;
  return Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (character) => character.charCodeAt(0));
}

function notSigned(): VecheError {
  return new VecheError('forbidden', 'This was not signed for this app.');
}
