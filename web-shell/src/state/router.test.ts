import { expect, test } from 'vitest';
import { readPlace } from './router.ts';

const read = (path: string) => readPlace(new URL(path, 'http://localhost:8080'));

test.each([
  ['/', 'home'],
  ['/sign-in', 'signIn'],
  ['/c', 'chats'],
  ['/c/', 'chats'],
  ['/apps', 'apps'],
  ['/settings', 'settings'],
  ['/nothing', 'unknown'],
  ['/settings/privacy', 'settings'],
  ['/settings/privacy/more', 'unknown'],
  ['/moderation', 'moderation'],
  ['/settings/more', 'unknown'],
])('%s is the section %s', (path, section) => {
  expect(read(path).section).toBe(section);
});

test('a page of the settings has its own address', () => {
  expect(read('/settings/blocked').page).toBe('blocked');
  expect(read('/settings').page).toBeNull();
});

test('the panel has views, and what is reported is a message or an account', () => {
  expect(read('/c/17?p=acts')).toMatchObject({ info: true, panel: 'acts', report: null });
  expect(read('/c/17?p=nothing')).toMatchObject({ info: false, panel: null });
  expect(read('/c/17?report=5').report).toEqual({ messageId: 5 });
  expect(read('/c/17?report=a6').report).toEqual({ accountId: 6 });
  for (const path of ['/c/17?report=', '/c/17?report=x5', '/c/17?report=a', '/c/17'])
    expect(read(path).report).toBeNull();
});

test('a chat is named by its id', () => {
  expect(read('/c/17').chatId).toBe(17);
});

test.each(['/c/abc', '/c/-1', '/c/0', '/c/99999999999999999', '/c/1e3'])('%s names no chat', (path) => {
  expect(read(path).chatId).toBeNull();
});

test('a mini-app runs over any page and keeps its start parameter through a reload', () => {
  expect(read('/c/17?run=hello-mini-app&start=abc&from=4')).toMatchObject({
    chatId: 17,
    run: { app: 'hello-mini-app', chatId: 17, startParam: 'abc', messageId: 4, testKey: null },
  });
  expect(read('/c/17?run=hello&in=5').run?.chatId).toBe(5);
  expect(read('/c/17?run=hello&in=0').run?.chatId).toBeNull();
  expect(read('/settings?run=').run).toBeNull();
});

test('an invitation is read from the hash, over any page', () => {
  const token = 'AbCdEfGhIjKlMnOpQrStU_';
  expect(read(`/#/join/${token}`)).toMatchObject({ section: 'chats', join: token });
  expect(read(`/settings#/join/${token}`)).toMatchObject({ section: 'settings', join: token });
  for (const path of ['/#/join/short', `/#/leave/${token}`, '/c']) expect(read(path).join).toBeNull();
});
