import { randomUUID } from 'node:crypto';
import type { AccountId, ClientId } from '@veche/contract';
import { expect, test } from 'vitest';
import { createTestDatabase } from '../../../../tests/setup/database.ts';
import { createTestChat } from '../../../../tests/support/chat-wing.ts';
import { createTestIdentity } from '../../../../tests/support/identity-wing.ts';
import { createGroup, openDirectChat } from '../../chat/index.ts';
import { createLogWriter } from '../../kernel/conversation-log/index.ts';
import { newId } from '../../kernel/ids.ts';
import { createMetrics } from '../../kernel/metrics.ts';
import type { Caller } from '../../kernel/rpc/caller.ts';
import { insertAccount, readAccounts } from '../index.ts';

const { sql } = await createTestDatabase();
const { call, bus, runTask, now, pass } = createTestIdentity(sql);
const writer = createLogWriter({ sql, bus, metrics: createMetrics(), projections: [] });
const chat = { sql, writer };

async function person(name: string, more: { username?: string; phone?: string; kind?: 'person' | 'bot' } = {}) {
  const accountId = newId<AccountId>();
  const kind = more.kind ?? 'person';
  expect(await insertAccount(sql, { accountId, name, ...more, kind })).toBeNull();
  const caller: Caller = kind === 'bot' ? { kind, accountId } : { kind, accountId, sessionId: randomUUID() as never };
  return { accountId, caller, name };
}
const group = async (owner: { accountId: AccountId }, ...members: { accountId: AccountId }[]) =>
  createGroup(chat, owner.accountId, {
    clientId: randomUUID() as ClientId,
    title: 'Двор',
    memberIds: members.map((member) => member.accountId),
  });

const alice = await person('Алиса Соколова', { username: 'alice', phone: '+79990000001' });
const bob = await person('Борис Волков', { username: 'Bob_Volkov', phone: '+79990000002' });
const artyom = await person('Артём Ёлкин', { phone: '+79990000003' });
const stranger = await person('Алиса Чужая', { username: 'alice_far', phone: '+79990000009' });
const echo = await person('Эхо', { username: 'echo_bot', kind: 'bot' });
await group(alice, bob, artyom, echo);

const find = async (reader: { caller: Caller }, query: string, limit?: number) => {
  const input = limit === undefined ? { query } : { query, limit };
  return (await call('identity.findPeople', input, { caller: reader.caller })).accounts.map((account) => account.name);
};

test('one sees the own account with phone and session', async () => {
  expect(await call('identity.me', {}, { caller: alice.caller })).toEqual({
    account: { accountId: alice.accountId, kind: 'person', name: 'Алиса Соколова', username: 'alice' },
    language: 'ru',
    phone: '+79990000001',
    sessionId: alice.caller.kind === 'person' ? alice.caller.sessionId : '',
  });
});

test('a bot sees itself without phone and session', async () => {
  const own = await call('identity.me', {}, { caller: echo.caller });
  expect(own).toEqual({
    account: { accountId: echo.accountId, kind: 'bot', name: 'Эхо', username: 'echo_bot' },
    language: 'ru',
  });
});

test('name, public name and language change apart from each other', async () => {
  const vera = await person('Вера', { username: 'vera_one' });
  const { caller } = vera;
  await call('identity.updateProfile', { name: 'Вера Ильина' }, { caller });
  await call('identity.updateProfile', { language: 'en' }, { caller });
  const changed = await call('identity.updateProfile', { username: 'Vera_Two' }, { caller });
  expect(changed).toEqual({
    account: { accountId: vera.accountId, kind: 'person', name: 'Вера Ильина', username: 'Vera_Two' },
    language: 'en',
  });
  expect(await readAccounts(sql, [vera.accountId])).toEqual([changed.account]);
});

test('a public name that was given up is free for others', async () => {
  const first = await person('Первый', { username: 'wanted' });
  const second = await person('Второй');
  await expect(call('identity.updateProfile', { username: 'WANTED' }, { caller: second.caller })).rejects.toMatchObject(
    {
      code: 'conflict',
      field: 'username',
    },
  );
  const given = await call('identity.updateProfile', { username: null }, { caller: first.caller });
  expect(given.account).not.toHaveProperty('username');
  await call('identity.updateProfile', { username: 'WANTED' }, { caller: second.caller });
  expect(await find(first, '@wanted')).toEqual(['Второй']);
});

