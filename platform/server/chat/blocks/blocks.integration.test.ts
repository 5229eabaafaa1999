import { describe, expect, test } from 'vitest';
import { refusal } from '../../../../tests/support/refusal.ts';
import { clientId, startTestServer, type TestPerson } from '../../../../tests/support/server.ts';

const server = await startTestServer();

async function pair(): Promise<[TestPerson, TestPerson]> {
  return [await server.person('Алиса'), await server.person('Борис')];
}
const direct = async (person: TestPerson, other: TestPerson) =>
  (await person.call('chats.createDirect', { accountId: other.accountId })).chat;
const say = (person: TestPerson, chatId: number, text: string) =>
  person.call('messages.send', { chatId, clientId: clientId(), text });

describe('a blocked account', () => {
  test('can no longer write or edit in the direct chat; what was said stays, and it works again when taken back', async () => {
    const [alice, bob] = await pair();
    const { chatId } = await direct(alice, bob);
    const { messageId } = await say(bob, chatId, 'привет');
    expect(await alice.call('blocks.add', { accountId: bob.accountId })).toEqual({ changed: true });
    expect(await alice.call('blocks.add', { accountId: bob.accountId })).toEqual({ changed: false });
    const error = await refusal(say(bob, chatId, 'ответь'));
    expect([error.code, error.field]).toEqual(['forbidden', 'chatId']);
    expect(error.message).not.toMatch(/block/i);
    const edited = await refusal(bob.call('messages.edit', { chatId, messageId, text: 'ответь' }));
    expect(edited.code).toBe('forbidden');
    // The one who blocked does not write either, and is told why.
    expect((await refusal(say(alice, chatId, 'нет'))).message).toMatch(/unblock/);
    const { messages } = await alice.call('messages.history', { chatId });
    expect(messages.map(({ text }) => text)).toEqual(['привет']);
    await alice.call('blocks.remove', { accountId: bob.accountId });
    await say(bob, chatId, 'спасибо');
  });

  test('learns nothing: only the devices of the one who blocked are told', async () => {
    const [alice, bob] = await pair();
    const { chatId } = await direct(alice, bob);
    const before = await bob.call('chats.list', {});
    const { accountSeq } = await alice.call('chats.list', {});
    await alice.call('blocks.add', { accountId: bob.accountId });
    const own = await alice.call('sync.pullAccount', { after: accountSeq });
    expect(own.events).toMatchObject([
      { kind: 'chat.settings', chatId, set: { peerBlocked: true, settingsVersion: 1 } },
      { kind: 'block.changed', accountId: bob.accountId, isBlocked: true },
    ]);
    expect((await alice.call('chats.get', { chatId })).chat.peerBlocked).toBe(true);
    const { watermark: _watermark, ...seen } = await bob.call('chats.list', {});
    const { watermark: _before, ...known } = before;
    expect(seen).toEqual(known);
  });

  test('cannot begin to write in a chat that is made after the block', async () => {
    const [alice, bob] = await pair();
    await alice.call('blocks.add', { accountId: bob.accountId });
    const { chatId } = await direct(bob, alice);
    expect((await refusal(say(bob, chatId, 'привет'))).code).toBe('forbidden');
    expect((await direct(alice, bob)).peerBlocked).toBe(true);
  });

  test('is refused however the block and the chat meet', async () => {
    for (let n = 0; n < 5; n += 1) {
      const [alice, bob] = await pair();
      const [, chat] = await Promise.all([alice.call('blocks.add', { accountId: bob.accountId }), direct(bob, alice)]);
      expect((await refusal(say(bob, chat.chatId, 'привет'))).code).toBe('forbidden');
    }
  });

  test('cannot add one to groups, but both still speak in those they share', async () => {
    const [alice, bob] = await pair();
    const { chat } = await bob.call('chats.createGroup', {
      clientId: clientId(),
      title: 'Двор',
      memberIds: [alice.accountId],
    });
    await alice.call('blocks.add', { accountId: bob.accountId });
    await say(bob, chat.chatId, 'всем привет');
    await say(alice, chat.chatId, 'и тебе');
    const made = await refusal(
      bob.call('chats.createGroup', { clientId: clientId(), title: 'Ещё', memberIds: [alice.accountId] }),
    );
    expect([made.code, made.field]).toEqual(['forbidden', 'memberIds.0']);
    await alice.call('chats.leave', { chatId: chat.chatId });
    const added = await refusal(bob.call('chats.addMember', { chatId: chat.chatId, accountId: alice.accountId }));
    expect([added.code, added.field]).toEqual(['forbidden', 'accountId']);
  });
});

