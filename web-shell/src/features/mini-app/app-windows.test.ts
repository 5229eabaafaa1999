import type { ChatId } from '@veche/contract';
import { expect, test } from 'vitest';
import { readPlace, type RunRequest } from '../../state/router.ts';
import * as set from './app-windows.ts';
import type { Mode } from './window-place.ts';

const box = { x: 10, y: 20, width: 420, height: 700 };
const run = (app: string, chatId = 1): RunRequest => ({
  ...{ app, chatId: chatId as ChatId, startParam: null, messageId: null, testKey: null },
});
const key = (app: string) => set.keyOf(run(app));
/** Opens apps one after another, the last one in front. */
const open = (...apps: readonly (readonly [app: string, mode: Mode])[]): set.Windows =>
  apps.reduce((windows, [app, mode]) => set.show(windows, run(app), { mode, box }), set.noWindows);
const views = (windows: set.Windows, isPhone = false) =>
  Object.fromEntries(windows.list.map((window) => [window.run.app, set.viewOf(window, windows, isPhone)]));
const place = (path: string) => readPlace(new URL(path, 'http://localhost'));

test('there is one dock: a second docked app sets the first aside; floating ones stay', () => {
  const windows = open(['clock', 'floating'], ['forms', 'docked'], ['school', 'docked']);
  expect(views(windows)).toEqual({ clock: 'floating', forms: 'aside', school: 'docked' });
  expect(windows.front).toBe(key('school'));
  const back = set.show(windows, run('forms'), { mode: 'floating', box });
  expect(views(back)).toEqual({ clock: 'floating', forms: 'docked', school: 'aside' });
  expect(back.list.map((window) => window.run.app)).toEqual(['clock', 'forms', 'school']);
});

test('a phone shows the front one alone', () => {
  const windows = open(['clock', 'floating'], ['forms', 'docked']);
  expect(views(windows, true)).toEqual({ clock: 'aside', forms: 'sheet' });
  expect(views(set.leave(windows, 'elsewhere'), true)).toEqual({ clock: 'aside', forms: 'aside' });
});

test('the same app asked for in another way is another window', () => {
  const windows = open(['forms', 'floating']);
  const other = { ...run('forms'), startParam: 'passport' };
  expect(set.show(windows, other, { mode: 'floating', box }).list).toHaveLength(2);
  expect(set.show(windows, run('forms', 2), { mode: 'floating', box }).list).toHaveLength(2);
  expect(set.show(windows, run('forms'), { mode: 'floating', box }).list).toHaveLength(1);
});

test.each([
  ['/c/1?run=forms', '/c/1', 'closed'],
  ['/c/1?run=forms', '/c/1?p=info', 'covered'],
  ['/c/1?run=forms', '/c/1?report=5', 'within'],
  ['/c/1?run=forms', '/c/1?m=5', 'within'],
  ['/c/1?run=forms', '/c/2', 'elsewhere'],
  ['/c/1?run=forms', '/settings', 'elsewhere'],
])('from %s to %s the app is %s', (before, now, why) => {
  expect(set.leavingOf(place(before), place(now))).toBe(why);
});

test('what becomes of windows when the address names none', () => {
  const windows = open(['forms', 'docked'], ['clock', 'floating']);
  expect(views(set.leave(windows, 'closed'))).toEqual({ forms: 'docked', clock: 'aside' });
  expect(views(set.leave(windows, 'covered'))).toEqual({ forms: 'aside', clock: 'floating' });
  expect(views(set.leave(windows, 'within'))).toEqual({ forms: 'docked', clock: 'floating' });
  expect(views(set.leave(windows, 'elsewhere'))).toEqual({ forms: 'aside', clock: 'floating' });
  expect(set.leave(windows, 'closed').front).toBeNull();
});

test('docking one makes room in the dock', () => {
  const windows = set.put(open(['forms', 'docked'], ['clock', 'floating']), key('clock'), { mode: 'docked' });
  expect(views(windows)).toEqual({ forms: 'aside', clock: 'docked' });
});

test('the sixth is too many; the first to go is the one set aside and not looked at for the longest time', () => {
  const apps = ['a', 'b', 'c', 'd', 'e'].map((app) => [app, 'floating'] as const);
  let windows = open(...apps);
  expect(windows.list).toHaveLength(set.MAX_OPEN_APPS);
  expect(set.isFull(windows, run('f'))).toBe(true);
  expect(set.isFull(windows, run('b'))).toBe(false);
  expect(set.leastWanted(windows)?.run.app).toBe('a');
  windows = set.setAside(set.setAside(windows, key('d')), key('c'));
  expect(set.leastWanted(windows)?.run.app).toBe('c');
  windows = set.close(windows, key('c'));
  expect(set.isFull(windows, run('f'))).toBe(false);
});

test('when the front one leaves, the one looked at before it is next', () => {
  let windows = open(['a', 'floating'], ['b', 'floating'], ['c', 'floating']);
  windows = set.show(windows, run('a'), { mode: 'floating', box });
  windows = set.setAside(windows, key('a'));
  expect(windows.front).toBeNull();
  expect(set.nextInView(windows)?.run.app).toBe('c');
  expect(set.nextInView(set.noWindows)).toBeUndefined();
});
