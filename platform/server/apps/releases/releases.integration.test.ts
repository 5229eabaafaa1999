import { createHash, createPublicKey, verify } from 'node:crypto';
import { type OutputOf, type Release, releaseLogText, type releases, type ReleaseState } from '@veche/contract';
import { beforeEach, describe, expect, test } from 'vitest';
import { appBundle } from '../../../../tests/support/app-bundle.ts';
import { createDeveloper } from '../../../../tests/support/developer.ts';
import { callHttp } from '../../../../tests/support/http.ts';
import { rawHttp } from '../../../../tests/support/raw-http.ts';
import { refusal } from '../../../../tests/support/refusal.ts';
import { startTestServer, type TestPerson } from '../../../../tests/support/server.ts';
import { openSocket } from '../../../../tests/support/socket.ts';
import { appOrigin } from '../serving/hosts.ts';

/** The number of the third person of a test server. */
const MODERATOR = '+79991000003';
const server = await startTestServer({ deletionGraceDays: 0 });
const reviewing = await startTestServer({ mode: 'production', moderatorPhones: [MODERATOR] });
const dmitry = await server.person('Дмитрий');
const alice = await server.person('Алиса');
const dasha = await reviewing.person('Даша');
const boris = await reviewing.person('Борис');
const vera = await reviewing.person('Вера');

let number = 0;
let slug = '';
beforeEach(() => {
  number += 1;
  slug = `app-${number}`;
});

const bundle = (text: string, manifest = {}) => appBundle(slug, { 'app.js': text }, manifest);
const draft = async (text: string, manifest = {}): Promise<Release> =>
  (await dmitry.call('apps.publish', { ...bundle(text, manifest), as: 'draft' })).release;
const live = async (text: string, manifest = {}): Promise<Release> =>
  (await dmitry.call('apps.publish', bundle(text, manifest))).release;
const place = ({ app, releaseId }: Release) => ({ app, releaseId });
const stateOf = async (release: Release, owner: TestPerson = dmitry): Promise<ReleaseState | undefined> =>
  (await owner.call('releases.list', { app: release.app })).releases.find(
    ({ releaseId }) => releaseId === release.releaseId,
  )?.state;
const get = (origin: string, path: string) => rawHttp(server.port, path, { headers: { host: new URL(origin).host } });
const launched = async (person: TestPerson, more = {}) => person.call('apps.launch', { app: slug, ...more });

