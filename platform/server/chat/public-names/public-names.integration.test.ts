import type { ChatId } from '@veche/contract';
import { expect, test } from 'vitest';
import { refusal } from '../../../../tests/support/refusal.ts';
import { clientId, startTestServer, type TestPerson } from '../../../../tests/support/server.ts';

const server = await startTestServer();
const [alice, bob, vera] = (await Promise.all(['Алиса', 'Борис', 'Вера'].map((name) => server.person(name)))) as [
  TestPerson,
  TestPerson,
  TestPerson,
];

async function newChannel(title = 'Новости'): Promise<ChatId> {
  return (await alice.call('chats.createChannel', { clientId: clientId(), title, description: 'Всё о дворе' })).chat
    .chatId;
}
const name = (person: TestPerson, chatId: ChatId, username: string | null) =>
  person.call('chats.setUsername', { chatId, username });
const codeAndField = async (work: Promise<unknown>) => {
  const { code, field } = await refusal(work);
  return [code, field];
};

test('whoever knows the name sees the face and may join; messages are for members', async () => {
  const chatId = await newChannel();
  await alice.call('messages.send', { chatId, clientId: clientId(), text: 'Каток открыт' });
  expect([await name(alice, chatId, 'Yard_News'), await name(alice, chatId, 'Yard_News')]).toEqual([
    { changed: true },
    { changed: false },
  ]);
  const face = { chatId, kind: 'channel', title: 'Новости', description: 'Всё о дворе', username: 'Yard_News' };
  const seen = await bob.call('chats.resolve', { username: 'yard_news' });
  expect(seen).toEqual({ chat: { ...face, memberCount: 1, isMember: false } });
  expect((await refusal(bob.call('messages.history', { chatId }))).code).toBe('not_found');
  const joined = await bob.call('chats.join', { username: 'YARD_news' });
  expect(joined.chat).toMatchObject({ ...face, memberCount: 2, role: 'member', unreadCount: 0 });
  expect((await bob.call('chats.join', { username: 'yard_news' })).chat.memberCount).toBe(2);
  expect((await bob.call('messages.history', { chatId })).messages).toHaveLength(1);
  expect((await bob.call('chats.resolve', { username: 'yard_news' })).chat?.isMember).toBe(true);
});

test('joining a group is told in its log', async () => {
  const { chat } = await alice.call('chats.createGroup', { clientId: clientId(), title: 'Сад', memberIds: [] });
  await name(alice, chat.chatId, 'our_garden');
  await bob.call('chats.join', { username: 'our_garden' });
  const { events } = await alice.call('sync.pull', { chatId: chat.chatId, after: 0 });
  expect(events).toMatchObject([
    { kind: 'chat.created' },
    { kind: 'chat.changed', set: { username: 'our_garden' } },
    { kind: 'member.added', accountId: bob.accountId, actorId: bob.accountId },
  ]);
});

test('people and chats share one name space, in any case', async () => {
  const chatId = await newChannel();
  await bob.call('identity.updateProfile', { username: 'boris_volkov' });
  expect(await codeAndField(name(alice, chatId, 'Boris_Volkov'))).toEqual(['conflict', 'username']);
  await name(alice, chatId, 'the_best_news');
  expect(await codeAndField(bob.call('identity.updateProfile', { username: 'The_Best_News' }))).toEqual([
    'conflict',
    'username',
  ]);
  expect((await vera.call('chats.resolve', { username: 'boris_volkov' })).account?.accountId).toBe(bob.accountId);
  expect((await vera.call('identity.findPeople', { query: '@the_best' })).accounts).toEqual([]);
  // The same letters in another case are the same name.
  expect(await name(alice, chatId, 'The_Best_News')).toEqual({ changed: true });
  const other = await newChannel();
  const both = await Promise.allSettled([name(alice, other, 'one_for_two'), name(alice, chatId, 'one_for_two')]);
  expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
});

test('a name that was given up or whose chat is gone leads nowhere, and is free again', async () => {
  const chatId = await newChannel();
  await name(alice, chatId, 'short_lived');
  await name(alice, chatId, null);
  expect(await codeAndField(bob.call('chats.resolve', { username: 'short_lived' }))).toEqual(['not_found', 'username']);
  expect(await codeAndField(bob.call('chats.join', { username: 'short_lived' }))).toEqual(['not_found', 'username']);
  const other = await newChannel();
  await name(alice, other, 'short_lived');
  await alice.call('chats.delete', { chatId: other });
  expect((await refusal(bob.call('chats.join', { username: 'short_lived' }))).code).toBe('not_found');
  await bob.call('identity.updateProfile', { username: 'short_lived' });
  expect(await codeAndField(vera.call('chats.join', { username: 'short_lived' }))).toEqual(['not_found', 'username']);
});

test('only the owner gives a name; names of bots and names of no form are refused', async () => {
  const chatId = await newChannel();
  await alice.call('chats.addMember', { chatId, accountId: bob.accountId });
  await alice.call('members.promote', { chatId, accountId: bob.accountId });
  expect(await codeAndField(name(bob, chatId, 'not_yours'))).toEqual(['forbidden', 'chatId']);
  expect(await codeAndField(name(vera, chatId, 'not_yours'))).toEqual(['not_found', 'chatId']);
  expect(await codeAndField(name(alice, chatId, 'newsbot'))).toEqual(['invalid_input', 'username']);
  expect(await codeAndField(name(alice, chatId, 'два слова'))).toEqual(['invalid_input', 'username']);
  const { chat } = await alice.call('chats.createDirect', { accountId: bob.accountId });
  expect(await codeAndField(name(alice, chat.chatId, 'both_of_us'))).toEqual(['forbidden', 'chatId']);
});

test('who is banned does not join, and a full group takes nobody', async () => {
  const { chat } = await alice.call('chats.createGroup', { clientId: clientId(), title: 'Сад', memberIds: [] });
  const { chatId } = chat;
  await name(alice, chatId, 'full_house');
  const join = (person: TestPerson) => person.call('chats.join', { username: 'full_house' });
  await alice.call('members.ban', { chatId, accountId: bob.accountId });
  expect(await codeAndField(join(bob))).toEqual(['forbidden', 'username']);
  await server.app.sql`update chat set member_count = 5000 where chat_id = ${chatId}`;
  expect(await codeAndField(join(vera))).toEqual(['conflict', 'username']);
});

test('one account owns a limited number of public chats', async () => {
  const gleb = await server.person('Глеб');
  for (let count = 0; count < 20; count += 1) {
    const { chat } = await gleb.call('chats.createChannel', { clientId: clientId(), title: 'Новости' });
    await name(gleb, chat.chatId, `gleb_news_${count}`);
  }
  const { chat } = await gleb.call('chats.createChannel', { clientId: clientId(), title: 'Ещё одни' });
  expect(await codeAndField(name(gleb, chat.chatId, 'gleb_news_20'))).toEqual(['conflict', 'username']);

  // Nor by being given another's.
  const given = await newChannel('Подарок');
  await name(alice, given, 'given_away');
  await gleb.call('chats.join', { username: 'given_away' });
  const pass = (chatId: ChatId) => alice.call('chats.transferOwnership', { chatId, accountId: gleb.accountId });
  expect(await codeAndField(pass(given))).toEqual(['conflict', 'accountId']);
  expect((await alice.call('chats.get', { chatId: given })).chat.role).toBe('owner');
  await name(alice, given, null);
  await pass(given);
  expect(await codeAndField(name(gleb, given, 'given_back'))).toEqual(['conflict', 'username']);
});
