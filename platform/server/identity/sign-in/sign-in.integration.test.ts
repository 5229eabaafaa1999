import { VecheError } from '@veche/contract';
import { beforeEach, expect, test } from 'vitest';
import { createTestDatabase } from '../../../../tests/setup/database.ts';
import { createTestIdentity } from '../../../../tests/support/identity-wing.ts';

const { sql } = await createTestDatabase();
const { call, sent, pass, freshCode, signIn, runTask, dependencies, wing } = createTestIdentity(sql);

const alice = '+79990000001';
const bob = '+79990000002';
const otherThan = (code: string, step = 1) => String((Number(code) + step) % 1_000_000).padStart(6, '0');

beforeEach(async () => {
  sent.length = 0;
  pass(4000);
  await sql`truncate sign_in_code, code_budget, session, account, account_phone, public_name, account_log`;
});

test('a number in any spelling gets a code and comes back as E.164', async () => {
  const answer = await call('identity.requestCode', { phone: '8 (999) 000-00-01' });
  expect(answer).toEqual({ phone: alice, expiresInSeconds: 300, retryAfterSeconds: 60 });
  expect(sent).toHaveLength(1);
  expect(sent[0]?.phone).toBe(alice);
  expect(sent[0]?.code).toMatch(/^\d{6}$/);
  expect(sent[0]?.text).toBe(`Код для входа в Вече: ${sent[0]?.code}. Никому его не сообщайте.`);
});

test('the message is in the language that was asked for', async () => {
  await call('identity.requestCode', { phone: alice, language: 'en' });
  expect(sent[0]?.text).toContain('Your Veche sign-in code');
});

test('a text that is no phone number is refused by field and sends nothing', async () => {
  for (const phone of ['12345', 'alice', '+7 999', '+79990000001 ext 5']) {
    await expect(call('identity.requestCode', { phone })).rejects.toMatchObject({
      code: 'invalid_input',
      field: 'phone',
    });
    await expect(call('identity.signIn', { phone, code: '123456' })).rejects.toMatchObject({
      code: 'invalid_input',
      field: 'phone',
    });
  }
  expect(sent).toEqual([]);
  expect(await sql`select * from code_budget`).toHaveLength(0);
});

test('the code opens an account for a new number and the same account later', async () => {
  const first = await call('identity.signIn', { phone: alice, code: await freshCode(alice), name: 'Алиса' });
  expect(first).toMatchObject({ isNew: true, account: { kind: 'person', name: 'Алиса' } });
  const second = await call('identity.signIn', {
    phone: '8 999 000 00 01',
    code: await freshCode(alice),
    name: 'Другое имя',
  });
  expect(second).toMatchObject({ isNew: false, account: first.account });
  expect(second.token).not.toBe(first.token);
  expect(second.sessionId).not.toBe(first.sessionId);
});

test('a new person without a name is called a new member in the chosen language', async () => {
  const russian = await call('identity.signIn', { phone: alice, code: await freshCode(alice) });
  const english = await call('identity.signIn', { phone: bob, code: await freshCode(bob), language: 'en' });
  expect([russian.account.name, english.account.name]).toEqual(['Новый участник', 'New member']);
});

test('an unknown number is answered exactly like a known one', async () => {
  await signIn(alice);
  pass(61);
  const known = await call('identity.requestCode', { phone: alice });
  const unknown = await call('identity.requestCode', { phone: bob });
  expect({ ...unknown, phone: alice }).toEqual(known);
  const wrong = { code: 'wrong_code', message: 'The code is wrong.', field: 'code' };
  for (const [phone, code] of sent.slice(-2).map((message) => [message.phone, message.code] as const)) {
    await expect(call('identity.signIn', { phone, code: otherThan(code) })).rejects.toMatchObject(wrong);
  }
});

test('neither codes nor tokens stand in the database as they are', async () => {
  const code = await freshCode(alice);
  const [row] = await sql<{ code_hash: Buffer }[]>`select * from sign_in_code`;
  expect(row?.code_hash).toHaveLength(32);
  expect(JSON.stringify(row)).not.toContain(code);
  const { token } = await call('identity.signIn', { phone: alice, code });
  const secret = token?.split('.')[1];
  const [session] = await sql`select encode(token_hash, 'escape') as hash, s::text as whole from session s`;
  expect(JSON.stringify(session)).not.toContain(secret);
});

