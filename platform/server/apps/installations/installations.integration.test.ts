import type { BotUpdate } from '@veche/contract';
import { beforeAll, describe, expect, test } from 'vitest';
import { appBundle } from '../../../../tests/support/app-bundle.ts';
import { launchOf, publishAsking, wants } from '../../../../tests/support/asking-app.ts';
import { callHttp } from '../../../../tests/support/http.ts';
import { refusal } from '../../../../tests/support/refusal.ts';
import { clientId, startTestServer, type TestPerson } from '../../../../tests/support/server.ts';
import { openSocket } from '../../../../tests/support/socket.ts';
import { deleteDue } from './delete-due.ts';
import { lockInstallation, setDeleteAt, stopLaunches } from './store.ts';

const DAY_MS = 86_400_000;
let ahead = 0;
const now = () => new Date(Date.now() + ahead);
const server = await startTestServer({ clock: { now } });
const dmitry = await server.person('Дмитрий');

beforeAll(async () => {
  await publishAsking(dmitry, 'clinic', [wants('name'), wants('phoneNumber')]);
  await dmitry.call('apps.publish', appBundle('ferry'));
});

const own = async (person: TestPerson) => (await person.call('apps.installed', { language: 'en' })).apps;
const slugs = async (person: TestPerson) => (await own(person)).map(({ app }) => app.slug);
const clinicOf = async (person: TestPerson) => (await own(person)).find(({ app }) => app.slug === 'clinic');
const check = (person: TestPerson, launchId: string) => person.call('apps.checkLaunch', { launchId });

/** Who opened the clinic, let it have the name and has a note kept by it. */
async function patient(name: string) {
  const person = await server.person(name);
  const { launchId, app } = await person.call('apps.launch', { app: 'clinic' });
  await person.call('grants.give', { launchId, scope: 'name', duration: 'untilRevoked' });
  await person.call('people.getAttributes', { launchId, scope: 'name' });
  await person.call('appStorage.set', { appId: app.appId, key: '4', value: 'Чехов' });
  return { person, launchId, appId: app.appId };
}

describe('what a person has', () => {
  test('is what was opened or added, last used first, with what each may have and keeps', async () => {
    const { person } = await patient('Алиса');
    expect(await person.call('apps.install', { app: 'ferry' })).toEqual({ changed: true });
    expect(await person.call('apps.install', { app: 'ferry' })).toEqual({ changed: false });
    expect(await slugs(person)).toEqual(['ferry', 'clinic']);
    const [ferry, clinic] = await own(person);
    expect(ferry).toMatchObject({ scopes: [], kept: { items: 0, bytes: 0 } });
    expect(ferry?.openedAt).toBeUndefined();
    expect(clinic).toMatchObject({ app: { name: 'App clinic' }, scopes: ['name'], kept: { items: 1, bytes: 11 } });
    expect(clinic?.openedAt).toBe(clinic?.installedAt);
    await launchOf(person, 'clinic');
    expect(await slugs(person)).toEqual(['clinic', 'ferry']);
  });

  test("is nobody else's to see, add to or remove", async () => {
    const { person } = await patient('Алиса');
    const boris = await server.person('Борис');
    expect(await own(boris)).toEqual([]);
    const unknown = { code: 'not_found', field: 'app' };
    expect(await refusal(boris.call('apps.uninstall', { app: 'clinic' }))).toMatchObject(unknown);
    expect(await refusal(boris.call('apps.exportKept', { app: 'clinic' }))).toMatchObject(unknown);
    for (const method of ['apps.install', 'apps.uninstall', 'apps.exportKept'] as const)
      expect(await refusal(boris.call(method, { app: 'no-such-app' }))).toMatchObject(unknown);
    expect((await clinicOf(person))?.deleteAt).toBeUndefined();
    const { token } = await dmitry.call('bots.register', { username: 'nosy_bot', name: 'Бот' });
    for (const [method, input] of [
      ['apps.installed', {}],
      ['apps.uninstall', { app: 'clinic' }],
    ] as const)
      expect(await refusal(callHttp(server.url, method, input, token))).toMatchObject({ code: 'forbidden' });
  });

  test('is given out app by app: what it keeps, what it may have, and what it did', async () => {
    const { person } = await patient('Алиса');
    await person.call('grants.give', {
      ...{ launchId: await launchOf(person, 'clinic'), scope: 'phoneNumber', duration: 'untilRevoked' },
    });
    const copy = await person.call('apps.exportKept', { app: 'clinic', language: 'ru' });
    expect(copy.storage).toEqual([{ key: '4', value: 'Чехов' }]);
    expect(copy.grants.map(({ scope }) => scope)).toEqual(['phoneNumber', 'name']);
    expect(copy.ledger.map(({ seq, act }) => [seq, act])).toEqual([
      [1, 'given'],
      [2, 'used'],
      // By opening it: the app is told the name.
      [3, 'used'],
      [4, 'given'],
    ]);
    await person.call('apps.uninstall', { app: 'clinic' });
    const after = await person.call('apps.exportKept', { app: 'clinic', language: 'ru' });
    expect(after).toMatchObject({ storage: copy.storage, grants: [], deleteAt: expect.any(String) });
    expect(after.ledger).toHaveLength(6);
  });
});

