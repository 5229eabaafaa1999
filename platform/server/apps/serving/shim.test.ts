import { Script } from 'node:vm';
import { expect, test } from 'vitest';
import { createShim, injectShim } from './shim.ts';

const inject = (page: string) => Buffer.from(injectShim(Buffer.from(page), '<S>')).toString();

test.each([
  ['a head', '<!doctype html><html><head><title>я</title>', '<!doctype html><html><head><S><title>я</title>'],
  ['a head with attributes', '<HTML><HEAD lang="ru">\n<script src=a>', '<HTML><HEAD lang="ru"><S>\n<script src=a>'],
  ['no head', '<!doctype html>\n<html lang=en><body>', '<!doctype html>\n<html lang=en><S><body>'],
  ['a header element', '<!doctype html><header></header>', '<!doctype html><S><header></header>'],
  ['nothing but text', 'Привет', '<S>Привет'],
])('in a page with %s the shim comes first', (_what, page, result) => {
  expect(inject(page)).toBe(result);
});

test.each([
  ['Telegram', '<script src="https://telegram.org/js/telegram-web-app.js?59">', 'src="/.veche/telegram-web-app.js">'],
  ['MAX', "<script async src='https://st.max.ru/js/max-web-app.js'>", "src='/.veche/max-web-app.js'>"],
  [
    'Telegram, unquoted',
    '<SCRIPT SRC=https://telegram.org/js/telegram-web-app.js defer>',
    '/.veche/telegram-web-app.js defer>',
  ],
])('the script of %s is ours', (_whose, tag, result) => {
  const page = inject(`<head>${tag}</script>`);
  expect(page).toContain(result);
  expect(page).not.toContain('https:');
});

test.each([
  '<script src="https://telegram.org/js/other.js">',
  '<a href="https://telegram.org/js/telegram-web-app.js">',
])('%s stays as it is', (tag) => expect(inject(`<head>${tag}`)).toBe(`<head><S>${tag}`));

test('bytes of any encoding stay as they are', () => {
  const page = Buffer.concat([Buffer.from('<head>'), Buffer.from([0xcf, 0xf0, 0xe8, 0x00, 0xff])]);
  expect(Buffer.from(injectShim(page, '<S>'))).toEqual(
    Buffer.concat([Buffer.from('<head><S>'), Buffer.from([0xcf, 0xf0, 0xe8, 0x00, 0xff])]),
  );
});

test('the shim is a script of its own, named by its content', () => {
  const { script, tag, version } = createShim('https://veche.example');
  expect(() => new Script(script)).not.toThrow();
  expect(script).toContain('("https://veche.example", ');
  expect(tag).toBe(`<script src="/.veche/shim.js?${version}"></script>`);
  expect(createShim('https://other.example').version).not.toBe(version);
});

/** Runs the shim in a page that has little more than storage. */
function runIn(window: Record<string, unknown>): Record<string, unknown> {
  window['parent'] ??= window;
  const surroundings = {
    window,
    MessageEvent,
    location: { origin: 'http://hello.apps.localhost' },
    document: { baseURI: 'http://hello.apps.localhost/' },
    URL,
  };
  new Script(createShim('http://localhost').script).runInNewContext(surroundings);
  return window;
}

test('where the browser refuses storage, what is stored lasts as long as the page', () => {
  const refuse = {
    get: () => {
      throw new Error('SecurityError');
    },
    configurable: true,
  };
  const window = runIn(Object.defineProperties({}, { localStorage: refuse, sessionStorage: refuse }));
  const storage = window['sessionStorage'] as Storage;
  storage.setItem('launchParams', 'x');
  expect([storage.getItem('launchParams'), storage.length, storage.key(0)]).toEqual(['x', 1, 'launchParams']);
  expect((window['localStorage'] as Storage).getItem('launchParams')).toBeNull();
  storage.removeItem('launchParams');
  expect(storage.getItem('launchParams')).toBeNull();
});

test('where the browser stores, its storage stays', () => {
  const own = { getItem: () => null };
  expect(runIn({ localStorage: own, sessionStorage: own })['sessionStorage']).toBe(own);
});

test('only addresses of the app itself become scripts', () => {
  let rules: { createHTML(text: string): string; createScriptURL(url: string): string | null } | undefined;
  const trustedTypes = { createPolicy: (_name: string, given: typeof rules) => (rules = given) };
  runIn({ localStorage: { getItem: () => null }, sessionStorage: { getItem: () => null }, trustedTypes });
  expect(rules?.createHTML('<b>')).toBe('<b>');
  expect(rules?.createScriptURL('/assets/more.js')).toBe('/assets/more.js');
  expect(rules?.createScriptURL('https://st.max.ru/js/max-web-app.js?1')).toBe('/.veche/max-web-app.js');
  for (const url of ['https://evil.example/x.js', 'data:text/javascript,1', '//evil.example/x.js']) {
    expect(rules?.createScriptURL(url)).toBeNull();
  }
});

test('the page answers for its life before its own scripts can hear of it, and the shell alone', () => {
  const heard: unknown[] = [];
  const posts: unknown[] = [];
  const shell = { postMessage: (...post: unknown[]) => posts.push(post) };
  let receive: (event: object) => void = () => undefined;
  runIn({
    parent: shell,
    ...{ localStorage: { getItem: () => null }, sessionStorage: { getItem: () => null } },
    addEventListener: (_: string, listener: typeof receive) => (receive = listener),
    dispatchEvent: (event: MessageEvent) => heard.push(event.data),
  });
  const say = (data: string, changes: object = {}) =>
    receive({ data, source: shell, origin: 'http://localhost', ports: [], stopImmediatePropagation() {}, ...changes });
  say('{"veche":"ping"}');
  say('{"veche":"ping"}', { origin: 'http://evil.localhost' });
  say('{"veche":"ping"}', { source: {} });
  say('{"other":1}');
  expect(posts).toEqual([['{"veche":"pong"}', 'http://localhost']]);
  expect(heard).toEqual(['{"other":1}']);
});
