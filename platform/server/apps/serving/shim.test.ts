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

test('bytes of any encoding stay as they are', () => {
  const page = Buffer.concat([Buffer.from('<head>'), Buffer.from([0xcf, 0xf0, 0xe8, 0x00, 0xff])]);
  expect(Buffer.from(injectShim(page, '<S>'))).toEqual(
    Buffer.concat([Buffer.from('<head><S>'), Buffer.from([0xcf, 0xf0, 0xe8, 0x00, 0xff])]),
  );
});

test('the shim is a script of its own, named by its content', () => {
  const { script, tag, version } = createShim('https://veche.example');
  expect(() => new Script(script)).not.toThrow();
  expect(script).toContain('("https://veche.example");');
  expect(tag).toBe(`<script src="/.veche/shim.js?${version}"></script>`);
  expect(createShim('https://other.example').version).not.toBe(version);
});
