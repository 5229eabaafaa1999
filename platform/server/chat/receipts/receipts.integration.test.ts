import type { ChatId, MessageId } from '@veche/contract';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { refusal } from '../../../../tests/support/refusal.ts';
import { clientId, startTestServer, type TestPerson } from '../../../../tests/support/server.ts';
import { openSocket, type TestSocket } from '../../../../tests/support/socket.ts';

const server = await startTestServer();
let alice: TestPerson;
let bob: TestPerson;
let vera: TestPerson;
let direct: ChatId;
let group: ChatId;
const sockets: TestSocket[] = [];
afterEach(() => sockets.splice(0).forEach((socket) => socket.close()));

beforeEach(async () => {
  [alice, bob, vera] = (await Promise.all(['Алиса', 'Борис', 'Вера'].map((name) => server.person(name)))) as [
    ...[TestPerson, TestPerson, TestPerson],
  ];
  direct = (await alice.call('chats.createDirect', { accountId: bob.accountId })).chat.chatId;
  const memberIds = [bob.accountId, vera.accountId];
  group = (await alice.call('chats.createGroup', { clientId: clientId(), title: 'Двор', memberIds })).chat.chatId;
});

const say = (chatId: ChatId, text = 'слышно?', person = alice) =>
  person.call('messages.send', { chatId, clientId: clientId(), text });
const setSize = (chatId: ChatId, memberCount: number) =>
  server.app.sql`update chat set member_count = ${memberCount} where chat_id = ${chatId}`;
const hideReads = (person: TestPerson) =>
  server.app
    .sql`insert into privacy_rule (account_id, subject, audience) values (${person.accountId}, 'readReceipts', 'nobody')`;
async function open(person: TestPerson, ...shown: ChatId[]): Promise<TestSocket> {
  const socket = await openSocket(server.url, { token: await person.token() });
  sockets.push(socket);
  await socket.frame('ready');
  for (const chatId of shown) {
    socket.send({ t: 'open', chatId, id: chatId });
    await socket.frame('ok', ({ id }) => id === chatId);
  }
  return socket;
}
const positionOf = async (reader: TestPerson, chatId: ChatId, of: TestPerson) =>
  (await reader.call('receipts.get', { chatId })).positions.find(({ accountId }) => accountId === of.accountId);
const seen = (
  socket: TestSocket,
  person: TestPerson,
  fits: (position: { gotSeq: number; readSeq?: number }) => boolean,
) =>
  socket.frame('seen', ({ positions }) =>
    positions.some((position) => position.accountId === person.accountId && fits(position)),
  );

