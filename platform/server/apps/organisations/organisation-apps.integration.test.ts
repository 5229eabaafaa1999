import type { OrganisationId } from '@veche/contract';
import { beforeEach, describe, expect, test } from 'vitest';
import { appBundle } from '../../../../tests/support/app-bundle.ts';
import { wants } from '../../../../tests/support/asking-app.ts';
import { callHttp } from '../../../../tests/support/http.ts';
import { verifyLaunchData } from '../../../../mini-app-sdk/src/index.ts';
import { refusal } from '../../../../tests/support/refusal.ts';
import { startTestServer, type TestPerson } from '../../../../tests/support/server.ts';
import { openSocket } from '../../../../tests/support/socket.ts';

/** The number of the first person of the test server. */
const MODERATOR = '+79991000001';
const server = await startTestServer({ moderatorPhones: [MODERATOR], deletionGraceDays: 0 });
const mila = await server.person('Мила, модератор');
const dmitry = await server.person('Дмитрий, разработчик');

let anna: TestPerson;
let boris: TestPerson;
let vera: TestPerson;
let count = 0;
let app = '';
let organisationId: OrganisationId;

const make = async (owner: TestPerson, kind: 'agency' | 'school' | 'company') => {
  const names = { ru: `Организация ${count}`, en: `Organisation ${count}` };
  const slug = `${kind}-${count}`;
  return (await owner.call('organisations.create', { kind, slug, names, webHost: `${slug}.example.org` })).organisation
    .organisationId;
};
const join = async (person: TestPerson, role: 'owner' | 'admin' | 'member' = 'member', into = organisationId) => {
  await anna.call('organisations.invite', { organisationId: into, accountId: person.accountId });
  await person.call('organisations.answer', { organisationId: into, isAccepted: true });
  if (role !== 'member')
    await anna.call('organisations.setRole', { organisationId: into, accountId: person.accountId, role });
};
const decide = async (outcome: 'verified' | 'withdrawn', of = organisationId, more: object = {}) => {
  const state = outcome === 'verified' ? 'waiting' : 'verified';
  const { organisations } = await mila.call('organisations.queue', { state });
  const { askedAt } = organisations.find((one) => one.organisationId === of)!;
  return mila.call('organisations.decide', { organisationId: of, askedAt, outcome, note: 'По реестру', ...more });
};
const verify = async (more: object = {}) => {
  await anna.call('organisations.requestVerification', { organisationId, text: 'Звоните' });
  await decide('verified', organisationId, more);
};
const publish = (by: TestPerson, text = '1', more: object = {}) =>
  by.call('apps.publish', appBundle(app, { 'app.js': text }, { scopes: [wants('name')], ...more }));
const handOver = (by: TestPerson) => by.call('apps.handOver', { app, organisationId });
const install = (by: TestPerson, isInstalled = true) =>
  by.call('apps.installForOrganisation', { app, organisationId, isInstalled });
const given = async (person: TestPerson) =>
  (await person.call('catalogue.fromOrganisations', { language: 'en' })).organisations.flatMap(
    ({ organisation, apps }) => apps.map(({ slug }) => `${organisation.name}: ${slug}`),
  );
const found = async (input: object = {}) =>
  (await vera.call('catalogue.search', { query: app, ...input })).apps.find(({ slug }) => slug === app);

const gone = async (person: TestPerson) => {
  const phrase = 'Удалить мою учетную запись';
  await person.call('identity.deleteAccount', { confirmation: { by: 'phrase', phrase } });
  const erased = () => server.app.sql`
    select from account_deletion where account_id = ${person.accountId} and erased_at is not null`;
  await expect.poll(async () => (await erased()).length, { timeout: 60_000 }).toBe(1);
};

beforeEach(async () => {
  [anna, boris, vera] = [
    await server.person('Анна, директор'),
    await server.person('Борис'),
    await server.person('Вера'),
  ];
  count += 1;
  app = `app-${count}`;
  organisationId = await make(anna, 'school');
});

