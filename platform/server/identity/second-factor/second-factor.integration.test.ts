import type { IdentityProof, SecurityNews } from '@veche/contract';
import { beforeEach, describe, expect, test } from 'vitest';
import { createTestDatabase } from '../../../../tests/setup/database.ts';
import { createAuthenticator } from '../../../../tests/support/authenticator.ts';
import { createTestIdentity } from '../../../../tests/support/identity-wing.ts';
import { refusal } from '../../../../tests/support/refusal.ts';

const { sql } = await createTestDatabase();
const { call, pass, signIn, freshCode, pushed, runTask, now, dependencies } = createTestIdentity(sql);
const password = 'четыре простых слова';
const byPassword = (typed = password): IdentityProof & { by: 'password' } => ({ by: 'password', password: typed });
const byCode = (recoveryCode: string) => ({ by: 'recoveryCode', recoveryCode }) as const;
const day = 86_400;

let people = 0;
async function newPerson() {
  const phone = `+7999000${String((people += 1)).padStart(4, '0')}`;
  return { phone, ...(await signIn(phone)) };
}
/** A person with an additional password. */
async function guarded(hint?: string) {
  const person = await newPerson();
  const { recoveryCode } = await call(
    'secondFactor.set',
    { password, ...(hint === undefined ? {} : { hint }) },
    { caller: person.caller },
  );
  pushed.length = 0;
  return { ...person, recoveryCode };
}
/** What a right code is answered with. */
async function step(phone: string) {
  const asked = await refusal(call('identity.signIn', { phone, code: await freshCode(phone) }));
  expect(asked.code).toBe('second_factor_required');
  if (asked.secondFactor === undefined) throw new Error('nothing is said of how to go on');
  return asked.secondFactor;
}
const told = () => pushed.map(({ what }): SecurityNews => what);

beforeEach(() => {
  pushed.length = 0;
  pass(4000);
});

