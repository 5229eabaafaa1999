import { expect, test } from 'vitest';
import { conditions, type Findings, judge } from './diagnose.ts';

const whole: Findings = {
  isPossible: true,
  permission: 'granted',
  hasWorker: true,
  hasSubscription: true,
  hasKey: true,
  isKnownToServer: true,
};

test('where everything holds, everything is good', () => {
  expect(Object.values(judge(whole))).toEqual(conditions.map(() => 'good'));
});

test('the first fault is named, and nothing is said of what leans on it', () => {
  expect(judge({ ...whole, hasSubscription: false, isKnownToServer: false })).toMatchObject({
    worker: 'good',
    subscription: 'bad',
    key: 'unknown',
    server: 'unknown',
  });
  expect(judge({ ...whole, isPossible: false, permission: 'denied' })).toMatchObject({
    possible: 'bad',
    permission: 'unknown',
  });
});

test('who was never asked is told apart from who refused', () => {
  expect(judge({ ...whole, permission: 'default' }).permission).toBe('asked');
  expect(judge({ ...whole, permission: 'denied' }).permission).toBe('bad');
});
