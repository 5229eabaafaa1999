import type { ChatId } from '@veche/contract';
import { afterEach, expect, test } from 'vitest';
import type { Engine } from '../../web-shell/src/sync/engine.ts';
import { createStore } from '../../web-shell/src/sync/store.ts';
import { createTablesInMemory } from '../../web-shell/src/sync/tables-in-memory.ts';
import { clientId, startTestServer, type TestPerson } from '../support/server.ts';
import { startClient } from './device.ts';
import { createFaultyNetwork } from './faulty-network.ts';

const server = await startTestServer();
const [alice, bob] = await Promise.all([server.person('Алиса'), server.person('Борис')]);
const engines: Engine[] = [];
afterEach(() => engines.splice(0).forEach((engine) => engine.stop()));
const patience = { timeout: 10_000 };

async function start(person: TestPerson) {
  const network = createFaultyNetwork(server.url, () => 1);
  const said: { t: string; seq?: number }[] = [];
  const { client, engine } = startClient({
    store: createStore(createTablesInMemory()),
    token: await person.token(),
    openSocket(handlers) {
      const socket = network.open(handlers);
      const send = (text: string) => {
        said.push(JSON.parse(text) as { t: string });
        socket.send(text);
      };
      return { ...socket, send };
    },
    random: () => 0,
  });
  engines.push(engine);
  await expect.poll(() => client.status.value, patience).toBe('online');
  return { client, engine, network, said };
}
const direct = async (): Promise<ChatId> =>
  (await alice.call('chats.createDirect', { accountId: bob.accountId })).chat.chatId;
const say = (person: TestPerson, chatId: ChatId, text: string) =>
  person.call('messages.send', { chatId, clientId: clientId(), text });

test('who types is shown until the message comes, or for six seconds', async () => {
  const chatId = await direct();
  const [from, to] = await Promise.all([start(alice), start(bob)]);
  const shown = () => to.client.live.actions.value.get(chatId);
  from.client.live.say(chatId, 'typing');
  await expect.poll(shown, patience).toEqual([{ accountId: alice.accountId, kind: 'typing' }]);
  await say(alice, chatId, 'готово');
  await expect.poll(shown, patience).toBeUndefined();
  await new Promise((resolve) => setTimeout(resolve, 3_000));
  from.client.live.say(chatId, 'recordingVoice');
  from.client.live.say(chatId, 'typing');
  await expect.poll(shown, patience).toEqual([{ accountId: alice.accountId, kind: 'recordingVoice' }]);
  await expect.poll(shown, patience).toBeUndefined();
});

test('an open direct chat shows whether the other is here, and nothing of it outlives the connection', async () => {
  const chatId = await direct();
  const watching = await start(bob);
  const status = () => watching.client.live.presences.value.get(alice.accountId)?.status;
  const window = watching.client.openWindow(chatId);
  await expect.poll(status, patience).toBeDefined();
  await start(alice);
  await expect.poll(status, patience).toBe('online');
  watching.network.plug(false);
  await expect.poll(status, patience).toBeUndefined();
  watching.network.plug(true);
  await expect.poll(status, patience).toBe('online');
  window.close();
});

test('own messages are seen to arrive and to be read', async () => {
  const chatId = await direct();
  const from = await start(alice);
  from.client.openWindow(chatId);
  const { seq } = await say(alice, chatId, 'слышно?');
  const position = () => from.client.live.positions.value.get(chatId)?.get(bob.accountId);
  const to = await start(bob);
  await expect.poll(() => position()?.gotSeq, patience).toBe(seq);
  expect(position()?.readSeq).toBeLessThan(seq);
  await to.client.markRead(chatId, seq);
  await expect.poll(() => position()?.readSeq, patience).toBe(seq);
});

test('what is read at once is not told of twice, and no chat more than once a second', async () => {
  const chatId = await direct();
  const to = await start(bob);
  const got = () => to.said.filter(({ t }) => t === 'got').map(({ seq }) => seq);
  const first = await say(alice, chatId, 'раз');
  await expect.poll(() => to.client.chats.value[0]?.lastSeq, patience).toBe(first.seq);
  await to.client.markRead(chatId, first.seq);
  let last = 0;
  for (let count = 0; count < 10; count += 1) last = (await say(alice, chatId, String(count))).seq;
  await expect.poll(() => got().at(-1), patience).toBe(last);
  expect(got()).not.toContain(first.seq);
  expect(got().length).toBeLessThanOrEqual(4);
});
