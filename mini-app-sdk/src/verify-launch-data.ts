import { LAUNCH_SECONDS } from '@veche/contract/bridge-light';
import { VecheError } from '@veche/contract/light';
import { type LaunchData, readLaunchData, readPairs } from './launch-data.ts';

export interface VerifyOptions {
  /** How old launch data may be; 300 seconds when absent. Check it once, at opening, and give a session of your own. */
  readonly maxAgeSeconds?: number;
  /** The present moment, for tests. */
  readonly now?: Date;
}

/** Clocks of two servers may differ by this much. */
const CLOCK_DIFFERENCE_SECONDS = 30;

/**
 * Checks launch data on the app's own server and reads it. Rejects with `forbidden` when it was not signed for this
 * app or was changed, with `expired` when it is too old, with `malformed` when it is none at all.
 *
 * To refuse a replay, keep the `launchId`s of the last `maxAgeSeconds` and refuse one that comes again.
 *
 * @example
 * const { person } = await verifyLaunchData(launchData, { token: process.env.APP_TOKEN });
 */
export async function verifyLaunchData(
  launchData: string,
  { token, ...options }: VerifyOptions & { readonly token: string },
): Promise<LaunchData> {
  const fields = readPairs(launchData);
  const hash = fromHex(fields.get('hash') ?? '');
  const tokenKey = await hmacKey(utf8('WebAppData'));
  const appKey = await hmacKey(await crypto.subtle.sign('HMAC', tokenKey, utf8(token)));
  const isSigned = hash !== null && (await crypto.subtle.verify('HMAC', appKey, hash, sortedText(fields, ['hash'])));
  if (!isSigned) throw notSigned();
  return inTime(readLaunchData(launchData), options);
}

/**
 * The same check by someone who does not hold the app's token: with the public keys of the Veche server, which stand
 * at `/.well-known/veche-launch-keys.json`, and the number before the colon of the app's token.
 *
 * @example
 * const { keys } = await (await fetch('https://veche.example/.well-known/veche-launch-keys.json')).json();
 * await verifyLaunchDataByKey(launchData, { keys, tokenId: 7342037359 });
 */
export async function verifyLaunchDataByKey(
  launchData: string,
  { keys, tokenId, ...options }: VerifyOptions & { readonly keys: readonly JsonWebKey[]; readonly tokenId: number },
): Promise<LaunchData> {
  const fields = readPairs(launchData);
  const signature = fromBase64Url(fields.get('signature') ?? '');
  const text = utf8(`${tokenId}:WebAppData\n${new TextDecoder().decode(sortedText(fields, ['hash', 'signature']))}`);
  for (const jwk of signature === null ? [] : keys) {
    const key = await crypto.subtle.importKey(
      'jwk',
      { kty: jwk.kty, crv: jwk.crv, x: jwk.x } as JsonWebKey,
      'Ed25519',
      false,
      ['verify'],
    );
    if (await crypto.subtle.verify('Ed25519', key, signature!, text))
      return inTime(readLaunchData(launchData), options);
  }
  throw notSigned();
}

function inTime(data: LaunchData, { maxAgeSeconds = LAUNCH_SECONDS, now = new Date() }: VerifyOptions): LaunchData {
  const ageSeconds = (now.getTime() - data.openedAt.getTime()) / 1000;
  if (ageSeconds > maxAgeSeconds || ageSeconds < -CLOCK_DIFFERENCE_SECONDS) {
    throw new VecheError('expired', 'This launch data is too old: open the app again.');
  }
  return data;
}

function sortedText(fields: ReadonlyMap<string, string>, without: readonly string[]): Uint8Array<ArrayBuffer> {
  const pairs = [...fields].filter(([key]) => !without.includes(key)).map(([key, value]) => `${key}=${value}`);
  return utf8(pairs.sort().join('\n'));
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
  return new VecheError('forbidden', 'This launch data was not signed for this app.');
}
