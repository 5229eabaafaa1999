import type { ChatId, ClientId } from '@veche/contract';
import { describe, expect, test } from 'vitest';
import { refusal } from '../../../../tests/support/refusal.ts';
import { clientId, startTestServer, type TestPerson } from '../../../../tests/support/server.ts';

const server = await startTestServer();
const [alice, bob, vera] = (await Promise.all(['Алиса', 'Борис', 'Вера'].map((name) => server.person(name)))) as [
  TestPerson,
  TestPerson,
  TestPerson,
];
const later = (ms: number) => new Date(Date.now() + ms).toISOString();
const tomorrow = () => later(24 * 3_600_000);

async function group(): Promise<ChatId> {
  const memberIds = [bob.accountId];
  return (await alice.call('chats.createGroup', { clientId: clientId(), title: 'Двор', memberIds })).chat.chatId;
}
const create = async (chatId: ChatId, text: string, extra: object = {}, person = alice) =>
  (await person.call('scheduled.create', { chatId, clientId: clientId(), at: tomorrow(), text, ...extra })).scheduled;
const waiting = async (chatId: ChatId, person = alice) => (await person.call('scheduled.list', { chatId })).scheduled;
const textsOf = async (chatId: ChatId, person = bob) =>
  (await person.call('messages.history', { chatId })).messages.map(({ text }) => text);
const makeDue = (scheduledId: ClientId) =>
  server.app.sql`update scheduled_message set due_at = now() where client_id = ${scheduledId}`;
const patience = { timeout: 10_000 };

describe('a scheduled message', () => {
  test('is sent once, at its time, with all it says, under the client id it was made with', async () => {
    const chatId = await group();
    const { accountSeq } = await alice.call('chats.list', {});
    const at = later(1500);
    const entities = [{ kind: 'bold' as const, offset: 0, length: 3 }];
    const { scheduledId } = await create(chatId, 'Уже пора', { at, entities, silent: true, replyTo: undefined });
    expect(await textsOf(chatId)).toEqual([]);
    expect(await waiting(chatId, bob)).toEqual([]);
    await expect.poll(() => textsOf(chatId), patience).toEqual(['Уже пора']);
    const { messages } = await bob.call('messages.history', { chatId });
    const lateMs = Date.parse(messages[0]?.at ?? '') - Date.parse(at);
    expect(lateMs).toBeGreaterThanOrEqual(0);
    expect(lateMs).toBeLessThan(3000);
    expect(messages[0]).toMatchObject({ clientId: scheduledId, silent: true, entities, senderId: alice.accountId });
    expect(await waiting(chatId)).toEqual([]);
    const { events } = await alice.call('sync.pullAccount', { after: accountSeq });
    const told = events.flatMap((event) => (event.kind === 'scheduled.changed' ? [event] : []));
    expect(told).toMatchObject([
      { chatId, scheduledId, state: 'waiting' },
      { chatId, scheduledId, state: 'gone', messageId: messages[0]?.messageId },
    ]);
    expect(JSON.stringify(told)).not.toContain('пора');
  });

  test('is made once under one client id; another content is refused', async () => {
    const chatId = await group();
    const input = { chatId, clientId: clientId(), at: tomorrow(), text: 'раз' };
    const first = await alice.call('scheduled.create', input);
    expect(await alice.call('scheduled.create', input)).toEqual(first);
    const error = await refusal(alice.call('scheduled.create', { ...input, text: 'два' }));
    expect([error.code, error.field]).toEqual(['idempotency_conflict', 'clientId']);
    expect(await waiting(chatId)).toEqual([first.scheduled]);
  });

  test('is edited, sent at once, or forgotten, by its sender alone', async () => {
    const chatId = await group();
    const one = await create(chatId, 'раз');
    const two = await create(chatId, 'два', { at: later(5_000_000) });
    const three = await create(chatId, 'три', { at: later(9_000_000) });
    expect((await waiting(chatId)).map(({ content }) => content.text)).toEqual(['два', 'три', 'раз']);
    const page = await alice.call('scheduled.list', { chatId, limit: 2 });
    const rest = await alice.call('scheduled.list', { chatId, limit: 2, cursor: page.nextCursor ?? '' });
    expect([...page.scheduled, ...rest.scheduled]).toEqual([two, three, one]);

    const at = later(7_000_000);
    const { scheduled: edited } = await alice.call('scheduled.edit', {
      ...{ scheduledId: two.scheduledId, at, content: { text: 'два и половина' } },
    });
    expect(edited).toEqual({ ...two, at, content: { text: 'два и половина' } });
    for (const ask of [
      () => bob.call('scheduled.edit', { scheduledId: two.scheduledId, at }),
      () => bob.call('scheduled.sendNow', { scheduledId: two.scheduledId }),
    ]) {
      const error = await refusal(ask());
      expect([error.code, error.field]).toEqual(['not_found', 'scheduledId']);
    }
    const scheduledIds = [two.scheduledId, three.scheduledId];
    expect(await bob.call('scheduled.delete', { scheduledIds })).toEqual({ deleted: [] });
    const sent = await alice.call('scheduled.sendNow', { scheduledId: two.scheduledId });
    expect((await bob.call('messages.history', { chatId })).messages[0]).toMatchObject({
      ...{ messageId: sent.messageId, text: 'два и половина' },
    });
    expect(await alice.call('scheduled.delete', { scheduledIds })).toEqual({ deleted: [three.scheduledId] });
    expect(await waiting(chatId)).toEqual([one]);
  });

  test('that may not be sent any more is kept with the reason, and can be tried again', async () => {
    const chatId = await group();
    const { scheduledId } = await create(chatId, 'привет', {}, bob);
    const fine = await create(chatId, 'от Алисы');
    await alice.call('chats.removeMember', { chatId, accountId: bob.accountId });
    await Promise.all([makeDue(scheduledId), makeDue(fine.scheduledId)]);
    await expect.poll(() => textsOf(chatId, alice), patience).toEqual(['от Алисы']);
    await expect.poll(async () => (await waiting(chatId, bob))[0]?.failed, patience).toBe('not_found');
    expect((await refusal(bob.call('scheduled.sendNow', { scheduledId }))).code).toBe('not_found');
    await alice.call('chats.addMember', { chatId, accountId: bob.accountId });
    const past = await refusal(bob.call('scheduled.edit', { scheduledId, content: { text: 'снова' } }));
    expect([past.code, past.field]).toEqual(['invalid_input', 'at']);
    const { scheduled } = await bob.call('scheduled.edit', { scheduledId, at: tomorrow() });
    expect(scheduled.failed).toBeUndefined();
    await bob.call('scheduled.sendNow', { scheduledId });
    expect(await textsOf(chatId, alice)).toEqual(['от Алисы', 'привет']);
  });

  test('is sent once, also when it is asked for while it is due', async () => {
    const chatId = await group();
    const all = await Promise.all(Array.from({ length: 70 }, (_, n) => create(chatId, `№ ${n}`)));
    await server.app.sql`update scheduled_message set due_at = now() where chat_id = ${chatId}`;
    // What the ticker takes is asked for by hand at the same moment.
    await Promise.allSettled(
      all.slice(0, 20).map(({ scheduledId }) => alice.call('scheduled.sendNow', { scheduledId })),
    );
    await expect.poll(() => waiting(chatId), patience).toEqual([]);
    const texts = (await bob.call('messages.history', { chatId, limit: 100 })).messages.map(({ text }) => text);
    expect(texts).toHaveLength(70);
    expect(new Set(texts).size).toBe(70);
  });
});

