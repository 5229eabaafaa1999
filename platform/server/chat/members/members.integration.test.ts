import type { AccountId, AdminRight, ChatId } from '@veche/contract';
import { describe, expect, test } from 'vitest';
import { refusal } from '../../../../tests/support/refusal.ts';
import { clientId, startTestServer, type TestPerson } from '../../../../tests/support/server.ts';

const server = await startTestServer();
const [alice, bob, vera, gleb, dina] = (await Promise.all(
  ['Алиса', 'Борис', 'Вера', 'Глеб', 'Дина'].map((name) => server.person(name)),
)) as [TestPerson, TestPerson, TestPerson, TestPerson, TestPerson];

async function newGroup(...others: TestPerson[]): Promise<ChatId> {
  const memberIds = others.map((person) => person.accountId);
  return (await alice.call('chats.createGroup', { clientId: clientId(), title: 'Двор', memberIds })).chat.chatId;
}
const promote = (actor: TestPerson, chatId: ChatId, target: TestPerson, ...rights: AdminRight[]) =>
  actor.call('members.promote', { chatId, accountId: target.accountId, ...(rights.length > 0 && { rights }) });
const demote = (actor: TestPerson, chatId: ChatId, target: TestPerson) =>
  actor.call('members.demote', { chatId, accountId: target.accountId });
const send = (person: TestPerson, chatId: ChatId, text = 'привет') =>
  person.call('messages.send', { chatId, clientId: clientId(), text });
const chatOf = async (person: TestPerson, chatId: ChatId) => (await person.call('chats.get', { chatId })).chat;
const codeAndField = async (work: Promise<unknown>) => {
  const { code, field } = await refusal(work);
  return [code, field];
};
const later = (seconds: number) => new Date(Date.now() + seconds * 1000).toISOString();
const actsOf = async (chatId: ChatId) =>
  (await server.app.sql`select kind from admin_act where chat_id = ${chatId} order by act_id`).map(
    (row) => row['kind'] as string,
  );

