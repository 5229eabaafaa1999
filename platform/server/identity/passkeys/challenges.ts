import { createHmac, hash, timingSafeEqual } from 'node:crypto';

export interface ChallengeFor {
  readonly use: 'register' | 'check' | 'signIn';
  /** Who alone may answer: account and session; empty when anyone may. */
  readonly bound: string;
}

const NONCE_BYTES = 16;
const TIME_BYTES = 6;
const SEAL_BYTES = 32;

/**
 * A challenge that any node can judge: nonce, end in milliseconds, seal. Nothing is stored for it until it is answered,
 * so that asking for many costs nobody anything.
 */
export function sealChallenge(
  secret: Uint8Array,
  purpose: ChallengeFor,
  { nonce, expiresAt }: { nonce: Uint8Array; expiresAt: Date },
): string {
  if (nonce.byteLength !== NONCE_BYTES) throw new Error('a nonce has 16 bytes');
  const open = Buffer.alloc(NONCE_BYTES + TIME_BYTES);
  open.set(nonce);
  open.writeUIntBE(expiresAt.getTime(), NONCE_BYTES, TIME_BYTES);
  return Buffer.concat([open, sealOf(secret, purpose, open)]).toString('base64url');
}

/** Whether a challenge is ours, for this use and in time. Whether it was answered before, the store knows. */
export function judgeChallenge(
  secret: Uint8Array,
  purpose: ChallengeFor,
  challenge: string,
  now: Date,
): 'right' | 'wrong' | 'expired' {
  const bytes = Buffer.from(challenge, 'base64url');
  if (bytes.byteLength !== NONCE_BYTES + TIME_BYTES + SEAL_BYTES) return 'wrong';
  const open = bytes.subarray(0, NONCE_BYTES + TIME_BYTES);
  if (!timingSafeEqual(bytes.subarray(open.byteLength), sealOf(secret, purpose, open))) return 'wrong';
  return open.readUIntBE(NONCE_BYTES, TIME_BYTES) > now.getTime() ? 'right' : 'expired';
}

/** Under what an answered challenge is remembered; two spellings of the same bytes are one. */
export function challengeKey(challenge: string): Buffer {
  return hash('sha256', Buffer.from(challenge, 'base64url'), 'buffer');
}

function sealOf(secret: Uint8Array, { use, bound }: ChallengeFor, open: Uint8Array): Buffer {
  return createHmac('sha256', secret).update(`passkey-challenge\n${use}\n${bound}\n`).update(open).digest();
}
