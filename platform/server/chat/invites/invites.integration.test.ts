import type { ChatId, Invite } from '@veche/contract';
import { describe, expect, test } from 'vitest';
import { refusal } from '../../../../tests/support/refusal.ts';
import { clientId, startTestServer, type TestPerson } from '../../../../tests/support/server.ts';
import { roomsData } from '../members/personal-data.ts';

const server = await startTestServer();
const [alice, bob, vera, gleb] = (await Promise.all(
  ['Алиса', 'Борис', 'Вера', 'Глеб'].map((name) => server.person(name)),
)) as [TestPerson, TestPerson, TestPerson, TestPerson];
const { sql } = server.app;

async function newGroup(...others: TestPerson[]): Promise<ChatId> {
  const memberIds = others.map((person) => person.accountId);
  return (await alice.call('chats.createGroup', { clientId: clientId(), title: 'Двор', memberIds })).chat.chatId;
}
async function newChannel(): Promise<ChatId> {
  return (await alice.call('chats.createChannel', { clientId: clientId(), title: 'Новости' })).chat.chatId;
}
const invite = async (person: TestPerson, chatId: ChatId, terms: object = {}): Promise<Invite> =>
  (await person.call('invites.create', { chatId, clientId: clientId(), ...terms })).invite;
const join = (person: TestPerson, { token }: Invite) => person.call('invites.join', { token });
const codeAndField = async (work: Promise<unknown>) => {
  const { code, field } = await refusal(work);
  return [code, field];
};
const later = (seconds: number) => new Date(Date.now() + seconds * 1000).toISOString();
const ownEvents = async (person: TestPerson, chatId: ChatId, kind: string) =>
  (await person.call('sync.pullAccount', { after: 0 })).events.filter(
    (event) => event.kind === kind && 'chatId' in event && event.chatId === chatId,
  );

