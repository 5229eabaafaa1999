import { hash } from 'node:crypto';
import { accessLedger } from '@veche/contract';
import { describe, expect, test } from 'vitest';
import { verifyContact, vkSecretOf } from '../../../../mini-app-sdk/src/index.ts';
import { readLaunchData } from '../../../../mini-app-sdk/src/launch-data.ts';
import { appBundle } from '../../../../tests/support/app-bundle.ts';
import { launchOf, publishAsking, wants } from '../../../../tests/support/asking-app.ts';
import { refusal } from '../../../../tests/support/refusal.ts';
import { startTestServer, type TestPerson } from '../../../../tests/support/server.ts';
import { deleteDeadGrants } from './store.ts';

const server = await startTestServer();
const dmitry = await server.person('Дмитрий Орлов');
await publishAsking(dmitry, 'clinic', [wants('name'), wants('phoneNumber'), wants('location')]);
await publishAsking(dmitry, 'library', [wants('name')]);

const get = (
  person: TestPerson,
  launchId: string,
  scope: 'name' | 'phoneNumber' | 'location' | 'photo' | 'writeToMe',
) => person.http('people.getAttributes', { launchId, scope });
const entriesOf = async (person: TestPerson) => (await person.call('ledger.list', {})).entries;
const toldTo = async (person: TestPerson, after: number) => {
  const { events } = await person.call('sync.pullAccount', { after });
  return events.filter(({ kind }) => kind === 'grant.changed');
};