describe('a release', () => {
  test('of a development server is live at once, and a draft when it is asked to be', async () => {
    expect(await draft('1')).toMatchObject({ state: 'draft', isSigned: false, newScopes: [] });
    expect((await refusal(launched(alice))).code).toBe('not_found');
    expect(await live('1')).toMatchObject({ state: 'live' });
    expect((await launched(alice)).app.slug).toBe(slug);
  });

  test('opens to whoever has the link of its testers, on a host of its own', async () => {
    await live('1');
    const release = await draft('2');
    const before = await refusal(launched(alice, { testKey: 'x'.repeat(24) }));
    expect(before).toMatchObject({ code: 'not_found', field: 'testKey' });
    const { testKey, link } = await dmitry.call('releases.test', place(release));
    expect(link).toBe(`http://localhost:${server.port}/apps?run=${slug}&test=${testKey}`);
    const tested = await launched(alice, { testKey });
    expect(tested).toMatchObject({
      app: { release: release.releaseId },
      underTest: release.version,
      origin: `http://${slug}--${release.releaseId.slice(0, 16)}.apps.localhost:${server.port}`,
    });
    expect(tested).not.toHaveProperty('logEntry');
    expect((await get(tested.origin, '/app.js')).body).toBe('2');
    expect((await get((await launched(alice)).origin, '/app.js')).body).toBe('1');
    await dmitry.call('releases.withdraw', place(release));
    expect(await refusal(launched(alice, { testKey }))).toMatchObject({ code: 'not_found', field: 'testKey' });
    expect((await get(tested.origin, '/app.js')).status).toBe(404);
    // The window that is open learns nothing of the person any more.
    const asked = { launchId: tested.launchId, scope: 'name' as const };
    expect(await refusal(alice.call('people.getAttributes', asked))).toMatchObject({
      code: 'not_found',
      field: 'launchId',
    });
  });

  test('is given to a part of the people, to more of them, and to all', async () => {
    await live('1');
    const release = await draft('2');
    const people = await Promise.all(Array.from({ length: 24 }, (_, index) => server.person(`Человек ${index}`)));
    const holders = async () => {
      const launches = await Promise.all(people.map((person) => launched(person)));
      return people.filter((_, index) => launches[index]?.app.release === release.releaseId);
    };
    expect(await dmitry.call('releases.publish', { ...place(release), percent: 40 })).toMatchObject({
      release: { state: 'staged', percent: 40 },
    });
    const some = await holders();
    expect(some.length).toBeGreaterThan(0);
    expect(some.length).toBeLessThan(people.length);
    expect(await holders()).toEqual(some);
    expect(await refusal(dmitry.call('releases.publish', { ...place(release), percent: 10 }))).toMatchObject({
      code: 'conflict',
    });
    await dmitry.call('releases.publish', { ...place(release), percent: 80 });
    expect(await holders()).toEqual(expect.arrayContaining(some));
    await dmitry.call('releases.publish', place(release));
    expect(await holders()).toHaveLength(people.length);
  });

  test('beside another staged one is refused', async () => {
    await live('1');
    await dmitry.call('releases.publish', { ...place(await draft('2')), percent: 10 });
    const error = await refusal(dmitry.call('releases.publish', { ...place(await draft('3')), percent: 10 }));
    expect(error).toMatchObject({ code: 'conflict', field: 'releaseId' });
  });

  test('that is rolled back makes room for the one before it', async () => {
    const first = await live('1');
    const second = await live('2');
    expect(await stateOf(first)).toBe('retired');
    await dmitry.call('releases.rollBack', place(second));
    expect([await stateOf(first), await stateOf(second)]).toEqual(['live', 'rolledBack']);
    expect((await get((await launched(alice)).origin, '/app.js')).body).toBe('1');
    expect(await refusal(dmitry.call('releases.rollBack', place(first)))).toMatchObject({ code: 'conflict' });
    await dmitry.call('releases.publish', place(second));
    expect((await launched(alice)).app.release).toBe(second.releaseId);
  });

  test('says which scopes are wider than those of the live one', async () => {
    const scope = (retention_days: number) => ({
      scope: 'name' as const,
      purpose: { ru: 'Имя', en: 'Name' },
      retention_days,
    });
    expect((await live('1', { scopes: [scope(1)] })).newScopes).toEqual(['name']);
    expect((await live('2', { scopes: [scope(1)] })).newScopes).toEqual([]);
    expect((await draft('3', { scopes: [scope(2)] })).newScopes).toEqual(['name']);
  });

  test.each([
    ['releases.test', {}],
    ['releases.submit', {}],
    ['releases.withdraw', {}],
    ['releases.appeal', { text: 'Прошу' }],
    ['releases.publish', {}],
    ['releases.rollBack', {}],
    ['releases.kill', { note: 'Сбой' }],
  ] as const)('of another is none for %s', async (method, more) => {
    const release = await live('1');
    const before = await stateOf(release);
    const input = { ...place(release), ...more } as never;
    expect(await refusal(alice.call(method, input))).toMatchObject({ code: 'not_found', field: 'releaseId' });
    expect(await stateOf(release)).toBe(before);
    const absent = { ...place(release), releaseId: 'f'.repeat(64), ...more } as never;
    expect(await refusal(dmitry.call(method, absent))).toMatchObject({ code: 'not_found', field: 'releaseId' });
  });

  test.each([
    ['releases.test', {}],
    ['releases.submit', {}],
    ['releases.withdraw', {}],
    ['releases.appeal', { text: 'Прошу' }],
  ] as const)('that is live is not for %s', async (method, more) => {
    const release = await live('1');
    const error = await refusal(dmitry.call(method, { ...place(release), ...more }));
    expect(error).toMatchObject({ code: 'conflict', field: 'releaseId' });
    expect(await stateOf(release)).toBe('live');
  });

  test('is listed to its owner alone', async () => {
    await live('1');
    expect(await refusal(alice.call('releases.list', { app: slug }))).toMatchObject({
      code: 'not_found',
      field: 'app',
    });
    expect((await dmitry.call('releases.own', {})).apps).toContainEqual(
      expect.objectContaining({ app: slug, name: `Приложение ${slug}` }),
    );
    expect((await alice.call('releases.own', {})).apps).toEqual([]);
  });
});

