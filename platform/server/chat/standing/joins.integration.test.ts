import { type ChatId, dailyBudgets } from '@veche/contract';
import { expect, test } from 'vitest';
import { refusal } from '../../../../tests/support/refusal.ts';
import { clientId, startTestServer, type TestPerson } from '../../../../tests/support/server.ts';

const server = await startTestServer();
const alice = await server.person('Алиса');
const perDay = dailyBudgets.joinedChats.trusted;

const group = async (): Promise<ChatId> =>
  (await alice.call('chats.createGroup', { clientId: clientId(), title: 'Двор', memberIds: [] })).chat.chatId;
const linkOf = async (chatId: ChatId, needsApproval = false): Promise<string> => {
  const { invite } = await alice.call('invites.create', { chatId, clientId: clientId(), needsApproval });
  return invite.token;
};
/** As if the person had joined so many chats today. */
const spend = async ({ accountId }: TestPerson, used: number) =>
  server.app.sql`
    insert into daily_budget (account_id, kind, day, used)
    values (${accountId}, 'joinedChats', (now() at time zone 'UTC')::date, ${used})
    on conflict (account_id, kind, day) do update set used = excluded.used`;
const left = async (person: TestPerson) =>
  (await person.call('limits.get', {})).own?.budgets.find(({ kind }) => kind === 'joinedChats')?.left;

test('joining by a name, by a link and by asking takes from the budget, and what is refused takes nothing', async () => {
  const boris = await server.person('Борис');
  const open = await group();
  await alice.call('chats.setUsername', { chatId: open, username: 'open_court' });
  await boris.call('chats.join', { username: 'open_court' });
  await boris.call('chats.join', { username: 'open_court' });
  expect(await left(boris)).toBe(perDay - 1);
  await boris.call('invites.join', { token: await linkOf(await group()) });
  await boris.call('invites.join', { token: await linkOf(await group(), true) });
  expect(await left(boris)).toBe(perDay - 3);
  await refusal(boris.call('chats.join', { username: 'closed_court' }));
  expect(await left(boris)).toBe(perDay - 3);
});

test('who has joined as many chats as a day has is refused until tomorrow, and is added by others still', async () => {
  const vera = await server.person('Вера');
  const chatId = await group();
  await alice.call('chats.setUsername', { chatId, username: 'full_court' });
  const [link, asking] = [await linkOf(chatId), await linkOf(chatId, true)];
  await spend(vera, perDay);
  for (const join of [
    () => vera.call('chats.join', { username: 'full_court' }),
    () => vera.call('invites.join', { token: link }),
    () => vera.call('invites.join', { token: asking }),
  ]) {
    const error = await refusal(join());
    expect([error.code, (error.retryAfterSeconds ?? 0) > 0]).toEqual(['rate_limited', true]);
  }
  expect(await refusal(vera.call('chats.get', { chatId }))).toMatchObject({ code: 'not_found' });
  await alice.call('chats.addMember', { chatId, accountId: vera.accountId });
  expect((await vera.call('chats.get', { chatId })).chat.chatId).toBe(chatId);
});