describe('consent', () => {
  test('without a grant nothing is read or written down, and the question says what is asked, by whom and why', async () => {
    const alice = await server.person('Алиса');
    const launchId = await launchOf(alice, 'clinic');
    expect(await refusal(get(alice, launchId, 'name'))).toMatchObject({ code: 'consent_required', field: 'scope' });
    expect(await alice.call('grants.question', { launchId, scope: 'phoneNumber', language: 'en' })).toEqual({
      app: { appId: expect.any(Number), slug: 'clinic', name: 'App clinic' },
      owner: { name: 'Дмитрий Орлов', isVerified: false },
      purpose: 'What for: phoneNumber',
      retentionDays: 30,
      fields: ['phoneNumber'],
      durations: ['once', 'whileOpen', 'untilRevoked'],
    });
    expect(await entriesOf(alice)).toEqual([]);
  });

  test('once is one reading: the second asks again', async () => {
    const alice = await server.person('Алиса');
    const launchId = await launchOf(alice, 'clinic');
    await alice.call('grants.give', { launchId, scope: 'name', duration: 'once' });
    expect((await get(alice, launchId, 'name')).values).toEqual({ name: 'Алиса' });
    expect((await refusal(get(alice, launchId, 'name'))).code).toBe('consent_required');
    expect((await alice.call('grants.list', { language: 'ru' })).grants).toEqual([]);
  });

  test('of two readings at the same moment, once lets one through', async () => {
    const alice = await server.person('Алиса');
    const launchId = await launchOf(alice, 'clinic');
    await alice.call('grants.give', { launchId, scope: 'name', duration: 'once' });
    const both = await Promise.allSettled([get(alice, launchId, 'name'), get(alice, launchId, 'name')]);
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect((await entriesOf(alice)).filter(({ act }) => act === 'used')).toHaveLength(1);
  });

  test('while open ends with the window, in which alone it held', async () => {
    const alice = await server.person('Алиса');
    const [launchId, other] = [await launchOf(alice, 'clinic'), await launchOf(alice, 'clinic')];
    await alice.call('grants.give', { launchId, scope: 'name', duration: 'whileOpen' });
    await get(alice, launchId, 'name');
    await get(alice, launchId, 'name');
    expect((await refusal(get(alice, other, 'name'))).code).toBe('consent_required');
    expect((await alice.call('grants.list', { language: 'ru' })).grants).toHaveLength(1);
    await alice.call('grants.endLaunch', { launchId });
    expect(await refusal(get(alice, launchId, 'name'))).toMatchObject({ code: 'expired', field: 'launchId' });
    expect((await alice.call('grants.list', { language: 'ru' })).grants).toEqual([]);
  });

  test('until revoked holds in every window until then, and all devices hear of both', async () => {
    const alice = await server.person('Алиса');
    const { accountSeq } = await alice.call('chats.list', {});
    const launchId = await launchOf(alice, 'clinic');
    const { grantId } = await alice.call('grants.give', { launchId, scope: 'phoneNumber', duration: 'untilRevoked' });
    const later = await launchOf(alice, 'clinic');
    expect((await get(alice, later, 'phoneNumber')).values).toEqual({ phoneNumber: alice.phone });
    expect(await alice.call('grants.revoke', { grantId })).toEqual({ changed: true });
    expect(await alice.call('grants.revoke', { grantId })).toEqual({ changed: false });
    expect((await refusal(get(alice, later, 'phoneNumber'))).code).toBe('consent_required');
    expect(await toldTo(alice, accountSeq)).toMatchObject([
      { scope: 'phoneNumber', isGranted: true },
      { scope: 'phoneNumber', isGranted: false },
    ]);
  });

  test('an expiry may be brought nearer, never farther, and ends the grant', async () => {
    const alice = await server.person('Алиса');
    const launchId = await launchOf(alice, 'clinic');
    const given = { launchId, scope: 'name', duration: 'untilRevoked', expiresInDays: 30 } as const;
    const { grantId } = await alice.call('grants.give', given);
    const [grant] = (await alice.call('grants.list', { language: 'ru' })).grants;
    const { expiresAt } = await alice.call('grants.limit', { grantId, expiresInDays: 300 });
    expect(expiresAt).toBe(grant?.expiresAt);
    const nearer = await alice.call('grants.limit', { grantId, expiresInDays: 1 });
    expect(Date.parse(nearer.expiresAt)).toBeLessThan(Date.parse(expiresAt) - 28 * 86_400_000);
    await get(alice, launchId, 'name');
    await server.app.sql`update app_grant set expires_at = now() - interval '1 second' where grant_id = ${grantId}`;
    expect((await refusal(get(alice, launchId, 'name'))).code).toBe('consent_required');
    expect(await refusal(alice.call('grants.limit', { grantId, expiresInDays: 1 }))).toMatchObject({
      field: 'grantId',
    });
  });

  test('a later release with other words or a longer keeping asks anew; with a shorter one it does not', async () => {
    const alice = await server.person('Алиса');
    const publish = (code: number, changes: object) =>
      publishAsking(dmitry, 'growing', [wants('name', changes)], { version: { code, name: `${code}.0` } });
    await publish(1, { retention_days: 30 });
    const first = await launchOf(alice, 'growing');
    await alice.call('grants.give', { launchId: first, scope: 'name', duration: 'untilRevoked' });
    await publish(2, { retention_days: 7 });
    await get(alice, await launchOf(alice, 'growing'), 'name');
    await publish(3, { retention_days: 31 });
    expect((await refusal(get(alice, await launchOf(alice, 'growing'), 'name'))).code).toBe('consent_required');
    await publish(4, { retention_days: 7, purpose: { ru: 'И для рекламы', en: 'And for advertising' } });
    const fourth = await launchOf(alice, 'growing');
    expect((await refusal(get(alice, fourth, 'name'))).code).toBe('consent_required');
    await alice.call('grants.give', { launchId: fourth, scope: 'name', duration: 'untilRevoked' });
    await get(alice, fourth, 'name');
    expect((await alice.call('grants.list', { language: 'en' })).grants).toMatchObject([
      { purpose: 'And for advertising', app: { slug: 'growing' } },
    ]);
  });

  test('an app learns one name for a person, always the same, and another app another one', async () => {
    const alice = await server.person('Алиса');
    const idIn = async (app: string) => {
      const launchId = await launchOf(alice, app);
      await alice.call('grants.give', { launchId, scope: 'name', duration: 'once' });
      return (await get(alice, launchId, 'name')).personId;
    };
    expect(await idIn('clinic')).toBe(await idIn('clinic'));
    expect(await idIn('library')).not.toBe(await idIn('clinic'));
    expect(await idIn('clinic')).not.toContain(String(alice.accountId));
  });

  test('a number comes with what shows the back end whose it is, in the form of the launch', async () => {
    const alice = await server.person('Алиса Соколова');
    const { token } = await dmitry.call('bots.register', { username: 'proving_bot', name: 'Бот' });
    const proofOf = async (app: string, form?: 'vk') => {
      const bot = form === undefined ? { bot: 'proving_bot' } : { launch_form: form };
      const { token: own } = await publishAsking(dmitry, app, [wants('phoneNumber')], bot);
      const launchId = await launchOf(alice, app);
      await alice.call('grants.give', { launchId, scope: 'phoneNumber', duration: 'once' });
      return { token: own ?? token, proof: (await get(alice, launchId, 'phoneNumber')).proof! };
    };
    const pairs = await proofOf('proving');
    const contact = await verifyContact(pairs.proof, { token: pairs.token });
    expect(contact).toMatchObject({ accountId: alice.accountId, phoneNumber: alice.phone, firstName: 'Алиса' });
    const forged = pairs.proof.replace(alice.phone.slice(1), '70000000000');
    expect((await refusal(verifyContact(forged, { token: pairs.token }))).code).toBe('forbidden');
    expect((await refusal(verifyContact(pairs.proof, { token: `${pairs.token}x` }))).code).toBe('forbidden');
    const late = { token: pairs.token, now: new Date(Date.now() + 301_000) };
    expect((await refusal(verifyContact(pairs.proof, late))).code).toBe('expired');

    const vk = await proofOf('proving-vk', 'vk');
    const appId = vk.token.split(':')[0];
    const { url } = await alice.call('apps.launch', { app: 'proving-vk' });
    const person = new URL(url).searchParams.get('vk_user_id');
    expect(person).not.toBe(String(alice.accountId));
    const signed = `${appId}${await vkSecretOf(vk.token)}${person}phone_number${alice.phone.slice(1)}`;
    expect(vk.proof).toBe(hash('sha256', signed, 'base64url'));
  });

  test('an app without a bot learns the number, and neither account nor name with it', async () => {
    const alice = await server.person('Алиса Соколова');
    const { token } = await publishAsking(dmitry, 'numbers', [wants('phoneNumber')]);
    const { launchId, initData } = await alice.call('apps.launch', { app: 'numbers' });
    await alice.call('grants.give', { launchId, scope: 'phoneNumber', duration: 'once' });
    const contact = await verifyContact((await get(alice, launchId, 'phoneNumber')).proof!, { token: token! });
    const { person } = readLaunchData(initData);
    expect(contact).toEqual({ accountId: person.id, phoneNumber: alice.phone, firstName: '' });
    expect(contact.accountId).not.toBe(alice.accountId);
  });

  test('an app hears which of its scopes a reading would give, and nothing of those of others', async () => {
    const alice = await server.person('Алиса');
    const launchId = await launchOf(alice, 'clinic');
    const scopes = async (id: string) =>
      (await alice.call('people.listScopes', { launchId: id })).scopes.map(({ scope, isGranted }) => [
        scope,
        isGranted,
      ]);
    const none = [
      ['name', false],
      ['phoneNumber', false],
      ['location', false],
    ];
    expect(await scopes(launchId)).toEqual(none);
    const { grantId } = await alice.call('grants.give', { launchId, scope: 'name', duration: 'untilRevoked' });
    await alice.call('grants.give', { launchId, scope: 'location', duration: 'whileOpen' });
    expect(await scopes(launchId)).toEqual([
      ['name', true],
      ['phoneNumber', false],
      ['location', true],
    ]);
    expect(await scopes(await launchOf(alice, 'clinic'))).toEqual([['name', true], none[1], none[2]]);
    expect(await scopes(await launchOf(alice, 'library'))).toEqual([['name', false]]);
    await alice.call('grants.revoke', { grantId });
    expect((await scopes(launchId))[0]).toEqual(['name', false]);
    const boris = await server.person('Борис');
    expect(await refusal(boris.call('people.listScopes', { launchId }))).toMatchObject({ field: 'launchId' });
  });

  test('where the device is, the server never learns: it writes down that it was told', async () => {
    const alice = await server.person('Алиса');
    const launchId = await launchOf(alice, 'clinic');
    await alice.call('grants.give', { launchId, scope: 'location', duration: 'once' });
    expect((await get(alice, launchId, 'location')).values).toEqual({});
    expect((await entriesOf(alice))[0]).toMatchObject({
      act: 'used',
      fields: ['latitude', 'longitude', 'accuracyMeters'],
    });
  });

  test('leave to write opens the chat with the bot, and taking it back blocks it', async () => {
    const alice = await server.person('Алиса');
    const { bot } = await dmitry.call('bots.register', { username: 'clinic_bot', name: 'Бот' });
    const botId = bot.account.accountId;
    await publishAsking(dmitry, 'writing', [wants('writeToMe')], { bot: 'clinic_bot' });
    const launchId = await launchOf(alice, 'writing');
    const given = { launchId, scope: 'writeToMe', duration: 'untilRevoked' } as const;
    const { grantId } = await alice.call('grants.give', given);
    expect((await get(alice, launchId, 'writeToMe')).values).toEqual({ writeAccess: true });
    const { chats } = await alice.call('chats.list', {});
    expect(chats).toMatchObject([{ kind: 'direct', peerId: botId }]);
    await alice.call('grants.revoke', { grantId });
    const blocked = async () => (await alice.call('blocks.list', {})).blocks.map(({ account }) => account.accountId);
    expect(await blocked()).toEqual([botId]);
    await alice.call('grants.give', given);
    expect(await blocked()).toEqual([]);
  });
});