test('a refused change leaves everything as it was', async () => {
  const dmitry = await person('Дмитрий', { username: 'dmitry_own' });
  const input = { name: 'Другой', username: 'alice', language: 'en' } as const;
  await expect(call('identity.updateProfile', input, { caller: dmitry.caller })).rejects.toMatchObject({
    code: 'conflict',
  });
  expect(await call('identity.me', {}, { caller: dmitry.caller })).toMatchObject({
    account: { name: 'Дмитрий', username: 'dmitry_own' },
    language: 'ru',
  });
  expect(await find(alice, '@dmitry_own')).toEqual(['Дмитрий']);
});

test('of two who want one public name at the same time one gets it', async () => {
  const people = await Promise.all(['Раз', 'Два', 'Три'].map((name) => person(name)));
  const tries = await Promise.allSettled(
    people.map(({ caller }) => call('identity.updateProfile', { username: 'only_one' }, { caller })),
  );
  expect(tries.filter((one) => one.status === 'fulfilled')).toHaveLength(1);
});

test.each([
  ['username', { username: 'abc' }],
  ['username', { username: 'алиса' }],
  ['username', { username: 'alice_bot' }],
  ['name', { name: '   ' }],
  ['name', { name: 'a\u0000b' }],
  ['name', { name: 'x'.repeat(65) }],
  ['language', { language: 'de' as 'en' }],
])('a bad %s is refused by field: %j', async (field, input) => {
  await expect(call('identity.updateProfile', input, { caller: alice.caller })).rejects.toMatchObject({
    code: 'invalid_input',
    field,
  });
});

test('a stranger is found by the whole phone number, in any spelling', async () => {
  expect(await find(bob, '8 999 000-00-09')).toEqual(['Алиса Чужая']);
  expect(await find(bob, '+7999000000')).toEqual([]);
  expect(await find(bob, '000-00-09')).toEqual([]);
});

test('public names are found by their start, without case, the exact one first', async () => {
  expect(await find(bob, 'alice')).toEqual(['Алиса Соколова', 'Алиса Чужая']);
  expect(await find(bob, '@ALI')).toEqual(['Алиса Соколова', 'Алиса Чужая']);
  expect(await find(bob, 'alice', 1)).toEqual(['Алиса Соколова']);
  expect(await find(alice, '@echo')).toEqual(['Эхо']);
  expect(await find(bob, '@lice')).toEqual([]);
});

test('an underscore is no joker', async () => {
  expect(await find(alice, '@bob_')).toEqual(['Борис Волков']);
  expect(await find(alice, '@bo__')).toEqual([]);
  expect(await find(alice, '%')).toEqual([]);
});

test('by name only people of shared chats are found, with any part, in any order, ё as е', async () => {
  expect(await find(bob, 'алиса')).toEqual(['Алиса Соколова']);
  expect(await find(bob, 'елкин АРТЕМ')).toEqual(['Артём Ёлкин']);
  expect(await find(bob, 'Ёлк')).toEqual(['Артём Ёлкин']);
  expect(await find(stranger, 'алиса')).toEqual([]);
  expect(await find(stranger, 'борис')).toEqual([]);
});

test('a typing mistake in a name is forgiven, and who is named right comes first', async () => {
  expect(await find(bob, 'сокалова')).toEqual(['Алиса Соколова']);
  expect(await find(bob, 'артем елкан')).toEqual(['Артём Ёлкин']);
  expect(await find(bob, 'иванопуло')).toEqual([]);
});

test('contacts are found by the name one gave them', async () => {
  await sql`insert into contact values (${stranger.accountId}, ${bob.accountId}, 'Сосед с дрелью', ${now()})`;
  expect(await find(stranger, 'сосед')).toEqual(['Борис Волков']);
  expect(await find(alice, 'сосед')).toEqual([]);
  await sql`delete from contact where account_id = ${stranger.accountId}`;
});

