import { apps as contract, type InputOf } from '@veche/contract';
import { beforeAll, describe, expect, test } from 'vitest';
import { readLaunchData, verifyLaunchData, verifyLaunchDataByKey } from '../../../../mini-app-sdk/src/index.ts';
import { appBundle } from '../../../../tests/support/app-bundle.ts';
import { launchOf, publishAsking, wants } from '../../../../tests/support/asking-app.ts';
import { refusal } from '../../../../tests/support/refusal.ts';
import { clientId, startTestServer, type TestPerson } from '../../../../tests/support/server.ts';

let ahead = 0;
const now = () => new Date(Date.now() + ahead);
const server = await startTestServer({ clock: { now } });
const alice = await server.person('Алиса Соколова');
const bob = await server.person('Борис');
const dmitry = await server.person('Дмитрий');

let chatId: number;
let appToken: string;
beforeAll(async () => {
  const { token } = await dmitry.call('apps.publish', appBundle('launched', {}, { pages: ['index.html'] }));
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
    person: { firstName: '', language: 'en', botMayWrite: false },
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
  const { id } = readLaunchData(initData).person;
  const changed = initData.replace(String(id), String(id + 1));
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
  await dmitry.call('apps.publish', appBundle('other-app'));
  const instance = async (app: string) =>
    readLaunchData((await launch(alice, { app, chatId })).initData).chat?.instance;
  expect(await instance('launched')).toBe(await instance('launched'));
  expect(await instance('other-app')).not.toBe(await instance('launched'));
});

test("data of a bot's app is signed with the bot's token and says whether the bot may write", async () => {
  const { bot, token } = await dmitry.call('bots.register', { username: 'signing_bot', name: 'Бот' });
  await dmitry.call('apps.publish', appBundle('signing', {}, { bot: 'signing_bot' }));
  const before = await launch(alice, { app: 'signing' });
  expect((await verifyLaunchData(before.initData, { token })).person.botMayWrite).toBe(false);
  await alice.call('chats.createDirect', { accountId: bot.account.accountId });
  const after = await launch(alice, { app: 'signing' });
  expect((await verifyLaunchData(after.initData, { token })).person.botMayWrite).toBe(true);
});

describe('who opened an app', () => {
  const personIn = async (app: string, person = alice) =>
    readLaunchData((await launch(person, { app })).initData).person;

  test('is another number to each app without a bot, always the same there, and no name', async () => {
    await dmitry.call('apps.publish', appBundle('one-of-two'));
    await dmitry.call('apps.publish', appBundle('two-of-two'));
    const [one, two] = [await personIn('one-of-two'), await personIn('two-of-two')];
    expect(one).toEqual({ id: expect.any(Number), firstName: '', language: 'ru', botMayWrite: false });
    expect(await personIn('one-of-two')).toEqual(one);
    expect(two.id).not.toBe(one.id);
    expect([one.id, two.id]).not.toContain(alice.accountId);
    expect((await personIn('one-of-two', bob)).id).not.toBe(one.id);
    for (const { id } of [one, two]) expect(id > 0 && id < 2 ** 52).toBe(true);
  });

  test('is named by a grant until it is revoked, and each launch that names is in the ledger', async () => {
    const vera = await server.person('Вера Ильина');
    await publishAsking(dmitry, 'naming', [wants('name'), wants('publicName')]);
    await vera.call('identity.updateProfile', { username: 'vera_ilyina' });
    const first = await launchOf(vera, 'naming');
    expect((await personIn('naming', vera)).firstName).toBe('');
    await vera.call('grants.give', { launchId: first, scope: 'name', duration: 'once' });
    expect((await personIn('naming', vera)).firstName).toBe('');
    await vera.call('grants.give', { launchId: first, scope: 'name', duration: 'untilRevoked' });
    const named = await personIn('naming', vera);
    expect(named).toMatchObject({ firstName: 'Вера', lastName: 'Ильина' });
    expect(named.username).toBeUndefined();
    const used = async () => (await vera.call('ledger.list', {})).entries.filter(({ act }) => act === 'used');
    const next = appBundle('naming', { 'app.js': 'new' }, { scopes: [wants('name'), wants('publicName')] });
    const { release } = await dmitry.call('apps.publish', { ...next, as: 'draft' });
    const { testKey } = await dmitry.call('releases.test', { app: 'naming', releaseId: release.releaseId });
    const tested = await vera.call('apps.launch', { app: 'naming', testKey });
    expect(readLaunchData(tested.initData).person.firstName).toBe('');
    expect(await used()).toMatchObject([{ scope: 'name', fields: ['name'], duration: 'untilRevoked' }]);
    const { grantId } = await vera.call('grants.give', {
      ...{ launchId: first, scope: 'publicName', duration: 'untilRevoked' },
    });
    expect((await personIn('naming', vera)).username).toBe('vera_ilyina');
    await vera.call('grants.revoke', { grantId });
    expect((await personIn('naming', vera)).username).toBeUndefined();
    expect((await used()).length).toBe(4);
  });

  test('is the account where a bot knows it, and a number without a name in the forms of other platforms', async () => {
    await dmitry.call('bots.register', { username: 'knowing_bot', name: 'Бот' });
    await dmitry.call('apps.publish', appBundle('knowing', {}, { bot: 'knowing_bot' }));
    await dmitry.call('apps.publish', appBundle('of-max', {}, { launch_form: 'max' }));
    await dmitry.call('apps.publish', appBundle('of-vk', {}, { launch_form: 'vk' }));
    expect(await personIn('knowing')).toMatchObject({
      ...{ id: alice.accountId, firstName: 'Алиса', lastName: 'Соколова' },
    });
    for (const app of ['of-max', 'of-vk']) {
      const { initData, url } = await launch(alice, { app });
      const { id, firstName } = readLaunchData(initData).person;
      expect(firstName).toBe('');
      expect(id).not.toBe(alice.accountId);
      if (app === 'of-vk') expect(new URL(url).searchParams.get('vk_user_id')).toBe(String(id));
    }
  });
});

