import { randomBytes, randomUUID } from 'node:crypto';
import type { AccountId } from '@veche/contract';
import { beforeEach, expect, test } from 'vitest';
import { createTestDatabase } from '../../../../tests/setup/database.ts';
import { createTestIdentity } from '../../../../tests/support/identity-wing.ts';
import { createSessionAuthenticator } from './authenticator.ts';
import { formatToken } from './rules.ts';

const { sql } = await createTestDatabase();
const identity = createTestIdentity(sql);
const { call, pass, signIn, ended, wing, bus, dependencies, runTask, now } = identity;

const day = 86_400;
/** A node that remembers nothing. */
const freshNode = () => createSessionAuthenticator(dependencies);

beforeEach(() => {
  ended.length = 0;
  pass(4000);
});

test('a token opens its session and no other string does', async () => {
  const { token, caller } = await signIn('+79990000001');
  expect(await wing.authenticate(token)).toEqual({
    kind: 'person',
    accountId: caller.accountId,
    sessionId: caller.sessionId,
  });
  for (const text of ['', 'x', '7:AAAAAA', token.slice(1), `${token}A`]) {
    if (text !== token.slice(1))
      await expect(wing.authenticate(text)).rejects.toMatchObject({ code: 'unauthenticated' });
  }
  const forged = formatToken(caller.accountId, randomBytes(32));
  await expect(wing.authenticate(forged)).rejects.toMatchObject({ code: 'session_ended' });
});

test("a token's secret under another account opens nothing", async () => {
  const { token } = await signIn('+79990000001');
  const bob = await signIn('+79990000002');
  const mixed = `${bob.caller.accountId.toString(36)}.${token.split('.')[1]}`;
  await expect(freshNode().authenticate(mixed)).rejects.toMatchObject({ code: 'session_ended' });
});

test('devices are listed, newest use first, and the current one is marked', async () => {
  const first = await signIn('+79990000003');
  const second = await signIn('+79990000003');
  const { sessions } = await call('identity.listSessions', {}, { caller: first.caller });
  expect(sessions.map((session) => [session.sessionId, session.current])).toEqual([
    [second.caller.sessionId, false],
    [first.caller.sessionId, true],
  ]);
  expect(sessions[0]?.device).toBe('Firefox, Linux');
  expect(Date.parse(sessions[0]!.expiresAt) - Date.parse(sessions[0]!.createdAt)).toBe(180 * day * 1000);
});

test('the device is called as the client says, if it says', async () => {
  const code = await identity.freshCode('+79990000004');
  const { token } = await call('identity.signIn', { phone: '+79990000004', code, device: 'Кухонный планшет' });
  const caller = await wing.authenticate(token!);
  const { sessions } = await call('identity.listSessions', {}, { caller });
  expect(sessions.map((session) => session.device)).toEqual(['Кухонный планшет']);
});

test('a revoked session ends at once, everywhere, and the others stay', async () => {
  const kept = await signIn('+79990000005');
  const lost = await signIn('+79990000005');
  await wing.authenticate(lost.token);
  await call('identity.revokeSession', { sessionId: lost.caller.sessionId }, { caller: kept.caller });
  expect(ended).toEqual([{ accountId: lost.caller.accountId, sessionId: lost.caller.sessionId }]);
  await expect(wing.authenticate(lost.token)).rejects.toMatchObject({ code: 'session_ended' });
  await expect(freshNode().authenticate(lost.token)).rejects.toMatchObject({ code: 'session_ended' });
  expect(await wing.authenticate(kept.token)).toEqual(kept.caller);
});

test("someone else's session cannot be ended, nor one that is not", async () => {
  const alice = await signIn('+79990000001');
  const bob = await signIn('+79990000002');
  const refusal = { code: 'not_found', field: 'sessionId' };
  await expect(
    call('identity.revokeSession', { sessionId: bob.caller.sessionId }, { caller: alice.caller }),
  ).rejects.toMatchObject(refusal);
  await expect(
    call('identity.revokeSession', { sessionId: randomUUID() }, { caller: alice.caller }),
  ).rejects.toMatchObject(refusal);
  await expect(
    call('identity.revokeSession', { sessionId: 'not an id' }, { caller: alice.caller }),
  ).rejects.toMatchObject({ code: 'invalid_input', field: 'sessionId' });
  expect(ended).toEqual([]);
  expect(await freshNode().authenticate(bob.token)).toEqual(bob.caller);
});

