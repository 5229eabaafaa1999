import { expect, test } from 'vitest';
import { appOrigin, slugOfHost } from './hosts.ts';

const web = 'http://localhost:8080';

test('an app has its own subdomain of the web host', () => {
  expect(appOrigin(web, 'hello')).toBe('http://hello.apps.localhost:8080');
  expect(appOrigin('https://veche.example', 'hello-tma')).toBe('https://hello-tma.apps.veche.example');
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
  ['', null],
])('the host %j stands for %j', (host, slug) => {
  expect(slugOfHost(web, host)).toBe(slug);
});