describe('links', () => {
  test('let in whoever has them, count who came, and tell by which one', async () => {
    const chatId = await newGroup();
    const made = await invite(alice, chatId, { title: 'Соседям' });
    expect(made.link).toBe(`${server.url}/#/join/${made.token}`);
    const seen = await bob.call('invites.preview', { token: made.token });
    expect(seen).toMatchObject({ chat: { title: 'Двор', memberCount: 1, isMember: false }, needsApproval: false });
    expect((await refusal(bob.call('messages.history', { chatId }))).code).toBe('not_found');
    const first = await join(bob, made);
    expect(first).toMatchObject({ chat: { chatId, role: 'member', memberCount: 2 }, isRequested: false });
    await join(bob, made);
    await join(vera, made);
    const { invites } = await alice.call('invites.list', { chatId });
    expect(invites).toMatchObject([{ ...made, useCount: 2 }]);
    const { uses } = await alice.call('invites.listUses', { chatId, inviteId: made.inviteId });
    expect(uses.map(({ account }) => account.name)).toEqual(['Вера', 'Борис']);
    const firstPage = await alice.call('invites.listUses', { chatId, inviteId: made.inviteId, limit: 1 });
    const { nextCursor: cursor } = firstPage;
    const secondPage = await alice.call('invites.listUses', { chatId, inviteId: made.inviteId, limit: 1, cursor });
    expect(secondPage.uses.map(({ account }) => account.name)).toEqual(['Борис']);
  });

  test('the same client id makes one link; another content is refused', async () => {
    const chatId = await newGroup();
    const input = { chatId, clientId: clientId(), useLimit: 3 };
    const [first, again] = await Promise.all([
      alice.call('invites.create', input),
      alice.call('invites.create', input),
    ]);
    expect(again.invite).toEqual(first.invite);
    const other = alice.call('invites.create', { ...input, useLimit: 4 });
    expect(await codeAndField(other)).toEqual(['idempotency_conflict', 'clientId']);
  });

  test('end by time, by use and by hand', async () => {
    const chatId = await newGroup();
    const once = await invite(alice, chatId, { useLimit: 1 });
    await join(bob, once);
    expect(await codeAndField(join(vera, once))).toEqual(['expired', 'token']);
    // Who came by it sees where it led.
    expect((await bob.call('invites.preview', { token: once.token })).chat.isMember).toBe(true);
    const brief = await invite(alice, chatId, { expiresAt: later(3600) });
    await sql`update chat_invite set expires_at = now() where invite_id = ${brief.inviteId}`;
    expect(await codeAndField(vera.call('invites.preview', { token: brief.token }))).toEqual(['expired', 'token']);
    const ended = await invite(alice, chatId);
    const revoked = await alice.call('invites.revoke', { chatId, inviteId: ended.inviteId });
    expect(revoked.invite.revokedAt).toBeDefined();
    expect(await codeAndField(join(vera, ended))).toEqual(['expired', 'token']);
    const edit = alice.call('invites.edit', { chatId, inviteId: ended.inviteId, title: 'x' });
    expect(await codeAndField(edit)).toEqual(['expired', 'inviteId']);
    expect((await alice.call('invites.list', { chatId, revoked: true })).invites).toHaveLength(1);
    expect((await alice.call('invites.list', { chatId })).invites).toHaveLength(2);
  });

  test('of a limited number let in no more people at once than they say', async () => {
    const chatId = await newGroup();
    const made = await invite(alice, chatId, { useLimit: 2 });
    const came = await Promise.allSettled([bob, vera, gleb].map((person) => join(person, made)));
    expect(came.filter(({ status }) => status === 'fulfilled')).toHaveLength(2);
  });

  test('are changed in what they grant, by who may', async () => {
    const chatId = await newGroup(bob);
    const { inviteId } = await invite(alice, chatId, { useLimit: 5, expiresAt: later(60) });
    const edit = (person: TestPerson, terms: object) => person.call('invites.edit', { chatId, inviteId, ...terms });
    const { invite: after } = await edit(alice, { title: 'Гостям', useLimit: null, expiresAt: null });
    expect([after.title, after.useLimit, after.expiresAt]).toEqual(['Гостям', undefined, undefined]);
    expect(await codeAndField(edit(alice, { expiresAt: later(-60) }))).toEqual(['invalid_input', 'expiresAt']);
    expect(await codeAndField(edit(alice, { useLimit: 2, needsApproval: true }))).toEqual([
      'invalid_input',
      'useLimit',
    ]);
    expect(await codeAndField(edit(bob, { title: 'Моё' }))).toEqual(['not_found', 'inviteId']);
    expect(await codeAndField(bob.call('invites.revoke', { chatId, inviteId }))).toEqual(['not_found', 'inviteId']);
    expect(await codeAndField(bob.call('invites.listUses', { chatId, inviteId }))).toEqual(['not_found', 'inviteId']);
  });

  test('are made by members where members may invite; each then sees the own ones', async () => {
    const chatId = await newGroup(bob);
    expect(await codeAndField(invite(bob, chatId))).toEqual(['forbidden', 'chatId']);
    await alice.call('chats.update', { chatId, permissions: ['sendMessages', 'inviteMembers'] });
    await invite(alice, chatId);
    const own = await invite(bob, chatId);
    const seenBy = async (person: TestPerson) => (await person.call('invites.list', { chatId })).invites.length;
    expect([await seenBy(alice), await seenBy(bob)]).toEqual([2, 1]);
    await bob.call('invites.revoke', { chatId, inviteId: own.inviteId });
  });

  test('of strangers, of direct chats and of no chat are refused', async () => {
    const chatId = await newGroup();
    for (const method of ['invites.list', 'invites.requests'] as const) {
      expect(await codeAndField(bob.call(method, { chatId }))).toEqual(['not_found', 'chatId']);
    }
    expect(await codeAndField(invite(bob, chatId))).toEqual(['not_found', 'chatId']);
    const { chat } = await alice.call('chats.createDirect', { accountId: bob.accountId });
    expect(await codeAndField(invite(alice, chat.chatId))).toEqual(['forbidden', 'chatId']);
    expect(await codeAndField(alice.call('invites.list', { chatId: chat.chatId }))).toEqual(['forbidden', 'chatId']);
    const token = 'A'.repeat(22);
    expect(await codeAndField(bob.call('invites.join', { token }))).toEqual(['not_found', 'token']);
    expect(await codeAndField(bob.call('invites.preview', { token: 'short' }))).toEqual(['invalid_input', 'token']);
  });

  test('open no door to a deleted chat, a full group or who is banned', async () => {
    const chatId = await newGroup();
    const made = await invite(alice, chatId);
    await alice.call('members.ban', { chatId, accountId: bob.accountId });
    expect(await codeAndField(join(bob, made))).toEqual(['forbidden', 'token']);
    await sql`update chat set member_count = 5000 where chat_id = ${chatId}`;
    expect(await codeAndField(join(vera, made))).toEqual(['conflict', 'token']);
    await alice.call('chats.delete', { chatId });
    expect((await refusal(join(vera, made))).code).toBe('not_found');
  });

  test('are limited in number, and kept so that the database alone opens no door', async () => {
    const chatId = await newGroup();
    const { token, inviteId } = await invite(alice, chatId);
    await sql`
      insert into chat_invite (chat_id, invite_id, creator_id, token_sealed, needs_approval, created_at)
      select ${chatId}, n, ${alice.accountId}, '', false, now() from generate_series(1, 99) as n`;
    expect(await codeAndField(invite(alice, chatId))).toEqual(['conflict', 'chatId']);
    const rows = await sql`select * from chat_invite i, invite_token t
      where i.invite_id = ${inviteId} and t.invite_id = i.invite_id`;
    const secret = Buffer.from(token, 'base64url').toString('hex');
    expect(rows).toHaveLength(1);
    for (const value of Object.values(rows[0] ?? {})) {
      const text = value instanceof Uint8Array ? Buffer.from(value).toString('hex') : String(value);
      expect([text.includes(secret), text.includes(token)]).toEqual([false, false]);
    }
  });
});

