import type { MessageId } from '@veche/contract';
import { describe, expect, test } from 'vitest';
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
const draftOf = async (person: TestPerson) => (await person.call('chats.get', { chatId })).chat.draft;

describe('drafts', () => {
  test('a draft is there on every device of the account and on no other account', async () => {
    const entities = [{ kind: 'bold' as const, offset: 0, length: 6 }];
    const { accountSeq } = await alice.call('chats.list', {});
    const kept = await alice.call('drafts.set', { chatId, text: 'Привет, ', entities });
    expect(kept).toEqual({ draftVersion: 1, changed: true });
    expect(await draftOf(alice)).toMatchObject({ text: 'Привет, ', entities });
    expect(await draftOf(bob)).toBeUndefined();
    const { events } = await alice.call('sync.pullAccount', { after: accountSeq });
    expect(events).toMatchObject([{ kind: 'draft.changed', chatId, draftVersion: 1 }]);
    // What was never sent stands in one place alone.
    expect(JSON.stringify(events)).not.toContain('Привет');
  });

  test('the newest wins, the same again changes nothing, and blank clears it', async () => {
    await alice.call('drafts.set', { chatId, text: 'раз' });
    const second = await alice.call('drafts.set', { chatId, text: 'два', replyTo: 1 });
    expect(await draftOf(alice)).toMatchObject({ text: 'два', replyTo: 1 });
    const again = await alice.call('drafts.set', { chatId, text: 'два', replyTo: 1 });
    expect(again).toEqual({ ...second, changed: false });
    const cleared = await alice.call('drafts.set', { chatId, text: '  ' });
    expect(cleared).toEqual({ draftVersion: second.draftVersion + 1, changed: true });
    expect(await draftOf(alice)).toBeUndefined();
  });

  test('topics have drafts of their own, and all are listed page by page, newest first', async () => {
    const person = await server.person('Глеб');
    const group = await person.call('chats.createGroup', { clientId: clientId(), title: 'Темы', memberIds: [] });
    const at = { chatId: group.chat.chatId };
    await person.call('topics.enable', at);
    const open = async (title: string) =>
      (await person.call('topics.create', { ...at, clientId: clientId(), title })).topicId;
    const topics: [string, MessageId | undefined][] = [
      ['общая', undefined],
      ['первая', await open('первая')],
      ['вторая', await open('вторая')],
    ];
    for (const [text, topicId] of topics) await person.call('drafts.set', { ...at, text, ...(topicId && { topicId }) });
    const first = await person.call('drafts.list', { limit: 2 });
    const rest = await person.call('drafts.list', { limit: 2, cursor: first.nextCursor ?? '' });
    const texts = [...first.drafts, ...rest.drafts].map(({ draft }) => draft.text);
    expect(texts).toEqual(['вторая', 'первая', 'общая']);
    expect(rest.nextCursor).toBeUndefined();
    expect((await person.call('chats.get', at)).chat.draft).toMatchObject({ text: 'общая' });
  });
});

describe('refusals', () => {
  test('who is not in the chat keeps no draft there', async () => {
    const error = await refusal(vera.call('drafts.set', { chatId, text: 'я тут' }));
    expect([error.code, error.field]).toEqual(['not_found', 'chatId']);
  });

  test('a draft is as long as a message at most', async () => {
    const error = await refusal(alice.call('drafts.set', { chatId, text: 'а'.repeat(4097) }));
    expect([error.code, error.field]).toEqual(['invalid_input', 'text']);
    const cursor = await refusal(alice.call('drafts.list', { cursor: 'мимо' }));
    expect([cursor.code, cursor.field]).toEqual(['invalid_input', 'cursor']);
  });
});

test('a draft for a topic that is not there is refused, so that there are no more drafts than places', async () => {
  const error = await refusal(alice.call('drafts.set', { chatId, topicId: 123_456, text: 'черновик' }));
  expect([error.code, error.field]).toEqual(['not_found', 'topicId']);
});