describe('launch data that is signed once more', () => {
  test('tells the same of the same launch at a later moment, and passes the check that the old one fails', async () => {
    const opened = await launch(alice, { chatId, startParam: 'from_poster', language: 'en' });
    const before = readLaunchData(opened.initData);
    ahead = 600_000;
    const { initData } = await alice.call('apps.refreshLaunch', { launchId: opened.launchId });
    const options = { token: appToken, now: now() };
    expect((await refusal(verifyLaunchData(opened.initData, options))).code).toBe('expired');
    const { openedAt, raw: _raw, ...rest } = await verifyLaunchData(initData, options);
    const { openedAt: openedBefore, raw: _rawBefore, ...restBefore } = before;
    expect(rest).toEqual(restBefore);
    expect(openedAt.getTime()).toBeGreaterThan(openedBefore.getTime());
    ahead = 0;
  });

  test('is refused to others, for an unknown launch, and when the window was closed or is a day old', async () => {
    const { launchId } = await launch(alice);
    const refresh = (person: TestPerson, id: string) => refusal(person.call('apps.refreshLaunch', { launchId: id }));
    const unknown = { code: 'not_found', field: 'launchId' };
    expect(await refresh(bob, launchId)).toMatchObject(unknown);
    expect(await refresh(alice, 'no-such-launch')).toMatchObject(unknown);
    ahead = 25 * 3_600_000;
    expect(await refresh(alice, launchId)).toMatchObject({ code: 'expired', field: 'launchId' });
    ahead = 0;
    await alice.call('grants.endLaunch', { launchId });
    expect(await refresh(alice, launchId)).toMatchObject({ code: 'expired', field: 'launchId' });
  });

  test('is refused to who left the chat that launch data names', async () => {
    const { chat } = await bob.call('chats.createGroup', {
      ...{ clientId: clientId(), title: 'Двор', memberIds: [alice.accountId] },
    });
    const { launchId } = await launch(alice, { chatId: chat.chatId });
    expect((await alice.call('apps.refreshLaunch', { launchId })).initData).toContain('chat_instance');
    await bob.call('chats.removeMember', { chatId: chat.chatId, accountId: alice.accountId });
    const again = alice.call('apps.refreshLaunch', { launchId });
    expect(await refusal(again)).toMatchObject({ code: 'not_found', field: 'launchId' });
  });

  test('is refused for a release that was stopped', async () => {
    const { release } = await dmitry.call('apps.publish', appBundle('stopped-later'));
    const stopped = await launch(alice, { app: 'stopped-later' });
    await alice.call('apps.refreshLaunch', { launchId: stopped.launchId });
    await dmitry.call('releases.kill', { app: 'stopped-later', releaseId: release.releaseId, note: 'Ошибка' });
    expect(await refusal(alice.call('apps.refreshLaunch', { launchId: stopped.launchId }))).toMatchObject({
      ...{ code: 'expired', field: 'launchId' },
    });
  });
});

test('an app opens where its manifest says, and is listed when that is outside of chats', async () => {
  await dmitry.call('apps.publish', appBundle('chat-only', {}, { entry_points: ['chat'] }));
  await dmitry.call('apps.publish', appBundle('never-in-chat', {}, { entry_points: ['catalogue'], minimum_age: 12 }));
  const refused = { code: 'conflict', field: 'chatId' };
  expect(await refusal(launch(alice, { app: 'chat-only' }))).toMatchObject(refused);
  expect(await refusal(launch(alice, { app: 'never-in-chat', chatId }))).toMatchObject(refused);
  expect((await launch(alice, { app: 'chat-only', chatId })).app.slug).toBe('chat-only');
  expect((await launch(alice, { app: 'never-in-chat' })).app.minimumAge).toBe(12);
  const listed = (await alice.call('catalogue.search', {})).apps.map(({ slug }) => slug);
  expect(listed).toContain('never-in-chat');
  expect(listed).not.toContain('chat-only');
});

test('an unknown app cannot be opened', async () => {
  expect(await refusal(launch(alice, { app: 'absent' }))).toMatchObject({ code: 'not_found', field: 'app' });
});

test('a page of an app host may not call the API, whatever it sends along', async () => {
  const origin = `http://launched.apps.localhost:${server.port}`;
  for (const [name, value] of [
    ['origin', origin],
    ['origin', 'null'],
  ] as const) {
    const response = await fetch(`${server.url}/api/catalogue.search`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${await alice.token()}`, [name]: value },
      body: '{}',
    });
    expect(response.status).toBe(403);
  }
});
