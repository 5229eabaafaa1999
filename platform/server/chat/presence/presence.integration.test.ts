import { setTimeout } from 'node:timers/promises';
import type { AccountId } from '@veche/contract';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { callHttp } from '../../../../tests/support/http.ts';
import { refusal } from '../../../../tests/support/refusal.ts';
import { startTestServer, type TestPerson } from '../../../../tests/support/server.ts';
import { openSocket } from '../../../../tests/support/socket.ts';
import { type BusTopics, createInProcessBus } from '../../kernel/bus.ts';
import { createLogger } from '../../kernel/logger.ts';
import { createPresence, type PresenceBook } from './presence.ts';

const server = await startTestServer();
let alice: TestPerson;
let bob: TestPerson;
beforeEach(async () => {
  [alice, bob] = (await Promise.all(['Алиса', 'Борис'].map((name) => server.person(name)))) as [TestPerson, TestPerson];
});

describe('the book of presence', () => {
  const books: PresenceBook[] = [];
  afterEach(() => Promise.all(books.splice(0).map((book) => book.stop())));

  function openBook(graceMs = 20) {
    let now = new Date('2026-03-01T12:00:00.000Z');
    const bus = createInProcessBus();
    const heard: BusTopics['presence'][] = [];
    bus.subscribe('presence', (change) => heard.push(change));
    const log = createLogger({ level: 'error' });
    const book = createPresence({ sql: server.app.sql, bus, clock: { now: () => now }, log, graceMs });
    books.push(book);
    const pass = (seconds: number) => (now = new Date(now.getTime() + seconds * 1000));
    return { book, heard, pass };
  }
  const stored = async (accountId: AccountId) => {
    const [row] = await server.app.sql<{ at: Date; until: Date | null }[]>`
      select last_seen_at as at, online_until as until from account_presence where account_id = ${accountId}`;
    return row;
  };
  const see = async (book: PresenceBook, person: TestPerson) => (await book.read(bob.accountId, [person.accountId]))[0];

  test('who has a socket open is online, and offline with the time of going once it stays closed', async () => {
    const { book, heard, pass } = openBook(300);
    book.opened(alice.accountId);
    expect(await see(book, alice)).toMatchObject({ status: 'online' });
    pass(300);
    book.closed(alice.accountId);
    pass(5);
    expect(await see(book, alice)).toMatchObject({ status: 'online' });
    await setTimeout(400);
    const lastSeenAt = '2026-03-01T12:05:00.000Z';
    expect(await see(book, alice)).toEqual({ accountId: alice.accountId, status: 'offline', lastSeenAt });
    expect(heard.map(({ isOnline }) => isOnline)).toEqual([true, false]);
    await book.write();
    expect(await stored(alice.accountId)).toEqual({ at: new Date(lastSeenAt), until: null });
  });

  test('a reload is no going away', async () => {
    const { book, heard } = openBook(100);
    book.opened(alice.accountId);
    book.closed(alice.accountId);
    await setTimeout(10);
    book.opened(alice.accountId);
    await setTimeout(200);
    expect(heard).toHaveLength(1);
    expect(await see(book, alice)).toMatchObject({ status: 'online' });
  });

  test('it is written once a minute while one is here', async () => {
    const { book, pass } = openBook();
    book.opened(alice.accountId);
    await book.write();
    const first = await stored(alice.accountId);
    pass(59);
    await book.write();
    expect(await stored(alice.accountId)).toEqual(first);
    pass(1);
    await book.write();
    expect((await stored(alice.accountId))?.at).toEqual(new Date('2026-03-01T12:01:00.000Z'));
  });

  test('another node knows by what was written, and a node that is lost leaves nobody online', async () => {
    const lost = openBook();
    lost.book.opened(alice.accountId);
    await lost.book.write();
    const other = openBook();
    expect(await see(other.book, alice)).toMatchObject({ status: 'online' });
    other.pass(120);
    expect(await see(other.book, alice)).toMatchObject({ status: 'offline', lastSeenAt: '2026-03-01T12:00:00.000Z' });
  });

  test('a server that stops writes everyone down as gone', async () => {
    const { book, pass } = openBook();
    book.opened(alice.accountId);
    pass(30);
    await book.stop();
    expect(await stored(alice.accountId)).toEqual({ at: new Date('2026-03-01T12:00:30.000Z'), until: null });
  });

  test('who was never here was here long ago', async () => {
    expect(await see(openBook().book, alice)).toMatchObject({ status: 'longAgo' });
  });
});

