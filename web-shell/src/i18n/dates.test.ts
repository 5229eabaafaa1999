import { signal } from '@preact/signals-core';
import { expect, test } from 'vitest';
import type { Language } from '@veche/contract';
import { createDates } from './dates.ts';

const now = new Date(2026, 2, 12, 15, 30);
const ago = (days: number, hours = 0) => new Date(2026, 2, 12 - days, 15 - hours, 30).toISOString();
const dates = (language: Language) => createDates(signal(language), () => now);

test('the chat list shows time today, a weekday this week, else a date', () => {
  const { brief } = dates('ru');
  expect(brief(ago(0, 1))).toBe('14:30');
  expect(brief(ago(1))).toBe('ср');
  expect(brief(ago(30))).toBe('10 февр.');
  expect(brief(ago(400))).toBe('05.02.25');
});

test('days are called today and yesterday in the language of the shell', () => {
  expect(dates('ru').day(ago(0))).toBe('Сегодня');
  expect(dates('ru').day(ago(1))).toBe('Вчера');
  expect(dates('en').day(ago(1))).toBe('Yesterday');
  expect(dates('en').day(ago(10))).toBe('2 March');
  expect(dates('ru').day(ago(400))).toBe('5 февраля 2025 г.');
});

test('how long something is, in the largest unit that fits', () => {
  expect(dates('ru').span(24 * 3600_000)).toBe('1 день');
  expect(dates('ru').span(3 * 3600_000 + 60_000)).toBe('3 часа');
  expect(dates('en').span(12 * 60_000)).toBe('12 minutes');
});