describe('an app that a person removes', () => {
  test('may have nothing more, its windows end on all devices, and it is not among the recent ones', async () => {
    const { person, launchId } = await patient('Алиса');
    const socket = await openSocket(server.url, { token: await person.token() });
    await socket.frame('ready');
    const { deleteAt, changed } = await person.call('apps.uninstall', { app: 'clinic' });
    expect(changed).toBe(true);
    expect(Math.round((Date.parse(deleteAt) - now().getTime()) / DAY_MS)).toBe(30);
    await socket.frame('appStopped');
    expect(await check(person, launchId)).toEqual({ isStopped: true, why: 'uninstalled' });
    const asked = { launchId, scope: 'name' } as const;
    expect(await refusal(person.call('people.getAttributes', asked))).toMatchObject({ code: 'expired' });
    expect((await person.call('grants.list', { language: 'ru' })).grants).toEqual([]);
    expect((await person.call('ledger.list', {})).entries[0]).toMatchObject({ act: 'revoked', scope: 'name' });
    expect((await person.call('catalogue.recent', {})).apps).toEqual([]);
    expect(await clinicOf(person)).toMatchObject({ deleteAt, scopes: [], kept: { items: 1 } });
    expect(await person.call('apps.uninstall', { app: 'clinic' })).toEqual({ changed: false, deleteAt });
    socket.close();
  });

  test('is as before when it is opened again in time, but has to ask anew', async () => {
    const { person, appId } = await patient('Алиса');
    const before = await clinicOf(person);
    await person.call('catalogue.rate', { app: 'clinic', stars: 4 });
    await person.call('apps.uninstall', { app: 'clinic' });
    const launchId = await launchOf(person, 'clinic');
    expect(await check(person, launchId)).toEqual({ isStopped: false });
    const after = await clinicOf(person);
    expect(after).toMatchObject({ installedAt: before?.installedAt, kept: before?.kept, scopes: [] });
    expect(after?.deleteAt).toBeUndefined();
    expect((await person.call('appStorage.get', { appId, keys: ['4'] })).values).toEqual({ '4': 'Чехов' });
    expect((await person.call('catalogue.recent', {})).apps[0]).toMatchObject({ slug: 'clinic', ownStars: 4 });
    const asked = { launchId, scope: 'name' } as const;
    expect((await refusal(person.call('people.getAttributes', asked))).code).toBe('consent_required');
    await deleteDue(server.app.sql, new Date(now().getTime() + 31 * DAY_MS));
    expect((await clinicOf(person))?.kept.items).toBe(1);
  });

  test('keeps what it kept until the date that was told, and nothing from then on', async () => {
    const { person, appId } = await patient('Алиса');
    const other = await patient('Борис');
    const { deleteAt } = await person.call('apps.uninstall', { app: 'clinic' });
    const keys = async (of: TestPerson) => (await of.call('appStorage.listKeys', { appId })).keys;
    ahead = Date.parse(deleteAt) - Date.now() - 60_000;
    await deleteDue(server.app.sql, now());
    expect(await keys(person)).toEqual(['4']);
    ahead += 120_000;
    await deleteDue(server.app.sql, now());
    expect(await keys(person)).toEqual([]);
    expect(await own(person)).toEqual([]);
    expect(await keys(other.person)).toEqual(['4']);
    ahead = 0;
  });
});

