import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { appBundle } from '../../../../tests/support/app-bundle.ts';
import { rawHttp } from '../../../../tests/support/raw-http.ts';
import { refusal } from '../../../../tests/support/refusal.ts';
import { startTestServer } from '../../../../tests/support/server.ts';
import { createDiskBlobs } from '../../kernel/blobs.ts';
import { blobKeyOf } from '../serving/content.ts';
import { sha256 } from './bundle.ts';

const dataFolder = await mkdtemp(join(tmpdir(), 'veche-registry-'));
afterAll(() => rm(dataFolder, { recursive: true, force: true }));
const server = await startTestServer({ dataFolder });
const alice = await server.person('Алиса');
const bob = await server.person('Борис');
const dmitry = await server.person('Дмитрий');

const get = (host: string, path: string) => rawHttp(server.port, path, { headers: { host: `${host}:${server.port}` } });

/** Whether the server keeps a file of this content, for whichever app. */
const isStored = (content: string) => createDiskBlobs(dataFolder).exists(blobKeyOf(sha256(Buffer.from(content))));

test('registers at the first call with a token shown once, and the same content is the same release', async () => {
  const first = await dmitry.http('apps.publish', appBundle('first-app'));
  expect(first.token).toMatch(/^\d+:[\w-]{35}$/);
  expect(first.app).toMatchObject({ slug: 'first-app', name: 'Приложение first-app' });
  const again = await dmitry.http('apps.publish', appBundle('first-app'));
  expect(again).toEqual({ app: first.app, release: first.release });
  const changed = await dmitry.http('apps.publish', appBundle('first-app', { 'app.js': '1' }));
  expect(changed.app.appId).toBe(first.app.appId);
  expect(changed.app.release).not.toBe(first.app.release);
  const back = await dmitry.http('apps.publish', appBundle('first-app'));
  expect(back.app.release).toBe(first.app.release);
});

test("another owner's app id is refused and stays as it was", async () => {
  const { app } = await dmitry.call('apps.publish', appBundle('taken-app'));
  const error = await refusal(bob.call('apps.publish', appBundle('taken-app', { 'evil.js': '1' })));
  expect(error).toMatchObject({ code: 'conflict', field: 'manifest.app_id' });
  const { apps } = await bob.call('catalogue.search', {});
  expect(apps.find(({ slug }) => slug === 'taken-app')).toMatchObject(app);
  expect((await get('taken-app.apps.localhost', '/evil.js')).status).toBe(404);
});

test('of two owners who publish one id at once, one gets it', async () => {
  const attempts = [alice, bob, dmitry].map((person) => person.call('apps.publish', appBundle('contested')));
  const results = await Promise.allSettled(attempts);
  expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  for (const result of results)
    if (result.status === 'rejected') expect(result.reason).toMatchObject({ code: 'conflict' });
});

test('an app takes its place under the registration of its bot', async () => {
  const { bot } = await dmitry.call('bots.register', { username: 'ferry_bot', name: 'Паром' });
  const { app, token } = await dmitry.call('apps.publish', appBundle('ferry', {}, { bot: 'Ferry_Bot' }));
  expect(app).toMatchObject({ appId: bot.appId, botId: bot.account.accountId });
  expect(token).toBeUndefined();
  const second = await refusal(dmitry.call('apps.publish', appBundle('ferry-two', {}, { bot: 'ferry_bot' })));
  expect(second).toMatchObject({ code: 'conflict', field: 'manifest.bot' });
  await dmitry.call('apps.publish', appBundle('no-bot'));
  const late = await refusal(dmitry.call('apps.publish', appBundle('no-bot', {}, { bot: 'ferry_bot' })));
  expect(late).toMatchObject({ code: 'conflict', field: 'manifest.bot' });
});

test('of two ids for one bot at once, one is taken', async () => {
  await dmitry.call('bots.register', { username: 'torn_bot', name: 'Разорванный' });
  const both = ['torn-one', 'torn-two'].map((slug) =>
    dmitry.call('apps.publish', appBundle(slug, {}, { bot: 'torn_bot' })),
  );
  const results = await Promise.allSettled(both);
  expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  for (const result of results)
    if (result.status === 'rejected') expect(result.reason).toMatchObject({ code: 'conflict', field: 'manifest.bot' });
});

test("another's bot and no bot at all are refused alike", async () => {
  await dmitry.call('bots.register', { username: 'owned_bot', name: 'Свой' });
  for (const bot of ['owned_bot', 'absent_bot']) {
    const error = await refusal(bob.call('apps.publish', appBundle('bobs-app', {}, { bot })));
    expect(error).toMatchObject({ code: 'not_found', field: 'manifest.bot' });
  }
});