describe('signing in', () => {
  test('asks for the password after a right code, shows the hint then, and lets in with both', async () => {
    const { phone, caller } = await guarded('как на даче');
    const { ticket, ...rest } = await step(phone);
    expect(rest).toEqual({ expiresInSeconds: 600, hint: 'как на даче', hasRecoveryCode: true, hasPasskey: false });
    expect(pushed).toEqual([]);
    const entered = await call('secondFactor.signIn', { ticket, proof: byPassword(), device: 'Планшет' });
    expect(entered).toMatchObject({ isNew: false, account: { accountId: caller.accountId } });
    expect(pushed).toMatchObject([{ what: 'signedIn', device: 'Планшет', exceptSessionId: entered.sessionId }]);
  });

  test('does not tell before the right code whether there is a password', async () => {
    const [{ phone }, bob] = [await guarded('подсказка'), await newPerson()];
    const wrongTry = async (number: string) => {
      const code = await freshCode(number);
      const other = String((Number(code) + 1) % 1_000_000).padStart(6, '0');
      return (await refusal(call('identity.signIn', { phone: number, code: other }))).toBody();
    };
    expect(await wrongTry(phone)).toEqual(await wrongTry(bob.phone));
  });

  test('a wrong password is refused and uses the step up as little as the password', async () => {
    const { phone } = await guarded();
    const { ticket } = await step(phone);
    const wrong = await refusal(call('secondFactor.signIn', { ticket, proof: byPassword('не тот пароль') }));
    expect(wrong).toMatchObject({ code: 'wrong_code', field: 'proof.password' });
    await call('secondFactor.signIn', { ticket, proof: byPassword() });
  });

  test('after six wrong tries within an hour nobody may try, and is told until when', async () => {
    const { phone, caller } = await guarded();
    const { ticket } = await step(phone);
    const tries = await Promise.all(
      Array.from({ length: 9 }, (_, at) =>
        refusal(
          call(
            'secondFactor.signIn',
            { ticket, proof: byPassword(`догадка ${at}`) },
            { remoteAddress: `192.0.2.${at}` },
          ),
        ),
      ),
    );
    expect(tries.map(({ code }) => code).sort()).toEqual([
      ...Array<string>(3).fill('rate_limited'),
      ...Array<string>(6).fill('wrong_code'),
    ]);
    const refused = await refusal(call('secondFactor.signIn', { ticket, proof: byPassword() }));
    expect(refused).toMatchObject({ code: 'rate_limited', field: 'proof.password', retryAfterSeconds: 3600 });
    // In a session the owner is not held up by who guesses at the door.
    await call('secondFactor.turnOff', { proof: byPassword() }, { caller });
  });

  test('an address may be wrong sixty times an hour, whoever it tries to be', async () => {
    const remoteAddress = '2001:db8::7';
    const wrongAt = Array.from({ length: 60 }, () => now().toISOString());
    await sql`insert into code_budget (budget_key, touched_at, sent_at)
      values ('password-from:2001:db8:0:0::/64', ${now()}, ${wrongAt}::text[]::timestamptz[])`;
    const { caller } = await guarded();
    const refused = await refusal(call('secondFactor.turnOff', { proof: byPassword() }, { caller, remoteAddress }));
    expect(refused.code).toBe('rate_limited');
    await call('secondFactor.turnOff', { proof: byPassword() }, { caller });
  });

  test('a step is good once, for ten minutes, and only as it was given', async () => {
    const { phone } = await guarded();
    const { ticket } = await step(phone);
    await call('secondFactor.signIn', { ticket, proof: byPassword() });
    const late = await step(phone);
    pass(600);
    for (const text of [ticket, late.ticket, '', 'x', `${late.ticket}A`, late.ticket.replace('.', 'a.')]) {
      const refused = await refusal(call('secondFactor.signIn', { ticket: text, proof: byPassword() }));
      expect(refused).toMatchObject({ code: 'expired', field: 'ticket' });
    }
    expect(await sql`select from sign_in_ticket`).not.toHaveLength(0);
    await runTask('identity-purge-codes');
    expect(await sql`select from sign_in_ticket`).toHaveLength(0);
  });

  test("a step of one person does not open another's account", async () => {
    const [alice, bob] = [await guarded(), await newPerson()];
    await call('secondFactor.set', { password: 'другие простые слова' }, { caller: bob.caller });
    const { ticket } = await step(alice.phone);
    const refused = await refusal(call('secondFactor.signIn', { ticket, proof: byPassword('другие простые слова') }));
    expect(refused.code).toBe('wrong_code');
    const mixed = `${bob.caller.accountId.toString(36)}.${ticket.split('.')[1]}`;
    expect(
      (await refusal(call('secondFactor.signIn', { ticket: mixed, proof: byPassword('другие простые слова') }))).code,
    ).toBe('expired');
  });

  test('the recovery code lets in once and takes the password off; every device is told', async () => {
    const { phone, recoveryCode, caller } = await guarded();
    const [first, second] = [await step(phone), await step(phone)];
    const typed = recoveryCode.toLowerCase().replaceAll('-', ' ');
    const enter = ({ ticket }: { ticket: string }) => call('secondFactor.signIn', { ticket, proof: byCode(typed) });
    const tries = await Promise.allSettled([enter(first), enter(second)]);
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect((await refusal(enter(second))).code).toBe('expired');
    expect(told()).toEqual(['passwordOff', 'signedIn']);
    expect(await call('secondFactor.get', {}, { caller })).toEqual({});
    await call('identity.signIn', { phone, code: await freshCode(phone) });
  });

  test('a passkey is the other way through', async () => {
    const person = await newPerson();
    const device = createAuthenticator({ origin: 'https://veche.example', rpId: 'veche.example' });
    const { caller } = person;
    const { options } = await call('passkeys.beginRegistration', {}, { caller });
    await call('passkeys.finishRegistration', { response: device.create(options) }, { caller });
    await call('secondFactor.set', { password }, { caller });
    expect((await step(person.phone)).hasPasskey).toBe(true);
    const begun = await call('passkeys.beginSignIn', {});
    await call('passkeys.signIn', { response: device.get(begun.options) });
  });
});

