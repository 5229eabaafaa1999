import { request as httpRequest } from 'node:http';
import { apps as contract, type InputOf } from '@veche/contract';
import { beforeAll, describe, expect, test } from 'vitest';
import { readLaunchData, verifyLaunchData, verifyLaunchDataByKey } from '../../../mini-app-sdk/src/index.ts';
import { refusal } from '../../../tests/support/refusal.ts';
import { clientId, startTestServer, type TestPerson } from '../../../tests/support/server.ts';

const server = await startTestServer();
let alice: TestPerson;
let bob: TestPerson;
let dmitry: TestPerson;

beforeAll(async () => {
  [alice, bob, dmitry] = [
    await server.person('Алиса Соколова'),
    await server.person('Борис'),
    await server.person('Дмитрий'),
  ];
});

type Publish = InputOf<typeof contract.publish>;
const base64 = (text: string) => Buffer.from(text).toString('base64');
const page = '<!doctype html><html><head><title>Привет</title></head><body></body></html>';

function bundle(
  slug: string,
  files: Record<string, string> = {},
  manifest: Partial<Publish['manifest']> = {},
): Publish {
  return {
    manifest: {
      app_id: slug,
      name: { ru: `Приложение ${slug}`, en: `App ${slug}` },
      version: { code: 1, name: '1.0' },
      kind: 'bundle',
      ...manifest,
    },
    files: Object.entries({ 'index.html': page, ...files }).map(([path, text]) => ({
      path,
      contentBase64: base64(text),
    })),
  };
}

interface Answer {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  body: string;
}

/** Asks an app's host on the test's port: fetch does not let one set Host. */
function get(
  host: string,
  path: string,
  options: { method?: string; headers?: Record<string, string> } = {},
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const { method = 'GET', headers = {} } = options;
    const sent = httpRequest(
      { host: '127.0.0.1', port: server.port, path, method, headers: { host: `${host}:${server.port}`, ...headers } },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () =>
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            body: Buffer.concat(chunks).toString(),
          }),
        );
      },
    );
    sent.once('error', reject);
    sent.end();
  });
}

describe('publishing', () => {
  test('registers at the first call with a token shown once, and the same content is the same release', async () => {
    const first = await dmitry.http('apps.publish', bundle('first-app'));
    expect(first.token).toMatch(/^\d+:[\w-]{35}$/);
    expect(first.app).toMatchObject({ slug: 'first-app', name: 'Приложение first-app' });
    const again = await dmitry.http('apps.publish', bundle('first-app'));
    expect(again).toEqual({ app: first.app });
    const changed = await dmitry.http('apps.publish', bundle('first-app', { 'app.js': '1' }));
    expect(changed.app.appId).toBe(first.app.appId);
    expect(changed.app.release).not.toBe(first.app.release);
    const back = await dmitry.http('apps.publish', bundle('first-app'));
    expect(back.app.release).toBe(first.app.release);
  });

  test("another owner's app id is refused and stays as it was", async () => {
    const { app } = await dmitry.call('apps.publish', bundle('taken-app'));
    const error = await refusal(bob.call('apps.publish', bundle('taken-app', { 'evil.js': '1' })));
    expect(error).toMatchObject({ code: 'conflict', field: 'manifest.app_id' });
    const { apps } = await bob.call('apps.list', {});
    expect(apps.find(({ slug }) => slug === 'taken-app')).toEqual(app);
    expect((await get('taken-app.apps.localhost', '/evil.js')).status).toBe(404);
  });

  test('of two owners who publish one id at once, one gets it', async () => {
    const attempts = [alice, bob, dmitry].map((person) => person.call('apps.publish', bundle('contested')));
    const results = await Promise.allSettled(attempts);
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const result of results)
      if (result.status === 'rejected') expect(result.reason).toMatchObject({ code: 'conflict' });
  });

  test('an app takes its place under the registration of its bot', async () => {
    const { bot } = await dmitry.call('bots.register', { username: 'ferry_bot', name: 'Паром' });
    const { app, token } = await dmitry.call('apps.publish', bundle('ferry', {}, { bot: 'Ferry_Bot' }));
    expect(app.appId).toBe(bot.appId);
    expect(token).toBeUndefined();
    const second = await refusal(dmitry.call('apps.publish', bundle('ferry-two', {}, { bot: 'ferry_bot' })));
    expect(second).toMatchObject({ code: 'conflict', field: 'manifest.bot' });
    await dmitry.call('apps.publish', bundle('no-bot'));
    const late = await refusal(dmitry.call('apps.publish', bundle('no-bot', {}, { bot: 'ferry_bot' })));
    expect(late).toMatchObject({ code: 'conflict', field: 'manifest.bot' });
  });

  test("another's bot and no bot at all are refused alike", async () => {
    await dmitry.call('bots.register', { username: 'owned_bot', name: 'Свой' });
    for (const bot of ['owned_bot', 'absent_bot']) {
      const error = await refusal(bob.call('apps.publish', bundle('bobs-app', {}, { bot })));
      expect(error).toMatchObject({ code: 'not_found', field: 'manifest.bot' });
    }
  });

  test('a file name that browsers keep for ever cannot change its content', async () => {
    const script = 'assets/index-DiwrgTda.js';
    await dmitry.call('apps.publish', bundle('hashed', { [script]: '1' }));
    const error = await refusal(dmitry.call('apps.publish', bundle('hashed', { [script]: '2' })));
    expect(error).toMatchObject({ code: 'conflict', field: 'files' });
    expect((await get('hashed.apps.localhost', `/${script}`)).body).toBe('1');
  });

  test.each([
    ['a path that climbs', { files: [{ path: '../index.html', contentBase64: '' }] }, 'files.0.path'],
    ['content that is not base64', { files: [{ path: 'index.html', contentBase64: '%%' }] }, 'files.0.contentBase64'],
    ['an id in capitals', { manifest: { ...bundle('x1x').manifest, app_id: 'Hello' } }, 'manifest.app_id'],
    ['a manifest with an unknown field', { manifest: { ...bundle('x1x').manifest, rights: 'all' } }, 'manifest.rights'],
    ['no files', { files: [] }, 'files'],
  ])('%s is refused by name', async (_what, change, field) => {
    const error = await refusal(dmitry.http('apps.publish', { ...bundle('x1x'), ...change }));
    expect(error).toMatchObject({ code: 'invalid_input', field });
  });
});

