import { createPublicKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { type InputOf, type apps as contract, Manifest, releaseText, siteText } from '@veche/contract';
import { releaseIdOf } from '@veche/server/bundle';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { appBundle, siteApp } from '../../../../tests/support/app-bundle.ts';
import { launchOf, wants } from '../../../../tests/support/asking-app.ts';
import { startDeveloperSite } from '../../../../tests/support/developer-site.ts';
import { callHttp } from '../../../../tests/support/http.ts';
import { refusal } from '../../../../tests/support/refusal.ts';
import { startTestServer } from '../../../../tests/support/server.ts';
import { createGuardedFetch } from '../../kernel/guarded-fetch/index.ts';
import { checkSite } from './site.ts';

type Publish = InputOf<typeof contract.publish>;

const PROOF = '/.well-known/veche-app.json';
const server = await startTestServer();
const reviewing = await startTestServer({ mode: 'production' });
const dmitry = await server.person('Дмитрий');
const dasha = await reviewing.person('Даша');
const { privateKey } = generateKeyPairSync('ed25519');

let number = 0;
let slug = '';
const site = await startDeveloperSite();
const other = await startDeveloperSite();
beforeEach(() => {
  number += 1;
  slug = `site-${number}`;
  site.forget();
});

const signed = (text: string, key: KeyObject = privateKey) => sign(null, Buffer.from(text), key).toString('base64url');
const prove = (apps: unknown): void => site.serve(PROOF, { body: JSON.stringify({ apps }) });
const app = (change: Partial<Publish['manifest']> = {}) => siteApp(slug, `${site.origin}/start`, change);
/** The same with the word of the developer. */
function signedApp(change: Partial<Publish['manifest']> = {}): Publish {
  const publish = app(change);
  const releaseId = releaseIdOf(Manifest.parse(publish.manifest), []);
  const { x: publicKey = '' } = createPublicKey(privateKey).export({ format: 'jwk' });
  return { ...publish, signed: { publicKey, releaseId, signature: signed(releaseText(slug, releaseId)) } };
}

describe('an app on a site of its own', () => {
  test('is published without files, launched within a page of ours, and stands in the log as others do', async () => {
    prove({ [slug]: signed(siteText(slug, site.origin)) });
    const { release } = await dmitry.call('apps.publish', signedApp());
    expect(release).toMatchObject({ state: 'live', isSigned: true, sizeBytes: 0, url: `${site.origin}/start` });
    const launch = await dmitry.call('apps.launch', { app: slug });
    const origin = `http://${slug}.apps.localhost:${server.port}`;
    expect(launch).toMatchObject({ origin, url: `${origin}/`, site: site.origin });
    expect(launch.logEntry).toMatchObject({ act: 'live', app: slug, releaseId: release.releaseId });
    expect((await dmitry.call('apps.publish', signedApp())).release).toEqual(release);
  });

  test('needs no signature where the release has none, but the site has to name it', async () => {
    prove({ 'another-app': '' });
    const refused = await refusal(dmitry.call('apps.publish', app()));
    expect(refused).toMatchObject({ code: 'invalid_input', field: 'manifest.url' });
    expect(refused.message).toContain(`${site.origin}${PROOF} does not name the app ${slug}`);
    expect(refused.message).toContain(`Serve {"apps":{"${slug}":""}} there`);
    prove({ [slug]: '' });
    expect((await dmitry.call('apps.publish', app())).release.state).toBe('live');
  });

  test.each<[string, () => void, RegExp]>([
    ['no file', () => undefined, /answers with status 404/],
    ['a file that is no JSON', () => site.serve(PROOF, { body: 'veche' }), /is not JSON of this form/],
    ['a file of another form', () => site.serve(PROOF, { body: '{"apps":[]}' }), /is not JSON of this form/],
    ['a file without the app', () => prove({ toString: 'x' }), /does not name the app/],
    ['no signature', () => prove({ [slug]: '' }), /signature that is not of the key/],
    ['the word for another app', () => prove({ [slug]: signed(siteText('other', site.origin)) }), /not of the key/],
    [
      'the word for another site',
      () => prove({ [slug]: signed(siteText(slug, 'https://a.example')) }),
      /not of the key/,
    ],
    [
      'the word of another key',
      () => prove({ [slug]: signed(siteText(slug, site.origin), generateKeyPairSync('ed25519').privateKey) }),
      /not of the key/,
    ],
    ['too large a file', () => prove({ [slug]: 'x'.repeat(70_000) }), /cannot be read \(too_large\)/],
  ])('is refused where the site has %s, and is told what to put there', async (_what, put, why) => {
    put();
    const refused = await refusal(dmitry.call('apps.publish', signedApp()));
    expect(refused).toMatchObject({ code: 'invalid_input', field: 'manifest.url' });
    expect(refused.message).toMatch(why);
    expect(refused.message).toContain(`Serve {"apps":{"${slug}":`);
    expect((await refusal(dmitry.call('apps.launch', { app: slug }))).code).toBe('not_found');
  });

  test('is refused where the file is on another host, which nobody asks', async () => {
    other.serve(PROOF, { body: JSON.stringify({ apps: { [slug]: '' } }) });
    site.serve(PROOF, { status: 302, location: `${other.origin}${PROOF}` });
    const refused = await refusal(dmitry.call('apps.publish', app()));
    expect(refused.message).toMatch(/answers with status 302, and redirects are not followed/);
    expect(other.asked).toEqual([]);
  });

  test('has no files, and a bundle has some', async () => {
    prove({ [slug]: '' });
    const files = [{ path: 'index.html', contentBase64: '' }];
    expect(await refusal(dmitry.call('apps.publish', { ...app(), files }))).toMatchObject({ field: 'files' });
  });

  test('is on no host of ours', async () => {
    for (const url of [`http://localhost:${site.origin.split(':')[2]}/`, `${server.url}/`])
      expect(await refusal(dmitry.call('apps.publish', siteApp(slug, url)))).toMatchObject({
        code: 'invalid_input',
        field: 'manifest.url',
      });
    expect(site.asked).toEqual([]);
  });

  test('is asked for its word again before people get it', async () => {
    prove({ [slug]: signed(siteText(slug, site.origin)) });
    const { release } = await dmitry.call('apps.publish', { ...signedApp(), as: 'draft' });
    prove({});
    const place = { app: slug, releaseId: release.releaseId };
    for (const method of ['releases.submit', 'releases.publish'] as const)
      expect(await refusal(dmitry.call(method, place))).toMatchObject({ code: 'invalid_input', field: 'releaseId' });
    // Who does not act for the app learns nothing, and has nobody asked.
    const before = site.asked.length;
    const eve = await server.person('Ева');
    expect((await refusal(eve.call('releases.publish', place))).code).toBe('not_found');
    expect(site.asked).toHaveLength(before);
    prove({ [slug]: signed(siteText(slug, site.origin)) });
    expect((await dmitry.call('releases.publish', place)).release.state).toBe('live');
  });
});

describe('a roll-back', () => {
  const live = async (publish: Publish) => {
    const { release } = await dmitry.call('apps.publish', publish);
    return { app: slug, releaseId: release.releaseId };
  };
  const states = async () =>
    Object.fromEntries(
      (await dmitry.call('releases.list', { app: slug })).releases.map(({ releaseId, state }) => [releaseId, state]),
    );

  test.each([
    ['the files with us', () => appBundle(slug)],
    ['another site', () => siteApp(slug, `${other.origin}/`)],
  ])('from %s to a site that does not agree any more is refused, and changes nothing', async (_what, to) => {
    for (const { serve } of [site, other]) serve(PROOF, { body: JSON.stringify({ apps: { [slug]: '' } }) });
    const first = await live(app());
    const second = await live(to());
    const before = await states();
    expect(before).toEqual({ [first.releaseId]: 'retired', [second.releaseId]: 'live' });
    prove({});
    const refused = await refusal(dmitry.call('releases.rollBack', second));
    expect(refused).toMatchObject({ code: 'invalid_input', field: 'releaseId' });
    expect(refused.message).toContain(`${site.origin}${PROOF} does not name the app ${slug}`);
    expect(await states()).toEqual(before);
    // Who does not act for the app has nobody asked.
    const asked = site.asked.length;
    const eve = await server.person('Ева');
    expect((await refusal(eve.call('releases.rollBack', second))).code).toBe('not_found');
    expect(site.asked).toHaveLength(asked);
    prove({ [slug]: '' });
    expect((await dmitry.call('releases.rollBack', second)).release.state).toBe('rolledBack');
    expect(await states()).toMatchObject({ [first.releaseId]: 'live' });
  });

  test.each([
    ['within one site', () => app(), () => siteApp(slug, `${site.origin}/other`)],
    ['from a site to the files with us', () => appBundle(slug), () => app()],
  ])('%s asks nobody', async (_what, from, to) => {
    prove({ [slug]: '' });
    const first = await live(from());
    const second = await live(to());
    prove({});
    const asked = site.asked.length;
    expect((await dmitry.call('releases.rollBack', second)).release.state).toBe('rolledBack');
    expect(await states()).toMatchObject({ [first.releaseId]: 'live' });
    expect(site.asked).toHaveLength(asked);
  });
});

describe('what a person lets an app have', () => {
  const alice = server.person('Алиса');
  const scopes = [wants('name')];
  const read = async () =>
    (await alice).call('people.getAttributes', { launchId: await launchOf(await alice, slug), scope: 'name' });
  const agree = async () => {
    const launchId = await launchOf(await alice, slug);
    await (await alice).call('grants.give', { launchId, scope: 'name', duration: 'untilRevoked' });
  };

  test('is asked for anew once its page is on another site, and not on another page of the same', async () => {
    for (const { serve } of [site, other]) serve(PROOF, { body: JSON.stringify({ apps: { [slug]: '' } }) });
    await dmitry.call('apps.publish', appBundle(slug, {}, { scopes }));
    await agree();
    expect((await read()).values).toEqual({ name: 'Алиса' });
    for (const { origin } of [site, other]) {
      const { release } = await dmitry.call('apps.publish', siteApp(slug, `${origin}/`, { scopes }));
      expect(release.newScopes).toEqual(['name']);
      expect((await refusal(read())).code).toBe('consent_required');
      await agree();
      const again = await dmitry.call('apps.publish', siteApp(slug, `${origin}/other?page`, { scopes }));
      expect(again.release.newScopes).toEqual([]);
      expect((await read()).values).toEqual({ name: 'Алиса' });
    }
  });

  test('lets no page of another site notify them', async () => {
    for (const { serve } of [site, other]) serve(PROOF, { body: JSON.stringify({ apps: { [slug]: '' } }) });
    const ready = { id: 'ready', text: { ru: 'Готово', en: 'Ready' }, values: {} };
    const notifying = { scopes: [wants('notifications')], notifications: [ready] };
    const { token } = await dmitry.call('apps.publish', appBundle(slug, {}, notifying));
    const agreeing = async () => {
      const launchId = await launchOf(await alice, slug);
      await (await alice).call('grants.give', { launchId, scope: 'notifications', duration: 'untilRevoked' });
      return (await (await alice).call('people.getAttributes', { launchId, scope: 'notifications' })).personId;
    };
    const personId = await agreeing();
    const notify = () => callHttp(server.url, 'apps.notify', { personId, template: 'ready' }, token);
    await notify();
    for (const { origin } of [site, other]) {
      await dmitry.call('apps.publish', siteApp(slug, `${origin}/`, notifying));
      expect((await refusal(notify())).code).toBe('consent_required');
      expect(await agreeing()).toBe(personId);
      await notify();
    }
  });
});

describe('a server for people', () => {
  test('opens no site of its own machine, and asks none', async () => {
    prove({ [slug]: signed(siteText(slug, site.origin)) });
    expect(await refusal(dasha.call('apps.publish', signedApp()))).toMatchObject({
      code: 'invalid_input',
      field: 'manifest.url',
    });
    expect(site.asked).toEqual([]);
  });

  test('asks no host whose name leads into a private network', async () => {
    const resolve = () => Promise.resolve([{ address: '10.0.0.7', family: 4 }]);
    const siteGuard = createGuardedFetch({ resolve });
    onTestFinished(() => siteGuard.stop());
    const { manifest } = siteApp(slug, 'https://app.example.org/');
    const asked = { manifest: Manifest.parse(manifest), developerKey: null, field: 'manifest.url' };
    const refused = await refusal(checkSite({ siteGuard, isReviewing: true }, asked));
    expect(refused).toMatchObject({ code: 'invalid_input', field: 'manifest.url' });
    expect(refused.message).toContain('cannot be read (forbidden_address)');
  });
});
