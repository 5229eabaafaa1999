import { expect, test } from 'vitest';
import { AppScope, appScopeCatalogue, grantDurations } from './index.ts';

test('a scope that the platform cannot give is no scope', () => {
  expect(AppScope.safeParse('passport').success).toBe(false);
  expect(AppScope.safeParse('phoneNumber').success).toBe(true);
});

test.each(AppScope.options)('%s says what is given, in both languages, and for how long', (scope) => {
  const { fields, titles, durations } = appScopeCatalogue[scope];
  expect(new Set(fields).size).toBe(fields.length);
  expect(titles.ru).toMatch(/\p{Script=Cyrillic}/u);
  expect(titles.en).toMatch(/^[A-Z][a-z ]+$/);
  expect(durations.length).toBeGreaterThan(0);
  expect(grantDurations.filter((duration) => (durations as readonly string[]).includes(duration))).toEqual(durations);
});

test('no field is given by two scopes, so that an entry of the ledger is clear', () => {
  const fields = AppScope.options.flatMap((scope): readonly string[] => appScopeCatalogue[scope].fields);
  expect(new Set(fields).size).toBe(fields.length);
});
