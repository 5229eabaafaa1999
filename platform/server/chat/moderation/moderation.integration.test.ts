import type { ChatId } from '@veche/contract';
import { describe, expect, test } from 'vitest';
import { refusal } from '../../../../tests/support/refusal.ts';
import { clientId, startTestServer, type TestPerson } from '../../../../tests/support/server.ts';

const server = await startTestServer({ moderatorPhones: ['+79991000001'] });
// The first person of a test server has this number.
const moderator = await server.person('Модератор');
const owner = await server.person('Ольга');
const boris = await server.person('Борис');
const spammer = await server.person('Спамер');
const stranger = await server.person('Чужой');

async function group(members: readonly TestPerson[]): Promise<ChatId> {
  const memberIds = members.map((member) => member.accountId);
  return (await owner.call('chats.createGroup', { clientId: clientId(), title: 'Двор', memberIds })).chat.chatId;
}
const say = (person: TestPerson, chatId: ChatId, text: string) =>
  person.call('messages.send', { chatId, clientId: clientId(), text });

describe('reports', () => {
  test('several people who report one message make one report; it keeps what was said', async () => {
    const chatId = await group([boris, spammer]);
    const { messageId } = await say(spammer, chatId, 'Купите слона');
    const first = await boris.call('reports.create', { chatId, messageId, reason: 'spam' });
    const second = await owner.call('reports.create', { chatId, messageId, reason: 'spam', comment: 'опять' });
    expect(second).toEqual(first);
    await boris.call('reports.create', { chatId, messageId, reason: 'spam' });
    await spammer.call('messages.delete', { chatId, messageIds: [messageId] });
    const { reports } = await owner.call('reports.list', { chatId });
    expect(reports).toMatchObject([
      { ...first, accountId: spammer.accountId, messageId, reason: 'spam', reporterCount: 2, text: 'Купите слона' },
    ]);
  });

  test('an admin ends a report once; deleted takes the message away for everyone, and that is on record', async () => {
    const chatId = await group([boris, spammer]);
    const { messageId } = await say(spammer, chatId, 'Слон');
    const { reportId } = await boris.call('reports.create', { chatId, messageId, reason: 'spam' });
    const end = { chatId, reportId, outcome: 'deleted' as const };
    expect(await refusal(boris.call('reports.close', end))).toMatchObject({ code: 'forbidden' });
    expect(await owner.call('reports.close', end)).toEqual({ changed: true });
    expect(await owner.call('reports.close', end)).toEqual({ changed: false });
    const { messages } = await boris.call('messages.history', { chatId });
    expect(messages.map((message) => message.text)).not.toContain('Слон');
    expect((await owner.call('reports.list', { chatId })).reports).toEqual([]);
    const { acts } = await owner.call('chats.adminLog', { chatId });
    expect(acts[0]).toMatchObject({ kind: 'report.deleted', actorId: owner.accountId, targetId: spammer.accountId });
  });

  test('the log of admins tells of one subject when it is asked for, page by page', async () => {
    const chatId = await group([boris]);
    const { messageId } = await say(boris, chatId, 'Слон');
    await owner.call('chats.update', { chatId, title: 'Новое имя' });
    await owner.call('messages.delete', { chatId, messageIds: [messageId] });
    await owner.call('chats.update', { chatId, title: 'Ещё новее' });
    await owner.call('members.restrict', { chatId, accountId: boris.accountId, denied: ['react'] });
    const kinds = async (query: object) =>
      (await owner.call('chats.adminLog', { chatId, ...query })).acts.map(({ kind }) => kind);
    expect(await kinds({ about: 'chat' })).toEqual(['chat.changed', 'chat.changed']);
    expect(await kinds({ about: 'members' })).toContain('member.restricted');
    expect(await kinds({ about: 'messages' })).toEqual(['message.deleted']);
    expect(await kinds({ about: 'reports' })).toEqual([]);
    expect(await kinds({ about: 'chat', actorId: boris.accountId })).toEqual([]);
    const first = await owner.call('chats.adminLog', { chatId, about: 'chat', limit: 1 });
    const second = await owner.call('chats.adminLog', { chatId, about: 'chat', limit: 1, cursor: first.nextCursor! });
    expect(second.acts[0]!.actId).toBeLessThan(first.acts[0]!.actId);
    expect(second.nextCursor).toBeUndefined();
    expect(await refusal(owner.call('chats.adminLog', { chatId, about: 'weather' as never }))).toMatchObject({
      code: 'invalid_input',
      field: 'about',
    });
  });

  test('grave reports, reports about admins and those from direct chats go to the platform, not to the admins', async () => {
    const chatId = await group([boris]);
    const { messageId } = await say(boris, chatId, 'Переведите деньги');
    const { reportId } = await owner.call('reports.create', { chatId, messageId, reason: 'fraud' });
    const own = await refusal(owner.call('reports.close', { chatId, reportId, outcome: 'dismissed' }));
    expect(own.code).toBe('conflict');
    await boris.call('reports.create', { chatId, accountId: owner.accountId, reason: 'harassment' });
    const { chat } = await boris.call('chats.createDirect', { accountId: spammer.accountId });
    await boris.call('reports.create', { chatId: chat.chatId, accountId: spammer.accountId, reason: 'spam' });
    const { reports } = await moderator.call('moderation.listReports', {});
    expect(reports.map(({ accountId }) => accountId)).toEqual(
      expect.arrayContaining([boris.accountId, owner.accountId, spammer.accountId]),
    );
  });

  test('only moderators of the platform see and end its reports; a limited account is back at the beginning', async () => {
    const { chat } = await boris.call('chats.createDirect', { accountId: spammer.accountId });
    const { chatId } = chat;
    const { messageId } = await say(spammer, chatId, 'Слоны оптом');
    const { reportId } = await boris.call('reports.create', { chatId, messageId, reason: 'spam' });
    const end = { chatId, reportId, outcome: 'limited' as const, note: 'спам в личных сообщениях', days: 3 };
    expect(await refusal(boris.call('moderation.listReports', {}))).toMatchObject({ code: 'forbidden' });
    expect(await refusal(boris.call('moderation.closeReport', end))).toMatchObject({ code: 'forbidden' });
    expect(await refusal(boris.call('moderation.listActs', {}))).toMatchObject({ code: 'forbidden' });
    expect((await spammer.call('limits.get', {})).own?.level).toBe('trusted');
    expect(await moderator.call('moderation.closeReport', end)).toEqual({ changed: true });
    const { own } = await spammer.call('limits.get', {});
    expect(own?.level).toBe('new');
    expect(Date.parse(own?.limitedUntil ?? '')).toBeGreaterThan(Date.now() + 2.9 * 86_400_000);
    const { acts } = await moderator.call('moderation.listActs', {});
    expect(acts[0]).toMatchObject({ kind: 'report.limited', targetId: spammer.accountId, note: end.note });
    expect((await boris.call('messages.history', { chatId })).messages).toEqual([]);
  });

  test('nobody reports from outside, about nothing, about themselves, or both at once', async () => {
    const chatId = await group([boris]);
    const { messageId } = await say(boris, chatId, 'привет');
    const report = { chatId, reason: 'spam' as const };
    expect(await refusal(stranger.call('reports.create', { ...report, messageId }))).toMatchObject({ field: 'chatId' });
    expect(await refusal(stranger.call('reports.list', { chatId }))).toMatchObject({ code: 'not_found' });
    expect(await refusal(boris.call('reports.create', { ...report, messageId }))).toMatchObject({ code: 'conflict' });
    const missing = owner.call('reports.create', { ...report, accountId: stranger.accountId });
    expect(await refusal(missing)).toMatchObject({ code: 'not_found', field: 'accountId' });
    expect(await refusal(owner.call('reports.create', report))).toMatchObject({ code: 'invalid_input' });
    const both = { ...report, messageId, accountId: boris.accountId };
    expect(await refusal(owner.call('reports.create', both))).toMatchObject({ field: 'messageId' });
    expect(await refusal(boris.call('reports.list', { chatId }))).toMatchObject({ code: 'forbidden' });
    expect(await refusal(boris.call('chats.adminLog', { chatId }))).toMatchObject({ code: 'forbidden' });
    expect(await refusal(stranger.call('chats.adminLog', { chatId }))).toMatchObject({ code: 'not_found' });
  });
});

