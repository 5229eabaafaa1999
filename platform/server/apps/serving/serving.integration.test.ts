import { Script } from 'node:vm';
import { beforeAll, expect, test } from 'vitest';
import { appBundle, siteApp } from '../../../../tests/support/app-bundle.ts';
import { startDeveloperSite } from '../../../../tests/support/developer-site.ts';
import { rawHttp, type RawOptions } from '../../../../tests/support/raw-http.ts';
import { startTestServer } from '../../../../tests/support/server.ts';

const server = await startTestServer();
const dmitry = await server.person('Дмитрий');
const site = await startDeveloperSite();

/** Asks an app's host on the test's port. */
const get = (host: string, path: string, { method, headers }: RawOptions = {}) =>
  rawHttp(server.port, path, { ...(method && { method }), headers: { host: `${host}:${server.port}`, ...headers } });

const host = 'served.apps.localhost';
beforeAll(() => dmitry.call('apps.publish', appBundle('served', { 'app.js': 'x', 'assets/a-B1pQ2c_d.css': 'y' })));

test('a page comes with the shim before its own content and with every guard', async () => {
  const { status, headers, body } = await get(host, '/', { headers: { 'sec-fetch-dest': 'iframe' } });
  expect(status).toBe(200);
  expect(body).toMatch(/^<!doctype html><html><head><script src="\/\.veche\/shim\.js\?[0-9a-f]{16}"><\/script><title>/);
  const policy = String(headers['content-security-policy']);
  for (const directive of [
    "default-src 'none'",
    "script-src 'self'",
    "connect-src 'self'",
    "frame-src 'none'",
    "worker-src 'none'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
    `frame-ancestors ${server.url}`,
    "require-trusted-types-for 'script'",
    "webrtc 'block'",
  ]) {
    expect(policy.split('; ')).toContain(directive);
  }
  expect(policy).not.toContain('unsafe');
  expect(headers).toMatchObject({
    'content-type': 'text/html; charset=utf-8',
    'connection-allowlist': '(response-origin);webrtc=block',
    'origin-agent-cluster': '?1',
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'cross-origin',
    'x-dns-prefetch-control': 'off',
    'cache-control': 'no-cache',
  });
  expect(headers['permissions-policy']).toMatch(/camera=\(\).*microphone=\(\)/);
  expect(headers).not.toHaveProperty('set-cookie');
  expect(headers).not.toHaveProperty('access-control-allow-origin');
});

test('the shim is served under the name the page gives it, for ever', async () => {
  const source = /src="([^"]+)"/.exec((await get(host, '/')).body)?.[1] ?? '';
  const { status, headers, body } = await get(host, source);
  expect({ status, cache: headers['cache-control'] }).toEqual({
    status: 200,
    cache: 'public, max-age=31536000, immutable',
  });
  expect(body).toContain(JSON.stringify(server.url));
  expect((await get(host, '/.veche/shim.js')).headers['cache-control']).toBe('no-cache');
});

test('files are asked for again by their hash, and hashed names are kept for ever', async () => {
  const plain = await get(host, '/app.js');
  expect(plain.headers).toMatchObject({ 'cache-control': 'no-cache', 'cross-origin-resource-policy': 'same-origin' });
  const etag = String(plain.headers['etag']);
  const known = await get(host, '/app.js', { headers: { 'if-none-match': etag } });
  expect({ status: known.status, body: known.body }).toEqual({ status: 304, body: '' });
  const hashed = await get(host, '/assets/a-B1pQ2c_d.css');
  expect(hashed.headers['cache-control']).toBe('public, max-age=31536000, immutable');
});

test('HEAD answers the headers alone; nothing else than GET and HEAD is answered', async () => {
  const head = await get(host, '/app.js', { method: 'HEAD' });
  expect(head).toMatchObject({ status: 200, body: '', headers: { 'content-length': '1' } });
  for (const method of ['POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS']) {
    expect(await get(host, '/app.js', { method })).toMatchObject({ status: 405, headers: { allow: 'GET, HEAD' } });
  }
});

test.each([
  '/none.js',
  '/../../etc/passwd',
  '/%2e%2e/%2e%2e/etc/passwd',
  '/..%2fapp.js',
  '/app%2ejs',
  '//app.js',
  '/app.js/',
  '/api/catalogue.search',
  '/healthz',
  '/metrics',
])('%s is not there', async (path) => {
  expect((await get(host, path)).status).toBe(404);
});

test('hosts of no app are answered with 404 and the same guards', async () => {
  for (const other of ['nobody.apps.localhost', 'a.served.apps.localhost', '--.apps.localhost']) {
    const { status, headers } = await get(other, '/');
    expect({ other, status }).toEqual({ other, status: 404 });
    expect(headers['content-security-policy']).toContain("default-src 'none'");
  }
});

test('opened by itself, an app shows where it opens instead, and never its own page', async () => {
  const { body, headers } = await get(host, '/', { headers: { 'sec-fetch-dest': 'document' } });
  expect(body).toContain(`href="${server.url}/"`);
  expect(body).not.toContain('<script');
  expect(headers['content-security-policy']).toContain("frame-ancestors 'none'");
});