describe('serving', () => {
  const host = 'served.apps.localhost';
  beforeAll(() => dmitry.call('apps.publish', bundle('served', { 'app.js': 'x', 'assets/a-B1pQ2c_d.css': 'y' })));

  test('a page comes with the shim before its own content and with every guard', async () => {
    const { status, headers, body } = await get(host, '/', { headers: { 'sec-fetch-dest': 'iframe' } });
    expect(status).toBe(200);
    expect(body).toMatch(
      /^<!doctype html><html><head><script src="\/\.veche\/shim\.js\?[0-9a-f]{16}"><\/script><title>/,
    );
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
    '/api/apps.list',
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

  test('a name with markup in it is text on that page', async () => {
    const name = { ru: '<img src=x>', en: '"><script>' };
    await dmitry.call('apps.publish', bundle('markup', {}, { name }));
    const { body } = await get('markup.apps.localhost', '/', { headers: { 'sec-fetch-dest': 'document' } });
    expect(body).not.toMatch(/<img|<script/);
  });
});

describe('launching', () => {
  let chatId: number;
  let appToken: string;
  beforeAll(async () => {
    const { token } = await dmitry.call('apps.publish', bundle('launched', {}, { entry: 'index.html' }));
    appToken = token ?? '';
    const { chat } = await alice.call('chats.createGroup', {
      clientId: clientId(),
      title: 'Двор',
      memberIds: [dmitry.accountId],
    });
    chatId = chat.chatId;
  });
  const launch = (person: TestPerson, changes: Partial<InputOf<typeof contract.launch>> = {}) =>
    person.http('apps.launch', { app: 'launched', ...changes });

  test('answers the address and signed data that both checks of the SDK accept', async () => {
    const answer = await launch(alice, { chatId, startParam: 'from_poster', language: 'en' });
    expect(answer).toMatchObject({
      app: { slug: 'launched', name: 'App launched' },
      origin: `http://launched.apps.localhost:${server.port}`,
      url: `http://launched.apps.localhost:${server.port}/`,
    });
    const expected = {
      person: { id: alice.accountId, firstName: 'Алиса', lastName: 'Соколова', language: 'en', botMayWrite: false },
      chat: { kind: 'group' },
      startParam: 'from_poster',
      launchId: answer.launchId,
    };
    expect(await verifyLaunchData(answer.initData, { token: appToken })).toMatchObject(expected);
    const response = await fetch(`${server.url}/.well-known/veche-launch-keys.json`);
    const { keys } = (await response.json()) as { keys: JsonWebKey[] };
    const tokenId = Number(appToken.split(':')[0]);
    expect(await verifyLaunchDataByKey(answer.initData, { keys, tokenId })).toMatchObject(expected);
    expect(JSON.stringify(keys)).not.toContain('"d"');
  });

  test('changed launch data fails the checks', async () => {
    const { initData } = await launch(alice, { chatId });
    const changed = initData.replace(String(alice.accountId), String(bob.accountId));
    expect(changed).not.toBe(initData);
    expect((await refusal(verifyLaunchData(changed, { token: appToken }))).code).toBe('forbidden');
  });

  test('a chat one is not in is refused like one that does not exist, and leaves no trace', async () => {
    const count = async () => (await server.app.sql<{ n: number }[]>`select count(*)::int as n from app_launch`)[0]?.n;
    const before = await count();
    for (const foreign of [chatId, 4_242_424_242_424]) {
      expect(await refusal(launch(bob, { chatId: foreign }))).toMatchObject({ code: 'not_found', field: 'chatId' });
    }
    expect(await refusal(launch(alice, { chatId, messageId: 9999 }))).toMatchObject({
      code: 'not_found',
      field: 'messageId',
    });
    expect(await refusal(launch(alice, { messageId: 1 }))).toMatchObject({ code: 'invalid_input', field: 'chatId' });
    expect(await count()).toBe(before);
  });

  test('each launch has an id and a nonce of its own and five minutes', async () => {
    const [one, two] = [await launch(alice), await launch(alice)];
    expect(one.launchId).not.toBe(two.launchId);
    expect(one.nonce).not.toBe(two.nonce);
    const rows = await server.app.sql<{ seconds: number; nonceHash: Buffer }[]>`
      select extract(epoch from expires_at - started_at)::int as seconds, nonce_hash as "nonceHash"
      from app_launch where account_id = ${alice.accountId} and launch_id = ${one.launchId}`;
    expect(rows[0]?.seconds).toBe(contract.LAUNCH_SECONDS);
    expect(rows[0]?.nonceHash.toString('base64url')).not.toContain(one.nonce);
    expect(readLaunchData(one.initData).chat).toBeUndefined();
  });

  test('a chat is named to an app always alike, and otherwise to each app', async () => {
    await dmitry.call('apps.publish', bundle('other-app'));
    const instance = async (app: string) =>
      readLaunchData((await launch(alice, { app, chatId })).initData).chat?.instance;
    expect(await instance('launched')).toBe(await instance('launched'));
    expect(await instance('other-app')).not.toBe(await instance('launched'));
  });

  test("data of a bot's app is signed with the bot's token and says whether the bot may write", async () => {
    const { bot, token } = await dmitry.call('bots.register', { username: 'signing_bot', name: 'Бот' });
    await dmitry.call('apps.publish', bundle('signing', {}, { bot: 'signing_bot' }));
    const before = await launch(alice, { app: 'signing' });
    expect((await verifyLaunchData(before.initData, { token })).person.botMayWrite).toBe(false);
    await alice.call('chats.createDirect', { accountId: bot.account.accountId });
    const after = await launch(alice, { app: 'signing' });
    expect((await verifyLaunchData(after.initData, { token })).person.botMayWrite).toBe(true);
  });

  test('an unknown app, and a bot without a mini-app, cannot be opened', async () => {
    expect(await refusal(launch(alice, { app: 'absent' }))).toMatchObject({ code: 'not_found', field: 'app' });
  });

  test('a page of an app host may not call the API, whatever it sends along', async () => {
    const origin = `http://launched.apps.localhost:${server.port}`;
    for (const [name, value] of [
      ['origin', origin],
      ['origin', 'null'],
    ] as const) {
      const response = await fetch(`${server.url}/api/apps.list`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${await alice.token()}`, [name]: value },
        body: '{}',
      });
      expect(response.status).toBe(403);
    }
  });
});