describe('refusals', () => {
  test('times that have passed or are too far, blank content, buttons, and chats one is not in', async () => {
    const chatId = await group();
    const refused = async (input: object, person = alice) => {
      const { code, field } = await refusal(create(chatId, 'текст', input, person));
      return [code, field];
    };
    expect(await refused({ at: later(-1000) })).toEqual(['invalid_input', 'at']);
    expect(await refused({ at: later(367 * 24 * 3_600_000) })).toEqual(['invalid_input', 'at']);
    expect(await refused({ text: ' ' })).toEqual(['invalid_input', 'text']);
    expect(await refused({ buttons: [] })).toEqual(['invalid_input', 'buttons']);
    expect(await refused({}, vera)).toEqual(['not_found', 'chatId']);
    expect((await refusal(alice.call('scheduled.list', { cursor: 'мимо' }))).field).toBe('cursor');
  });

  test('who may not write in a chat schedules nothing there', async () => {
    const chatId = await group();
    await alice.call('members.restrict', { chatId, accountId: bob.accountId, denied: ['sendMessages'] });
    expect((await refusal(create(chatId, 'текст', {}, bob))).code).toBe('forbidden');
  });

  test('a hundred and first in one chat, also when they are asked for at once', async () => {
    const chatId = await group();
    const made = await Promise.allSettled(Array.from({ length: 103 }, (_, n) => create(chatId, `№ ${n}`)));
    const refused = made.flatMap((one) => (one.status === 'rejected' ? [one.reason as { code: string }] : []));
    expect(refused.map(({ code }) => code)).toEqual(['conflict', 'conflict', 'conflict']);
    expect(await waiting(chatId)).toHaveLength(100);
  });
});