test('a wrong code is refused and does not spend the right one', async () => {
  const code = await freshCode(alice);
  await expect(call('identity.signIn', { phone: alice, code: otherThan(code) })).rejects.toMatchObject({
    code: 'wrong_code',
    field: 'code',
  });
  await expect(call('identity.signIn', { phone: alice, code })).resolves.toMatchObject({ isNew: true });
});

test('a code that is not six digits is refused by field and is no try', async () => {
  await freshCode(alice);
  for (const code of ['12345', '1234567', 'abcdef', '１２３４５６', '12345\n']) {
    await expect(call('identity.signIn', { phone: alice, code })).rejects.toMatchObject({
      code: 'invalid_input',
      field: 'code',
    });
  }
  expect((await sql`select wrong_tries from sign_in_code`)[0]).toEqual({ wrong_tries: 0 });
});

test('after five wrong tries even the right code is expired', async () => {
  const code = await freshCode(alice);
  for (let step = 1; step <= 5; step += 1) {
    await expect(call('identity.signIn', { phone: alice, code: otherThan(code, step) })).rejects.toMatchObject({
      code: 'wrong_code',
    });
  }
  await expect(call('identity.signIn', { phone: alice, code })).rejects.toMatchObject({
    code: 'expired',
    field: 'code',
  });
  expect(await sql`select * from account`).toHaveLength(0);
});

test('wrong tries made at the same time are all counted', async () => {
  const code = await freshCode(alice);
  const tries = await Promise.allSettled(
    Array.from({ length: 12 }, (_, step) => call('identity.signIn', { phone: alice, code: otherThan(code, step + 1) })),
  );
  const codes = tries.map((one) => (one.status === 'rejected' ? (one.reason as VecheError).code : 'ok')).sort();
  expect(codes).toEqual([...Array<string>(7).fill('expired'), ...Array<string>(5).fill('wrong_code')]);
  await expect(call('identity.signIn', { phone: alice, code })).rejects.toMatchObject({ code: 'expired' });
});

test('a code is good for five minutes and not a second longer', async () => {
  const code = await freshCode(alice);
  pass(300);
  await expect(call('identity.signIn', { phone: alice, code })).rejects.toMatchObject({ code: 'expired' });
  const another = await freshCode(alice);
  pass(299);
  await expect(call('identity.signIn', { phone: alice, code: another })).resolves.toMatchObject({ isNew: true });
});

test('a code that was never asked for is expired', async () => {
  await expect(call('identity.signIn', { phone: alice, code: '123456' })).rejects.toMatchObject({ code: 'expired' });
});

test('a used code is expired', async () => {
  const code = await freshCode(alice);
  await call('identity.signIn', { phone: alice, code });
  await expect(call('identity.signIn', { phone: alice, code })).rejects.toMatchObject({ code: 'expired' });
});

test('of many sign-ins with one code at the same time exactly one succeeds', async () => {
  const code = await freshCode(alice);
  const tries = await Promise.allSettled(
    Array.from({ length: 8 }, () => call('identity.signIn', { phone: alice, code })),
  );
  expect(tries.filter((one) => one.status === 'fulfilled')).toHaveLength(1);
  for (const one of tries) if (one.status === 'rejected') expect(one.reason).toMatchObject({ code: 'expired' });
  expect(await sql`select * from account`).toHaveLength(1);
  expect(await sql`select * from session`).toHaveLength(1);
});

test('a newer code takes the place of the older', async () => {
  const older = await freshCode(alice);
  const newer = await freshCode(alice);
  if (older !== newer)
    await expect(call('identity.signIn', { phone: alice, code: older })).rejects.toMatchObject({ code: 'wrong_code' });
  await expect(call('identity.signIn', { phone: alice, code: newer })).resolves.toMatchObject({ isNew: true });
});

test("one phone's code does not open another", async () => {
  const code = await freshCode(alice);
  const ofBob = await freshCode(bob);
  if (code !== ofBob)
    await expect(call('identity.signIn', { phone: bob, code })).rejects.toMatchObject({ code: 'wrong_code' });
});

test('another code within a minute is refused with the seconds to wait, and the first stays good', async () => {
  const code = await freshCode(alice);
  pass(20);
  await expect(call('identity.requestCode', { phone: alice }, { remoteAddress: '198.51.100.9' })).rejects.toMatchObject(
    {
      code: 'rate_limited',
      retryAfterSeconds: 40,
    },
  );
  expect(sent).toHaveLength(1);
  await expect(call('identity.signIn', { phone: alice, code })).resolves.toMatchObject({ isNew: true });
});

