import { createHmac, timingSafeEqual } from 'node:crypto';
import type { AccountId, SecondFactor } from '@veche/contract';
import type { SendBudget } from '../codes/rules.ts';

/** Wrong passwords and recovery codes for one account, and from one address. */
export const accountTries: SendBudget = { mostPerHour: 6, gapSeconds: 0 };
export const addressTries: SendBudget = { mostPerHour: 60, gapSeconds: 0 };

export interface SecondFactorRow {
  readonly passwordHash: string;
  readonly hint: string | null;
  readonly recoveryHash: Buffer | null;
  readonly setAt: Date;
  readonly liftAskedAt: Date | null;
  readonly liftsAt: Date | null;
}

/** The additional password as its owner sees it. */
export function toSecondFactor(row: SecondFactorRow): SecondFactor {
  const { hint, recoveryHash, setAt, liftAskedAt, liftsAt } = row;
  return {
    setAt: setAt.toISOString(),
    hasRecoveryCode: recoveryHash !== null,
    ...(hint === null ? {} : { hint }),
    ...(liftAskedAt === null || liftsAt === null
      ? {}
      : { lift: { askedAt: liftAskedAt.toISOString(), liftsAt: liftsAt.toISOString() } }),
  };
}

/** Whether a forgotten password is asked for no more. */
export function isLifted({ liftsAt }: Pick<SecondFactorRow, 'liftsAt'>, now: Date): boolean {
  return liftsAt !== null && liftsAt <= now;
}

/** Whether nothing that a proof was judged by has changed since. */
export function sameSecrets(a: SecondFactorRow | null, b: SecondFactorRow | null): boolean {
  if (a === null || b === null) return a === b;
  if (a.passwordHash !== b.passwordHash) return false;
  if (a.recoveryHash === null || b.recoveryHash === null) return a.recoveryHash === b.recoveryHash;
  return timingSafeEqual(a.recoveryHash, b.recoveryHash);
}

/** Whether who reads the hint reads the password. */
export function givesAway(hint: string, password: string): boolean {
  const plain = (text: string) => text.normalize('NFKC').toLowerCase().replace(/\s+/g, '');
  return plain(hint).includes(plain(password));
}

/** Letters and digits that are not taken for each other (Crockford's base 32). */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const CODE_LENGTH = 20;

/** A recovery code of 100 random bits, in groups of four; `random` has a byte for each character. */
export function formatRecoveryCode(random: Uint8Array): string {
  const characters = Array.from(random.subarray(0, CODE_LENGTH), (byte) => ALPHABET.charAt(byte & 31)).join('');
  return characters.replace(/.{4}(?=.)/g, '$&-');
}

/** What of a typed recovery code counts. */
export function plainRecoveryCode(typed: string): string {
  return typed
    .toUpperCase()
    .replace(/[^0-9A-Z]/g, '')
    .replaceAll('O', '0')
    .replace(/[IL]/g, '1');
}

/** What is stored of a recovery code. It is random enough for a keyed hash. */
export function hashRecoveryCode(secret: Uint8Array, accountId: AccountId, typed: string): Buffer {
  const text = `recovery-code\n${accountId}\n${plainRecoveryCode(typed)}`;
  return createHmac('sha256', secret).update(text).digest();
}