describe('admins', () => {
  test('the owner makes one with some rights; the log and the own chat tell which', async () => {
    const chatId = await newGroup(bob, vera);
    const before = await chatOf(vera, chatId);
    expect(await promote(alice, chatId, bob, 'changeInfo', 'addAdmins')).toEqual({ changed: true });
    expect(await promote(alice, chatId, bob, 'addAdmins', 'changeInfo')).toEqual({ changed: false });
    expect(await chatOf(bob, chatId)).toMatchObject({ role: 'admin', rights: ['changeInfo', 'addAdmins'] });
    const { events } = await vera.call('sync.pull', { chatId, after: before.lastSeq });
    expect(events).toMatchObject([
      { kind: 'member.changed', accountId: bob.accountId, role: 'admin', rights: ['changeInfo', 'addAdmins'] },
    ]);
    expect(await bob.call('chats.update', { chatId, title: 'Двор и сад' })).toEqual({ changed: true });
    const { members } = await vera.call('chats.listMembers', { chatId, admins: true });
    expect(members.map(({ role }) => role).sort()).toEqual(['admin', 'owner']);
    expect(await demote(alice, chatId, bob)).toEqual({ changed: true });
    expect(await demote(alice, chatId, bob)).toEqual({ changed: false });
    expect((await chatOf(bob, chatId)).rights).toBeUndefined();
    expect(await actsOf(chatId)).toEqual(['member.promoted', 'chat.changed', 'member.demoted']);
  });

  test('a right that was not given is not held', async () => {
    const chatId = await newGroup(bob, vera);
    await promote(alice, chatId, bob, 'pinMessages');
    const { messageId } = await send(vera, chatId);
    const accountId = vera.accountId;
    const refused = [
      bob.call('messages.delete', { chatId, messageIds: [messageId] }),
      bob.call('chats.removeMember', { chatId, accountId }),
      bob.call('members.ban', { chatId, accountId }),
      bob.call('members.unban', { chatId, accountId }),
      bob.call('members.listBans', { chatId }),
      bob.call('members.restrict', { chatId, accountId, denied: ['sendMessages'] }),
      bob.call('members.promote', { chatId, accountId, rights: ['pinMessages'] }),
      bob.call('members.demote', { chatId, accountId }),
      bob.call('chats.update', { chatId, permissions: [] }),
      bob.call('chats.update', { chatId, slowModeSeconds: 10 }),
      bob.call('chats.update', { chatId, messageTtlSeconds: 3600 }),
      bob.call('chats.transferOwnership', { chatId, accountId }),
      bob.call('chats.delete', { chatId }),
    ];
    const answers = await Promise.all(refused.map(codeAndField));
    expect(answers).toEqual([['forbidden', 'messageIds'], ...answers.slice(1).map(() => ['forbidden', 'chatId'])]);
  });

  test('an admin gives no right of another, and changes only those who stand under it', async () => {
    const chatId = await newGroup(bob, vera, gleb, dina);
    await promote(alice, chatId, bob, 'addAdmins', 'pinMessages', 'inviteMembers');
    await promote(alice, chatId, dina, 'pinMessages');
    expect(await codeAndField(promote(bob, chatId, vera, 'pinMessages', 'deleteMessages'))).toEqual([
      'forbidden',
      'rights.1',
    ]);
    await promote(bob, chatId, vera, 'addAdmins', 'pinMessages');
    await promote(vera, chatId, gleb, 'pinMessages');
    // Made by who was made by bob.
    expect(await demote(bob, chatId, gleb)).toEqual({ changed: true });
    await promote(vera, chatId, gleb, 'pinMessages');
    for (const [actor, target] of [
      [bob, dina],
      [vera, bob],
      [bob, alice],
      [bob, bob],
    ] as const) {
      expect(await codeAndField(promote(actor, chatId, target, 'pinMessages'))).toEqual(['forbidden', 'accountId']);
    }
    expect(await codeAndField(demote(vera, chatId, bob))).toEqual(['forbidden', 'accountId']);
    // Everyone may step down.
    expect(await demote(dina, chatId, dina)).toEqual({ changed: true });
    expect((await refusal(demote(alice, chatId, alice))).code).toBe('forbidden');
  });

  test('without names of rights an admin gets the usual ones, as far as the giver holds them', async () => {
    const chatId = await newGroup(bob, vera);
    await promote(alice, chatId, bob, 'addAdmins', 'pinMessages', 'seeAdminLog');
    await promote(bob, chatId, vera);
    expect((await chatOf(vera, chatId)).rights).toEqual(['pinMessages', 'seeAdminLog']);
  });

  test('who is not a member can be no admin, and who is not in the chat learns nothing', async () => {
    const chatId = await newGroup(bob);
    expect(await codeAndField(promote(alice, chatId, vera))).toEqual(['not_found', 'accountId']);
    expect(await codeAndField(demote(alice, chatId, vera))).toEqual(['not_found', 'accountId']);
    for (const method of ['members.promote', 'members.demote', 'members.ban', 'members.unban'] as const) {
      expect(await codeAndField(vera.call(method, { chatId, accountId: bob.accountId }))).toEqual([
        'not_found',
        'chatId',
      ]);
    }
    expect((await refusal(vera.call('members.listBans', { chatId }))).code).toBe('not_found');
  });

  test('rights are lost with the seat', async () => {
    const chatId = await newGroup(bob);
    await promote(alice, chatId, bob);
    await bob.call('chats.leave', { chatId });
    await alice.call('chats.addMember', { chatId, accountId: bob.accountId });
    const chat = await chatOf(bob, chatId);
    expect([chat.role, chat.rights]).toEqual(['member', undefined]);
  });

  test('a chat has a limited number of admins', async () => {
    const chatId = await newGroup(bob, vera);
    await server.app.sql`
      insert into chat_member (chat_id, account_id, role, joined_seq)
      select ${chatId}, n, 'admin', 1 from generate_series(1, 50) as n`;
    expect(await codeAndField(promote(alice, chatId, bob))).toEqual(['conflict', 'accountId']);
  });
});

