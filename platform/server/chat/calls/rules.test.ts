import type { AccountId } from '@veche/contract';
import { expect, test } from 'vitest';
import { outcomeOf, overdue, secondsOf, stateOf } from './rules.ts';

const at = (second: number) => new Date(Date.UTC(2026, 0, 1, 0, 0, second));
const callerId = 1 as AccountId;

test('a call rings until somebody answers, and goes on until it ends', () => {
  expect(stateOf({ answeredAt: null, endedAt: null })).toBe('ringing');
  expect(stateOf({ answeredAt: at(1), endedAt: null })).toBe('active');
  expect(stateOf({ answeredAt: at(1), endedAt: at(2) })).toBe('ended');
});

test('who calls gives up, who is called turns down, and either hangs up', () => {
  expect(outcomeOf({ answeredAt: null, callerId }, 1)).toBe('cancelled');
  expect(outcomeOf({ answeredAt: null, callerId }, 2)).toBe('declined');
  expect([1, 2].map((id) => outcomeOf({ answeredAt: at(1), callerId }, id))).toEqual(['answered', 'answered']);
});

test('what nobody kept was over when it was last kept, and not before it was answered', () => {
  expect(overdue({ answeredAt: null, dueAt: at(45) })).toEqual({ outcome: 'missed', endedAt: at(45) });
  expect(overdue({ answeredAt: at(0), dueAt: at(90) })).toEqual({ outcome: 'answered', endedAt: at(30) });
  expect(overdue({ answeredAt: at(20), dueAt: at(60) })).toEqual({ outcome: 'answered', endedAt: at(20) });
});

test('seconds are those of talking', () => {
  expect(secondsOf({ answeredAt: at(5) }, 'answered', at(65))).toBe(60);
  expect(secondsOf({ answeredAt: null }, 'missed', at(65))).toBe(0);
});