describe('requests', () => {
  test('wait for an admin, who is told how many there are', async () => {
    const chatId = await newGroup(gleb);
    await alice.call('members.promote', { chatId, accountId: gleb.accountId, rights: ['pinMessages'] });
    const made = await invite(alice, chatId, { needsApproval: true });
    expect(await join(bob, made)).toEqual({ accounts: [], isRequested: true });
    expect(await join(bob, made)).toEqual({ accounts: [], isRequested: true });
    await join(vera, made);
    expect((await bob.call('invites.preview', { token: made.token })).isRequested).toBe(true);
    expect((await refusal(bob.call('chats.get', { chatId }))).code).toBe('not_found');
    expect((await alice.call('chats.get', { chatId })).chat.joinRequestCount).toBe(2);
    expect((await gleb.call('chats.get', { chatId })).chat.joinRequestCount).toBeUndefined();
    expect(await ownEvents(alice, chatId, 'chat.joinRequests')).toMatchObject([{ count: 1 }, { count: 2 }]);
    expect(await ownEvents(gleb, chatId, 'chat.joinRequests')).toEqual([]);
    expect(await codeAndField(gleb.call('invites.requests', { chatId }))).toEqual(['forbidden', 'chatId']);
    const first = await alice.call('invites.requests', { chatId, limit: 1 });
    const second = await alice.call('invites.requests', { chatId, limit: 1, cursor: first.nextCursor });
    const names = [...first.requests, ...second.requests].map(({ account }) => account.name);
    expect([names, second.nextCursor]).toEqual([['Борис', 'Вера'], undefined]);

    const answer = (person: TestPerson, method: 'invites.approve' | 'invites.decline', target: TestPerson) =>
      person.call(method, { chatId, accountId: target.accountId });
    expect(await codeAndField(answer(gleb, 'invites.approve', bob))).toEqual(['forbidden', 'chatId']);
    expect(await codeAndField(answer(gleb, 'invites.decline', bob))).toEqual(['forbidden', 'chatId']);
    expect(await answer(alice, 'invites.approve', bob)).toEqual({ changed: true });
    expect(await answer(alice, 'invites.approve', bob)).toEqual({ changed: false });
    expect(await answer(alice, 'invites.decline', vera)).toEqual({ changed: true });
    expect((await bob.call('chats.get', { chatId })).chat.role).toBe('member');
    expect((await refusal(vera.call('chats.get', { chatId }))).code).toBe('not_found');
    const states = async (person: TestPerson) =>
      (await ownEvents(person, chatId, 'joinRequest.changed')).map((event) => 'state' in event && event.state);
    expect([await states(bob), await states(vera)]).toEqual([
      ['waiting', 'approved'],
      ['waiting', 'declined'],
    ]);
    const { chat } = await alice.call('chats.get', { chatId });
    expect(chat.joinRequestCount).toBe(0);
    expect((await alice.call('invites.list', { chatId })).invites[0]?.useCount).toBe(1);
  });

  test('end when the asker comes another way, or is banned', async () => {
    const chatId = await newChannel();
    const slow = await invite(alice, chatId, { needsApproval: true });
    const quick = await invite(alice, chatId);
    for (const person of [bob, vera]) await join(person, slow);
    await join(bob, quick);
    await alice.call('members.ban', { chatId, accountId: vera.accountId });
    expect((await alice.call('invites.requests', { chatId })).requests).toEqual([]);
    expect((await alice.call('chats.get', { chatId })).chat.joinRequestCount).toBe(0);
    expect(await codeAndField(join(vera, slow))).toEqual(['forbidden', 'token']);
    const late = alice.call('invites.approve', { chatId, accountId: vera.accountId });
    expect(await codeAndField(late)).toEqual(['forbidden', 'accountId']);
  });

  test('of an erased account wait no longer, and nobody is kept out for ever', async () => {
    const chatId = await newGroup();
    const other = await newGroup();
    const anna = await server.person('Анна');
    await join(anna, await invite(alice, chatId, { needsApproval: true }));
    await alice.call('members.ban', { chatId: other, accountId: anna.accountId });
    await roomsData(server.app).erase?.(anna.accountId, new AbortController().signal);
    expect((await alice.call('chats.get', { chatId })).chat.joinRequestCount).toBe(0);
    expect((await alice.call('invites.requests', { chatId })).requests).toEqual([]);
    expect((await alice.call('members.listBans', { chatId: other })).bans).toEqual([]);
  });

  test('are limited for one person and for one chat', async () => {
    const chatId = await newGroup();
    const made = await invite(alice, chatId, { needsApproval: true });
    await sql`insert into account_join_request (account_id, chat_id) select ${gleb.accountId}, n from generate_series(1, 50) as n`;
    expect(await codeAndField(join(gleb, made))).toEqual(['conflict', 'token']);
    await sql`update chat set join_request_count = 10000 where chat_id = ${chatId}`;
    expect(await codeAndField(join(bob, made))).toEqual(['conflict', 'token']);
  });

  test('are seen by an admin as the right to decide comes', async () => {
    const chatId = await newGroup(bob);
    await join(vera, await invite(alice, chatId, { needsApproval: true }));
    await alice.call('members.promote', { chatId, accountId: bob.accountId, rights: ['inviteMembers'] });
    expect((await bob.call('chats.get', { chatId })).chat.joinRequestCount).toBe(1);
  });
});

test('who may invite no more widens no old link, but may take it back', async () => {
  const { chat } = await alice.call('chats.createGroup', {
    clientId: clientId(),
    title: 'Двор',
    memberIds: [bob.accountId],
  });
  const { chatId } = chat;
  await alice.call('chats.update', { chatId, permissions: ['sendMessages', 'inviteMembers'] });
  const { invite } = await bob.call('invites.create', { chatId, clientId: clientId(), useLimit: 1 });
  await alice.call('chats.update', { chatId, permissions: ['sendMessages'] });
  const { inviteId } = invite;
  const error = await refusal(bob.call('invites.edit', { chatId, inviteId, useLimit: null }));
  expect([error.code, error.field]).toEqual(['forbidden', 'chatId']);
  expect((await bob.call('invites.revoke', { chatId, inviteId })).invite.revokedAt).toBeDefined();
});
