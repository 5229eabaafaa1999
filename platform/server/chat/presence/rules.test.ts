import type { AccountId } from '@veche/contract';
import { expect, test } from 'vitest';
import { presenceOf } from './rules.ts';

const accountId = 1 as AccountId;
const now = new Date('2026-03-01T12:00:00.000Z');
const ago = (days: number) => new Date(now.getTime() - days * 24 * 3600 * 1000);
const status = (days: number | null, isExact: boolean, isOnline = false) =>
  presenceOf({ accountId, isOnline, lastSeenAt: days === null ? null : ago(days) }, isExact, now).status;

test('who may know is told exactly', () => {
  expect(presenceOf({ accountId, isOnline: false, lastSeenAt: ago(1) }, true, now)).toEqual({
    ...{ accountId, status: 'offline', lastSeenAt: '2026-02-28T12:00:00.000Z' },
  });
  expect(presenceOf({ accountId, isOnline: true, lastSeenAt: ago(1) }, true, now)).toEqual({
    accountId,
    status: 'online',
  });
});

test('the others are told about how long ago, and cannot tell who is here now', () => {
  expect([0, 2.9, 3, 6.9, 7, 29.9, 30, 400, null].map((days) => status(days, false))).toEqual([
    ...[
      'recently',
      'recently',
      'withinWeek',
      'withinWeek',
      'withinMonth',
      'withinMonth',
      'longAgo',
      'longAgo',
      'longAgo',
    ],
  ]);
  expect(presenceOf({ accountId, isOnline: true, lastSeenAt: ago(90) }, false, now)).toEqual({
    ...{ accountId, status: 'recently' },
  });
});
