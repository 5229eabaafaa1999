import { beforeEach, describe, expect, test } from 'vitest';
import { createTestDatabase } from '../../../../tests/setup/database.ts';
import { createAuthenticator } from '../../../../tests/support/authenticator.ts';
import { createTestIdentity } from '../../../../tests/support/identity-wing.ts';

const { sql } = await createTestDatabase();
const { call, pass, signIn, pushed, wing, runTask } = createTestIdentity(sql);
const page = { origin: 'https://veche.example', rpId: 'veche.example' };
type Person = Awaited<ReturnType<typeof signIn>>;

let people = 0;
const newPerson = () => signIn(`+7999000${String((people += 1)).padStart(4, '0')}`);
beforeEach(() => {
  pushed.length = 0;
  pass(4000);
});

/** A person with a passkey on a device. */
async function withPasskey(oddities: { counter?: number } = {}) {
  const person = await newPerson();
  const device = createAuthenticator(page);
  const passkey = await add(person, device, oddities);
  return { ...person, device, passkey };
}
async function add({ caller }: Pick<Person, 'caller'>, device: ReturnType<typeof createAuthenticator>, oddities = {}) {
  const { options } = await call('passkeys.beginRegistration', {}, { caller });
  const response = device.create(options, oddities);
  return (await call('passkeys.finishRegistration', { response, name: 'Телефон' }, { caller })).passkey;
}
const begun = async () => (await call('passkeys.beginSignIn', {})).options;
const wrong = { code: 'wrong_code', field: 'response' };

test('a passkey signs its owner in without a number or a code', async () => {
  const { caller, device } = await withPasskey();
  const { token, account, isNew } = await call('passkeys.signIn', { response: device.get(await begun()) });
  expect(account.accountId).toBe(caller.accountId);
  expect(isNew).toBe(false);
  expect(await wing.authenticate(token ?? '')).toMatchObject({ kind: 'person', accountId: caller.accountId });
});

test('a device is asked to recognise its person, to keep the key, and not to make a second one', async () => {
  const { caller, device } = await withPasskey();
  const { options } = await call('passkeys.beginRegistration', {}, { caller });
  expect(options).toMatchObject({
    rp: { id: 'veche.example' },
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
    excludeCredentials: [{ id: device.keys()[0], type: 'public-key' }],
  });
  expect(options.pubKeyCredParams.map(({ alg }) => alg)).toEqual([-7, -8, -257]);
});

test('its owner sees when it was made and used, names it anew, and takes it away', async () => {
  const { caller, device, passkey } = await withPasskey();
  expect(passkey).toMatchObject({ name: 'Телефон', isSynced: true });
  expect(passkey).not.toHaveProperty('lastUsedAt');
  await call('passkeys.signIn', { response: device.get(await begun()) });
  const { passkeyId } = passkey;
  await call('passkeys.rename', { passkeyId, name: 'Ключ в сейфе' }, { caller });
  const { passkeys } = await call('passkeys.list', {}, { caller });
  expect(passkeys).toMatchObject([{ passkeyId, name: 'Ключ в сейфе', lastUsedAt: expect.any(String) as string }]);
  expect(await call('passkeys.remove', { passkeyId }, { caller })).toEqual({ changed: true });
  expect(await call('passkeys.remove', { passkeyId }, { caller })).toEqual({ changed: false });
  expect(await call('passkeys.list', {}, { caller })).toEqual({ passkeys: [] });
});

test('a deleted passkey signs nobody in', async () => {
  const { caller, device, passkey } = await withPasskey();
  const options = await begun();
  await call('passkeys.remove', { passkeyId: passkey.passkeyId }, { caller });
  await expect(call('passkeys.signIn', { response: device.get(options) })).rejects.toMatchObject({ code: 'not_found' });
});