describe('the presence of others', () => {
  const open = async (person: TestPerson) => {
    const socket = await openSocket(server.url, { token: await person.token() });
    await socket.frame('ready');
    return socket;
  };

  test('it is told on the socket that follows it, and to who asks', async () => {
    const watching = await open(bob);
    watching.send({ t: 'sub', accountIds: [alice.accountId] });
    expect(await watching.frame('presence')).toMatchObject({ presences: [{ status: 'longAgo' }] });
    const socket = await open(alice);
    await watching.frame('presence', ({ presences }) => presences[0]?.status === 'online');
    const answer = await bob.call('presence.get', { accountIds: [alice.accountId] });
    expect(answer.presences).toEqual([{ accountId: alice.accountId, status: 'online' }]);
    for (const one of [watching, socket]) one.close();
  });

  const statusOf = async (viewer: TestPerson, of: TestPerson) =>
    (await viewer.call('presence.get', { accountIds: [of.accountId] })).presences[0]?.status;
  const hide = (person: TestPerson, more: object = {}) =>
    person.call('privacy.set', { subject: 'lastSeen', audience: 'nobody', ...more });

  test('who hides it is told about of the others alone, and sees no other exactly', async () => {
    const vera = await server.person('Вера');
    const sockets = await Promise.all([open(alice), open(bob), open(vera)]);
    await hide(alice, { allowedIds: [vera.accountId] });
    expect([await statusOf(bob, alice), await statusOf(alice, bob)]).toEqual(['recently', 'recently']);
    expect([await statusOf(vera, alice), await statusOf(alice, vera)]).toEqual(['online', 'online']);
    expect(await statusOf(bob, vera)).toBe('online');
    for (const socket of sockets) socket.close();
  });

  test('contacts alone may know where so ruled; who is blocked may not', async () => {
    const socket = await open(alice);
    await hide(alice, { audience: 'contacts' });
    expect(await statusOf(bob, alice)).toBe('recently');
    await alice.call('contacts.add', { accountId: bob.accountId });
    expect(await statusOf(bob, alice)).toBe('online');
    await alice.call('blocks.add', { accountId: bob.accountId });
    expect(await statusOf(bob, alice)).toBe('recently');
    socket.close();
  });

  test('who begins to hide while being followed is told of no more', async () => {
    const watching = await open(bob);
    const first = await open(alice);
    watching.send({ t: 'sub', accountIds: [alice.accountId] });
    await watching.frame('presence', ({ presences }) => presences[0]?.status === 'online');
    await hide(alice);
    await watching.frame('presence', ({ presences }) => presences[0]?.status === 'recently');
    server.app.bus.publish('presence', { accountId: alice.accountId, isOnline: true, lastSeenAt: new Date() });
    await setTimeout(100);
    const told = watching.frames.flatMap((frame) => (frame.t === 'presence' ? frame.presences : []));
    expect(told.map(({ status }) => status)).toEqual(['online', 'recently']);
    for (const socket of [watching, first]) socket.close();
  });

  test('bots and unknown accounts have none', async () => {
    const { bot } = await alice.call('bots.register', { username: `absent_${Date.now()}_bot`, name: 'Бот' });
    const accountIds = [bot.account.accountId, 12 as AccountId, bob.accountId];
    const { presences } = await alice.call('presence.get', { accountIds });
    expect(presences.map(({ accountId }) => accountId)).toEqual([bob.accountId]);
  });

  test('a bot may not ask, and nobody for more than a hundred', async () => {
    const { token } = await alice.call('bots.register', { username: `curious_${Date.now()}_bot`, name: 'Бот' });
    const asked = callHttp(server.url, 'presence.get', { accountIds: [alice.accountId] }, token);
    expect((await refusal(asked)).code).toBe('forbidden');
    const tooMany = Array.from({ length: 101 }, (_, index) => (index + 1) as AccountId);
    for (const accountIds of [tooMany, []]) {
      expect(await refusal(bob.call('presence.get', { accountIds }))).toMatchObject({
        ...{ code: 'invalid_input', field: 'accountIds' },
      });
    }
    const socket = await open(bob);
    socket.send({ t: 'sub', id: 1, accountIds: tooMany });
    expect(await socket.frame('err', ({ id }) => id === 1)).toMatchObject({ error: { field: 'accountIds' } });
    socket.close();
  });
});