describe('while a removal is under way', () => {
  /** Removes the clinic by hand, as slowly as somebody's call meanwhile takes to wait for it or to be answered. */
  async function removeDuring<T>({ person, appId }: Awaited<ReturnType<typeof patient>>, call: () => Promise<T>) {
    const place = { accountId: person.accountId, appId };
    const { sql } = server.app;
    let isAnswered = false;
    const answer = () => void (isAnswered = true);
    return sql.begin(async (tx) => {
      await lockInstallation(tx, place);
      const called = call();
      called.then(answer, answer);
      const isWaiting = async () =>
        isAnswered ||
        (
          await sql`select from pg_locks l join pg_stat_activity a using (pid)
          where a.datname = current_database() and not l.granted`
        ).length > 0;
      await expect.poll(isWaiting, { timeout: 30_000 }).toBe(true);
      await setDeleteAt(tx, place, new Date(now().getTime() + DAY_MS));
      await stopLaunches(tx, place, now());
      return { called };
    });
  }

  test('nothing is given to the app any more', async () => {
    const it = await patient('Алиса');
    const { person, launchId } = it;
    const { called } = await removeDuring(it, () =>
      person.call('grants.give', { launchId, scope: 'phoneNumber', duration: 'untilRevoked' }),
    );
    expect((await refusal(called)).code).toBe('expired');
  });

  test('opening it waits, and brings it back', async () => {
    const it = await patient('Алиса');
    const { called } = await removeDuring(it, () => launchOf(it.person, 'clinic'));
    expect(await check(it.person, await called)).toEqual({ isStopped: false });
    expect((await clinicOf(it.person))?.deleteAt).toBeUndefined();
  });
});