describe('the owner', () => {
  test('passes the group on to a member, and stays as an admin under the new owner', async () => {
    const chatId = await newGroup(bob, vera);
    await alice.call('chats.transferOwnership', { chatId, accountId: bob.accountId });
    expect((await chatOf(bob, chatId)).role).toBe('owner');
    const past = await chatOf(alice, chatId);
    expect([past.role, past.rights?.length]).toEqual(['admin', 10]);
    expect((await refusal(demote(alice, chatId, bob))).code).toBe('forbidden');
    expect(await alice.call('chats.leave', { chatId })).toEqual({});
    expect((await refusal(bob.call('chats.leave', { chatId }))).code).toBe('conflict');
  });

  test('cannot be a bot, a stranger, or chosen in a direct chat', async () => {
    const chatId = await newGroup(bob);
    const { bot } = await alice.call('bots.register', { username: 'yard_keeper_bot', name: 'Дворник' });
    await alice.call('chats.addMember', { chatId, accountId: bot.account.accountId });
    const pass = (accountId: AccountId) => alice.call('chats.transferOwnership', { chatId, accountId });
    expect(await codeAndField(pass(bot.account.accountId))).toEqual(['conflict', 'accountId']);
    expect(await codeAndField(pass(vera.accountId))).toEqual(['not_found', 'accountId']);
    const { chat } = await alice.call('chats.createDirect', { accountId: bob.accountId });
    expect(
      await codeAndField(alice.call('chats.transferOwnership', { chatId: chat.chatId, accountId: bob.accountId })),
    ).toEqual(['forbidden', 'chatId']);
  });
});

describe('restrictions', () => {
  test('deny one member what others may do, until a moment or until they are lifted', async () => {
    const chatId = await newGroup(bob, vera);
    const restrict = (more: object) =>
      alice.call('members.restrict', { chatId, accountId: bob.accountId, denied: ['sendMessages', 'react'], ...more });
    const until = later(3600);
    expect(await restrict({ until })).toEqual({ changed: true });
    expect(await restrict({ until })).toEqual({ changed: false });
    expect((await chatOf(bob, chatId)).restriction).toEqual({ denied: ['sendMessages', 'react'], until });
    expect(await codeAndField(send(bob, chatId))).toEqual(['forbidden', 'chatId']);
    const { messageId } = await send(vera, chatId);
    expect((await refusal(bob.call('reactions.add', { chatId, messageId, emoji: '👍' }))).code).toBe('forbidden');
    await server.app.sql`
      update chat_member set denied_until = now() - interval '1 second'
      where chat_id = ${chatId} and account_id = ${bob.accountId}`;
    await send(bob, chatId);
    expect((await chatOf(bob, chatId)).restriction).toBeUndefined();
    await restrict({});
    expect((await refusal(send(bob, chatId))).code).toBe('forbidden');
    expect(await restrict({ denied: [] })).toEqual({ changed: true });
    await send(bob, chatId);
  });

  test('are not shaken off by leaving and coming again', async () => {
    const chatId = await newGroup(bob);
    await alice.call('members.restrict', { chatId, accountId: bob.accountId, denied: ['sendMessages'] });
    await bob.call('chats.leave', { chatId });
    await alice.call('chats.addMember', { chatId, accountId: bob.accountId });
    expect((await refusal(send(bob, chatId))).code).toBe('forbidden');
  });

  test('do not touch admins, the past, strangers or unknown permissions', async () => {
    const chatId = await newGroup(bob, vera);
    await promote(alice, chatId, bob, 'restrictMembers');
    await promote(alice, chatId, vera, 'pinMessages');
    const restrict = (target: AccountId, more: object = {}) =>
      bob.call('members.restrict', { chatId, accountId: target, denied: ['react'], ...more });
    expect(await codeAndField(restrict(vera.accountId))).toEqual(['forbidden', 'accountId']);
    expect(await codeAndField(restrict(alice.accountId))).toEqual(['forbidden', 'accountId']);
    expect(await codeAndField(restrict(gleb.accountId))).toEqual(['not_found', 'accountId']);
    await demote(alice, chatId, vera);
    expect(await codeAndField(restrict(vera.accountId, { until: later(-60) }))).toEqual(['invalid_input', 'until']);
    expect(await codeAndField(restrict(vera.accountId, { denied: ['fly'] }))).toEqual(['invalid_input', 'denied.0']);
  });
});