describe('a release that is stopped', () => {
  test('ends open windows within a second, opens to nobody, and its host says so', async () => {
    const release = await live('1');
    const socket = await openSocket(server.url, { token: await alice.token() });
    await socket.frame('ready');
    const launch = await launched(alice);
    expect(await alice.call('apps.checkLaunch', { launchId: launch.launchId })).toEqual({ isStopped: false });
    const begun = performance.now();
    await dmitry.call('releases.kill', { ...place(release), note: 'Утечка' });
    const { appId, releaseId } = release;
    expect(await socket.frame('appStopped')).toEqual({ t: 'appStopped', appId, releaseId });
    expect(performance.now() - begun).toBeLessThan(5000);
    expect(await alice.call('apps.checkLaunch', { launchId: launch.launchId })).toEqual({
      isStopped: true,
      why: 'killed',
    });
    const asked = { launchId: launch.launchId, scope: 'name' as const };
    expect(await refusal(alice.call('people.getAttributes', asked))).toMatchObject({
      code: 'not_found',
      field: 'launchId',
    });
    expect(await refusal(launched(alice))).toMatchObject({ code: 'conflict', field: 'app' });
    const page = await get(launch.origin, '/');
    expect(page.status).toBe(410);
    expect(page.body).toContain('остановлено');
    expect((await get(launch.origin, '/app.js')).status).toBe(410);
    expect((await alice.call('catalogue.search', { query: slug })).apps.map((app) => app.slug)).not.toContain(slug);
  });

  test('never comes back, and another one takes its place', async () => {
    const release = await live('1');
    await dmitry.call('releases.kill', { ...place(release), note: 'Утечка' });
    expect(await refusal(dmitry.call('apps.publish', bundle('1')))).toMatchObject({ code: 'conflict', field: 'files' });
    expect(await refusal(dmitry.call('releases.publish', place(release)))).toMatchObject({ code: 'conflict' });
    await live('2');
    expect((await get((await launched(alice)).origin, '/app.js')).body).toBe('2');
  });

  test('is no matter of those who did not launch it', async () => {
    const { launchId } = await (await live('1'), launched(alice));
    expect(await refusal(dmitry.call('apps.checkLaunch', { launchId }))).toMatchObject({ code: 'not_found' });
  });
});

describe('a release whose owner is gone', () => {
  test('opens to nobody, no tester either, its hosts answer no more, and the log tells it', async () => {
    const gleb = await server.person('Глеб');
    const publish = async (text: string, as: 'live' | 'draft') =>
      (await gleb.call('apps.publish', { ...bundle(text), as })).release;
    const given = await publish('1', 'live');
    const staged = await publish('2', 'draft');
    await gleb.call('releases.publish', { ...place(staged), percent: 99 });
    const tested = await publish('3', 'draft');
    const { testKey } = await gleb.call('releases.test', place(tested));
    const launch = await launched(alice, { testKey });
    const phrase = 'Удалить мою учетную запись';
    await gleb.call('identity.deleteAccount', { confirmation: { by: 'phrase', phrase } });
    const refused = async () => (await refusal(launched(alice, { testKey }))).field;
    await expect.poll(refused, { timeout: 60_000 }).toBe('testKey');
    expect(await refusal(launched(alice))).toMatchObject({ code: 'not_found', field: 'app' });
    for (const { releaseId } of [given, staged, tested])
      expect((await get(appOrigin(server.url, slug, releaseId), '/app.js')).status).toBe(404);
    const asked = { launchId: launch.launchId, scope: 'name' as const };
    expect(await refusal(alice.call('people.getAttributes', asked))).toMatchObject({ field: 'launchId' });
    const { entries } = await dmitry.call('releases.log', { limit: 500 });
    const lost = entries.filter(({ app, act }) => app === slug && act === 'rolledBack').map((one) => one.releaseId);
    expect(lost.sort()).toEqual([given.releaseId, staged.releaseId].sort());
  }, 90_000);
});