describe('the bot of a removed app', () => {
  const updatesOf = async (token: string): Promise<BotUpdate[]> => {
    const { updates } = (await callHttp(server.url, 'bots.getUpdates', {}, token)) as { updates: BotUpdate[] };
    return updates;
  };

  test('is told who removed it, and by when the last of what it was given is to be gone', async () => {
    const alice = await server.person('Алиса');
    const { token } = await dmitry.call('bots.register', { username: 'notes_bot', name: 'Заметки' });
    const scopes = [wants('name', { retention_days: 7 }), wants('phoneNumber', { retention_days: 90 })];
    await publishAsking(dmitry, 'notes', scopes, { bot: 'notes_bot' });
    const launchId = await launchOf(alice, 'notes');
    for (const scope of ['name', 'phoneNumber'] as const)
      await alice.call('grants.give', { launchId, scope, duration: 'untilRevoked' });
    // What was let have and never read binds nobody.
    await alice.call('people.getAttributes', { launchId, scope: 'name' });
    await alice.call('apps.uninstall', { app: 'notes' });
    await expect.poll(async () => (await updatesOf(token)).map(({ event }) => event.kind)).toEqual(['appUninstalled']);
    const [update] = await updatesOf(token);
    expect(update?.event).toMatchObject({ app: { slug: 'notes' }, person: { accountId: alice.accountId } });
    const { deleteBy } = update?.event as Extract<BotUpdate['event'], { kind: 'appUninstalled' }>;
    expect(Math.round((Date.parse(deleteBy) - Date.now()) / DAY_MS)).toBe(7);
    const bot = (await dmitry.call('bots.list', {})).bots.find(({ account }) => account.username === 'notes_bot');
    const accountId = bot!.account.accountId;
    // The owner sees it in the console, whole.
    const { bodies } = await dmitry.call('bots.readUpdate', { accountId, updateId: update!.updateId, form: 'veche' });
    expect(bodies).toHaveLength(1);
    const answer = await fetch(`${server.url}/bot${token}/getUpdates`);
    expect(await answer.json()).toEqual({ ok: true, result: [] });
  });

  test('has to delete at once what it read nothing of, and is told nothing when it had no part in it', async () => {
    const alice = await server.person('Алиса');
    const { token } = await dmitry.call('bots.register', { username: 'quiet_bot', name: 'Тихий' });
    await publishAsking(dmitry, 'quiet', [wants('name')], { bot: 'quiet_bot' });
    await launchOf(alice, 'clinic');
    await launchOf(alice, 'quiet');
    await alice.call('apps.uninstall', { app: 'clinic' });
    await alice.call('apps.uninstall', { app: 'quiet' });
    await expect.poll(async () => (await updatesOf(token)).length).toBe(1);
    const [update] = await updatesOf(token);
    expect(update?.event).toMatchObject({ kind: 'appUninstalled', app: { slug: 'quiet' } });
    expect(Date.parse((update?.event as { deleteBy: string }).deleteBy)).toBeLessThanOrEqual(Date.now() + 1000);
  });

  test('is told nothing of who never opened the app, and of each opening once', async () => {
    const [alice, boris] = [await server.person('Алиса'), await server.person('Борис')];
    const { token } = await dmitry.call('bots.register', { username: 'shy_bot', name: 'Бот' });
    await publishAsking(dmitry, 'shy', [wants('name')], { bot: 'shy_bot' });
    const again = async (person: TestPerson) => {
      await person.call('apps.install', { app: 'shy' });
      expect((await person.call('apps.uninstall', { app: 'shy' })).changed).toBe(true);
    };
    for (const _time of [1, 2]) await again(boris);
    await launchOf(alice, 'shy');
    for (const _time of [1, 2, 3]) await again(alice);
    await launchOf(alice, 'shy');
    await again(alice);
    // In its order behind all that could have been told before.
    await launchOf(boris, 'shy');
    await again(boris);
    const told = async () =>
      (await updatesOf(token)).map(({ event }) => event.kind === 'appUninstalled' && event.person.accountId);
    const all = [alice, alice, boris].map(({ accountId }) => accountId);
    await expect.poll(told).toEqual(all);
  });
});

describe('an app that is taken out of a chat', () => {
  test('ends where it was opened through that chat alone, and goes on for who has it otherwise', async () => {
    const [anna, boris, vera] = [
      await server.person('Анна'),
      await server.person('Борис'),
      await server.person('Вера'),
    ];
    const { chat } = await anna.call('chats.createGroup', {
      ...{ clientId: clientId(), title: 'Двор', memberIds: [boris.accountId, vera.accountId] },
    });
    const { chatId } = chat;
    await anna.call('apps.setInChat', { app: 'ferry', chatId, isIn: true });
    const inChat = async (person: TestPerson) => (await person.call('apps.launch', { app: 'ferry', chatId })).launchId;
    const throughChat = await inChat(boris);
    await vera.call('apps.install', { app: 'ferry' });
    const herOwn = await inChat(vera);
    await anna.call('apps.setInChat', { app: 'ferry', chatId, isIn: false });
    expect(await check(boris, throughChat)).toEqual({ isStopped: true, why: 'takenOut' });
    expect(await check(vera, herOwn)).toEqual({ isStopped: false });
    // Opened once more, without the chat having it at hand, it is his own.
    const again = await inChat(boris);
    await anna.call('apps.setInChat', { app: 'ferry', chatId, isIn: true });
    await anna.call('apps.setInChat', { app: 'ferry', chatId, isIn: false });
    expect(await check(boris, again)).toEqual({ isStopped: false });
  });
});