describe('the password', () => {
  test('is set with a hint that must not give it away, and is kept nowhere in the clear', async () => {
    const { caller } = await newPerson();
    const hint = `это ${password.toUpperCase()}`;
    const refused = await refusal(call('secondFactor.set', { password, hint }, { caller }));
    expect(refused).toMatchObject({ code: 'invalid_input', field: 'hint' });
    const short = await refusal(call('secondFactor.set', { password: 'коротко' }, { caller }));
    expect(short).toMatchObject({ code: 'invalid_input', field: 'password' });
    const { secondFactor, recoveryCode } = await call('secondFactor.set', { password, hint: 'слова' }, { caller });
    expect(secondFactor).toEqual({ setAt: now().toISOString(), hint: 'слова', hasRecoveryCode: true });
    const [row] = await sql`select s::text as whole from second_factor s where account_id = ${caller.accountId}`;
    expect(JSON.stringify(row)).not.toContain(password);
    expect(JSON.stringify(row)).not.toContain(recoveryCode.replaceAll('-', ''));
    expect(told()).toEqual(['passwordSet']);
  });

  test('is changed and turned off only by who knows it', async () => {
    const { caller } = await guarded();
    const other = 'новые простые слова';
    const unproven = await refusal(call('secondFactor.set', { password: other }, { caller }));
    expect(unproven).toMatchObject({ code: 'forbidden', field: 'proof' });
    for (const proof of [byPassword('мимо мимо'), byCode('AAAA-BBBB')]) {
      expect((await refusal(call('secondFactor.set', { password: other, proof }, { caller }))).code).toBe('wrong_code');
      expect((await refusal(call('secondFactor.turnOff', { proof }, { caller }))).code).toBe('wrong_code');
      expect((await refusal(call('secondFactor.renewRecoveryCode', { proof }, { caller }))).code).toBe('wrong_code');
    }
    pass(3600);
    await call('secondFactor.set', { password: other, proof: byPassword() }, { caller });
    expect((await refusal(call('secondFactor.turnOff', { proof: byPassword() }, { caller }))).code).toBe('wrong_code');
    expect(await call('secondFactor.turnOff', { proof: byPassword(other) }, { caller })).toEqual({ changed: true });
    expect(await call('secondFactor.turnOff', { proof: byPassword(other) }, { caller })).toEqual({ changed: false });
    expect(told()).toEqual(['passwordSet', 'passwordOff']);
  });

  test('is proven by a fresh passkey check of the same session, each check once', async () => {
    const { caller } = await guarded();
    const device = createAuthenticator({ origin: 'https://veche.example', rpId: 'veche.example' });
    const refused = await refusal(call('passkeys.beginRegistration', {}, { caller }));
    expect(refused).toMatchObject({ code: 'forbidden', field: 'proof' });
    const { options } = await call('passkeys.beginRegistration', { proof: byPassword() }, { caller });
    await call('passkeys.finishRegistration', { response: device.create(options) }, { caller });
    const check = await call('passkeys.beginCheck', {}, { caller });
    const proof = { by: 'passkey', response: device.get(check.options) } as const;
    const elsewhere = { ...caller, sessionId: crypto.randomUUID() as typeof caller.sessionId };
    const replayed = await refusal(call('secondFactor.renewRecoveryCode', { proof }, { caller: elsewhere }));
    expect(replayed).toMatchObject({ code: 'wrong_code', field: 'proof.response' });
    await call('secondFactor.renewRecoveryCode', { proof }, { caller });
    expect((await refusal(call('secondFactor.turnOff', { proof }, { caller }))).code).toBe('expired');
    const forSignIn = device.get((await call('passkeys.beginSignIn', {})).options);
    const wrongUse = call('secondFactor.turnOff', { proof: { by: 'passkey', response: forSignIn } }, { caller });
    expect((await refusal(wrongUse)).code).toBe('wrong_code');
  });

  test('has one recovery code: a newer one takes its place, and a used one is worth nothing', async () => {
    const { caller, recoveryCode, phone } = await guarded();
    const { recoveryCode: newer } = await call('secondFactor.renewRecoveryCode', { proof: byPassword() }, { caller });
    const old = call('secondFactor.turnOff', { proof: byCode(recoveryCode) }, { caller });
    expect((await refusal(old)).code).toBe('wrong_code');
    await call('passkeys.beginRegistration', { proof: byCode(newer) }, { caller });
    const used = call('passkeys.beginRegistration', { proof: byCode(newer) }, { caller });
    expect((await refusal(used)).code).toBe('wrong_code');
    expect((await step(phone)).hasRecoveryCode).toBe(false);
    expect((await call('secondFactor.get', {}, { caller })).secondFactor?.hasRecoveryCode).toBe(false);
  });
});