describe('limits', () => {
  test('every method has its limits published, to strangers, too', async () => {
    const { methods } = await owner.call('limits.get', {});
    expect(methods).toContainEqual({ name: 'messages.send', perMinute: 6000, maxBodyBytes: 262_144 });
    const answer = await fetch(`${server.url}/api/limits.get`, { method: 'POST' });
    expect(await answer.json()).toEqual({ methods });
  });

  test('a newcomer may bother few strangers a day, and is told when it may again; trust grows with time', async () => {
    const newcomer = await server.person('Новичок');
    await server.app.sql`update account set is_demo = false where account_id = ${newcomer.accountId}`;
    const people = await Promise.all(Array.from({ length: 12 }, (_, index) => server.person(`Сосед ${index}`)));
    for (const { accountId } of people.slice(0, 10)) await newcomer.call('chats.createDirect', { accountId });
    const over = newcomer.call('chats.createDirect', { accountId: people[10]?.accountId ?? boris.accountId });
    const limited = await refusal(over);
    expect(limited.code).toBe('rate_limited');
    expect(limited.retryAfterSeconds).toBeLessThanOrEqual(86_400);
    // What is there already costs nothing.
    await newcomer.call('chats.createDirect', { accountId: people[0]?.accountId ?? boris.accountId });
    const budget = async () =>
      (await newcomer.call('limits.get', {})).own?.budgets.find(({ kind }) => kind === 'newDirectChats');
    expect(await budget()).toEqual({ kind: 'newDirectChats', perDay: 10, left: 0 });
    await server.app
      .sql`update account set created_at = now() - interval '2 days' where account_id = ${newcomer.accountId}`;
    expect(await budget()).toEqual({ kind: 'newDirectChats', perDay: 40, left: 30 });
    await newcomer.call('chats.createDirect', { accountId: people[10]?.accountId ?? boris.accountId });
  });

  test('a group over the budget is not made at all', async () => {
    const newcomer = await server.person('Новичок второй');
    await server.app.sql`update account set is_demo = false where account_id = ${newcomer.accountId}`;
    const people = await Promise.all(Array.from({ length: 21 }, (_, index) => server.person(`Гость ${index}`)));
    const many = { clientId: clientId(), title: 'Все', memberIds: people.map(({ accountId }) => accountId) };
    expect(await refusal(newcomer.call('chats.createGroup', many))).toMatchObject({ code: 'rate_limited' });
    const { own } = await newcomer.call('limits.get', {});
    expect(own?.budgets.map(({ perDay, left }) => perDay - left)).toEqual([0, 0, 0, 0, 0]);
    expect((await newcomer.call('chats.list', {})).chats).toEqual([]);
  });
});

test('an admin does not read what people report to the platform about the admin', async () => {
  const chatId = await group([boris, spammer]);
  await boris.call('reports.create', {
    chatId,
    accountId: owner.accountId,
    reason: 'fraud',
    comment: 'деньги собрали',
  });
  await boris.call('reports.create', { chatId, accountId: spammer.accountId, reason: 'spam' });
  const { reports } = await owner.call('reports.list', { chatId });
  expect(reports.map(({ accountId }) => accountId)).toEqual([spammer.accountId]);
  const { reports: ours } = await moderator.call('moderation.listReports', {});
  expect(ours).toContainEqual(expect.objectContaining({ chatId, accountId: owner.accountId }));
});
