import type { ChatId, InputOf, Message, MessageId, messages } from '@veche/contract';
import { describe, expect, test } from 'vitest';
import { refusal } from '../../../../tests/support/refusal.ts';
import { clientId, startTestServer, type TestPerson } from '../../../../tests/support/server.ts';

type Sent = InputOf<typeof messages.send>;

const server = await startTestServer();
const [alice, bob, vera, gleb] = (await Promise.all(
  ['Алиса', 'Борис', 'Вера', 'Глеб'].map((name) => server.person(name)),
)) as [TestPerson, TestPerson, TestPerson, TestPerson];
const { chat } = await alice.call('chats.createGroup', {
  clientId: clientId(),
  title: 'Двор',
  memberIds: [bob.accountId, vera.accountId],
});
const { chatId } = chat;

const basic = { question: 'Когда субботник?', options: ['Суббота', 'Воскресенье', 'Никогда'] };
const ask = async (poll: Partial<Sent['poll']> = {}, person = alice, where = chatId) =>
  (await person.call('messages.send', { chatId: where, clientId: clientId(), poll: { ...basic, ...poll } })).messageId;
const vote = (person: TestPerson, messageId: MessageId, ...options: number[]) =>
  person.call('polls.vote', { chatId, messageId, options });
const read = async (person: TestPerson, messageId: MessageId): Promise<Message> => {
  const { messages } = await person.call('messages.history', { chatId, around: messageId });
  const message = messages.find((one) => one.messageId === messageId);
  if (message === undefined) throw new Error('the message is gone');
  return message;
};
const eventsAfter = async (after: number) =>
  (await vera.call('sync.pull', { chatId, after })).events.filter(({ seq }) => seq > after);
const headOf = async (where: ChatId) => (await alice.call('chats.get', { chatId: where })).chat.lastSeq;

describe('a poll', () => {
  test('is shown with its totals to everyone, and with the own vote to each', async () => {
    const messageId = await ask();
    expect((await read(bob, messageId)).pollResults).toBeUndefined();
    await vote(bob, messageId, 1);
    const answer = await vote(vera, messageId, 0);
    expect(answer).toMatchObject({ changed: true, ownVote: { options: [0] } });
    const totals = { voterCount: 2, counts: [1, 1, 0], closed: false };
    expect(answer.results).toEqual(totals);
    expect(await read(bob, messageId)).toMatchObject({ pollResults: totals, ownVote: { options: [1] } });
    expect((await read(alice, messageId)).ownVote).toBeUndefined();
  });

  test('counts each person once: another vote replaces the one before, and can be taken back', async () => {
    const messageId = await ask();
    await vote(bob, messageId, 1);
    expect((await vote(bob, messageId, 1)).changed).toBe(false);
    expect((await vote(bob, messageId, 2)).results.counts).toEqual([0, 0, 1]);
    expect(await bob.call('polls.retract', { chatId, messageId })).toEqual({ changed: true });
    expect(await bob.call('polls.retract', { chatId, messageId })).toEqual({ changed: false });
    const message = await read(bob, messageId);
    expect([message.pollResults?.voterCount, message.ownVote]).toEqual([0, undefined]);
  });

  test('of one choice takes one option, of several several, none that does not exist', async () => {
    const one = await ask();
    expect((await refusal(vote(bob, one, 0, 1))).field).toBe('options');
    expect((await refusal(vote(bob, one, 3))).field).toBe('options.0');
    const several = await ask({ multiple: true });
    expect((await vote(bob, several, 2, 0, 2)).results).toMatchObject({ voterCount: 1, counts: [1, 0, 1] });
  });

  test.each<[string, Partial<Sent['poll']>, string]>([
    ['one option', { options: ['Да'] }, 'poll.options'],
    ['thirteen options', { options: Array.from({ length: 13 }, (_, n) => String(n)) }, 'poll.options'],
    ['an option twice', { options: ['Да', 'Да'] }, 'poll.options.1'],
    ['an option of 101 characters', { options: ['Да', 'н'.repeat(101)] }, 'poll.options.1'],
    ['no question', { question: ' ' }, 'poll.question'],
    ['a right answer that is no option', { quiz: { correct: 3 } }, 'poll.quiz.correct'],
    ['several right answers', { quiz: { correct: 0 }, multiple: true }, 'poll.multiple'],
    ['an end in the past', { closesAt: '2020-01-01T00:00:00.000Z' }, 'poll.closesAt'],
    ['two ends', { closesAt: '2099-01-01T00:00:00.000Z', openSeconds: 60 }, 'poll.openSeconds'],
    ['an end in a second', { openSeconds: 1 }, 'poll.openSeconds'],
  ])('with %s is refused', async (_fact, poll, field) => {
    expect((await refusal(ask(poll))).field).toBe(field);
  });

  test('stands alone and is not edited', async () => {
    const withText = alice.call('messages.send', { chatId, clientId: clientId(), text: 'вот', poll: basic });
    expect((await refusal(withText)).field).toBe('text');
    const messageId = await ask();
    const edited = alice.call('messages.edit', { chatId, messageId, text: 'другое' });
    expect((await refusal(edited)).field).toBe('text');
  });

  test('needs the permission to ask', async () => {
    await server.app.sql`update chat set denied = 1 << 3 where chat_id = ${chatId}`;
    const error = await refusal(ask({}, bob));
    expect(error.code).toBe('forbidden');
    await ask();
    await server.app.sql`update chat set denied = 0 where chat_id = ${chatId}`;
  });

  test('is not for those outside: neither to vote, nor to close, nor to look at', async () => {
    const messageId = await ask({ anonymous: false });
    const place = { chatId, messageId };
    for (const act of ['polls.retract', 'polls.close', 'polls.voters', 'polls.explain'] as const)
      expect((await refusal(gleb.call(act, place))).code).toBe('not_found');
    expect((await refusal(vote(gleb, messageId, 0))).code).toBe('not_found');
  });

  test('is gone with its message, votes included', async () => {
    const messageId = await ask();
    await vote(bob, messageId, 0);
    await alice.call('messages.delete', { chatId, messageIds: [messageId] });
    expect((await refusal(vote(bob, messageId, 0))).code).toBe('not_found');
    const rows = await server.app.sql`select 1 from poll_vote where chat_id = ${chatId} and message_id = ${messageId}`;
    expect(rows).toHaveLength(0);
  });
});