test('a file name that browsers keep for ever cannot change its content', async () => {
  const script = 'assets/index-DiwrgTda.js';
  await dmitry.call('apps.publish', appBundle('hashed', { [script]: '1' }));
  const error = await refusal(dmitry.call('apps.publish', appBundle('hashed', { [script]: '2' })));
  expect(error).toMatchObject({ code: 'conflict', field: 'files' });
  expect((await get('hashed.apps.localhost', `/${script}`)).body).toBe('1');
});

test.each([
  ['a path that climbs', { files: [{ path: '../index.html', contentBase64: '' }] }, 'files.0.path'],
  ['content that is not base64', { files: [{ path: 'index.html', contentBase64: '%%' }] }, 'files.0.contentBase64'],
  ['an id in capitals', { manifest: { ...appBundle('x1x').manifest, app_id: 'Hello' } }, 'manifest.app_id'],
  [
    'a manifest with an unknown field',
    { manifest: { ...appBundle('x1x').manifest, rights: 'all' } },
    'manifest.rights',
  ],
  [
    'a name that turns letters around',
    { manifest: { ...appBundle('x1x').manifest, name: { ru: 'Гос\u202eуслуги', en: 'Services' } } },
    'manifest.name.ru',
  ],
  ['no files', { files: [] }, 'files'],
  [
    'a host of ours',
    { manifest: { ...appBundle('x1x').manifest, network_hosts: ['*.example.org', 'web.localhost'] } },
    'manifest.network_hosts.1',
  ],
  [
    'an icon that is not there',
    appBundle('x1x', {}, { icons: [{ src: 'a.png', sizes: '48x48' }] }),
    'manifest.icons.0.src',
  ],
])('%s is refused by name', async (_what, change, field) => {
  const error = await refusal(dmitry.http('apps.publish', { ...appBundle('x1x'), ...change }));
  expect(error).toMatchObject({ code: 'invalid_input', field });
});

test('the schema of app.json is published for editors of any origin', async () => {
  const response = await fetch(`${server.url}/api/schemas/app.json`);
  expect(response.headers.get('content-type')).toBe('application/schema+json');
  expect(response.headers.get('access-control-allow-origin')).toBe('*');
  expect(await response.json()).toMatchObject({
    $id: `${server.url}/api/schemas/app.json`,
    properties: { app_id: { type: 'string' }, scopes: { type: 'array' } },
  });
});

test('apps of a person and releases of an app have a limit', async () => {
  const { sql } = server.app;
  const vera = await server.person('Вера');
  const { app } = await vera.call('apps.publish', appBundle('veras-first'));
  const { appId } = app;
  await sql`
    insert into app_release (app_id, release_id, manifest, size_bytes, published_by, created_at, state, changed_at)
    select app_id, md5(n::text), manifest, 0, published_by, created_at, 'retired', changed_at from app_release, generate_series(1, 999) n
    where app_id = ${appId}`;
  const next = appBundle('veras-first', { 'app.js': 'next' });
  expect(await refusal(vera.call('apps.publish', next))).toMatchObject({ code: 'conflict', field: 'files' });
  expect(await isStored('next')).toBe(false);
  expect((await vera.call('apps.publish', appBundle('veras-first'))).app.release).toBe(app.release);
  await sql`delete from app_release where app_id = ${appId} and size_bytes = 0 and release_id <> md5('1')`;
  await sql`update app_release set size_bytes = 2147483647 where app_id = ${appId} and release_id = md5('1')`;
  expect(await refusal(vera.call('apps.publish', next))).toMatchObject({ code: 'too_large', field: 'files' });
  await sql`delete from app_release where app_id = ${appId} and release_id = md5('1')`;
  expect((await vera.call('apps.publish', next)).app.release).not.toBe(app.release);

  await sql`
    insert into app (app_id, owner_id, slug, name, token_hash, launch_key_sealed, created_at)
    select n, owner_id, 'veras-' || n, name, sha256(n::text::bytea), launch_key_sealed, created_at
    from app, generate_series(1, 49) n where app_id = ${appId}`;
  expect(await refusal(vera.call('apps.publish', appBundle('veras-last', { 'app.js': 'last' })))).toMatchObject({
    code: 'conflict',
    field: 'manifest.app_id',
  });
  expect(await isStored('last')).toBe(false);
});