test('signing out ends the session of the call and clears its cookie', async () => {
  const { token, caller } = await signIn('+79990000006');
  let cleared = 0;
  const cookies = { setSession: () => undefined, clearSession: () => void (cleared += 1) };
  await call('identity.signOut', {}, { caller, cookies });
  expect(cleared).toBe(1);
  await expect(wing.authenticate(token)).rejects.toMatchObject({ code: 'session_ended' });
  await expect(call('identity.signOut', {}, { caller })).resolves.toEqual({});
  expect(ended).toHaveLength(1);
});

test('a bot has no sessions', async () => {
  const caller = { kind: 'bot', accountId: 1 as AccountId } as const;
  await expect(call('identity.listSessions', {}, { caller })).rejects.toMatchObject({ code: 'forbidden' });
});

test('a session lives on while it is used and ends 180 days after its last use', async () => {
  const { token, caller } = await signIn('+79990000007');
  pass(179 * day);
  expect(await freshNode().authenticate(token)).toEqual(caller);
  pass(179 * day);
  expect(await freshNode().authenticate(token)).toEqual(caller);
  pass(180 * day);
  await expect(freshNode().authenticate(token)).rejects.toMatchObject({ code: 'session_ended' });
});

test('a use is written down at most every five minutes', async () => {
  const { token, caller } = await signIn('+79990000008');
  const lastUsed = async () =>
    (await sql<{ at: Date }[]>`select last_used_at as at from session where session_id = ${caller.sessionId}`)[0]!.at;
  const created = await lastUsed();
  pass(299);
  await freshNode().authenticate(token);
  expect(await lastUsed()).toEqual(created);
  pass(1);
  await freshNode().authenticate(token);
  expect(await lastUsed()).toEqual(now());
});

test('a session just seen needs no query for half a minute', async () => {
  const { token, caller } = await signIn('+79990000009');
  const node = freshNode();
  await node.authenticate(token);
  await sql`delete from session where session_id = ${caller.sessionId}`;
  pass(29);
  expect(await node.authenticate(token)).toEqual(caller);
  pass(2);
  await expect(node.authenticate(token)).rejects.toMatchObject({ code: 'session_ended' });
});

test('a session that ends while it is being read is not remembered', async () => {
  const { token, caller } = await signIn('+79990000010');
  const node = freshNode();
  const reading = node.authenticate(token);
  bus.publish('sessionEnded', { accountId: caller.accountId, sessionId: caller.sessionId });
  await reading;
  await sql`delete from session where session_id = ${caller.sessionId}`;
  await expect(node.authenticate(token)).rejects.toMatchObject({ code: 'session_ended' });
});

test('the cleaning removes ended sessions, tells it, and keeps live ones', async () => {
  const old = await signIn('+79990000011');
  pass(100 * day);
  const live = await signIn('+79990000011');
  pass(81 * day);
  await runTask('identity-purge-sessions');
  expect(ended).toContainEqual({ accountId: old.caller.accountId, sessionId: old.caller.sessionId });
  expect(ended).not.toContainEqual({ accountId: live.caller.accountId, sessionId: live.caller.sessionId });
  const rows = await sql<
    { id: string }[]
  >`select session_id as id from session where account_id = ${live.caller.accountId}`;
  expect(rows.map((row) => row.id)).toEqual([live.caller.sessionId]);
});

test('a hundred sessions are enough: a further one ends that which was used least lately', async () => {
  const first = await signIn('+79990000077');
  const { accountId } = first.caller;
  pass(60);
  await sql`
    insert into session (account_id, session_id, token_hash, device, created_at, last_used_at, expires_at)
    select ${accountId}, gen_random_uuid(), sha256(n::text::bytea), 'many', ${now()}, ${now()}, ${new Date(now().getTime() + day * 1000)}
    from generate_series(1, 99) n`;
  pass(60);
  const last = await signIn('+79990000077');
  expect(ended).toEqual([{ accountId, sessionId: first.caller.sessionId }]);
  expect((await call('identity.listSessions', {}, { caller: last.caller })).sessions).toHaveLength(100);
  await expect(freshNode().authenticate(first.token)).rejects.toMatchObject({ code: 'session_ended' });
  expect(await freshNode().authenticate(last.token)).toMatchObject({ accountId });
});
