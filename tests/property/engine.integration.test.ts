import type { ChatId } from '@veche/contract';
import { afterEach, expect, test } from 'vitest';
import type { Engine } from '../../web-shell/src/sync/engine.ts';
import { createStore, type Store } from '../../web-shell/src/sync/store.ts';
import type { Tables } from '../../web-shell/src/sync/tables.ts';
import { createTablesInMemory } from '../../web-shell/src/sync/tables-in-memory.ts';
import { clientId, startTestServer, type TestPerson } from '../support/server.ts';
import { startClient, startOffline, saidIn } from './device.ts';
import { createFaultyNetwork } from './faulty-network.ts';

const server = await startTestServer();
const [alice, bob] = await Promise.all([server.person('Алиса'), server.person('Борис')]);
const engines: Engine[] = [];
afterEach(() => engines.splice(0).forEach((engine) => engine.stop()));

/** Starts a client of a person over a network without faults. */
async function start(person: TestPerson, store: Store = createStore(createTablesInMemory()), token?: string) {
  const network = createFaultyNetwork(server.url, () => 1);
  const started = startClient({
    store,
    token: token ?? (await person.token()),
    openSocket: network.open,
    random: () => 0,
  });
  engines.push(started.engine);
  return { ...started, store, network };
}

async function freshSession(person: TestPerson): Promise<string> {
  const { token } = await person.call('identity.signInAsDemo', { accountId: person.accountId, transport: 'token' });
  if (token === undefined) throw new Error('no token was given');
  return token;
}

const statusOf = ({ client }: Awaited<ReturnType<typeof start>>) =>
  expect.poll(() => client.status.value, { timeout: 5000 });
const rowOf = ({ client }: Awaited<ReturnType<typeof start>>, chatId: ChatId) =>
  client.chats.value.find((row) => row.chatId === chatId);

async function group(title: string): Promise<ChatId> {
  const { chat } = await alice.call('chats.createGroup', { clientId: clientId(), title, memberIds: [bob.accountId] });
  return chat.chatId;
}

test('what is written without a network survives a reload and is sent once, in order', async () => {
  const yard = await group('Двор');
  const before = await start(alice);
  await statusOf(before).toBe('online');
  before.network.plug(false);
  await statusOf(before).toBe('offline');
  for (const text of ['раз', 'два', 'три']) await before.client.send(yard, { text });
  await before.client.setDraft(yard, 'четы');
  before.engine.stop();

  const after = await start(alice, before.store);
  const window = after.client.openWindow(yard);
  await expect
    .poll(() => saidIn(window).map(({ text, state }) => `${text} ${state}`), { timeout: 5000 })
    .toEqual(['раз sent', 'два sent', 'три sent']);
  expect(before.client.status.value).not.toBe('online');
  expect(rowOf(after, yard)?.draft).toBe('четы');
  const { messages } = await bob.call('messages.history', { chatId: yard });
  expect(messages.map(({ text }) => text)).toEqual(['раз', 'два', 'три']);
});

test('chats and messages seen before are shown without a network', async () => {
  const yard = await group('Сад');
  await bob.call('messages.send', { chatId: yard, clientId: clientId(), text: 'привет' });
  const before = await start(alice);
  const window = before.client.openWindow(yard);
  await expect.poll(() => saidIn(window).length, { timeout: 5000 }).toBe(1);
  before.engine.stop();

  const after = startOffline(before.store);
  engines.push(after.engine);
  const stored = after.client.openWindow(yard);
  await expect.poll(() => saidIn(stored).map(({ text }) => text)).toEqual(['привет']);
  expect(after.client.chats.value[0]).toMatchObject({ shownTitle: 'Сад', unreadCount: 1 });
  expect(after.client.accounts.value.get(bob.accountId)?.name).toBe('Борис');
  await expect(after.client.call('identity.me', {})).rejects.toMatchObject({ code: 'unavailable' });
  expect(after.client.status.value).toMatch(/offline|connecting/);
});

test('a revoked session signs out and leaves nothing on the device', async () => {
  const token = await freshSession(alice);
  const device = await start(alice, undefined, token);
  await statusOf(device).toBe('online');
  await device.client.setDraft(device.client.chats.value[0]?.chatId as ChatId, 'secret');
  const { sessions } = await device.client.call('identity.listSessions', {});
  const current = sessions.find((session) => session.current);
  if (current === undefined) throw new Error('no current session');
  await alice.call('identity.revokeSession', { sessionId: current.sessionId });
  await statusOf(device).toBe('signedOut');
  expect(device.client.chats.value).toEqual([]);
  await expect.poll(async () => (await device.store.load()).meta).toEqual({ id: 'meta' });
  expect(await device.store.load()).toMatchObject({ chats: [], drafts: [], queue: [], accounts: [] });
});

test('signing out ends the session on the server', async () => {
  const token = await freshSession(alice);
  const device = await start(alice, undefined, token);
  await statusOf(device).toBe('online');
  await device.client.signOut();
  await statusOf(device).toBe('signedOut');
  expect((await device.store.load()).chats).toEqual([]);
  const again = await start(alice, undefined, token);
  await statusOf(again).toBe('signedOut');
});