test('who follows the same channel is not found by it', async () => {
  const zoya = await person('Зоя Редкая');
  const chatId = await group(zoya, alice);
  expect(await find(alice, 'редкая')).toEqual(['Зоя Редкая']);
  await sql`update chat set kind = 'channel' where chat_id = ${chatId}`;
  expect(await find(alice, 'редкая')).toEqual([]);
});

test('one does not find oneself', async () => {
  expect(await find(alice, 'соколова')).toEqual([]);
  expect(await find(alice, '+79990000001')).toEqual([]);
  expect(await find(alice, '@alice')).toEqual(['Алиса Чужая']);
});

test('who shares several chats is found once', async () => {
  await group(alice, bob);
  await group(alice, bob);
  expect(await find(alice, 'борис')).toEqual(['Борис Волков']);
});

test("profiles of strangers are not given, one's own and those of shared chats are", async () => {
  const accountIds = [alice, bob, stranger, echo].map((one) => one.accountId);
  const names = async (caller: Caller) =>
    (await call('identity.getAccounts', { accountIds }, { caller })).accounts.map((account) => account.name).sort();
  expect(await names(alice.caller)).toEqual(['Алиса Соколова', 'Борис Волков', 'Эхо'].sort());
  expect(await names(echo.caller)).toEqual(['Алиса Соколова', 'Борис Волков', 'Эхо'].sort());
  expect(await names(stranger.caller)).toEqual(['Алиса Чужая']);
});

test('who left the last shared chat is named to those they left, whose log names them, and to nobody who came later', async () => {
  const galina = await person('Галина Петрова');
  const chatId = await group(galina, bob);
  const ask = async (reader: { caller: Caller }) =>
    (await call('identity.getAccounts', { accountIds: [bob.accountId] }, { caller: reader.caller })).accounts;
  expect(await ask(galina)).toHaveLength(1);
  const act = async (who: { caller: Caller }, name: string, input: object) => {
    const handler = createTestChat({ ...chat, bus }).handlers.find(({ method }) => method.name === name);
    const signal = new AbortController().signal;
    await handler?.run({ caller: who.caller, requestId: '', remoteAddress: '', userAgent: '', signal }, input);
  };
  await act(bob, 'chats.leave', { chatId });
  const late = await person('Поздний Гость');
  await act(galina, 'chats.addMember', { chatId, accountId: late.accountId });
  expect(await ask(galina)).toMatchObject([{ name: 'Борис Волков' }]);
  expect(await ask(late)).toEqual([]);
  expect(await find(galina, 'борис')).toEqual([]);
  await act(galina, 'chats.transferOwnership', { chatId, accountId: late.accountId });
  await act(galina, 'chats.leave', { chatId });
  expect(await ask(galina)).toEqual([]);
});

test('old entries of private logs go, and the floor says from where one can go on', async () => {
  const owner = await person('Хозяин');
  const other = await person('Гость');
  await openDirectChat(chat, owner.accountId, await account(other.accountId));
  await sql`update account_event set at = ${new Date(now().getTime() - 31 * 86_400_000)} where account_id = ${owner.accountId}`;
  await sql`update account_event set at = ${now()} where account_id <> ${owner.accountId}`;
  await group(owner);
  await sql`update account_event set at = ${now()} where account_id = ${owner.accountId} and account_seq = 2`;
  pass(1);
  await runTask('identity-shorten-account-logs');
  expect(await sql`select account_seq as seq from account_event where account_id = ${owner.accountId}`).toEqual([
    { seq: 2 },
  ]);
  expect(await floorOf(owner.accountId)).toBe(1);
  expect(await floorOf(other.accountId)).toBe(0);
  await runTask('identity-shorten-account-logs');
  expect(await floorOf(owner.accountId)).toBe(1);
});

async function account(accountId: AccountId) {
  return (await readAccounts(sql, [accountId]))[0]!;
}

async function floorOf(accountId: AccountId): Promise<number | undefined> {
  const rows = await sql<
    { floor: number }[]
  >`select floor_seq as floor from account_log where account_id = ${accountId}`;
  return rows[0]?.floor;
}
