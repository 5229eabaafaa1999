import { hash } from 'node:crypto';
import { type AccountId, MAX_ID } from '@veche/contract';

/** A session ends when it was not used for this long. */
export const SESSION_DAYS = 180;

/** How often a use is written down. */
export const TOUCH_MINUTES = 5;

/** The cookie outlives the session, which slides without it; browsers keep none beyond 400 days. */
export const COOKIE_DAYS = 365;

export function inDays(now: Date, days: number): Date {
  return new Date(now.getTime() + days * 86_400_000);
}

/** A token names its account, so that the session is looked up in one partition. */
export function formatToken(accountId: AccountId, secret: Uint8Array): string {
  return `${accountId.toString(36)}.${Buffer.from(secret).toString('base64url')}`;
}

/** The account a token names, or null when it is none of ours. */
export function accountOfToken(token: string): AccountId | null {
  const match = /^([0-9a-z]{1,11})\.[\w-]{43}$/.exec(token);
  if (match?.[1] === undefined) return null;
  const accountId = Number.parseInt(match[1], 36);
  return accountId >= 1 && accountId <= MAX_ID ? (accountId as AccountId) : null;
}

/** What is stored of a token. It has 256 random bits, so a plain hash is enough. */
export function hashToken(token: string): Buffer {
  return hash('sha256', token, 'buffer');
}

const browsers: readonly [RegExp, string][] = [
  [/\bYaBrowser\//, 'Yandex Browser'],
  [/\bEdgA?\//, 'Edge'],
  [/\b(?:OPR|Opera)\//, 'Opera'],
  [/\b(?:Firefox|FxiOS)\//, 'Firefox'],
  [/\b(?:Chrome|Chromium|CriOS|HeadlessChrome)\//, 'Chrome'],
  [/\bSafari\//, 'Safari'],
];
const systems: readonly [RegExp, string][] = [
  [/\b(?:iPhone|iPad)\b/, 'iOS'],
  [/\bAndroid\b/, 'Android'],
  [/\bWindows\b/, 'Windows'],
  [/\bMac OS X\b/, 'macOS'],
  [/\bCrOS\b/, 'ChromeOS'],
  [/\bLinux\b/, 'Linux'],
];

/** A device as its owner would know it, from the user agent: `Firefox, Windows`. Empty when nothing is known. */
export function describeDevice(userAgent: string): string {
  const first = (table: readonly [RegExp, string][]) => table.find(([pattern]) => pattern.test(userAgent))?.[1];
  const known = [first(browsers), first(systems)].filter((part) => part !== undefined);
  if (known.length > 0) return known.join(', ');
  // A program names itself in the first word.
  return (/^[\w.@/-]{1,60}/.exec(userAgent)?.[0] ?? '').replace(/\/.*$/, '');
}
