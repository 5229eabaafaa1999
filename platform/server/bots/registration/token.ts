import { createHmac, hash, randomBytes, timingSafeEqual } from 'node:crypto';
import { MAX_ID } from '@veche/contract';

/** Bytes of chance in a token: 26 give the 35 characters that client libraries expect. */
const SECRET_BYTES = 26;

/** The parts of a token `<account or app id>:<secret>`. */
export interface TokenParts {
  readonly id: number;
  readonly secret: string;
}

/** A new token; it is shown once and kept nowhere. */
export function makeToken(id: number): string {
  return `${id}:${randomBytes(SECRET_BYTES).toString('base64url')}`;
}

/** Null for what cannot be a token: digits without a leading zero, a colon, a secret, at most 80 characters. */
export function parseToken(token: string): TokenParts | null {
  const match = /^([1-9]\d{0,15}):([\w-]{10,63})$/.exec(token);
  if (match?.[1] === undefined || match[2] === undefined) return null;
  const id = Number(match[1]);
  return id <= MAX_ID ? { id: id, secret: match[2] } : null;
}

/** What is stored of a token. The secret is pure chance, so one round of SHA-256 is enough. */
export function hashToken(token: string): Uint8Array {
  return hash('sha256', token, 'buffer');
}

/** Compares in constant time. */
export function isTokenOf(tokenHash: Uint8Array, token: string): boolean {
  const given = hashToken(token);
  return tokenHash.byteLength === given.byteLength && timingSafeEqual(tokenHash, given);
}

/** The key that launch data is signed with, made from the token as the Mini Apps convention has it. */
export function launchKeyOf(token: string): Uint8Array {
  return createHmac('sha256', 'WebAppData').update(token).digest();
}
