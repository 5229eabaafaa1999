import { type AccountId, MAX_ID } from '@veche/contract';
import { expect, test } from 'vitest';
import { accountOfToken, describeDevice, formatToken, hashToken } from './rules.ts';

const secret = Buffer.alloc(32, 7);

test.each([1, 123_456_789, MAX_ID])('a token names its account %d', (accountId) => {
  const token = formatToken(accountId as AccountId, secret);
  expect(token).toMatch(/^[\w.-]{45,60}$/);
  expect(accountOfToken(token)).toBe(accountId);
});

const good = formatToken(1 as AccountId, secret);
test.each([
  ['', 'empty'],
  ['1', 'without a secret'],
  [good.slice(0, -1), 'too short'],
  [`${good}x`, 'too long'],
  [`0${good.slice(1)}`, 'of account zero'],
  [`zzzzzzzzzzz${good.slice(1)}`, 'of an account beyond the largest id'],
  [good.replace('.', ':'), 'in the form of a bot'],
])('%j is no token: %s', (token) => {
  expect(accountOfToken(token)).toBeNull();
});

test('what is stored of a token is not the token', () => {
  expect(hashToken(good)).toHaveLength(32);
  expect(hashToken(good).toString('latin1')).not.toContain(secret.toString('base64url'));
});

const chrome = 'AppleWebKit/537.36 (KHTML, like Gecko) Chrome/150.0.0.0';
test.each([
  [`Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${chrome} Safari/537.36`, 'Chrome, Windows'],
  [`Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${chrome} YaBrowser/26.1 Safari/537.36`, 'Yandex Browser, Windows'],
  [`Mozilla/5.0 (Linux; Android 16; K) ${chrome} Mobile Safari/537.36 EdgA/150.0`, 'Edge, Android'],
  ['Mozilla/5.0 (X11; Linux x86_64; rv:150.0) Gecko/20100101 Firefox/150.0', 'Firefox, Linux'],
  [
    'Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 Version/19.0 Mobile/15E148 Safari/604.1',
    'Safari, iOS',
  ],
  ['curl/8.5.0', 'curl'],
  ['<script>alert(1)</script>', ''],
  ['', ''],
])('%s is shown as %j', (userAgent, device) => {
  expect(describeDevice(userAgent)).toBe(device);
});