const developer = () => createDeveloper(() => slug);

describe('a signature', () => {
  /** What the content of a text is called, without sending it on. */
  const idOf = async (text: string) => {
    const { releaseId } = await draft(text);
    return releaseId;
  };

  test('registers its key with the first release, and later ones need it', async () => {
    const { key, signed } = developer();
    const id = await idOf('1');
    const { release } = await dmitry.call('apps.publish', { ...bundle('1'), signed: signed(id) });
    expect(release).toMatchObject({ isSigned: true, state: 'live' });
    expect(await dmitry.call('releases.list', { app: slug })).toMatchObject({ developerKey: key });
    expect(await refusal(dmitry.call('apps.publish', bundle('2')))).toMatchObject({
      code: 'invalid_input',
      field: 'signed',
    });
  });

  test.each([
    ['of another release', 'signed.releaseId', () => developer().signed('f'.repeat(64))],
    ['of another app', 'signed.signature', (id: string) => developer().signed(id, 'other-app')],
    ['of another key', 'signed.signature', (id: string) => ({ ...developer().signed(id), publicKey: developer().key })],
  ])('%s is refused and changes nothing', async (_what, field, make) => {
    const id = await idOf('1');
    const error = await refusal(dmitry.call('apps.publish', { ...bundle('1'), signed: make(id) }));
    expect(error).toMatchObject({ code: 'invalid_input', field });
    const { releases, developerKey } = await dmitry.call('releases.list', { app: slug });
    expect(releases).toMatchObject([{ state: 'draft', isSigned: false }]);
    expect(developerKey).toBeUndefined();
  });

  test('of a key that is not registered is refused until the owner has replaced the key', async () => {
    const [old, next] = [developer(), developer()];
    await draft('1');
    const set = (publicKey: string, more = {}) => dmitry.call('releases.setKey', { app: slug, publicKey, ...more });
    expect(await set(old.key)).toEqual({ changed: true });
    expect(await set(old.key)).toEqual({ changed: false });
    expect(await refusal(set(next.key))).toMatchObject({ code: 'conflict', field: 'replaces' });
    expect(await refusal(set(next.key, { replaces: next.key }))).toMatchObject({ code: 'conflict' });
    expect(await refusal(alice.call('releases.setKey', { app: slug, publicKey: next.key }))).toMatchObject({
      code: 'not_found',
      field: 'app',
    });
    const id = (await dmitry.call('releases.list', { app: slug })).releases[0]?.releaseId ?? '';
    const publish = () => dmitry.call('apps.publish', { ...bundle('1'), signed: next.signed(id) });
    expect(await refusal(publish())).toMatchObject({ code: 'conflict', field: 'signed.publicKey' });
    expect(await set(next.key, { replaces: old.key })).toEqual({ changed: true });
    expect((await publish()).release.isSigned).toBe(true);
  });

  test('of a new key needs a proof where the owner has an additional password', async () => {
    const owner = await server.person('Полина');
    await owner.http('secondFactor.set', { password: 'длинный пароль для двери' });
    const [old, next] = [developer(), developer()];
    await owner.call('apps.publish', { ...bundle('1'), as: 'draft' });
    await owner.http('releases.setKey', { app: slug, publicKey: old.key });
    const replace = { app: slug, publicKey: next.key, replaces: old.key };
    expect(await refusal(owner.http('releases.setKey', replace))).toMatchObject({ code: 'forbidden', field: 'proof' });
    const proof = { by: 'password' as const, password: 'длинный пароль для двери' };
    expect(await owner.http('releases.setKey', { ...replace, proof })).toEqual({ changed: true });
  });
});