describe('an app of an organisation', () => {
  test('is handed over by its owner, who administers the organisation, and by nobody else', async () => {
    await publish(dmitry);
    expect(await refusal(handOver(anna))).toMatchObject({ code: 'not_found', field: 'app' });
    expect(await refusal(handOver(dmitry))).toMatchObject({ code: 'not_found', field: 'organisationId' });
    await join(dmitry);
    expect(await refusal(handOver(dmitry))).toMatchObject({ code: 'forbidden', field: 'organisationId' });
    await anna.call('organisations.setRole', { organisationId, accountId: dmitry.accountId, role: 'admin' });
    expect(await handOver(dmitry)).toEqual({ changed: true, token: expect.any(String) });
    expect(await handOver(dmitry)).toEqual({ changed: false });
    const other = await make(dmitry, 'company');
    expect(await refusal(dmitry.call('apps.handOver', { app, organisationId: other }))).toMatchObject({
      ...{ code: 'conflict', field: 'app' },
    });
    expect((await refusal(anna.call('organisations.close', { organisationId }))).code).toBe('conflict');
  });

  test('comes to a verified organisation by its owners alone', async () => {
    await publish(dmitry);
    await join(dmitry, 'admin');
    await verify();
    expect(await refusal(handOver(dmitry))).toMatchObject({ code: 'forbidden', field: 'organisationId' });
    await anna.call('organisations.setRole', { organisationId, accountId: dmitry.accountId, role: 'owner' });
    expect(await handOver(dmitry)).toMatchObject({ changed: true });
  });

  test('is published, listed and stopped by owners and admins, and no more by a developer who left', async () => {
    const { release } = await publish(dmitry);
    await join(dmitry, 'admin');
    await join(boris);
    await handOver(dmitry);
    await publish(anna, '2');
    expect((await anna.call('releases.own', {})).apps.map((own) => own.app)).toContain(app);
    const place = { app, releaseId: release.releaseId };
    await anna.call('releases.publish', place);
    for (const person of [boris, vera]) {
      expect(await refusal(publish(person, '3'))).toMatchObject({ code: 'conflict', field: 'manifest.app_id' });
      expect((await refusal(person.call('releases.list', { app }))).code).toBe('not_found');
      expect((await refusal(person.call('releases.rollBack', place))).code).toBe('not_found');
      expect((await refusal(person.call('releases.kill', { ...place, note: 'x' }))).code).toBe('not_found');
    }
    await vera.call('apps.launch', { app });
    await anna.call('apps.launch', { app });
    expect((await refusal(anna.call('catalogue.rate', { app, stars: 5 }))).code).toBe('forbidden');
    expect(await vera.call('catalogue.rate', { app, stars: 4 })).toEqual({ changed: true });
    await dmitry.call('organisations.leave', { organisationId });
    expect((await refusal(dmitry.call('releases.kill', { ...place, note: 'x' }))).code).toBe('not_found');
    expect((await dmitry.call('releases.own', {})).apps.map((own) => own.app)).not.toContain(app);
    await anna.call('releases.kill', { ...place, note: 'Больше не нужно' });
  });

  test('answers to no token from before, and gives another one to its owners and admins alone', async () => {
    const speaks = (token: string) =>
      refusal(callHttp(server.url, 'apps.notify', { personId: 'x', template: 'x' }, token)).then(({ code }) => code);
    const { token: old = '' } = await publish(dmitry);
    expect(await speaks(old)).toBe('not_found');
    const { token: own } = await dmitry.call('apps.rotateToken', { app });
    expect([await speaks(old), await speaks(own)]).toEqual(['unauthenticated', 'not_found']);
    await join(dmitry, 'admin');
    await join(boris);
    const { token: handed = '' } = await handOver(dmitry);
    expect([await speaks(own), await speaks(handed)]).toEqual(['unauthenticated', 'not_found']);
    const { initData } = await vera.call('apps.launch', { app });
    expect((await refusal(verifyLaunchData(initData, { token: own }))).code).toBe('forbidden');
    expect((await verifyLaunchData(initData, { token: handed })).person.id).toBeGreaterThan(0);
    await dmitry.call('organisations.leave', { organisationId });
    for (const person of [boris, vera, dmitry])
      expect(await refusal(person.call('apps.rotateToken', { app }))).toMatchObject({
        code: 'not_found',
        field: 'app',
      });
    const { token } = await anna.call('apps.rotateToken', { app });
    expect([await speaks(handed), await speaks(token)]).toEqual(['unauthenticated', 'not_found']);
  });

  test('asks people anew for what they let another have', async () => {
    const notifications = [{ id: 'ready', text: { ru: 'Готово', en: 'Ready' }, values: {} }];
    const scopes = [wants('name'), wants('notifications')];
    await publish(dmitry, '1', { scopes, notifications, launch_form: 'vk' });
    await join(dmitry, 'admin');
    const { launchId } = await vera.call('apps.launch', { app });
    const give = (scope: 'name' | 'notifications') =>
      vera.call('grants.give', { launchId, scope, duration: 'untilRevoked' });
    const read = (scope: 'name' | 'notifications') => vera.call('people.getAttributes', { launchId, scope });
    await give('name');
    await give('notifications');
    expect((await read('name')).values).toEqual({ name: 'Вера' });
    const { personId } = await read('notifications');
    const isToldToNotify = async () =>
      new URL((await vera.call('apps.launch', { app })).url).searchParams.get('vk_are_notifications_enabled');
    expect(await isToldToNotify()).toBe('1');
    const { token } = await handOver(dmitry);
    expect(await isToldToNotify()).toBe('0');
    const notify = () => callHttp(server.url, 'apps.notify', { personId, template: 'ready' }, token);
    for (const use of [() => read('name'), () => read('notifications'), notify])
      expect((await refusal(use())).code).toBe('consent_required');
    expect((await vera.call('people.listScopes', { launchId })).scopes.map(({ isGranted }) => isGranted)).toEqual([
      ...[false, false],
    ]);
    await give('name');
    await give('notifications');
    expect((await read('name')).values).toEqual({ name: 'Вера' });
    expect(await notify()).toEqual({ leftToday: 2 });
  });

  test('brings its bot along, without its old token and the address that had its updates', async () => {
    const { bot, token } = await dmitry.call('bots.register', { username: `org_app_${count}_bot`, name: 'Робот' });
    await publish(dmitry, '1', { bot: bot.account.username });
    await join(dmitry, 'admin');
    const webhook = (by: string) => callHttp(server.url, 'bots.getWebhook', {}, by);
    await callHttp(server.url, 'bots.setWebhook', { url: `${server.url}/updates` }, token);
    const { token: handed = '' } = await handOver(dmitry);
    expect((await refusal(webhook(token))).code).toBe('unauthenticated');
    expect(await webhook(handed)).toEqual({});
    const accountId = bot.account.accountId;
    const listed = async (person: TestPerson) =>
      (await person.call('bots.list', {})).bots.some(({ account }) => account.accountId === accountId);
    expect([await listed(anna), await listed(dmitry), await listed(boris)]).toEqual([true, true, false]);
    await anna.call('bots.rotateToken', { accountId });
    await anna.call('apps.rotateToken', { app });
    await dmitry.call('organisations.leave', { organisationId });
    expect((await refusal(dmitry.call('bots.rotateToken', { accountId }))).code).toBe('not_found');
    expect(await listed(dmitry)).toBe(false);
  });

  test('is not reviewed by a moderator who acts for it', async () => {
    await publish(dmitry);
    await join(dmitry, 'admin');
    await handOver(dmitry);
    const { release } = await dmitry.call('apps.publish', { ...appBundle(app, { 'app.js': '2' }), as: 'draft' });
    const place = { app, releaseId: release.releaseId };
    await anna.call('releases.submit', place);
    await join(mila, 'admin');
    const decision = { ...place, outcome: 'approved', note: 'Хорошо' } as const;
    expect((await refusal(mila.call('releases.decide', decision))).code).toBe('forbidden');
    await mila.call('organisations.leave', { organisationId });
    expect((await mila.call('releases.decide', decision)).release.state).toBe('approved');
  });

  test('outlives whoever registered it, but not the last one who acts for it', async () => {
    const lena = await server.person('Лена');
    await publish(lena);
    await join(lena, 'admin');
    await handOver(lena);
    await gone(lena);
    expect(await found()).toBeDefined();
    await gone(anna);
    expect(await found()).toBeUndefined();
  }, 150_000);
});

