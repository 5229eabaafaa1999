import type { AccountEvent } from '@veche/contract';
import { expect, test } from 'vitest';
import { image } from '../../../../tests/support/media-samples.ts';
import { clientId, startTestServer, type TestPerson } from '../../../../tests/support/server.ts';
import { uploadFile } from '../../../../tests/support/uploads.ts';

const server = await startTestServer();
const [alice, talker, member, friend, follower, stranger] = (await Promise.all(
  ['Алиса', 'Борис', 'Вера', 'Глеб', 'Дарья', 'Егор'].map((name) => server.person(name)),
)) as [TestPerson, TestPerson, TestPerson, TestPerson, TestPerson, TestPerson];
const everyone = [alice, talker, member, friend, follower, stranger];

type Told = Extract<AccountEvent, { kind: 'account.changed' }>;
const toldOf = async (person: TestPerson): Promise<Told['account'][]> =>
  (await person.call('sync.pullAccount', { after: 0 })).events.flatMap((event) =>
    event.kind === 'account.changed' && event.account.accountId === alice.accountId ? event.account : [],
  );
const counts = () => Promise.all(everyone.map(async (person) => (await toldOf(person)).length));

test('a changed name is told to who talks to the person, shares a group or has it as a contact, and to nobody else', async () => {
  await alice.call('chats.createDirect', { accountId: talker.accountId });
  const group = { clientId: clientId(), title: 'Двор', memberIds: [member.accountId, talker.accountId] };
  await alice.call('chats.createGroup', group);
  await friend.call('contacts.add', { accountId: alice.accountId });
  const { chat } = await alice.call('chats.createChannel', { clientId: clientId(), title: 'Новости' });
  await alice.call('chats.addMember', { chatId: chat.chatId, accountId: follower.accountId });

  const { account } = await alice.call('identity.updateProfile', { name: 'Алиса Соколова' });
  expect(await counts()).toEqual([1, 1, 1, 1, 0, 0]);
  expect(await toldOf(member)).toEqual([account]);
  await alice.call('identity.updateProfile', { username: 'alice_sokolova' });
  expect((await toldOf(friend)).at(-1)).toMatchObject({ username: 'alice_sokolova' });
});

test('what changes nothing, or only the language, is told to nobody', async () => {
  const before = await counts();
  await alice.call('identity.updateProfile', { name: 'Алиса Соколова', language: 'en' });
  expect(await counts()).toEqual(before);
});

test('who may not see the photo is told of the name without it', async () => {
  const { fileId } = await uploadFile(server, alice, await image('png'), { kind: 'photo' });
  await alice.call('account.setPhoto', { fileId: fileId });
  await alice.call('contacts.add', { accountId: talker.accountId });
  await alice.call('privacy.set', { subject: 'profilePhoto', audience: 'contacts' });
  await alice.call('identity.updateProfile', { name: 'Алиса Петрова' });
  expect((await toldOf(talker)).at(-1)).toMatchObject({ name: 'Алиса Петрова', photoId: fileId });
  expect((await toldOf(member)).at(-1)).toEqual({
    ...{ accountId: alice.accountId, kind: 'person', name: 'Алиса Петрова', username: 'alice_sokolova' },
  });
});

test('a refused name is told to nobody', async () => {
  await server.person('Зоя').then((zoya) => zoya.call('identity.updateProfile', { username: 'zoya_here' }));
  const before = await counts();
  await expect(alice.call('identity.updateProfile', { name: 'Другая', username: 'zoya_here' })).rejects.toMatchObject({
    code: 'conflict',
  });
  expect(await counts()).toEqual(before);
  expect((await alice.call('identity.me', {})).account.name).toBe('Алиса Петрова');
});

test('a new photo is told to nobody who may not see it, and blocks keep the names of both from each other', async () => {
  const before = await counts();
  const { fileId } = await uploadFile(server, alice, await image('png', { width: 40 }), { kind: 'photo' });
  await alice.call('account.setPhoto', { fileId });
  expect(await counts()).toEqual(before.map((count, index) => count + (index < 2 ? 1 : 0)));
  await alice.call('blocks.add', { accountId: talker.accountId });
  await friend.call('blocks.add', { accountId: alice.accountId });
  await alice.call('identity.updateProfile', { name: 'Алиса Третья' });
  expect(await counts()).toEqual(before.map((count, index) => count + ([2, 1, 1][index] ?? 0)));
});