describe('where releases are reviewed', () => {
  const keys = developer();
  const sent = (text: string, manifest = {}) => keys.publish(dasha, bundle(text, manifest));
  const decide = (release: Release, outcome: 'approved' | 'rejected', reasons: 'deception'[] = []) =>
    vera.call('releases.decide', { ...place(release), outcome, reasons, note: 'Посмотрели' });

  test('nothing is taken unsigned', async () => {
    const error = await refusal(dasha.call('apps.publish', bundle('1')));
    expect(error).toMatchObject({ code: 'invalid_input', field: 'signed' });
  });

  test('a release goes to people only after a moderator approved it', async () => {
    const release = await sent('1');
    expect(release.state).toBe('review');
    expect(await refusal(dasha.call('releases.publish', place(release)))).toMatchObject({ code: 'conflict' });
    expect((await refusal(boris.call('apps.launch', { app: slug }))).code).toBe('not_found');
    expect((await vera.call('releases.queue', {})).releases.map(({ releaseId }) => releaseId)).toContain(
      release.releaseId,
    );
    await decide(release, 'approved');
    await dasha.call('releases.publish', place(release));
    const launch = await boris.call('apps.launch', { app: slug });
    expect(launch).toMatchObject({ app: { release: release.releaseId }, logEntry: { developerKey: keys.key } });
  });

  test('the queue says who answers for a release, what it asks for and what it reaches', async () => {
    const purpose = { ru: 'Чтобы поздороваться', en: 'To greet you' };
    const release = await sent('1', {
      scopes: [{ scope: 'name', purpose, retention_days: 3 }],
      network_hosts: ['api.example.org'],
      device_features: ['clipboard-write'],
    });
    const { releases } = await vera.call('releases.queue', { language: 'en' });
    expect(releases.find(({ releaseId }) => releaseId === release.releaseId)).toMatchObject({
      name: `App ${slug}`,
      owner: { accountId: dasha.accountId },
      newScopes: ['name'],
      scopes: [{ scope: 'name', purpose: 'To greet you', retentionDays: 3 }],
      networkHosts: ['api.example.org'],
      deviceFeatures: ['clipboard-write'],
    });
  });

  test('moderators open by its id what waits for them, and nobody else does', async () => {
    const release = await sent('1');
    const open = { app: slug, testKey: release.releaseId };
    expect(await vera.call('apps.launch', open)).toMatchObject({
      app: { release: release.releaseId },
      underTest: release.version,
    });
    for (const person of [boris, dasha])
      expect(await refusal(person.call('apps.launch', open))).toMatchObject({ code: 'not_found', field: 'testKey' });
    await decide(release, 'rejected', ['deception']);
    expect((await refusal(vera.call('apps.launch', open))).code).toBe('not_found');
  });

  test('an owner is told what may be done now, and that releases are signed and reviewed', async () => {
    const release = await sent('1');
    const acts = async () => (await dasha.call('releases.list', { app: slug })).releases[0]?.acts;
    expect(await acts()).toEqual(['withdraw']);
    await decide(release, 'approved');
    expect(await acts()).toEqual(['withdraw', 'publish', 'kill']);
    expect((await dasha.call('releases.own', {})).isReviewing).toBe(true);
    expect((await dmitry.call('releases.own', {})).isReviewing).toBe(false);
  });

  test('a refusal says why, and its appeal goes back into the queue', async () => {
    const release = await sent('1');
    expect(await refusal(decide(release, 'rejected'))).toMatchObject({ code: 'invalid_input', field: 'reasons' });
    await decide(release, 'rejected', ['deception']);
    expect(await dasha.call('releases.list', { app: slug })).toMatchObject({
      releases: [{ state: 'rejected', reasons: ['deception'], note: 'Посмотрели' }],
    });
    expect(await refusal(dasha.call('releases.submit', place(release)))).toMatchObject({ code: 'conflict' });
    await dasha.call('releases.appeal', { ...place(release), text: 'Это недоразумение' });
    const { releases } = await vera.call('releases.queue', {});
    expect(releases.find(({ releaseId }) => releaseId === release.releaseId)?.appeal).toBe('Это недоразумение');
    const { acts } = await vera.call('moderation.listActs', {});
    expect(acts[0]).toMatchObject({ kind: 'release.rejected', moderatorId: vera.accountId });
  });

  test('only moderators decide, see the queue and stop what is not theirs', async () => {
    const release = await sent('1');
    const approve = { ...place(release), outcome: 'approved' as const, note: 'Моё' };
    for (const person of [dasha, boris]) {
      expect((await refusal(person.call('releases.decide', approve))).code).toBe('forbidden');
      expect((await refusal(person.call('releases.queue', {}))).code).toBe('forbidden');
    }
    await decide(release, 'approved');
    expect(await refusal(decide(release, 'approved'))).toMatchObject({ code: 'conflict', field: 'releaseId' });
    expect(await vera.call('releases.kill', { ...place(release), note: 'Обман' })).toMatchObject({
      release: { state: 'killed', note: 'Обман' },
    });
  });

  test('a moderator does not decide on a release of the own', async () => {
    const release = await developer().publish(vera, bundle('1'));
    expect((await refusal(decide(release, 'approved'))).code).toBe('forbidden');
  });
});

