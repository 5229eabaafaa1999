import { type AccountId, Manifest, ReleaseState } from '@veche/contract';
import { expect, test } from 'vitest';
import { type Act, isStagedFor, mayAct, newScopesOf, ownerActs } from './rules.ts';

const statesOf = (act: Act, isReviewing = true) =>
  ReleaseState.options.filter((state) => mayAct(act, state, isReviewing));

test.each<[Act, ReleaseState[]]>([
  ['test', ['draft', 'testing']],
  ['submit', ['draft', 'testing', 'review']],
  ['withdraw', ['draft', 'testing', 'review', 'rejected', 'approved']],
  ['approve', ['review']],
  ['reject', ['review']],
  ['appeal', ['rejected']],
  ['publish', ['approved', 'staged', 'live', 'retired', 'rolledBack']],
  ['rollBack', ['staged', 'live']],
  ['kill', ['testing', 'approved', 'staged', 'live', 'retired', 'rolledBack', 'killed']],
])('%s is for these states alone', (act, states) => {
  expect(statesOf(act)).toEqual(states);
});

test.each<[ReleaseState, Act[]]>([
  ['draft', ['test', 'submit']],
  ['testing', ['test', 'submit', 'withdraw', 'kill']],
  ['review', ['withdraw']],
  ['rejected', ['withdraw', 'appeal']],
  ['approved', ['withdraw', 'publish', 'kill']],
  ['staged', ['publish', 'rollBack', 'kill']],
  ['live', ['rollBack', 'kill']],
  ['retired', ['publish', 'kill']],
  ['rolledBack', ['publish', 'kill']],
  ['killed', []],
])('an owner is offered for a release that is %s what changes it', (state, acts) => {
  expect(ownerActs(state, true)).toEqual(acts);
});

test('where nothing is reviewed, a draft is published and not handed in', () => {
  expect(ownerActs('draft', false)).toEqual(['test', 'publish']);
});

test('a server without review publishes drafts, and nothing that was killed or rejected', () => {
  expect(statesOf('publish', false)).toEqual(['draft', 'testing', ...statesOf('publish')]);
});

test('a staged release stays with the same people while its part grows, and its part is what was said', () => {
  const people = Array.from({ length: 4000 }, (_, index) => (index * 7919 + 1) as AccountId);
  const at = (percent: number, release = 'a') => people.filter((id) => isStagedFor(id, release, percent));
  const half = new Set(at(50));
  expect(at(10).every((id) => half.has(id))).toBe(true);
  expect(at(10)).toEqual(at(10));
  expect(at(10).length / people.length).toBeCloseTo(0.1, 1);
  expect(at(100)).toHaveLength(people.length);
  expect(at(10, 'b')).not.toEqual(at(10));
});

const purpose = { ru: 'Имя', en: 'Name' };
const manifest = (...scopes: object[]) =>
  Manifest.parse({
    app_id: 'hello',
    name: { ru: 'Привет', en: 'Hello' },
    version: { code: 1, name: '1' },
    kind: 'bundle',
    scopes,
  });
const name = { scope: 'name', purpose, retention_days: 30 };

test.each([
  ['a first release', null, manifest(name), ['name']],
  ['the same', manifest(name), manifest(name), []],
  ['another scope', manifest(name), manifest(name, { ...name, scope: 'location' }), ['location']],
  ['another purpose', manifest(name), manifest({ ...name, purpose: { ...purpose, en: 'To sell it' } }), ['name']],
  ['a longer time', manifest(name), manifest({ ...name, retention_days: 31 }), ['name']],
  ['a shorter time', manifest(name), manifest({ ...name, retention_days: 7 }), []],
  ['fewer scopes', manifest(name), manifest(), []],
])('%s asks anew for what is wider', (_what, live, next, scopes) => {
  expect(newScopesOf(live, next)).toEqual(scopes);
});
