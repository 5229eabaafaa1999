import type { AccountId } from '@veche/contract';
import { expect, test } from 'vitest';
import { hashPassword, isPassword } from './password.ts';
import { formatRecoveryCode, givesAway, hashRecoveryCode, isLifted } from './rules.ts';

const secret = Buffer.alloc(32, 1);

test('a password is stored under the cost that is recommended, salted, and under the secret of the server', async () => {
  const stored = await hashPassword(secret, 'пароль из слов');
  expect(stored).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[\w+/]{22}\$[\w+/]{43}$/);
  expect(await hashPassword(secret, 'пароль из слов')).not.toBe(stored);
  expect(await isPassword(secret, stored, 'пароль из слов')).toBe(true);
  expect(await isPassword(secret, stored, 'пароль из слов ')).toBe(false);
  expect(await isPassword(Buffer.alloc(32, 2), stored, 'пароль из слов')).toBe(false);
});

test('the same letters typed another way are the same password', async () => {
  const stored = await hashPassword(secret, 'зелёный йод');
  expect(await isPassword(secret, stored, 'зелёный йод'.normalize('NFD'))).toBe(true);
});

test('beyond those that may wait for their turn, a password is not even tried', async () => {
  const tries = await Promise.allSettled(Array.from({ length: 36 }, () => hashPassword(secret, 'пароль из слов')));
  const refused = tries.filter((one) => one.status === 'rejected');
  expect(refused).toHaveLength(2);
  expect(refused[0]).toMatchObject({ reason: { code: 'unavailable', retryAfterSeconds: 5 } });
  await expect(hashPassword(secret, 'пароль из слов')).resolves.toContain('argon2id');
}, 30_000);

test('a recovery code is read however it is typed', () => {
  const code = formatRecoveryCode(Buffer.from(Array.from({ length: 20 }, (_, index) => index * 13)));
  expect(code).toMatch(/^([0-9A-HJKMNP-TV-Z]{4}-){4}[0-9A-HJKMNP-TV-Z]{4}$/);
  const hash = (typed: string, accountId = 1) =>
    hashRecoveryCode(secret, accountId as AccountId, typed).toString('hex');
  expect(hash(` ${code.toLowerCase().replaceAll('-', ' ')} `)).toBe(hash(code));
  expect(hash(code.replaceAll('0', 'o').replaceAll('1', 'l'))).toBe(hash(code));
  expect(hash(code, 2)).not.toBe(hash(code));
  expect(hash(code.slice(0, -1))).not.toBe(hash(code));
});

test.each([
  ['это: Берёзовый Мёд!', 'берёзовый мёд', true],
  ['б е р ё з а', 'берёза', true],
  ['что растёт у дома', 'берёзовый мёд', false],
])('the hint %j with the password %j gives it away: %s', (hint, password, expected) => {
  expect(givesAway(hint, password)).toBe(expected);
});

test('a forgotten password is lifted when its days are over, and not a moment before', () => {
  const liftsAt = new Date('2026-03-08T12:00:00.000Z');
  expect(isLifted({ liftsAt }, new Date(liftsAt.getTime() - 1))).toBe(false);
  expect(isLifted({ liftsAt }, liftsAt)).toBe(true);
  expect(isLifted({ liftsAt: null }, liftsAt)).toBe(false);
});
