import type { ChatId, MessageId } from '@veche/contract';
import { beforeAll, expect, test } from 'vitest';
import { refusal } from '../../../../tests/support/refusal.ts';
import { clientId, startTestServer, type TestPerson } from '../../../../tests/support/server.ts';

const server = await startTestServer();
let alice: TestPerson;
let boris: TestPerson;
let chatId: ChatId;
/** One message a day, from the 1st of March on. */
const days: MessageId[] = [];
const noon = (day: number) => `2026-03-${String(day).padStart(2, '0')}T12:00:00.000Z`;
const since = async (person: TestPerson, day: number, more: object = {}) =>
  (await person.call('messages.history', { chatId, since: noon(day), limit: 2, ...more })).messages.map(
    ({ messageId }) => days.indexOf(messageId) + 1,
  );

beforeAll(async () => {
  [alice, boris] = [await server.person('Алиса'), await server.person('Борис')];
  const memberIds = [boris.accountId];
  ({ chatId } = (await alice.call('chats.createGroup', { clientId: clientId(), title: 'Двор', memberIds })).chat);
  for (let day = 1; day <= 9; day += 1) {
    const { messageId } = await alice.call('messages.send', { chatId, clientId: clientId(), text: `день ${day}` });
    // What stands between messages in the log must not lead astray.
    await alice.call('chats.update', { chatId, title: `Двор ${day}` });
    await server.app.sql`update message set at = ${noon(day)} where chat_id = ${chatId} and message_id = ${messageId}`;
    days.push(messageId);
  }
});

test('a page since a time begins with the first message of then or later', async () => {
  for (let day = 1; day <= 9; day += 1)
    expect(await since(boris, day)).toEqual([day, day + 1].filter((one) => one <= 9));
  const page = await boris.call('messages.history', { chatId, since: '2026-03-04T12:00:00.001Z', limit: 3 });
  expect(page.messages[0]?.messageId).toBe(days[4]);
  expect([page.hasEarlier, page.hasLater]).toEqual([true, true]);
  expect(await since(boris, 1, { since: '2020-01-01T00:00:00.000Z' })).toEqual([1, 2]);
  expect(await since(boris, 1, { since: '2040-01-01T00:00:00.000Z' })).toEqual([]);
});

test('deleted messages are passed over, and what one cleared or hid is not shown', async () => {
  await alice.call('messages.delete', { chatId, messageIds: [days[2]!] });
  expect(await since(boris, 3)).toEqual([4, 5]);
  await boris.call('messages.hide', { chatId, messageIds: [days[3]!] });
  expect(await since(boris, 3)).toEqual([5, 6]);
  await boris.call('chats.clearHistory', { chatId, upTo: days[5]! });
  expect(await since(boris, 1)).toEqual([7, 8]);
  expect(await since(boris, 8)).toEqual([8, 9]);
  expect(await since(alice, 3)).toEqual([4, 5]);
});

test('who is not a member is refused, and a time beside another edge', async () => {
  const stranger = await server.person('Глеб');
  expect(await refusal(since(stranger, 1))).toMatchObject({ code: 'not_found' });
  expect(await refusal(since(alice, 1, { before: days[1] }))).toMatchObject({ code: 'invalid_input', field: 'before' });
  expect(await refusal(since(alice, 1, { since: 'yesterday' }))).toMatchObject({
    code: 'invalid_input',
    field: 'since',
  });
});
