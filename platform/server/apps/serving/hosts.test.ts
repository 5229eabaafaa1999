import { expect, test } from 'vitest';
import { appOrigin, readAppHost } from './hosts.ts';

const web = 'http://localhost:8080';

test('an app has its own subdomain of the web host', () => {
  expect(appOrigin(web, 'hello')).toBe('http://hello.apps.localhost:8080');
  expect(appOrigin('https://veche.example', 'hello-tma')).toBe('https://hello-tma.apps.veche.example');
});

test('a release that is not live has an origin of its own, which names it', () => {
  const origin = appOrigin('https://veche.example', 'hello', '0123456789abcdef'.repeat(4));
  expect(origin).toBe('https://hello--0123456789abcdef.apps.veche.example');
  expect(readAppHost('https://veche.example', new URL(origin).host)).toEqual({
    slug: 'hello',
    release: '0123456789abcdef',
  });
});

test.each([
  ['hello.apps.localhost:8080', 'hello'],
  ['HELLO.apps.localhost:8080', 'hello'],
  ['a.hello.apps.localhost:8080', ''],
  ['-x-.apps.localhost:8080', ''],
  ['.apps.localhost:8080', ''],
  ['localhost:8080', null],
  ['apps.localhost:8080', null],
  ['hello.apps.localhost:9090', null],
  ['hello.apps.localhost:8080.evil.example', null],
  ['hello--0123.apps.localhost:8080', ''],
  ['--0123456789abcdef.apps.localhost:8080', ''],
  ['', null],
])('the host %j stands for %j', (host, slug) => {
  expect(readAppHost(web, host)).toEqual(slug === null ? null : { slug, release: null });
});