describe('what people are told of who answers for an app', () => {
  test('is the organisation, whether it is verified, and the name that a moderator gave it while it is', async () => {
    await publish(dmitry);
    await join(dmitry, 'admin');
    const owner = async () => {
      const { launchId, app: launched } = await vera.call('apps.launch', { app, language: 'en' });
      const question = await vera.call('grants.question', { launchId, scope: 'name', language: 'en' });
      return { launchId, asked: question.owner, shown: launched.organisation };
    };
    expect(await owner()).toMatchObject({ asked: { name: 'Дмитрий, разработчик', isVerified: false } });
    await handOver(dmitry);
    const name = `Organisation ${count}`;
    const before = await owner();
    expect(before).toMatchObject({
      ...{ asked: { name, isVerified: false }, shown: { organisationId, kind: 'school', name, isVerified: false } },
    });
    expect(before.shown).not.toHaveProperty('webHost');

    await verify({ officialNames: { ru: 'Школа правительства', en: 'School of the Government' } });
    const { launchId, asked, shown } = await owner();
    expect(asked).toEqual({ name: 'School of the Government', isVerified: true });
    expect(shown).toMatchObject({ isVerified: true, webHost: `school-${count}.example.org` });
    await vera.call('grants.give', { launchId, scope: 'name', duration: 'untilRevoked' });
    const [grant] = (await vera.call('grants.list', { language: 'ru' })).grants;
    expect(grant?.owner).toEqual({ name: 'Школа правительства', isVerified: true });
    expect((await found({ language: 'en' }))?.organisation).toMatchObject({ isVerified: true });

    await decide('withdrawn');
    expect(await owner()).toMatchObject({ asked: { name, isVerified: false }, shown: { name, isVerified: false } });
  });

  test('puts apps of verified agencies and schools on shelves of their own, and no others', async () => {
    await publish(dmitry);
    await join(dmitry, 'admin');
    await handOver(dmitry);
    const shelves = async () => [
      (await found({ ownedBy: 'school' })) !== undefined,
      (await found({ ownedBy: 'agency' })) !== undefined,
    ];
    expect(await shelves()).toEqual([false, false]);
    await verify();
    expect(await shelves()).toEqual([true, false]);
    await decide('withdrawn');
    expect(await shelves()).toEqual([false, false]);
  });
});

