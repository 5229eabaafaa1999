import type { Message, MessageId } from '@veche/contract';
import { describe, expect, test } from 'vitest';
import { callHttp } from '../../../../tests/support/http.ts';
import { refusal } from '../../../../tests/support/refusal.ts';
import { clientId, startTestServer, type TestPerson } from '../../../../tests/support/server.ts';

const server = await startTestServer();
const [alice, bob, vera] = (await Promise.all(['Алиса', 'Борис', 'Вера'].map((name) => server.person(name)))) as [
  TestPerson,
  TestPerson,
  TestPerson,
];
const { chat } = await alice.call('chats.createDirect', { accountId: bob.accountId });
const { chatId } = chat;

const say = (
  person: TestPerson,
  text: string,
  extra: { replyTo?: MessageId; clientId?: ReturnType<typeof clientId> } = {},
) => person.call('messages.send', { chatId, clientId: clientId(), text, ...extra });
const texts = (messages: readonly Message[]) => messages.map((message) => message.text);

describe('messages', () => {
  test('both sides read what was sent, oldest first, and the log is gapless', async () => {
    await say(alice, 'Привет');
    await say(bob, 'Здравствуй');
    const page = await bob.call('messages.history', { chatId });
    expect(texts(page.messages)).toEqual(['Привет', 'Здравствуй']);
    const log = await alice.call('sync.pull', { chatId, after: 0 });
    expect(log.events.map((event) => event.seq)).toEqual([1, 2, 3]);
    expect(log.headSeq).toBe(3);
  });

  test('a hundred sends at once get a hundred neighbouring numbers', async () => {
    const { chat: group } = await alice.call('chats.createGroup', {
      clientId: clientId(),
      title: 'Двор',
      memberIds: [bob.accountId],
    });
    const sent = await Promise.all(
      Array.from({ length: 100 }, (_, index) =>
        (index % 2 ? alice : bob).call('messages.send', {
          chatId: group.chatId,
          clientId: clientId(),
          text: `№ ${index}`,
        }),
      ),
    );
    expect(sent.map(({ seq }) => seq).sort((a, b) => a - b)).toEqual(
      Array.from({ length: 100 }, (_, index) => index + 2),
    );
  });

  test('the same client id is one message, answered alike; another content is refused', async () => {
    const id = clientId();
    const [first, second] = await Promise.all([
      say(alice, 'раз', { clientId: id }),
      say(alice, 'раз', { clientId: id }),
    ]);
    expect(second).toEqual(first);
    expect(await say(alice, 'раз', { clientId: id })).toEqual(first);
    const error = await refusal(say(alice, 'два', { clientId: id }));
    expect([error.code, error.field]).toEqual(['idempotency_conflict', 'clientId']);
  });

  test('who is not in the chat can neither send, nor read, nor pull, nor react', async () => {
    const codes = await Promise.all(
      [
        say(vera, 'Можно к вам?'),
        vera.call('messages.history', { chatId }),
        vera.call('sync.pull', { chatId, after: 0 }),
        vera.call('reactions.add', { chatId, messageId: 2, emoji: '👍' }),
        vera.call('chats.get', { chatId }),
        vera.call('chats.listMembers', { chatId }),
        vera.call('messages.delete', { chatId, messageIds: [2] }),
        vera.call('chats.markRead', { chatId, seq: 1 }),
      ].map(async (work) => (await refusal(work)).code),
    );
    expect(new Set(codes)).toEqual(new Set(['not_found']));
  });

  test('only the sender edits, an edit that changes nothing makes no event', async () => {
    const { messageId } = await say(alice, 'Встреча в пять');
    const edited = await alice.call('messages.edit', { chatId, messageId, text: 'Встреча в шесть' });
    expect([edited.changed, edited.message.text]).toEqual([true, 'Встреча в шесть']);
    expect((await alice.call('messages.edit', { chatId, messageId, text: 'Встреча в шесть' })).changed).toBe(false);
    expect((await refusal(bob.call('messages.edit', { chatId, messageId, text: 'Встречи не будет' }))).code).toBe(
      'forbidden',
    );
    const page = await bob.call('messages.history', { chatId, limit: 1 });
    expect(page.messages[0]).toMatchObject({ text: 'Встреча в шесть', editedAt: expect.any(String) as string });
  });

  test('a deleted message is gone from history and from the log', async () => {
    const { messageId } = await say(alice, 'тайна');
    expect((await refusal(bob.call('messages.delete', { chatId, messageIds: [messageId] }))).code).toBe('forbidden');
    await alice.call('messages.delete', { chatId, messageIds: [messageId] });
    expect((await alice.call('messages.delete', { chatId, messageIds: [messageId] })).deleted).toEqual([]);
    expect(texts((await bob.call('messages.history', { chatId })).messages)).not.toContain('тайна');
    const log = await bob.call('sync.pull', { chatId, after: messageId - 1 });
    expect(JSON.stringify(log)).not.toContain('тайна');
    expect((await refusal(alice.call('messages.edit', { chatId, messageId, text: 'вернись' }))).code).toBe('not_found');
  });

  test('a bot reads no history, whatever it is a member of, and its lists show no content', async () => {
    const { bot, token } = await alice.call('bots.register', { username: 'reader_bot', name: 'Чтец' });
    const { chat: group } = await alice.call('chats.createGroup', {
      clientId: clientId(),
      title: 'С ботом',
      memberIds: [bot.account.accountId],
    });
    const sent = await alice.call('messages.send', { chatId: group.chatId, clientId: clientId(), text: 'не для бота' });
    const at = { chatId: group.chatId };
    const reads: [string, object][] = [
      ['messages.history', at],
      ['sync.pull', { ...at, after: 0 }],
      ['reactions.list', { ...at, messageId: sent.messageId }],
    ];
    for (const [method, input] of reads) {
      expect((await refusal(callHttp(server.url, method, input, token))).code).toBe('forbidden');
    }
    const seen = [
      await callHttp(server.url, 'chats.list', {}, token),
      await callHttp(server.url, 'chats.get', at, token),
    ];
    expect(JSON.stringify(seen)).toContain('С ботом');
    expect(JSON.stringify(seen)).not.toContain('не для бота');
  });

  test('a reply must name a live message of the same chat', async () => {
    const error = await refusal(say(alice, 'ответ', { replyTo: 999_999 as MessageId }));
    expect([error.code, error.field]).toEqual(['not_found', 'replyTo']);
  });

  test.each([
    ['blank text', { text: '  \n ' }, 'text'],
    ['too long a text', { text: 'я'.repeat(4097) }, 'text'],
    ['a NUL', { text: 'a\0b' }, 'text'],
    ['half an emoji', { text: '\ud83d' }, 'text'],
    ['a client id that is no UUID', { clientId: '1' }, 'clientId'],
    ['a chat id that is text', { chatId: 'х' }, 'chatId'],
    ['an unknown field', { colour: 'red' }, 'colour'],
    ['buttons of a person', { buttons: [[{ text: 'Да', action: { kind: 'callback', data: '1' } }]] }, 'buttons'],
  ])('%s is refused and the field is named', async (_case, wrong, field) => {
    const before = await alice.call('chats.get', { chatId });
    const input = { chatId, clientId: clientId(), text: 'ладно', ...wrong };
    const error = await refusal(alice.call('messages.send', input as never));
    expect([['invalid_input', 'forbidden'].includes(error.code), error.field]).toEqual([true, field]);
    expect(await alice.call('chats.get', { chatId })).toEqual(before);
  });

  test('pages before, after and around meet without gap or overlap', async () => {
    const { chat: saved } = await vera.call('chats.createDirect', { accountId: vera.accountId });
    const ids: MessageId[] = [];
    for (let index = 0; index < 25; index += 1) {
      ids.push(
        (await vera.call('messages.send', { chatId: saved.chatId, clientId: clientId(), text: String(index) }))
          .messageId,
      );
    }
    const newest = await vera.call('messages.history', { chatId: saved.chatId, limit: 10 });
    const earlier = await vera.call('messages.history', {
      chatId: saved.chatId,
      limit: 10,
      before: newest.messages[0]?.messageId,
    });
    const around = await vera.call('messages.history', {
      chatId: saved.chatId,
      limit: 11,
      around: ids[12],
    });
    const later = await vera.call('messages.history', { chatId: saved.chatId, limit: 100, after: ids[19] });
    expect(texts([...earlier.messages, ...newest.messages])).toEqual(
      Array.from({ length: 20 }, (_, index) => String(index + 5)),
    );
    expect(texts(around.messages)).toContain('12');
    expect([newest.hasEarlier, newest.hasLater, earlier.hasEarlier, earlier.hasLater]).toEqual([
      true,
      false,
      true,
      true,
    ]);
    expect([texts(later.messages), later.hasLater]).toEqual([['20', '21', '22', '23', '24'], false]);
  });
});
