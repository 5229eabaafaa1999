import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, expect, test } from 'vitest';
import { createGuardedFetch } from '../../kernel/guarded-fetch/index.ts';
import { createPageFetcher } from './pages.ts';

const web = createServer((request, response) => {
  response.setHeader('content-type', request.url === '/picture' ? 'image/png' : 'text/html');
  if (request.url === '/page') response.end('<title>Дом</title><meta property="og:image" content="/picture">');
  // A little now and then: never silent, and never done.
  else setInterval(() => response.write(' '), 50).unref();
});
await new Promise<void>((resolve) => web.listen(0, '127.0.0.1', resolve));
const site = `http://127.0.0.1:${(web.address() as AddressInfo).port}`;
const fetch = createGuardedFetch({ allowLoopback: true });
afterAll(async () => {
  await fetch.stop();
  web.closeAllConnections();
  web.close();
});

test('a page and its picture have one time limit together', async () => {
  const fetchPage = createPageFetcher(fetch, 0.6);
  const start = performance.now();
  expect(await fetchPage(`${site}/page`)).toEqual({ title: 'Дом', thumbnail: null });
  expect(await fetchPage(`${site}/dripping`)).toBeNull();
  expect(performance.now() - start).toBeLessThan(3_000);
});