describe('positions', () => {
  test('what a device got and what was read is shown to the other, and pushed to who looks at the chat', async () => {
    const { seq } = await say(direct);
    expect((await positionOf(alice, direct, bob))?.gotSeq).toBeLessThan(seq);
    const [looking, elsewhere, device] = await Promise.all([open(alice, direct), open(alice), open(bob)]);
    device.send({ t: 'got', chatId: direct, seq });
    await seen(looking, bob, ({ gotSeq, readSeq }) => gotSeq === seq && readSeq !== seq);
    await bob.call('chats.markRead', { chatId: direct, seq });
    await seen(looking, bob, ({ readSeq }) => readSeq === seq);
    expect(await positionOf(alice, direct, bob)).toEqual({ accountId: bob.accountId, gotSeq: seq, readSeq: seq });
    expect(elsewhere.frames.filter(({ t }) => t === 'seen')).toEqual([]);
  });

  test('who answers has read', async () => {
    await say(direct);
    const looking = await open(alice, direct);
    const { seq } = await say(direct, 'да', bob);
    await seen(looking, bob, ({ readSeq }) => readSeq === seq);
  });

  test('they never go back, nor beyond the log', async () => {
    const first = await say(group);
    const { seq } = await say(group);
    const [looking, device] = await Promise.all([open(alice, group), open(bob)]);
    device.send({ t: 'got', chatId: group, seq: 9_999_999 });
    await seen(looking, bob, ({ gotSeq }) => gotSeq === seq);
    device.send({ t: 'got', chatId: group, seq: first.seq });
    await new Promise((resolve) => setTimeout(resolve, 700));
    expect((await positionOf(alice, group, bob))?.gotSeq).toBe(seq);
  });

  test('a device that tells of every message is written down once, and told once a second', async () => {
    const looking = await open(alice, group);
    const device = await open(bob);
    let seq = 0;
    for (let count = 0; count < 20; count += 1) {
      ({ seq } = await say(group, String(count), vera));
      device.send({ t: 'got', chatId: group, seq });
    }
    await seen(looking, bob, ({ gotSeq }) => gotSeq === seq);
    const told = looking.frames.filter((frame) => frame.t === 'seen');
    expect(told.length).toBeLessThanOrEqual(6);
  });

  test('who keeps it to oneself what was read neither gives nor sees it in direct chats; groups show it', async () => {
    await hideReads(bob);
    const sent = await say(direct);
    await bob.call('chats.markRead', { chatId: direct, seq: sent.seq });
    const looking = await open(alice, direct);
    const answer = await say(direct, 'да', bob);
    await seen(looking, bob, ({ gotSeq, readSeq }) => gotSeq === answer.seq && readSeq === undefined);
    await alice.call('chats.markRead', { chatId: direct, seq: answer.seq });
    expect(await positionOf(alice, direct, bob)).toEqual({ accountId: bob.accountId, gotSeq: answer.seq });
    expect(await positionOf(bob, direct, alice)).toEqual({ accountId: alice.accountId, gotSeq: answer.seq });
    const { seq } = await say(group);
    await bob.call('chats.markRead', { chatId: group, seq });
    expect((await positionOf(alice, group, bob))?.readSeq).toBe(seq);
  });

  test('bots have none', async () => {
    const { bot } = await alice.call('bots.register', { username: `reader_${Date.now()}_bot`, name: 'Бот' });
    await alice.call('chats.addMember', { chatId: group, accountId: bot.account.accountId });
    const { positions } = await alice.call('receipts.get', { chatId: group });
    expect(positions.map(({ accountId }) => accountId).sort()).toEqual([bob.accountId, vera.accountId].sort());
  });

  test('in a group of more than a hundred they are refused, and not pushed', async () => {
    await setSize(group, 101);
    expect(await refusal(alice.call('receipts.get', { chatId: group }))).toMatchObject({
      ...{ code: 'conflict', field: 'chatId' },
    });
    const { seq } = await say(group);
    const [looking, device] = await Promise.all([open(alice, group), open(bob)]);
    device.send({ t: 'got', chatId: group, seq });
    await bob.call('chats.markRead', { chatId: group, seq });
    await new Promise((resolve) => setTimeout(resolve, 1_200));
    expect(looking.frames.filter(({ t }) => t === 'seen')).toEqual([]);
    await setSize(group, 100);
    expect((await alice.call('receipts.get', { chatId: group })).positions).toHaveLength(2);
  });

  test('a stranger and a removed member are refused, and what they say they got is not written', async () => {
    const { seq } = await say(group);
    await alice.call('chats.removeMember', { chatId: group, accountId: vera.accountId });
    for (const person of [vera, await server.person('Глеб')]) {
      expect((await refusal(person.call('receipts.get', { chatId: group }))).code).toBe('not_found');
      const socket = await open(person);
      socket.send({ t: 'got', id: 1, chatId: group, seq });
      expect(await socket.frame('err', ({ id }) => id === 1)).toMatchObject({ error: { code: 'not_found' } });
    }
    const ids = (await alice.call('receipts.get', { chatId: group })).positions.map(({ accountId }) => accountId);
    expect(ids).toEqual([bob.accountId]);
  });
});

describe('readers of a message', () => {
  test('the sender learns who has read it and whom it has only reached', async () => {
    const { seq, messageId } = await say(group);
    await bob.call('chats.markRead', { chatId: group, seq });
    const device = await open(vera);
    device.send({ t: 'got', chatId: group, seq });
    await expect
      .poll(() => alice.call('receipts.readers', { chatId: group, messageId }), { timeout: 5000 })
      .toMatchObject({ readBy: [bob.accountId], reached: [vera.accountId] });
    const { accounts } = await alice.call('receipts.readers', { chatId: group, messageId });
    expect(accounts.map(({ name }) => name).sort()).toEqual(['Борис', 'Вера']);
  });

  const ask = (person: TestPerson, chatId: ChatId, messageId: MessageId) =>
    refusal(person.call('receipts.readers', { chatId, messageId }));

  test('nobody but the sender, not for ever, and not in a crowd', async () => {
    const { messageId } = await say(group);
    expect(await ask(bob, group, messageId)).toMatchObject({ code: 'forbidden', field: 'messageId' });
    await setSize(group, 201);
    expect(await ask(alice, group, messageId)).toMatchObject({ code: 'conflict', field: 'chatId' });
    await setSize(group, 3);
    await server.app.sql`update message set at = now() - interval '8 days' where chat_id = ${group}`;
    expect(await ask(alice, group, messageId)).toMatchObject({ code: 'expired', field: 'messageId' });
    const own = await say(direct);
    expect(await ask(alice, direct, own.messageId)).toMatchObject({ code: 'conflict' });
  });

  test('a message that is not there, or not to be seen, is not found', async () => {
    const { messageId } = await say(group);
    expect((await ask(alice, group, 999 as MessageId)).code).toBe('not_found');
    expect((await ask(await server.person('Глеб'), group, messageId)).code).toBe('not_found');
    await alice.call('messages.delete', { chatId: group, messageIds: [messageId] });
    expect((await ask(alice, group, messageId)).code).toBe('not_found');
  });
});