test('no file of an app is a page by itself, a drawing with scripts least of all', async () => {
  const svg = '<svg xmlns="http://www.w3.org/2000/svg"><script href="/app.js"/></svg>';
  await dmitry.call('apps.publish', appBundle('drawn', { 'page.svg': svg, 'app.js': 'x', 'words.txt': 'y' }));
  for (const path of ['/page.svg', '/app.js', '/words.txt']) {
    const whole = await get('drawn.apps.localhost', path, { headers: { 'sec-fetch-dest': 'document' } });
    expect(whole.headers).toMatchObject({ 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' });
    expect(whole.body).toContain(`href="${server.url}/"`);
  }
  const picture = await get('drawn.apps.localhost', '/page.svg', { headers: { 'sec-fetch-dest': 'image' } });
  expect(picture).toMatchObject({ body: svg, headers: { vary: 'Sec-Fetch-Dest' } });
  const policy = String(picture.headers['content-security-policy']);
  expect(policy.split('; ')).toEqual(expect.arrayContaining(["default-src 'none'", 'sandbox']));
  expect(policy).not.toContain('script-src');
});

test('a page may reach the hosts of its manifest and use the features of it, and nothing else changes', async () => {
  const plain = await get(host, '/');
  const openings = { network_hosts: ['api.example.org', '*.tiles.example.org'], device_features: ['gamepad' as const] };
  await dmitry.call('apps.publish', appBundle('reaching', {}, openings));
  const reaching = await get('reaching.apps.localhost', '/');
  const policies = [plain, reaching].map(({ headers }) => String(headers['content-security-policy']).split('; '));
  const [before = [], after = []] = policies;
  expect(after.filter((directive) => !before.includes(directive))).toEqual([
    "img-src 'self' data: blob: https://api.example.org https://*.tiles.example.org",
    "connect-src 'self' https://api.example.org https://*.tiles.example.org",
  ]);
  expect(after).toHaveLength(before.length);
  expect(reaching.headers['connection-allowlist']).toBe(
    '(response-origin "https://api.example.org/*" "https://*.tiles.example.org/*");webrtc=block',
  );
  expect(String(reaching.headers['permissions-policy']).match(/[\w-]+=\(self\)/g)).toEqual(['gamepad=(self)']);
});

test('a page that stayed the same is sent again when its policy changed', async () => {
  await dmitry.call('apps.publish', appBundle('narrowed', {}, { network_hosts: ['api.example.org'] }));
  const { headers } = await get('narrowed.apps.localhost', '/');
  await dmitry.call('apps.publish', appBundle('narrowed'));
  const again = await get('narrowed.apps.localhost', '/', { headers: { 'if-none-match': String(headers['etag']) } });
  expect(again.status).toBe(200);
  expect(again.headers['content-security-policy']).not.toContain('example.org');
});

test('an app on a site of its own comes within a page of ours that shows that one site', async () => {
  site.serve('/.well-known/veche-app.json', { body: '{"apps":{"elsewhere":""}}' });
  const url = `${site.origin}/start?a=1&b="><script>`;
  await dmitry.call('apps.publish', siteApp('elsewhere', url, { device_features: ['gamepad'] }));
  const { status, headers, body } = await get('elsewhere.apps.localhost', '/');
  expect({ status, type: headers['content-type'] }).toEqual({ status: 200, type: 'text/html; charset=utf-8' });
  const { headers: plain } = await get(host, '/');
  const [before = [], after = []] = [plain, headers].map((one) => String(one['content-security-policy']).split('; '));
  expect(after.filter((directive) => !before.includes(directive))).toEqual([`frame-src ${site.origin}`]);
  expect(after).toHaveLength(before.length);
  expect(headers).toMatchObject({
    'connection-allowlist': `(response-origin "${site.origin}/*");webrtc=block`,
    'referrer-policy': 'no-referrer',
    vary: 'Sec-Fetch-Dest',
  });
  expect(String(headers['permissions-policy']).match(/[\w-]+=\([^)]+\)/g)).toEqual([`gamepad=(self "${site.origin}")`]);
  for (const limit of [
    'sandbox="allow-scripts allow-same-origin allow-forms"',
    'allow="gamepad"',
    'referrerpolicy="no-referrer"',
    `data-page="${site.origin}/start?a=1&#38;b=&#34;&#62;&#60;script&#62;"`,
  ])
    expect(body).toContain(limit);
  expect(body).not.toContain('/.veche/shim.js');

  const source = /script src="([^"]+)"/.exec(body)?.[1] ?? '';
  const script = await get('elsewhere.apps.localhost', source);
  expect(script.headers['cache-control']).toBe('public, max-age=31536000, immutable');
  expect(() => new Script(script.body)).not.toThrow();
  expect((await get('elsewhere.apps.localhost', '/.veche/site.css')).headers['content-type']).toMatch(/^text\/css/);
  expect((await get('elsewhere.apps.localhost', '/start')).status).toBe(404);
  const whole = await get('elsewhere.apps.localhost', '/', { headers: { 'sec-fetch-dest': 'document' } });
  expect(whole.body).not.toContain('<iframe');

  // Another site is another page, whatever the browser kept.
  const etag = String(headers['etag']);
  await dmitry.call('apps.publish', siteApp('elsewhere', `${site.origin}/other`));
  const again = await get('elsewhere.apps.localhost', '/', { headers: { 'if-none-match': etag } });
  expect(again).toMatchObject({ status: 200, body: expect.stringContaining(`"${site.origin}/other"`) });
});

test('a name with markup in it is text on that page', async () => {
  const name = { ru: '<img src=x>', en: '"><script>' };
  await dmitry.call('apps.publish', appBundle('markup', {}, { name }));
  const { body } = await get('markup.apps.localhost', '/', { headers: { 'sec-fetch-dest': 'document' } });
  expect(body).not.toMatch(/<img|<script/);
});