describe('bans', () => {
  test('put a member out and keep it out until they end', async () => {
    const chatId = await newGroup(bob, vera);
    const accountId = bob.accountId;
    await alice.call('members.ban', { chatId, accountId, until: later(3600) });
    expect((await refusal(chatOf(bob, chatId))).code).toBe('not_found');
    expect((await chatOf(alice, chatId)).memberCount).toBe(2);
    const add = () => alice.call('chats.addMember', { chatId, accountId });
    expect(await codeAndField(add())).toEqual(['forbidden', 'accountId']);
    const { bans } = await alice.call('members.listBans', { chatId });
    expect(bans).toMatchObject([{ account: { accountId }, actorId: alice.accountId }]);
    expect(await alice.call('members.unban', { chatId, accountId })).toEqual({ changed: true });
    expect(await alice.call('members.unban', { chatId, accountId })).toEqual({ changed: false });
    expect(await add()).toEqual({ changed: true });
    await alice.call('members.ban', { chatId, accountId });
    await server.app.sql`update chat_ban set until = now() - interval '1 second' where chat_id = ${chatId}`;
    expect(await add()).toEqual({ changed: true });
    expect((await alice.call('members.listBans', { chatId })).bans).toEqual([]);
  });

  test('keep out who has never been in, and are listed page by page', async () => {
    const chatId = await newGroup();
    for (const person of [bob, vera, gleb]) {
      expect(await alice.call('members.ban', { chatId, accountId: person.accountId })).toEqual({ changed: true });
    }
    expect(await alice.call('members.ban', { chatId, accountId: bob.accountId })).toEqual({ changed: false });
    const first = await alice.call('members.listBans', { chatId, limit: 2 });
    const second = await alice.call('members.listBans', { chatId, limit: 2, cursor: first.nextCursor });
    const names = [...first.bans, ...second.bans].map(({ account }) => account.name);
    expect(new Set(names)).toEqual(new Set(['Борис', 'Вера', 'Глеб']));
    expect(second.nextCursor).toBeUndefined();
    expect((await refusal(alice.call('members.listBans', { chatId, cursor: 'вчера' }))).field).toBe('cursor');
  });

  test('reach only who stands lower, not oneself, nobody unknown', async () => {
    const chatId = await newGroup(bob, vera);
    await promote(alice, chatId, bob, 'restrictMembers');
    await promote(alice, chatId, vera, 'restrictMembers');
    const ban = (accountId: number) => bob.call('members.ban', { chatId, accountId });
    expect(await codeAndField(ban(vera.accountId))).toEqual(['forbidden', 'accountId']);
    expect(await codeAndField(ban(alice.accountId))).toEqual(['forbidden', 'accountId']);
    expect(await codeAndField(ban(bob.accountId))).toEqual(['conflict', 'accountId']);
    expect(await codeAndField(ban(12))).toEqual(['not_found', 'accountId']);
    expect(await alice.call('members.ban', { chatId, accountId: vera.accountId })).toEqual({ changed: true });
  });

  test('there are none in a direct chat', async () => {
    const { chat } = await alice.call('chats.createDirect', { accountId: bob.accountId });
    const target = { chatId: chat.chatId, accountId: bob.accountId };
    expect(await codeAndField(alice.call('members.ban', target))).toEqual(['forbidden', 'chatId']);
    expect(await codeAndField(alice.call('members.promote', target))).toEqual(['forbidden', 'chatId']);
    expect(await codeAndField(alice.call('members.restrict', { ...target, denied: [] }))).toEqual([
      'forbidden',
      'chatId',
    ]);
    expect(await codeAndField(alice.call('members.listBans', { chatId: chat.chatId }))).toEqual([
      'forbidden',
      'chatId',
    ]);
  });
});

test('who may not write in a group does not write by editing, nor by moving on the map', async () => {
  const chatId = await newGroup(bob);
  const { messageId } = await send(bob, chatId, 'до запрета');
  const live = { latitude: 58, longitude: 31, live: { seconds: 600 } };
  const shared = await bob.call('messages.send', { chatId, clientId: clientId(), location: live });
  const move = () => bob.call('locations.move', { chatId, messageId: shared.messageId, latitude: 58.1, longitude: 31 });
  await alice.call('members.restrict', { chatId, accountId: bob.accountId, denied: ['sendMessages'] });
  const edit = bob.call('messages.edit', { chatId, messageId, text: 'после запрета' });
  expect(await codeAndField(edit)).toEqual(['forbidden', 'chatId']);
  expect(await codeAndField(move())).toEqual(['forbidden', 'chatId']);
  expect((await alice.call('messages.history', { chatId })).messages[0]?.text).toBe('до запрета');
  // What is there may still be taken back and ended.
  expect(await bob.call('locations.stop', { chatId, messageId: shared.messageId })).toEqual({ changed: true });
  await bob.call('messages.delete', { chatId, messageIds: [messageId] });
});