test('of requests for one phone at the same time one is sent', async () => {
  const asks = await Promise.allSettled(
    Array.from({ length: 6 }, () => call('identity.requestCode', { phone: alice })),
  );
  expect(asks.filter((one) => one.status === 'fulfilled')).toHaveLength(1);
  expect(sent).toHaveLength(1);
});

test('the sixth code to a phone within an hour is refused from any address, also after a restart', async () => {
  for (let count = 0; count < 5; count += 1) await freshCode(alice);
  pass(61);
  const again = createTestIdentity(sql, { clock: dependencies.clock });
  await expect(
    again.call('identity.requestCode', { phone: alice }, { remoteAddress: '203.0.113.5' }),
  ).rejects.toMatchObject({
    code: 'rate_limited',
    retryAfterSeconds: 3600 - 5 * 61,
  });
  pass(3600 - 5 * 61);
  await expect(again.call('identity.requestCode', { phone: alice })).resolves.toMatchObject({ phone: alice });
});

test('an address may ask for twenty codes an hour; another address is not held up', async () => {
  const ask = (index: number, remoteAddress: string) =>
    call('identity.requestCode', { phone: `+7999100${String(index).padStart(4, '0')}` }, { remoteAddress });
  for (let index = 0; index < 20; index += 1) await ask(index, '2001:db8::1');
  await expect(ask(20, '2001:db8::ffff')).rejects.toMatchObject({ code: 'rate_limited', retryAfterSeconds: 3600 });
  await expect(ask(20, '2001:db8:0:1::1')).resolves.toBeDefined();
});

test('a refused request counts for nothing', async () => {
  await call('identity.requestCode', { phone: alice });
  for (let count = 0; count < 5; count += 1) {
    await expect(call('identity.requestCode', { phone: alice })).rejects.toMatchObject({ code: 'rate_limited' });
  }
  const rows = await sql<{ sent: number }[]>`select cardinality(sent_at) as sent from code_budget`;
  expect(rows.map((row) => row.sent)).toEqual([1, 1]);
});

test('a sender that fails is told as it is, and the attempt counts', async () => {
  const failing = createTestIdentity(sql, {
    clock: dependencies.clock,
    codeSender: { send: () => Promise.reject(new VecheError('unavailable', 'No gateway.', { retryAfterSeconds: 60 })) },
  });
  await expect(failing.call('identity.requestCode', { phone: alice })).rejects.toMatchObject({ code: 'unavailable' });
  await expect(failing.call('identity.requestCode', { phone: alice })).rejects.toMatchObject({ code: 'rate_limited' });
});

test('a cookie is set instead of the token, for a year, and only over HTTP', async () => {
  const set: { token: string; expiresAt: Date }[] = [];
  const cookies = {
    setSession: (token: string, expiresAt: Date) => void set.push({ token, expiresAt }),
    clearSession: () => undefined,
  };
  const code = await freshCode(alice);
  const input = { phone: alice, code, transport: 'cookie' } as const;
  await expect(call('identity.signIn', input)).rejects.toMatchObject({ code: 'invalid_input', field: 'transport' });
  const signedIn = await call('identity.signIn', input, { cookies });
  expect(signedIn).not.toHaveProperty('token');
  expect(set).toHaveLength(1);
  expect((set[0]!.expiresAt.getTime() - dependencies.clock.now().getTime()) / 86_400_000).toBe(365);
  expect(await wing.authenticate(set[0]!.token)).toMatchObject({ sessionId: signedIn.sessionId });
});

test('the hourly cleaning forgets what no longer counts and keeps what does', async () => {
  await freshCode(alice);
  pass(3000);
  await freshCode(bob);
  pass(600);
  await runTask('identity-purge-codes');
  expect(await sql`select phone from sign_in_code`).toEqual([]);
  expect((await sql<{ key: string }[]>`select budget_key as key from code_budget`).map((row) => row.key)).toEqual(
    expect.arrayContaining([`phone:${bob}`]),
  );
  expect(await sql`select 1 from code_budget where budget_key = ${`phone:${alice}`}`).toHaveLength(0);
});