test('without a session the client says so and takes no calls', async () => {
  const nobody = await start(alice, undefined, 'no-such-token');
  await statusOf(nobody).toBe('signedOut');
  await expect(nobody.client.call('identity.me', {})).rejects.toMatchObject({ code: 'unavailable' });
});

test("another person's session finds nothing of the one before", async () => {
  const store = createStore(createTablesInMemory());
  const first = await start(alice, store);
  await statusOf(first).toBe('online');
  await first.client.setDraft(first.client.chats.value[0]?.chatId as ChatId, 'secret');
  first.engine.stop();
  const second = await start(bob, store);
  await expect.poll(() => second.client.myId.value, { timeout: 5000 }).toBe(bob.accountId);
  await statusOf(second).toBe('online');
  expect(second.client.chats.value.every(({ draft }) => draft === '')).toBe(true);
  expect((await store.load()).drafts).toEqual([]);
});

test('a chat made by a call is in the list when the call is answered', async () => {
  const device = await start(alice);
  await statusOf(device).toBe('online');
  const made = await device.client.call('chats.createGroup', { clientId: clientId(), title: 'Новая', memberIds: [] });
  await expect.poll(() => rowOf(device, made.chat.chatId)?.shownTitle, { timeout: 50, interval: 5 }).toBe('Новая');
});

test('a list of more than one page is read whole, and resumed from its watermark', async () => {
  const galina = await server.person('Галина');
  for (let n = 0; n < 120; n += 1) {
    await galina.call('chats.createGroup', { clientId: clientId(), title: `Класс ${n}`, memberIds: [] });
  }
  const device = await start(galina);
  await expect.poll(() => device.client.chats.value.length, { timeout: 5000 }).toBe(120);
  const { chats } = await galina.call('chats.list', { limit: 100 });
  expect(device.client.chats.value.slice(0, 100).map(({ chatId }) => chatId)).toEqual(
    chats.map(({ chatId }) => chatId),
  );
  await expect.poll(async () => (await device.store.load()).meta.watermark).toBeDefined();
});

test('a chat one was removed from disappears, with its window', async () => {
  const yard = await group('Подъезд');
  const device = await start(bob);
  await expect.poll(() => rowOf(device, yard)?.chatId, { timeout: 5000 }).toBe(yard);
  const window = device.client.openWindow(yard);
  await alice.call('chats.removeMember', { chatId: yard, accountId: bob.accountId });
  await expect.poll(() => rowOf(device, yard), { timeout: 5000 }).toBeUndefined();
  expect(window.failure.value).toBe('not_found');
  await alice.call('chats.addMember', { chatId: yard, accountId: bob.accountId });
  await expect.poll(() => rowOf(device, yard)?.memberCount, { timeout: 5000 }).toBe(2);
});

test('a refused send says why and can be discarded', async () => {
  const device = await start(alice);
  await statusOf(device).toBe('online');
  const nowhere = 12345 as ChatId;
  await device.client.send(nowhere, { text: 'эй' });
  const window = device.client.openWindow(nowhere);
  await expect
    .poll(() => window.messages.value, { timeout: 5000 })
    .toMatchObject([{ state: 'failed', failure: 'not_found' }]);
  await device.client.discard(window.messages.value[0]?.key ?? '');
  await expect.poll(() => window.messages.value).toEqual([]);
});

test('reading on one device clears the count on the other', async () => {
  const yard = await group('Двое');
  const [phone, desk] = [await start(alice), await start(alice)];
  for (const text of ['1', '2', '3']) await bob.call('messages.send', { chatId: yard, clientId: clientId(), text });
  for (const device of [phone, desk])
    await expect.poll(() => rowOf(device, yard)?.unreadCount, { timeout: 5000 }).toBe(3);
  const row = rowOf(phone, yard);
  await phone.client.markRead(yard, row?.lastMessage?.messageId ?? 0);
  expect(rowOf(phone, yard)?.unreadCount).toBe(0);
  await expect.poll(() => rowOf(desk, yard)?.unreadCount, { timeout: 5000 }).toBe(0);
});

test('a store that breaks is replaced by memory, and nothing written is lost', async () => {
  const yard = await group('Полный диск');
  const tables = createTablesInMemory();
  let isBroken = false;
  const breaking: Tables = {
    run: (mode, work) =>
      isBroken && mode === 'readwrite' ? Promise.reject(new Error('quota exceeded')) : tables.run(mode, work),
    dropAppStorage: () => undefined,
    close: () => {},
  };
  const device = await start(alice, createStore(breaking));
  await expect.poll(() => rowOf(device, yard)?.chatId, { timeout: 5000 }).toBe(yard);
  device.network.plug(false);
  await device.client.send(yard, { text: 'до' });
  isBroken = true;
  await device.client.send(yard, { text: 'после' });
  await expect.poll(() => device.client.storageKept.value).toBe(false);
  device.network.plug(true);
  const window = device.client.openWindow(yard);
  await expect
    .poll(() => saidIn(window).map(({ text, state }) => `${text} ${state}`), { timeout: 5000 })
    .toEqual(['до sent', 'после sent']);
  await device.client.setDraft(yard, 'живо');
  expect(rowOf(device, yard)?.draft).toBe('живо');
});
