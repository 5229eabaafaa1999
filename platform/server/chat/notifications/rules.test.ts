import { expect, test } from 'vitest';
import { defaultSettings, isQuiet, type Listener, ringing } from './rules.ts';

const night = { from: 22 * 60, to: 7 * 60, timeZone: 'Europe/Moscow' };
const at = (utc: string) => new Date(`2026-11-21T${utc}:00.000Z`);
const listener = (more: Partial<Listener> = {}): Listener => ({
  settings: defaultSettings,
  chatLevel: 'all',
  mutedUntil: null,
  ...more,
});
const plain = { chatKind: 'group', mentioned: false, urgent: false } as const;

test('quiet hours go over midnight in the time zone of the person', () => {
  expect(isQuiet(night, at('18:59'))).toBe(false);
  expect(isQuiet(night, at('19:00'))).toBe(true);
  expect(isQuiet(night, at('03:59'))).toBe(true);
  expect(isQuiet(night, at('04:00'))).toBe(false);
  expect(isQuiet({ from: 60, to: 120, timeZone: 'UTC' }, at('01:30'))).toBe(true);
});

test('in quiet hours only urgent messages ring, and only for those who let them', () => {
  const settings = { ...defaultSettings, quietHours: night };
  expect(ringing(listener({ settings }), plain, at('20:00'))).toBe('silent');
  expect(ringing(listener({ settings }), { ...plain, urgent: true }, at('20:00'))).toBe('overrides');
  expect(ringing(listener({ settings }), { ...plain, urgent: true }, at('12:00'))).toBe('rings');
  const strict = { ...settings, allowUrgent: false };
  expect(ringing(listener({ settings: strict }), { ...plain, urgent: true }, at('20:00'))).toBe('silent');
});

test('a muted chat never rings, not even for urgent messages; when the time is over it rings again', () => {
  const muted = listener({ mutedUntil: at('12:00') });
  expect(ringing(muted, { ...plain, urgent: true }, at('11:59'))).toBe('silent');
  expect(ringing(muted, plain, at('12:00'))).toBe('rings');
});

test('the quieter of the two levels counts', () => {
  const mentions = listener({ settings: { ...defaultSettings, groups: 'mentions' } });
  expect(ringing(mentions, plain, at('12:00'))).toBe('silent');
  expect(ringing(mentions, { ...plain, mentioned: true }, at('12:00'))).toBe('rings');
  expect(ringing(mentions, { ...plain, chatKind: 'direct' }, at('12:00'))).toBe('rings');
  expect(ringing(listener({ chatLevel: 'none' }), { ...plain, mentioned: true }, at('12:00'))).toBe('silent');
});
