import type { ChatId } from '@veche/contract';
import { afterEach, expect, test } from 'vitest';
import type { Engine } from '../../web-shell/src/sync/engine.ts';
import { createStore, type Store } from '../../web-shell/src/sync/store.ts';
import { createTablesInMemory } from '../../web-shell/src/sync/tables-in-memory.ts';
import { clientId, startTestServer, type TestPerson } from '../support/server.ts';
import { startClient, startOffline, saidIn } from './device.ts';
import { createFaultyNetwork } from './faulty-network.ts';

const server = await startTestServer();
const [alice, bob] = await Promise.all([server.person('Алиса'), server.person('Борис')]);
const engines: Engine[] = [];
afterEach(() => engines.splice(0).forEach((engine) => engine.stop()));
const patience = { timeout: 8_000 };

/** A client that counts what it asks of the server. */
async function start(person: TestPerson, store: Store = createStore(createTablesInMemory())) {
  const network = createFaultyNetwork(server.url, () => 1);
  const asked: string[] = [];
  const { client, engine } = startClient({
    store,
    token: await person.token(),
    openSocket(handlers) {
      const socket = network.open(handlers);
      const send = (text: string) => {
        const frame = JSON.parse(text) as { t: string; method?: string };
        asked.push(frame.method ?? frame.t);
        socket.send(text);
      };
      return { ...socket, send };
    },
    random: () => 0,
  });
  engines.push(engine);
  await expect.poll(() => client.status.value, patience).toBe('online');
  return { client, engine, store, network, asked };
}

/** A group that the server holds for a large one. */
async function largeGroup(title: string): Promise<ChatId> {
  const { chat } = await alice.call('chats.createGroup', { clientId: clientId(), title, memberIds: [bob.accountId] });
  await server.app.sql`update chat set member_count = 300 where chat_id = ${chat.chatId}`;
  return chat.chatId;
}
const say = (chatId: ChatId, text: string) => alice.call('messages.send', { chatId, clientId: clientId(), text });

test('the list of chats follows a large group by counts alone, and its messages are read when it is opened', async () => {
  const chatId = await largeGroup('Район');
  await say(chatId, 'раз');
  const device = await start(bob);
  const row = () => device.client.chats.value.find((chat) => chat.chatId === chatId);
  await expect.poll(() => row()?.unreadCount, patience).toBe(1);
  device.asked.length = 0;
  for (const text of ['два', 'три', 'четыре']) await say(chatId, text);
  await expect.poll(() => row()?.unreadCount, patience).toBe(4);
  // The last message of a chat at the top of the list is read a little later.
  await expect.poll(() => row()?.lastMessage?.text, patience).toBe('четыре');
  expect(row()?.behind).toBeUndefined();
  expect(device.asked).not.toContain('sync.pull');
  expect(device.asked).not.toContain('messages.history');

  const window = device.client.openWindow(chatId);
  const texts = () => saidIn(window).map(({ text }) => text);
  await expect.poll(texts, patience).toEqual(['раз', 'два', 'три', 'четыре']);
  device.asked.length = 0;
  await say(chatId, 'пять');
  await expect.poll(texts, patience).toContain('пять');
  expect(device.asked).not.toContain('sync.pull');
  window.close();
  await say(chatId, 'шесть');
  await expect.poll(() => row()?.unreadCount, patience).toBe(6);
  expect(device.asked).not.toContain('sync.pull');
});

test('reading it to its end on another device leaves nothing unread', async () => {
  const chatId = await largeGroup('Область');
  const [first, second] = await Promise.all([start(bob), start(bob)]);
  const rowOf = ({ client }: typeof first) => client.chats.value.find((chat) => chat.chatId === chatId);
  const row = () => rowOf(first);
  for (const text of ['раз', 'два']) await say(chatId, text);
  for (const device of [first, second]) await expect.poll(() => rowOf(device)?.unreadCount, patience).toBe(2);
  const { headSeq } = await bob.call('messages.history', { chatId, limit: 1 });
  await second.client.markRead(chatId, headSeq);
  await expect.poll(() => row()?.unreadCount, patience).toBe(0);
  await expect.poll(async () => (await bob.call('chats.get', { chatId })).chat.unreadCount, patience).toBe(0);
  await say(chatId, 'три');
  await expect.poll(() => row()?.unreadCount, patience).toBe(1);
});

test('what is known of it without its messages survives a reload, and a window opened then holds all', async () => {
  const chatId = await largeGroup('Край');
  const before = await start(bob);
  const window = before.client.openWindow(chatId);
  await say(chatId, 'раз');
  await expect.poll(() => saidIn(window).length, patience).toBe(1);
  window.close();
  await say(chatId, 'два');
  const row = () => before.client.chats.value.find((chat) => chat.chatId === chatId);
  await expect.poll(() => row()?.lastMessage?.text, patience).toBe('два');
  before.engine.stop();

  const offline = startOffline(before.store);
  engines.push(offline.engine);
  const stored = () => offline.client.chats.value.find((chat) => chat.chatId === chatId);
  await expect.poll(() => stored()?.unreadCount, patience).toBe(2);
  offline.engine.stop();

  await server.app.sql`update chat set last_at = now() - interval '1 hour' where chat_id = ${chatId}`;
  const after = await start(bob, before.store);
  const opened = after.client.openWindow(chatId);
  await expect.poll(() => saidIn(opened).map(({ text }) => text), patience).toEqual(['раз', 'два']);
});