describe('an answer is refused', () => {
  test.each([
    ['given on another page', { origin: 'https://veche.example.evil.test' }],
    ["given on a mini-app's page", { origin: 'https://game.apps.veche.example' }],
    ['given for another host', { rpId: 'evil.test' }],
    ['without the person being recognised', { isVerified: false }],
    ['given within a frame of another site', { crossOrigin: true }],
    ['of another kind', { type: 'webauthn.create' }],
  ])('%s', async (_name, oddities) => {
    const { caller, device } = await withPasskey();
    await expect(call('passkeys.signIn', { response: device.get(await begun(), oddities) })).rejects.toMatchObject(
      wrong,
    );
    const { options } = await call('passkeys.beginRegistration', {}, { caller });
    const made = createAuthenticator(page).create(options, 'type' in oddities ? { type: 'webauthn.get' } : oddities);
    await expect(call('passkeys.finishRegistration', { response: made }, { caller })).rejects.toMatchObject(wrong);
    expect((await call('passkeys.list', {}, { caller })).passkeys).toHaveLength(1);
  });

  test('a second time', async () => {
    const { caller, device } = await withPasskey();
    const response = device.get(await begun());
    await call('passkeys.signIn', { response });
    await expect(call('passkeys.signIn', { response })).rejects.toMatchObject({ code: 'expired', field: 'response' });
    const { options } = await call('passkeys.beginRegistration', {}, { caller });
    const other = createAuthenticator(page);
    await call('passkeys.finishRegistration', { response: other.create(options) }, { caller });
    const again = call('passkeys.finishRegistration', { response: other.create(options) }, { caller });
    await expect(again).rejects.toMatchObject({ code: 'expired' });
  });

  test('many times at once but for one', async () => {
    const { device } = await withPasskey();
    const response = device.get(await begun());
    const tries = await Promise.allSettled(Array.from({ length: 5 }, () => call('passkeys.signIn', { response })));
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  test('after five minutes', async () => {
    const { caller, device } = await withPasskey();
    const options = await begun();
    const { options: creation } = await call('passkeys.beginRegistration', {}, { caller });
    pass(300);
    await expect(call('passkeys.signIn', { response: device.get(options) })).rejects.toMatchObject({ code: 'expired' });
    const response = createAuthenticator(page).create(creation);
    await expect(call('passkeys.finishRegistration', { response }, { caller })).rejects.toMatchObject({
      code: 'expired',
    });
  });

  test('to a challenge of nobody, or of another use', async () => {
    const { caller, device } = await withPasskey();
    const { options: creation } = await call('passkeys.beginRegistration', {}, { caller });
    const { options: check } = await call('passkeys.beginCheck', {}, { caller });
    for (const challenge of ['AAAA', 'A'.repeat(72), creation.challenge, check.challenge]) {
      await expect(call('passkeys.signIn', { response: device.get({ challenge }) })).rejects.toMatchObject(wrong);
    }
  });

  test("under another account, or with another account's key", async () => {
    const [alice, bob] = [await withPasskey(), await withPasskey()];
    const bobsHandle = bob.device.get(await begun()).response.userHandle ?? '';
    await expect(
      call('passkeys.signIn', { response: alice.device.get(await begun(), { userHandle: bobsHandle }) }),
    ).rejects.toMatchObject({ code: 'not_found' });
    for (const userHandle of ['', 'YQ', 'AAAAAAAAAAAAAAAAAAAA'].filter((handle) => handle !== '')) {
      const response = alice.device.get(await begun(), { userHandle });
      await expect(call('passkeys.signIn', { response })).rejects.toMatchObject(wrong);
    }
    const stranger = createAuthenticator(page);
    stranger.create({ challenge: 'AAAA', user: { id: bobsHandle } });
    const forged = stranger.get(await begun());
    const bobsKey = bob.device.keys()[0] ?? '';
    await expect(
      call('passkeys.signIn', { response: { ...forged, id: bobsKey, rawId: bobsKey } }),
    ).rejects.toMatchObject(wrong);
  });

  test('in another session than the one that asked to make it', async () => {
    const { caller } = await withPasskey();
    const bob = await newPerson();
    const { options } = await call('passkeys.beginRegistration', {}, { caller });
    const response = createAuthenticator(page).create(options);
    await expect(call('passkeys.finishRegistration', { response }, { caller: bob.caller })).rejects.toMatchObject(
      wrong,
    );
  });

  test('with a counter that the key had gone past: it may be a copy, and the owner sees that', async () => {
    const { caller, device } = await withPasskey({ counter: 5 });
    await call('passkeys.signIn', { response: device.get(await begun(), { counter: 9 }) });
    for (const counter of [9, 7])
      await expect(call('passkeys.signIn', { response: device.get(await begun(), { counter }) })).rejects.toMatchObject(
        wrong,
      );
    const { passkeys } = await call('passkeys.list', {}, { caller });
    expect(passkeys[0]).toHaveProperty('doubtedAt');
    await call('passkeys.signIn', { response: device.get(await begun(), { counter: 10 }) });
  });
});

test("somebody else's passkey is neither seen, renamed nor removed", async () => {
  const [alice, bob] = [await withPasskey(), await newPerson()];
  const { passkeyId } = alice.passkey;
  const { caller } = bob;
  expect(await call('passkeys.list', {}, { caller })).toEqual({ passkeys: [] });
  await expect(call('passkeys.rename', { passkeyId, name: 'Мой' }, { caller })).rejects.toMatchObject({
    code: 'not_found',
  });
  expect(await call('passkeys.remove', { passkeyId }, { caller })).toEqual({ changed: false });
  await expect(call('passkeys.beginCheck', {}, { caller })).rejects.toMatchObject({ code: 'not_found' });
  expect((await call('passkeys.list', {}, { caller: alice.caller })).passkeys).toHaveLength(1);
});

test('a person has at most twenty', async () => {
  const { caller, device } = await withPasskey();
  const waiting = await call('passkeys.beginRegistration', {}, { caller });
  for (let made = 1; made < 20; made += 1) await add({ caller }, device);
  await expect(call('passkeys.beginRegistration', {}, { caller })).rejects.toMatchObject({ code: 'conflict' });
  const response = device.create(waiting.options);
  await expect(call('passkeys.finishRegistration', { response }, { caller })).rejects.toMatchObject({
    code: 'conflict',
  });
});

test('other devices are told of a new passkey and of a sign-in', async () => {
  const { caller, device } = await withPasskey();
  const { sessionId } = await call('passkeys.signIn', { response: device.get(await begun()), device: 'Планшет' });
  const { accountId } = caller;
  expect(pushed).toMatchObject([
    { accountId, what: 'passkeyAdded', device: 'Firefox, Linux', exceptSessionId: caller.sessionId },
    { accountId, what: 'signedIn', device: 'Планшет', exceptSessionId: sessionId },
  ]);
  const events = await sql<{ what: string }[]>`
    select data->>'what' as what from account_event where account_id = ${accountId} order by account_seq`;
  expect(events.map(({ what }) => what)).toEqual(['passkeyAdded', 'signedIn']);
});

test('a server without a host name has no passkeys', async () => {
  const numbers = createTestIdentity(sql, { webOrigin: 'http://192.0.2.7:8080' });
  await expect(numbers.call('passkeys.beginSignIn', {})).rejects.toMatchObject({ code: 'not_supported' });
});

test('answered challenges are forgotten when they are too old to be taken', async () => {
  const { device } = await withPasskey();
  await call('passkeys.signIn', { response: device.get(await begun()) });
  await runTask('identity-purge-codes');
  expect((await sql`select from spent_challenge`).length).toBeGreaterThan(0);
  pass(300);
  await runTask('identity-purge-codes');
  expect(await sql`select from spent_challenge`).toHaveLength(0);
});
