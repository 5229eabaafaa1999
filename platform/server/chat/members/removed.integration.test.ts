import { expect, test } from 'vitest';
import { refusal } from '../../../../tests/support/refusal.ts';
import { clientId, startTestServer, type TestPerson } from '../../../../tests/support/server.ts';
import { openSocket } from '../../../../tests/support/socket.ts';

const server = await startTestServer();
const [alice, bob] = (await Promise.all(['Алиса', 'Борис'].map((name) => server.person(name)))) as [
  TestPerson,
  TestPerson,
];

test('who is removed gets nothing more of the group by any door', async () => {
  const group = { clientId: clientId(), title: 'Двор', memberIds: [bob.accountId] };
  const { chatId } = (await alice.call('chats.createGroup', group)).chat;
  const say = async (text: string) =>
    (await alice.call('messages.send', { chatId, clientId: clientId(), text })).messageId;
  const before = await say('до @все');
  await alice.call('pins.set', { chatId, messageId: before });
  const socket = await openSocket(server.url, { token: await bob.token() });
  await socket.frame('ready');
  socket.send({ t: 'open', id: 1_000, chatId });
  await socket.frame('ok', ({ id }) => id === 1_000);

  await alice.call('chats.removeMember', { chatId, accountId: bob.accountId });
  const after = await say('после');
  const doors: Record<string, object> = {
    'messages.history': {},
    'messages.versions': { messageId: before },
    'messages.hide': { messageIds: [after] },
    'messages.forward': { fromChatId: chatId, messageIds: [after], clientId: clientId() },
    'sync.pull': { after: 0 },
    'pins.list': {},
    'topics.list': {},
    'media.listChatMedia': {},
    'reactions.list': { messageId: before },
    'reactions.add': { messageId: after, emoji: '👍' },
    'polls.voters': { messageId: after },
    'mentions.list': {},
    'search.messages': { query: 'после' },
    'receipts.get': {},
    'chats.get': {},
    'chats.listMembers': {},
    'chats.markRead': { seq: 1 },
    'chats.clearHistory': { upTo: 1 },
    'chats.adminLog': {},
    'members.listBans': {},
    'invites.list': {},
    'drafts.set': { text: 'черновик' },
    'scheduled.create': { clientId: clientId(), at: new Date(Date.now() + 60_000).toISOString(), text: 'потом' },
    'locations.move': { messageId: after, latitude: 58, longitude: 31 },
    'reports.create': { messageId: after, reason: 'spam' },
    'archives.startExport': { clientId: clientId() },
  };
  const answers = await Promise.all(
    Object.entries(doors).map(async ([method, input]) => {
      const answer = await socket.call(method, { chatId, ...input });
      return [method, answer.t === 'err' ? answer.error.code : 'was let in'];
    }),
  );
  expect(answers).toEqual(Object.keys(doors).map((method) => [method, 'not_found']));
  socket.send({ t: 'open', id: 2_000, chatId });
  expect((await socket.frame('err', ({ id }) => id === 2_000)).error.code).toBe('not_found');
  expect((await bob.call('search.messages', { query: 'после' })).messages).toEqual([]);
  expect((await bob.call('mentions.list', {})).messages).toEqual([]);
  expect((await refusal(bob.call('chats.get', { chatId }))).code).toBe('not_found');
  expect(socket.events.some((event) => event.kind === 'message.created' && event.message.text === 'после')).toBe(false);
  socket.close();
});