describe('a forgotten password', () => {
  test('is lifted seven days after a right code, and no sooner; every device is told at once', async () => {
    const { phone, caller } = await guarded();
    const { ticket } = await step(phone);
    const { lift } = await call('secondFactor.askLift', { ticket });
    expect(Date.parse(lift.liftsAt) - Date.parse(lift.askedAt)).toBe(7 * day * 1000);
    expect(pushed).toEqual([{ accountId: caller.accountId, what: 'liftAsked', device: 'Firefox, Linux' }]);
    expect((await call('secondFactor.get', {}, { caller })).secondFactor?.lift).toEqual(lift);
    expect((await refusal(call('secondFactor.askLift', { ticket }))).code).toBe('expired');
    const again = await step(phone);
    expect(again.liftsAt).toBe(lift.liftsAt);
    pass(day);
    expect(await call('secondFactor.askLift', { ticket: (await step(phone)).ticket })).toEqual({ lift });
    pass((Date.parse(lift.liftsAt) - now().getTime()) / 1000 - 62);
    await runTask('identity-lift-passwords');
    await step(phone);
    pass(1);
    await call('identity.signIn', { phone, code: await freshCode(phone) });
    expect(told()).toEqual(['liftAsked', 'passwordLifted', 'signedIn']);
    expect(await call('secondFactor.get', {}, { caller })).toEqual({});
  });

  test('is lifted without anybody signing in, too', async () => {
    const { phone, caller } = await guarded();
    await call('secondFactor.askLift', { ticket: (await step(phone)).ticket });
    pass(7 * day);
    await runTask('identity-lift-passwords');
    expect(told()).toEqual(['liftAsked', 'passwordLifted']);
    expect(await sql`select from second_factor where account_id = ${caller.accountId}`).toHaveLength(0);
  });

  test('stays when any device says no', async () => {
    const { phone, caller } = await guarded();
    await call('secondFactor.askLift', { ticket: (await step(phone)).ticket });
    expect(await call('secondFactor.cancelLift', {}, { caller })).toEqual({ changed: true });
    expect(await call('secondFactor.cancelLift', {}, { caller })).toEqual({ changed: false });
    pass(8 * day);
    await runTask('identity-lift-passwords');
    expect(await step(phone)).not.toHaveProperty('liftsAt');
  });

  test('stays when it comes back to mind, or is changed', async () => {
    const { phone, caller } = await guarded();
    await call('secondFactor.askLift', { ticket: (await step(phone)).ticket });
    await call('secondFactor.signIn', { ticket: (await step(phone)).ticket, proof: byPassword() });
    expect((await call('secondFactor.get', {}, { caller })).secondFactor).not.toHaveProperty('lift');
    await call('secondFactor.askLift', { ticket: (await step(phone)).ticket });
    await call('secondFactor.set', { password: 'новые простые слова', proof: byPassword() }, { caller });
    expect((await call('secondFactor.get', {}, { caller })).secondFactor).not.toHaveProperty('lift');
  });

  test("is asked about by who has a right code, and cancelled by nobody else's device", async () => {
    const [{ phone }, bob] = [await guarded(), await newPerson()];
    expect((await refusal(call('secondFactor.askLift', { ticket: 'x' }))).code).toBe('expired');
    await call('secondFactor.askLift', { ticket: (await step(phone)).ticket });
    expect(await call('secondFactor.cancelLift', {}, { caller: bob.caller })).toEqual({ changed: false });
  });
});

test('nothing secret is in an export', async () => {
  const { caller, recoveryCode } = await guarded('подсказка');
  const { identityPersonalData } = await import('../personal-data.ts');
  const parts = identityPersonalData(dependencies).filter(({ name }) => name === 'passkeys' || name === 'secondFactor');
  const given = await Promise.all(
    parts.map(async ({ given }) => given?.schema.parse(await given.read(caller.accountId))),
  );
  expect(given).toEqual([[], { setAt: expect.any(String) as string, hasRecoveryCode: true }]);
  expect(JSON.stringify(given)).not.toContain(recoveryCode);
});
