import { expect, test } from 'vitest';
import {
  addressBudget,
  CODE_SECONDS,
  hashCode,
  judgeCode,
  MAX_WRONG_TRIES,
  normalizePhone,
  phoneBudget,
  secondsToWait,
} from './rules.ts';

const now = new Date('2026-03-01T12:00:00.000Z');
const ago = (seconds: number) => new Date(now.getTime() - seconds * 1000);

test.each([
  ['+7 999 000-00-01', '+79990000001'],
  ['8 (999) 000-00-01', '+79990000001'],
  ['9990000001', '+79990000001'],
  ['+1 202 555 0143', '+12025550143'],
  ['+٧٩٩٩٠٠٠٠٠٠١', '+79990000001'],
])('%s is read as %s', (text, phone) => {
  expect(normalizePhone(text, 'RU')).toBe(phone);
});

test.each(['12345', '+7 999', 'call +79990000001', '+79990000001 ext 5', 'alice', '+999999999999999', '112'])(
  '%s is no phone number',
  (text) => {
    expect(normalizePhone(text, 'RU')).toBeNull();
  },
);

test('a number without its country is read in the country of the server', () => {
  expect(normalizePhone('202 555 0143', 'US')).toBe('+12025550143');
});

test('the first code can be sent at once', () => {
  expect(secondsToWait([], now, phoneBudget)).toBe(0);
});

test('another code to a phone waits out the minute', () => {
  expect(secondsToWait([ago(1)], now, phoneBudget)).toBe(59);
  expect(secondsToWait([ago(59.5)], now, phoneBudget)).toBe(1);
  expect(secondsToWait([ago(60)], now, phoneBudget)).toBe(0);
});

test('the sixth code to a phone within an hour waits until the first is an hour old', () => {
  const five = [3000, 2400, 1800, 1200, 600].map(ago);
  expect(secondsToWait(five, now, phoneBudget)).toBe(600);
  expect(secondsToWait([ago(3600), ...five.slice(1)], now, phoneBudget)).toBe(0);
});

test('an address may send twenty codes at once and no more within the hour', () => {
  const codes = (count: number) => Array.from({ length: count }, () => ago(10));
  expect(secondsToWait(codes(19), now, addressBudget)).toBe(0);
  expect(secondsToWait(codes(20), now, addressBudget)).toBe(3590);
});

const secret = Buffer.alloc(32, 1);
const codeHash = hashCode(secret, '+79990000001', '123456');
const stored = { codeHash, expiresAt: new Date(now.getTime() + CODE_SECONDS * 1000), wrongTries: 0 };

test('a code is right for its own phone and under its own secret only', () => {
  expect(judgeCode(stored, codeHash, now)).toBe('right');
  expect(judgeCode(stored, hashCode(secret, '+79990000001', '123457'), now)).toBe('wrong');
  expect(judgeCode(stored, hashCode(secret, '+79990000002', '123456'), now)).toBe('wrong');
  expect(judgeCode(stored, hashCode(Buffer.alloc(32, 2), '+79990000001', '123456'), now)).toBe('wrong');
});

test('a code that was never asked for, is too old or was tried too often is expired, right or wrong', () => {
  const wrongHash = hashCode(secret, '+79990000001', '000000');
  for (const presented of [codeHash, wrongHash]) {
    expect(judgeCode(null, presented, now)).toBe('expired');
    expect(judgeCode({ ...stored, expiresAt: now }, presented, now)).toBe('expired');
    expect(judgeCode({ ...stored, wrongTries: MAX_WRONG_TRIES }, presented, now)).toBe('expired');
  }
});