describe('who voted', () => {
  test('is told of a public poll, in pages', async () => {
    const messageId = await ask({ anonymous: false });
    await vote(bob, messageId, 1);
    await vote(vera, messageId, 0);
    const first = await alice.call('polls.voters', { chatId, messageId, limit: 1 });
    const second = await alice.call('polls.voters', { chatId, messageId, limit: 1, cursor: first.nextCursor ?? '' });
    expect([...first.voters, ...second.voters].map(({ accountId }) => accountId)).toEqual([
      bob.accountId,
      vera.accountId,
    ]);
    expect(second.nextCursor).toBeUndefined();
    const one = await alice.call('polls.voters', { chatId, messageId, option: 0 });
    expect(one.voters).toMatchObject([{ accountId: vera.accountId, options: [0] }]);
  });

  test('is never told of an anonymous poll: neither by asking nor by the log', async () => {
    const messageId = await ask();
    const head = await headOf(chatId);
    await vote(bob, messageId, 1);
    const error = await refusal(alice.call('polls.voters', { chatId, messageId }));
    expect([error.code, error.field]).toEqual(['forbidden', 'messageId']);
    const events = await eventsAfter(head);
    expect(events).toMatchObject([{ kind: 'message.changed', actorId: alice.accountId }]);
    expect(JSON.stringify(events)).not.toContain(String(bob.accountId));
  });

  test("reaches the voter's other devices by the private log", async () => {
    const messageId = await ask();
    const before = await bob.call('chats.list', {});
    await vote(bob, messageId, 2);
    await bob.call('polls.retract', { chatId, messageId });
    const { events } = await bob.call('sync.pullAccount', { after: before.accountSeq });
    expect(events).toMatchObject([
      { kind: 'message.own', messageId, set: { ownVote: { options: [2] } } },
      { kind: 'message.own', messageId, set: { ownVote: null } },
    ]);
  });
});

describe('a quiz', () => {
  const quiz = { quiz: { correct: 1, explanation: 'Так решил сход.' } };

  test('tells the right answer to who has answered, and to nobody else', async () => {
    const messageId = await ask(quiz);
    const place = { chatId, messageId };
    const seen = JSON.stringify([await read(bob, messageId), await eventsAfter(messageId - 1)]);
    expect(seen).not.toMatch(/correct|сход/);
    expect((await refusal(bob.call('polls.explain', place))).code).toBe('forbidden');
    const answer = await vote(bob, messageId, 0);
    expect(answer).toMatchObject({ ownVote: { options: [0], correct: 1 }, explanation: 'Так решил сход.' });
    expect(await bob.call('polls.explain', place)).toEqual({ correct: 1, explanation: 'Так решил сход.' });
    expect((await refusal(vera.call('polls.explain', place))).code).toBe('forbidden');
    expect((await read(vera, messageId)).pollResults?.correct).toBeUndefined();
  });

  test('is answered once', async () => {
    const messageId = await ask(quiz);
    await vote(bob, messageId, 0);
    expect((await vote(bob, messageId, 0)).changed).toBe(false);
    expect((await refusal(vote(bob, messageId, 1))).code).toBe('conflict');
    expect((await refusal(bob.call('polls.retract', { chatId, messageId }))).code).toBe('conflict');
  });

  test('tells everyone once it is closed', async () => {
    const messageId = await ask(quiz);
    await alice.call('polls.close', { chatId, messageId });
    expect((await read(vera, messageId)).pollResults).toMatchObject({ closed: true, correct: 1 });
    expect((await vera.call('polls.explain', { chatId, messageId })).correct).toBe(1);
  });
});

describe('closing', () => {
  test('is for the sender and for admins; a closed poll takes no votes', async () => {
    const messageId = await ask({}, bob);
    const place = { chatId, messageId };
    expect((await refusal(vera.call('polls.close', place))).code).toBe('forbidden');
    const results = { closed: true, counts: [0, 0, 0], voterCount: 0 };
    expect(await alice.call('polls.close', place)).toEqual({ changed: true, results });
    expect(await bob.call('polls.close', place)).toEqual({ changed: false, results });
    expect((await refusal(vote(vera, messageId, 0))).code).toBe('conflict');
  });

  test('comes by itself, once', async () => {
    const messageId = await ask({ openSeconds: 5 });
    await vote(bob, messageId, 0);
    await expect
      .poll(async () => (await read(bob, messageId)).pollResults?.closed, { timeout: 20_000, interval: 500 })
      .toBe(true);
    const changes = (await eventsAfter(messageId)).filter(({ kind }) => kind === 'message.changed');
    expect(changes).toMatchObject([
      { set: { pollResults: { closed: false } } },
      { set: { pollResults: { closed: true } } },
    ]);
    expect((await refusal(vote(vera, messageId, 0))).code).toBe('conflict');
  });
});
