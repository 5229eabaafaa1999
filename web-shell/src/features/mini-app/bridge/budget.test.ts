import { BRIDGE_BUDGET, DROPS_PER_STRIKE, STRIKES_TO_END } from '@veche/contract/bridge-light';
import { expect, test } from 'vitest';
import { createBudget, type Verdict } from './budget.ts';

function start() {
  let now = 0;
  const budget = createBudget(() => now);
  const judge = (times: number): Verdict[] => Array.from({ length: times }, () => budget.judge());
  return { budget, judge, wait: (milliseconds: number) => (now += milliseconds) };
}

test('a burst passes, and what is over is dropped with one warning', () => {
  const { judge } = start();
  expect(judge(BRIDGE_BUDGET.burst)).toEqual(Array(BRIDGE_BUDGET.burst).fill('take'));
  expect(judge(3)).toEqual(['warn', 'drop', 'drop']);
});

test('the budget flows in evenly', () => {
  const { judge, wait } = start();
  judge(BRIDGE_BUDGET.burst);
  wait(100);
  expect(judge(6)).toEqual(['take', 'take', 'take', 'take', 'take', 'warn']);
});

test('a flood ends the app', () => {
  const { judge } = start();
  judge(BRIDGE_BUDGET.burst);
  const verdicts = judge(DROPS_PER_STRIKE * STRIKES_TO_END);
  expect(verdicts.filter((verdict) => verdict === 'warn')).toHaveLength(STRIKES_TO_END);
  expect(verdicts.at(-1)).toBe('end');
});

test('a budget that filled up again forgives', () => {
  const { budget, judge, wait } = start();
  judge(BRIDGE_BUDGET.burst + DROPS_PER_STRIKE);
  wait(10_000);
  expect(judge(1)).toEqual(['take']);
  expect(budget.dropped).toBe(0);
});

test('talking at the stated rate for a minute is never dropped', () => {
  const { judge, wait } = start();
  for (let second = 0; second < 60; second++) {
    expect(judge(BRIDGE_BUDGET.perSecond)).not.toContain('drop');
    wait(1000);
  }
});