test('grants that cannot hold any more are forgotten, and no others', async () => {
  const alice = await server.person('Алиса');
  const launchId = await launchOf(alice, 'clinic');
  const give = async (scope: 'name' | 'phoneNumber', duration: 'once' | 'whileOpen' | 'untilRevoked') =>
    (await alice.call('grants.give', { launchId, scope, duration })).grantId;
  await give('name', 'once');
  await get(alice, launchId, 'name');
  const lost = await give('name', 'whileOpen');
  const standing = await give('phoneNumber', 'untilRevoked');
  await server.app
    .sql`update app_grant set given_at = given_at - interval '3 days' where account_id = ${alice.accountId}`;
  const left = async () => {
    const rows = await server.app.sql<{ grantId: string }[]>`
      select grant_id as "grantId" from app_grant where account_id = ${alice.accountId}`;
    return rows.map(({ grantId }) => grantId);
  };
  expect(await left()).toEqual(expect.arrayContaining([lost, standing]));
  await deleteDeadGrants(server.app.sql, new Date(Date.now() + 60_000));
  expect(await left()).toEqual([standing]);
  expect((await get(alice, launchId, 'phoneNumber')).values).toEqual({ phoneNumber: alice.phone });
});

describe('refusals', () => {
  test('a scope that the release does not declare is refused and nothing is asked', async () => {
    const alice = await server.person('Алиса');
    const launchId = await launchOf(alice, 'clinic');
    const undeclared = { code: 'forbidden', field: 'scope' };
    expect(await refusal(get(alice, launchId, 'photo'))).toMatchObject(undeclared);
    const asked = { launchId, scope: 'photo' } as const;
    expect(await refusal(alice.call('grants.question', { ...asked, language: 'ru' }))).toMatchObject(undeclared);
    expect(await refusal(alice.call('grants.give', { ...asked, duration: 'once' }))).toMatchObject(undeclared);
    expect(await refusal(alice.call('grants.refuse', asked))).toMatchObject(undeclared);
    expect(await entriesOf(alice)).toEqual([]);
  });

  test("what is granted to one app is not another's: a launch speaks for its own app alone", async () => {
    const alice = await server.person('Алиса');
    const clinic = await launchOf(alice, 'clinic');
    await alice.call('grants.give', { launchId: clinic, scope: 'name', duration: 'untilRevoked' });
    const library = await launchOf(alice, 'library');
    expect((await refusal(get(alice, library, 'name'))).code).toBe('consent_required');
    // The other way round: the launch of one app never gives the scopes of another.
    expect(await refusal(get(alice, library, 'phoneNumber'))).toMatchObject({ code: 'forbidden', field: 'scope' });
  });

  test("a stranger's launch, an unknown one and one that is too old are refused alike everywhere", async () => {
    const [alice, boris] = [await server.person('Алиса'), await server.person('Борис')];
    const launchId = await launchOf(alice, 'clinic');
    await alice.call('grants.give', { launchId, scope: 'name', duration: 'untilRevoked' });
    const unknown = { code: 'not_found', field: 'launchId' };
    for (const foreign of [launchId, 'no-such-launch']) {
      const asked = { launchId: foreign, scope: 'name' } as const;
      expect(await refusal(get(boris, foreign, 'name'))).toMatchObject(unknown);
      expect(await refusal(boris.call('grants.give', { ...asked, duration: 'once' }))).toMatchObject(unknown);
      expect(await refusal(boris.call('grants.refuse', asked))).toMatchObject(unknown);
      expect(await refusal(boris.call('grants.endLaunch', { launchId: foreign }))).toMatchObject(unknown);
    }
    await server.app
      .sql`update app_launch set started_at = started_at - interval '25 hours' where launch_id = ${launchId}`;
    expect(await refusal(get(alice, launchId, 'name'))).toMatchObject({ code: 'expired', field: 'launchId' });
  });

  test("nobody ends or shortens another's grant, or sees their ledger", async () => {
    const [alice, boris] = [await server.person('Алиса'), await server.person('Борис')];
    const launchId = await launchOf(alice, 'clinic');
    const { grantId } = await alice.call('grants.give', { launchId, scope: 'name', duration: 'untilRevoked' });
    const unknown = { code: 'not_found', field: 'grantId' };
    expect(await refusal(boris.call('grants.revoke', { grantId }))).toMatchObject(unknown);
    expect(await refusal(boris.call('grants.limit', { grantId, expiresInDays: 1 }))).toMatchObject(unknown);
    expect(await entriesOf(boris)).toEqual([]);
    expect((await get(alice, launchId, 'name')).values).toEqual({ name: 'Алиса' });
  });

  test('a duration that the catalogue does not allow is refused by its name', async () => {
    const alice = await server.person('Алиса');
    const asked = { launchId: await launchOf(alice, 'clinic'), scope: 'location', duration: 'untilRevoked' } as const;
    expect(await refusal(alice.call('grants.give', asked))).toMatchObject({ code: 'invalid_input', field: 'duration' });
    const once = { ...asked, duration: 'once', expiresInDays: 3 } as const;
    expect(await refusal(alice.call('grants.give', once))).toMatchObject({ field: 'expiresInDays' });
  });

  test('what people agreed to is not for a release under test, whose testers are asked', async () => {
    const alice = await server.person('Алиса');
    const scopes = [wants('name')];
    await publishAsking(dmitry, 'tested', scopes);
    const live = await launchOf(alice, 'tested');
    await alice.call('grants.give', { launchId: live, scope: 'name', duration: 'untilRevoked' });
    const next = appBundle('tested', { 'app.js': 'new' }, { scopes });
    const { release } = await dmitry.call('apps.publish', { ...next, as: 'draft' });
    const { testKey } = await dmitry.call('releases.test', { app: 'tested', releaseId: release.releaseId });
    const { launchId } = await alice.call('apps.launch', { app: 'tested', testKey });
    expect((await refusal(get(alice, launchId, 'name'))).code).toBe('consent_required');
    await alice.call('grants.give', { launchId, scope: 'name', duration: 'untilRevoked' });
    expect((await get(alice, launchId, 'name')).values).toEqual({ name: 'Алиса' });
  });

  test('bots and apps give no consent: only a person on a device does', async () => {
    const { token } = await dmitry.call('bots.register', { username: 'greedy_bot', name: 'Бот' });
    for (const method of ['grants.give', 'grants.revoke', 'people.getAttributes', 'ledger.list']) {
      const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` };
      const response = await fetch(`${server.url}/api/${method}`, { method: 'POST', headers, body: '{}' });
      expect([response.status, await response.json()], method).toMatchObject([403, { error: { code: 'forbidden' } }]);
    }
  });

  test("a page on an app's host may not grant itself anything, whatever it sends along", async () => {
    const alice = await server.person('Алиса');
    const launchId = await launchOf(alice, 'clinic');
    for (const origin of [`http://clinic.apps.localhost:${server.port}`, 'null']) {
      const headers = { 'content-type': 'application/json', authorization: `Bearer ${await alice.token()}`, origin };
      const body = JSON.stringify({ launchId, scope: 'name', duration: 'untilRevoked' });
      const response = await fetch(`${server.url}/api/grants.give`, { method: 'POST', headers, body });
      expect(response.status).toBe(403);
    }
    expect((await refusal(get(alice, launchId, 'name'))).code).toBe('consent_required');
  });

  test('an app that has filled its hour in the ledger reads nothing more and may not ask', async () => {
    const alice = await server.person('Алиса');
    const launchId = await launchOf(alice, 'clinic');
    await alice.call('grants.give', { launchId, scope: 'name', duration: 'whileOpen' });
    for (let count = 1; count < accessLedger.ENTRIES_PER_HOUR; count++) await get(alice, launchId, 'name');
    const full = await refusal(get(alice, launchId, 'name'));
    expect(full).toMatchObject({ code: 'rate_limited', retryAfterSeconds: expect.any(Number) });
    expect(full.retryAfterSeconds).toBeGreaterThan(3000);
    const asked = { launchId, scope: 'phoneNumber', language: 'ru' } as const;
    expect((await refusal(alice.call('grants.question', asked))).code).toBe('rate_limited');
    expect(await alice.call('ledger.list', { limit: 200 })).toMatchObject({ entries: { length: 60 } });
    const other = await launchOf(alice, 'library');
    await alice.call('grants.give', { launchId: other, scope: 'name', duration: 'once' });
    await get(alice, other, 'name');
  });
});
