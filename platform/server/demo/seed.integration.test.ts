import {
  type AccountId,
  type AnyMethod,
  type InputOf,
  type MethodByName,
  type OutputOf,
  Username,
} from '@veche/contract';
import { expect, test } from 'vitest';
import { createTestDatabase } from '../../../tests/setup/database.ts';
import { createTestChat } from '../../../tests/support/chat-wing.ts';
import { createTestIdentity } from '../../../tests/support/identity-wing.ts';
import { insertAccount } from '../identity/index.ts';
import { createLogWriter } from '../kernel/conversation-log/index.ts';
import { newId } from '../kernel/ids.ts';
import { createMetrics } from '../kernel/metrics.ts';
import { demoPeople } from './people.ts';
import { seedDemo } from './seed.ts';

const { sql } = await createTestDatabase();
const { call, bus } = createTestIdentity(sql);
const writer = createLogWriter({ sql, bus, metrics: createMetrics(), projections: [] });
const handlers = createTestChat({ sql, writer, bus }).handlers;

const published: AccountId[] = [];
const echoId = newId<AccountId>();
const hooks = {
  registerBots: async () => {
    if ((await sql`select 1 from account where account_id = ${echoId}`).length === 0) {
      await insertAccount(sql, { accountId: echoId, kind: 'bot', name: 'Эхо', username: 'echo_bot' });
    }
    return [echoId];
  },
  publishApps: async (ownerId: AccountId) => void published.push(ownerId),
};

async function ask<N extends AnyMethod['name']>(
  accountId: AccountId,
  name: N,
  input: InputOf<MethodByName<N>>,
): Promise<OutputOf<MethodByName<N>>> {
  const handler = handlers.find(({ method }) => method.name === name)!;
  const signal = new AbortController().signal;
  const context = {
    caller: { kind: 'person', accountId, sessionId: '' as never },
    requestId: '',
    remoteAddress: '',
    userAgent: '',
    signal,
  } as const;
  return handler.method.output.parse(await handler.run(context, handler.method.input.parse(input))) as OutputOf<
    MethodByName<N>
  >;
}
const everything = async () => ({
  accounts: await sql`select * from account order by account_id`,
  chats: await sql`select * from chat order by chat_id`,
  events: await sql`select chat_id, seq, kind from chat_event order by chat_id, seq`,
  messages: await sql`select * from message order by chat_id, message_id`,
});

const seeded = await seedDemo({ sql, writer, hooks });
const { alice, bob, vera, galina, dmitry } = seeded.people;

test('the demo people can be chosen at sign-in', async () => {
  const { people } = await call('identity.listDemoPeople', {});
  expect(people.map(({ accountId, name, username, role }) => [accountId, name, username, role])).toEqual([
    [alice, 'Алиса Соколова', 'alice', 'citizen'],
    [bob, 'Борис Волков', 'bob_volkov', 'citizen'],
    [vera, 'Вера Ильина', 'vera_ilina', 'clerk'],
    [galina, 'Галина Петрова', 'galina', 'teacher'],
    [dmitry, 'Дмитрий Орлов', 'dmitry', 'developer'],
  ]);
});

test('all five and the bot are in the group, and the bot came after the talk', async () => {
  const { members } = await ask(alice, 'chats.listMembers', { chatId: seeded.groupId });
  expect(members.map((member) => member.account.accountId).sort()).toEqual(
    [alice, bob, vera, galina, dmitry, echoId].sort(),
  );
  const kinds = await sql<
    { kind: string }[]
  >`select kind from chat_event where chat_id = ${seeded.groupId} order by seq`;
  expect(kinds[0]?.kind).toBe('chat.created');
  expect(kinds.at(-1)?.kind).toBe('member.added');
});

test('the first look of Alice is a messenger in use', async () => {
  const { chats } = await ask(alice, 'chats.list', {});
  expect(chats).toHaveLength(5);
  const talks = chats.filter((chat) => chat.lastMessage !== undefined);
  expect(talks).toHaveLength(4);
  expect(talks.some((chat) => chat.unreadCount > 0)).toBe(true);
  const { messages } = await ask(alice, 'messages.history', { chatId: seeded.groupId });
  expect(messages).toHaveLength(7);
  expect(messages[0]).toMatchObject({ senderId: galina });
});

test('the mini-apps belong to the developer', () => {
  expect(published).toEqual([dmitry]);
});

test('a second start changes nothing', async () => {
  const before = await everything();
  expect(await seedDemo({ sql, writer, hooks })).toEqual(seeded);
  expect(await everything()).toEqual(before);
});

test('what someone changed stays changed', async () => {
  await call(
    'identity.updateProfile',
    { name: 'Алиса', username: null },
    { caller: { kind: 'person', accountId: alice, sessionId: '' as never } },
  );
  await ask(alice, 'chats.update', { chatId: seeded.groupId, title: 'Наш двор' });
  await ask(alice, 'chats.removeMember', { chatId: seeded.groupId, accountId: echoId });
  await ask(bob, 'chats.leave', { chatId: seeded.groupId });
  const { messages } = await ask(alice, 'messages.history', { chatId: seeded.groupId });
  await ask(alice, 'messages.delete', {
    chatId: seeded.groupId,
    messageIds: messages.map((message) => message.messageId),
  });
  const before = await everything();
  await seedDemo({ sql, writer, hooks });
  expect(await everything()).toEqual(before);
});

test('the public names of demo people are ones that people may have', () => {
  for (const { username } of demoPeople) expect(Username.safeParse(username).success).toBe(true);
});