describe('the public log', () => {
  /** As anyone reads it, without a session. */
  const readLog = async () =>
    (await callHttp(server.url, 'releases.log', { limit: 500 })) as OutputOf<typeof releases.log>;
  const entriesOf = async (app: string) => (await readLog()).entries.filter((entry) => entry.app === app);

  test('has an entry for whatever people were given or lost, and none for drafts', async () => {
    const first = await live('1');
    const second = await draft('2');
    await dmitry.call('releases.publish', { ...place(second), percent: 20 });
    await dmitry.call('releases.publish', place(second));
    await dmitry.call('releases.rollBack', place(second));
    await dmitry.call('releases.kill', { ...place(first), note: 'Сбой' });
    expect(await callHttp(server.url, 'releases.log', { app: slug })).toEqual({ entries: await entriesOf(slug) });
    const told = (await entriesOf(slug)).map(({ act, releaseId, percent }) => [act, releaseId, percent]);
    expect(told).toEqual([
      ['live', first.releaseId, undefined],
      ['staged', second.releaseId, 20],
      ['live', second.releaseId, undefined],
      ['rolledBack', second.releaseId, undefined],
      ['live', first.releaseId, undefined],
      ['killed', first.releaseId, undefined],
    ]);
  });

  test('is one chain of hashes under the published key, and a launch carries its entry', async () => {
    await live('1');
    const { keys } = (await (await fetch(`${server.url}/.well-known/veche-release-keys.json`)).json()) as {
      keys: [{ kty: string; crv: string; x: string }];
    };
    const key = createPublicKey({ key: keys[0], format: 'jwk' });
    const { entries } = await readLog();
    let previous = '0'.repeat(64);
    for (const [index, entry] of entries.entries()) {
      const text = Buffer.from(releaseLogText(entry));
      expect(entry).toMatchObject({ entry: index + 1, previous });
      expect(createHash('sha256').update(text).digest('hex')).toBe(entry.hash);
      expect(verify(null, text, key, Buffer.from(entry.signature, 'base64url'))).toBe(true);
      previous = entry.hash;
    }
    expect((await launched(alice)).logEntry).toEqual(entries.at(-1));
  });

  test('is never changed', async () => {
    const release = await live('1');
    const { sql } = server.app;
    await expect(sql`update release_log set act = 'killed' where release_id = ${release.releaseId}`).rejects.toThrow(
      'append-only',
    );
    await expect(sql`delete from release_log`).rejects.toThrow('append-only');
    await expect(sql`truncate release_log`).rejects.toThrow('append-only');
  });

  test('stays one chain when many are published at once', async () => {
    const apps = Array.from({ length: 8 }, (_, index) => `at-once-${number}-${index}`);
    await Promise.all(apps.map((app) => dmitry.call('apps.publish', appBundle(app))));
    const { entries } = await readLog();
    expect(entries.map(({ entry }) => entry)).toEqual(entries.map((_, index) => index + 1));
    expect(entries.slice(1).map(({ previous }) => previous)).toEqual(entries.slice(0, -1).map(({ hash }) => hash));
  });
});