describe('the list of blocks', () => {
  test('is read page by page, the last one first, by oneself alone', async () => {
    const [alice, bob] = await pair();
    const others = await Promise.all(['Вера', 'Глеб', 'Дина'].map((name) => server.person(name)));
    for (const { accountId } of others) await alice.call('blocks.add', { accountId });
    const first = await alice.call('blocks.list', { limit: 2 });
    const rest = await alice.call('blocks.list', { limit: 2, cursor: first.nextCursor ?? '' });
    const names = [...first.blocks, ...rest.blocks].map(({ account }) => account.name);
    expect(names).toEqual(['Дина', 'Глеб', 'Вера']);
    expect((await bob.call('blocks.list', {})).blocks).toEqual([]);
  });
});

test('neither oneself nor who is not there can be blocked', async () => {
  const [alice] = await pair();
  const own = await refusal(alice.call('blocks.add', { accountId: alice.accountId }));
  expect([own.code, own.field]).toEqual(['invalid_input', 'accountId']);
  expect((await refusal(alice.call('blocks.add', { accountId: 7 }))).code).toBe('not_found');
  expect(await alice.call('blocks.remove', { accountId: 7 })).toEqual({ changed: false });
});

describe('between two of whom one has blocked the other', () => {
  test('nothing is done that the other would notice: no reaction, pin, vote, movement or change of the chat', async () => {
    const [alice, bob] = await pair();
    const { chatId } = await direct(alice, bob);
    const { messageId } = await say(alice, chatId, 'привет');
    const send = (person: TestPerson, content: object) =>
      person.call('messages.send', { chatId, clientId: clientId(), ...content });
    const poll = await send(alice, { poll: { question: 'Да?', options: ['да', 'нет'] } });
    const place = await send(bob, { location: { latitude: 58, longitude: 31, live: { seconds: 600 } } });
    await alice.call('blocks.add', { accountId: bob.accountId });
    const moved = { chatId, messageId: place.messageId, latitude: 58.1, longitude: 31 };
    for (const act of [
      bob.call('reactions.add', { chatId, messageId, emoji: '👍' }),
      bob.call('pins.set', { chatId, messageId, notify: true }),
      bob.call('polls.vote', { chatId, messageId: poll.messageId, options: [0] }),
      bob.call('locations.move', moved),
      bob.call('chats.update', { chatId, messageTtlSeconds: 86_400 }),
    ])
      expect((await refusal(act)).code).toBe('forbidden');
    const head = (await alice.call('chats.get', { chatId })).chat.lastSeq;
    expect(await bob.call('locations.stop', { chatId, messageId: place.messageId })).toEqual({ changed: true });
    expect(head).toBe(place.seq);
    await alice.call('blocks.remove', { accountId: bob.accountId });
    await bob.call('reactions.add', { chatId, messageId, emoji: '👍' });
  });

  test('a new chat is not in the list of who has blocked, until there is something to read', async () => {
    const [alice, bob] = await pair();
    await alice.call('blocks.add', { accountId: bob.accountId });
    const { chatId } = await direct(bob, alice);
    expect((await alice.call('chats.list', {})).chats).toEqual([]);
    expect((await bob.call('chats.list', {})).chats).toMatchObject([{ chatId }]);
    await alice.call('blocks.remove', { accountId: bob.accountId });
    await say(bob, chatId, 'мир?');
    expect((await alice.call('chats.list', {})).chats).toMatchObject([{ chatId, unreadCount: 1 }]);
  });
});