describe('the icon of an app of a verified organisation', () => {
  const bell = '<path d="M12 34h24l-4-6v-8a8 8 0 0 0-16 0v8z"/><path d="M21 38h6"/>';
  const heart = '<path d="M24 36 12 24a8 8 0 0 1 12-10 8 8 0 0 1 12 10z"/>';
  const withIcon = (slug: string, drawing: string, ground = '#1a5fb4') => {
    const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 48 48"><rect width="48" height="48" fill="${ground}"/>
      <g fill="none" stroke="#fff" stroke-width="3">${drawing}</g></svg>`;
    return appBundle(slug, { 'icon.svg': svg }, { icons: [{ src: 'icon.svg', sizes: 'any' }] });
  };

  test('is taken by no app of anybody else, in other colours either, until it is verified no more', async () => {
    const refused = { code: 'conflict', field: 'manifest.icons.0' };
    const { app: shown } = await dmitry.call('apps.publish', withIcon(app, bell));
    await join(dmitry, 'admin');
    await handOver(dmitry);
    const before = await boris.call('apps.publish', withIcon(`before-${count}`, bell));
    await verify();
    const copy = withIcon(`copy-${count}`, bell, '#26a269');
    expect(await refusal(boris.call('apps.publish', copy))).toMatchObject(refused);
    expect(await refusal(boris.call('apps.publish', { ...copy, as: 'draft' }))).toMatchObject(refused);
    await boris.call('apps.publish', withIcon(`other-${count}`, heart));

    // The organisation's own, and what had it before and shows it still.
    expect((await anna.call('apps.publish', withIcon(app, bell, '#26a269'))).app.icon).not.toBe(shown.icon);
    expect((await boris.call('apps.publish', withIcon(before.app.slug, bell))).app.icon).toBe(before.app.icon);
    expect(await refusal(boris.call('apps.publish', withIcon(before.app.slug, bell, '#26a269')))).toMatchObject(
      refused,
    );

    await decide('withdrawn');
    expect((await boris.call('apps.publish', copy)).app.slug).toBe(`copy-${count}`);
  });

  test('goes to nobody by a draft from before, which stays a draft', async () => {
    await dmitry.call('apps.publish', withIcon(app, bell));
    await join(dmitry, 'admin');
    await handOver(dmitry);
    const draft = async (slug: string, ground: string) => {
      const { release } = await boris.call('apps.publish', { ...withIcon(slug, bell, ground), as: 'draft' });
      return { app: slug, releaseId: release.releaseId };
    };
    const early = await draft(`early-${count}`, '#26a269');
    const shown = await boris.call('apps.publish', withIcon(`shown-${count}`, bell));
    const changed = { ...withIcon(shown.app.slug, bell), as: 'draft' as const };
    changed.manifest.version = { code: 2, name: '2.0' };
    const { release: next } = await boris.call('apps.publish', changed);
    await verify();
    for (const call of [
      () => boris.call('releases.test', early),
      () => boris.call('releases.submit', early),
      () => boris.call('releases.publish', { ...early, percent: 10 }),
      () => boris.call('releases.publish', early),
    ])
      expect(await refusal(call())).toMatchObject({ code: 'conflict', field: 'manifest.icons.0' });
    const { releases } = await boris.call('releases.list', { app: early.app });
    expect(releases.map(({ state }) => state)).toEqual(['draft']);
    expect((await refusal(vera.call('apps.launch', { app: early.app }))).code).toBe('not_found');

    // What the app shows already goes on.
    const place = { app: shown.app.slug, releaseId: next.releaseId };
    expect((await boris.call('releases.publish', place)).release.state).toBe('live');
    await decide('withdrawn');
    expect((await boris.call('releases.publish', early)).release.state).toBe('live');
  });
});

describe('an app that an organisation installs', () => {
  test('is installed by owners and admins, and is found by its people alone', async () => {
    await publish(dmitry);
    await join(boris);
    expect(await refusal(install(vera))).toMatchObject({ code: 'not_found', field: 'organisationId' });
    expect(await refusal(install(boris))).toMatchObject({ code: 'forbidden', field: 'organisationId' });
    expect(await install(anna)).toEqual({ changed: true });
    expect(await install(anna)).toEqual({ changed: false });
    expect(await given(boris)).toEqual([`Organisation ${count}: ${app}`]);
    expect(await given(vera)).toEqual([]);
    await anna.call('organisations.invite', { organisationId, accountId: vera.accountId });
    expect(await given(vera)).toEqual([]);
    const all = await boris.call('apps.ofOrganisation', { organisationId, language: 'ru' });
    expect(all).toMatchObject({ installed: [{ slug: app }], owned: [] });
    expect((await refusal(vera.call('apps.ofOrganisation', { organisationId, language: 'ru' }))).code).toBe(
      'not_found',
    );
    expect((await refusal(install(boris, false))).code).toBe('forbidden');
    expect(await install(anna, false)).toEqual({ changed: true });
    expect(await install(anna, false)).toEqual({ changed: false });
    expect(await given(boris)).toEqual([]);
  });

  test('is one that is live and opens outside of chats', async () => {
    expect(await refusal(install(anna))).toMatchObject({ code: 'not_found', field: 'app' });
    await publish(dmitry, '1', { entry_points: ['chat'] });
    expect(await refusal(install(anna))).toMatchObject({ code: 'conflict', field: 'app' });
  });

  test('gets nothing by it: each person is asked, and the organisation is not told who opens it', async () => {
    await publish(dmitry);
    await join(boris);
    await install(anna);
    const { launchId } = await boris.call('apps.launch', { app, organisationId });
    const reading = boris.http('people.getAttributes', { launchId, scope: 'name' });
    expect((await refusal(reading)).code).toBe('consent_required');
    expect(JSON.stringify(await anna.call('apps.ofOrganisation', { organisationId, language: 'ru' }))).not.toContain(
      String(boris.accountId),
    );
  });

  test('is opened through the organisation by its people alone, as long as it is installed', async () => {
    await publish(dmitry);
    await join(boris);
    const through = (person: TestPerson) => refusal(person.call('apps.launch', { app, organisationId }));
    expect(await through(boris)).toMatchObject({ code: 'not_found', field: 'organisationId' });
    await install(anna);
    expect(await through(vera)).toMatchObject({ code: 'not_found', field: 'organisationId' });
    expect((await boris.call('apps.launch', { app, organisationId })).app.slug).toBe(app);
  });

  test.each([
    ['is taken away', () => install(anna, false)],
    ['is left behind', () => boris.call('organisations.leave', { organisationId })],
    ['is lost with the place', () => anna.call('organisations.remove', { organisationId, accountId: boris.accountId })],
  ])('ends in windows opened through the organisation when it %s, and in no others', async (_how, end) => {
    await publish(dmitry);
    await join(boris);
    await install(anna);
    const { launchId } = await boris.call('apps.launch', { app, organisationId });
    const own = await boris.call('apps.launch', { app });
    await boris.call('grants.give', { launchId, scope: 'name', duration: 'untilRevoked' });
    const socket = await openSocket(server.url, { token: await boris.token() });
    await socket.frame('ready');
    await end();
    await socket.frame('appStopped');
    socket.close();
    expect(await boris.call('apps.checkLaunch', { launchId })).toEqual({ isStopped: true });
    expect(await boris.call('apps.checkLaunch', { launchId: own.launchId })).toEqual({ isStopped: false });
    const reading = (id: string) => boris.http('people.getAttributes', { launchId: id, scope: 'name' });
    expect(await refusal(reading(launchId))).toMatchObject({ code: 'not_found', field: 'launchId' });
    expect((await reading(own.launchId)).values).toEqual({ name: 'Борис' });
  });
});
