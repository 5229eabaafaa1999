import { createHmac, timingSafeEqual } from 'node:crypto';
import { type CountryCode, parsePhoneNumberFromString } from 'libphonenumber-js/min';

/** How long a code may be used. */
export const CODE_SECONDS = 5 * 60;

/** Wrong tries after which a code is spent. */
export const MAX_WRONG_TRIES = 5;

/** How many codes may be sent in an hour, and how far apart. */
export interface SendBudget {
  readonly mostPerHour: number;
  readonly gapSeconds: number;
}

export const phoneBudget: SendBudget = { mostPerHour: 5, gapSeconds: 60 };
export const addressBudget: SendBudget = { mostPerHour: 20, gapSeconds: 0 };

const HOUR_SECONDS = 3600;

/** Seconds until another code may be sent, 0 for now, given when earlier ones were, oldest first. */
export function secondsToWait(sentAt: readonly Date[], now: Date, budget: SendBudget): number {
  const ages = sentAt.map((at) => (now.getTime() - at.getTime()) / 1000).filter((age) => age < HOUR_SECONDS);
  const newest = ages.at(-1);
  const gap = newest === undefined ? 0 : budget.gapSeconds - newest;
  const oldestThatCounts = ages.at(-budget.mostPerHour);
  const hour = oldestThatCounts === undefined ? 0 : HOUR_SECONDS - oldestThatCounts;
  return Math.max(0, Math.ceil(Math.max(gap, hour)));
}

/** A phone number as E.164, or null when no such number can exist. Nothing but the number may be in the text. */
export function normalizePhone(text: string, defaultCountry: CountryCode = 'RU'): string | null {
  const phone = parsePhoneNumberFromString(text, { defaultCountry, extract: false });
  return phone?.isValid() && phone.ext === undefined ? phone.number : null;
}

/** What is stored of a code: keyed, because a million codes are soon tried against a bare hash. */
export function hashCode(secret: Uint8Array, phone: string, code: string): Buffer {
  return createHmac('sha256', secret).update(`sign-in-code\n${phone}\n${code}`).digest();
}

export interface StoredCode {
  readonly codeHash: Uint8Array;
  readonly expiresAt: Date;
  readonly wrongTries: number;
}

/** Whether a code opens the door. A spent, replaced, used or never requested one is `expired`. */
export function judgeCode(stored: StoredCode | null, codeHash: Uint8Array, now: Date): 'right' | 'wrong' | 'expired' {
  if (stored === null || stored.expiresAt <= now || stored.wrongTries >= MAX_WRONG_TRIES) return 'expired';
  return timingSafeEqual(stored.codeHash, codeHash) ? 'right' : 'wrong';
}
