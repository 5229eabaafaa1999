import type { AccountId } from '@veche/contract';
import { describe, expect, test } from 'vitest';
import { refusal } from '../../../../tests/support/refusal.ts';
import { clientId, startTestServer, type TestPerson } from '../../../../tests/support/server.ts';
import { allows } from '../../identity/index.ts';

const server = await startTestServer();
const people = (await Promise.all(['Алиса', 'Борис', 'Вера'].map((name) => server.person(name)))) as [
  TestPerson,
  TestPerson,
  TestPerson,
];
const [alice, bob, vera] = people;
const group = (owner: TestPerson, memberIds: AccountId[] = []) =>
  owner.call('chats.createGroup', { clientId: clientId(), title: 'Двор', memberIds });
const mayAdd = async (viewer: TestPerson, owners: TestPerson[]) =>
  [
    ...(await allows(server.app.sql, {
      ownerIds: owners.map(({ accountId }) => accountId),
      viewerId: viewer.accountId,
      what: 'addToChats',
    })),
  ].sort();
const ids = (...list: TestPerson[]) => list.map(({ accountId }) => accountId).sort();

describe('privacy', () => {
  test('without a word everyone may everything; a rule is told to all devices of the account', async () => {
    const eva = await server.person('Ева');
    const { rules } = await eva.call('privacy.get', {});
    expect(rules.lastSeen).toEqual({ audience: 'everyone', allowedIds: [], deniedIds: [] });
    const { accountSeq } = await eva.call('chats.list', {});
    const rule = { audience: 'contacts' as const, allowedIds: [bob.accountId], deniedIds: [vera.accountId] };
    expect(await eva.call('privacy.set', { subject: 'lastSeen', ...rule })).toEqual({ rule });
    await eva.call('privacy.set', { subject: 'lastSeen', ...rule });
    const after = await eva.call('privacy.get', {});
    expect(after.rules.lastSeen).toEqual(rule);
    expect(after.accounts.map(({ name }) => name).sort()).toEqual(['Борис', 'Вера']);
    const { events } = await eva.call('sync.pullAccount', { after: accountSeq });
    expect(events).toMatchObject([{ kind: 'privacy.changed', subject: 'lastSeen' }]);
    expect(events).toHaveLength(1);
  });

  test('exceptions go before the audience, denied ones first, and contacts are those of the owner', async () => {
    const [gleb, dina] = [await server.person('Глеб'), await server.person('Дина')];
    const set = (owner: TestPerson, rule: object) =>
      owner.call('privacy.set', { subject: 'addToChats', audience: 'nobody', ...rule });
    await set(gleb, { audience: 'contacts', allowedIds: ids(alice, bob), deniedIds: ids(bob) });
    await set(dina, { audience: 'nobody' });
    expect(await mayAdd(alice, [gleb, dina, vera])).toEqual(ids(gleb, vera));
    expect(await mayAdd(bob, [gleb])).toEqual([]);
    expect(await mayAdd(vera, [gleb])).toEqual([]);
    await vera.call('contacts.add', { accountId: gleb.accountId });
    expect(await mayAdd(vera, [gleb])).toEqual([]);
    await gleb.call('contacts.add', { accountId: vera.accountId });
    expect(await mayAdd(vera, [gleb])).toEqual(ids(gleb));
    expect(await mayAdd(dina, [dina])).toEqual(ids(dina));
    await gleb.call('blocks.add', { accountId: alice.accountId });
    expect(await mayAdd(alice, [gleb])).toEqual([]);
  });

  test('who does not let strangers add it gets no seat in a group: neither when it is made nor later', async () => {
    const shy = await server.person('Женя');
    await shy.call('privacy.set', { subject: 'addToChats', audience: 'nobody', allowedIds: [bob.accountId] });
    const made = await refusal(group(alice, [bob.accountId, shy.accountId]));
    expect([made.code, made.field]).toEqual(['forbidden', 'memberIds.1']);
    const { chat } = await group(alice, [bob.accountId]);
    const added = await refusal(alice.call('chats.addMember', { chatId: chat.chatId, accountId: shy.accountId }));
    expect([added.code, added.field]).toEqual(['forbidden', 'accountId']);
    expect(added.message).toMatch(/invite link/);
    const own = await group(bob);
    expect(await bob.call('chats.addMember', { chatId: own.chat.chatId, accountId: shy.accountId })).toEqual({
      changed: true,
    });
  });

  test('who does not let itself be found by phone is not, neither by search nor as a contact', async () => {
    const hidden = await server.person('Зоя');
    const search = () => alice.call('identity.findPeople', { query: hidden.phone });
    expect((await search()).accounts).toHaveLength(1);
    await hidden.call('privacy.set', { subject: 'phoneNumber', audience: 'contacts' });
    expect((await search()).accounts).toEqual([]);
    expect((await refusal(alice.call('contacts.add', { phone: hidden.phone }))).code).toBe('not_found');
    expect((await alice.call('contacts.import', { contacts: [{ phone: hidden.phone }] })).found).toEqual([]);
    await hidden.call('contacts.add', { accountId: alice.accountId });
    expect((await search()).accounts).toHaveLength(1);
  });
});

describe('refusals', () => {
  test('rules of another form, of too many exceptions, or of accounts that are not there', async () => {
    const refused = async (rule: object) =>
      (await refusal(alice.call('privacy.set', { subject: 'calls', audience: 'nobody', ...rule }))).field;
    expect(await refused({ audience: 'friends' })).toBe('audience');
    expect(await refused({ subject: 'readReceipts', audience: 'contacts' })).toBe('audience');
    expect(await refused({ subject: 'readReceipts', deniedIds: [bob.accountId] })).toBe('allowedIds');
    expect(await refused({ deniedIds: Array.from({ length: 101 }, () => bob.accountId) })).toBe('deniedIds');
    expect(await refused({ allowedIds: [bob.accountId, 7] })).toBe('allowedIds.1');
  });
});
