import type { AccountId } from '@veche/contract';
import { expect, test } from 'vitest';
import { createTestDatabase } from '../../../../tests/setup/database.ts';
import { createTestIdentity } from '../../../../tests/support/identity-wing.ts';
import { newId } from '../../kernel/ids.ts';
import { insertAccount, insertDemoPerson } from '../index.ts';

const { sql } = await createTestDatabase();
const { call, wing, signIn } = createTestIdentity(sql);
const production = createTestIdentity(sql, { developmentMode: false });

const demo = async (name: string, position: number, role: string) => {
  const accountId = newId<AccountId>();
  await insertAccount(sql, { accountId, kind: 'person', name, isDemo: true });
  await insertDemoPerson(sql, { accountId, position, role });
  return accountId;
};
const vera = await demo('Вера Ильина', 2, 'clerk');
const alice = await demo('Алиса Соколова', 1, 'citizen');

test('demo people are listed in their order with their roles', async () => {
  expect(await call('identity.listDemoPeople', {})).toEqual({
    people: [
      { accountId: alice, kind: 'person', name: 'Алиса Соколова', role: 'citizen' },
      { accountId: vera, kind: 'person', name: 'Вера Ильина', role: 'clerk' },
    ],
  });
});

test('one click signs in as a demo person', async () => {
  const signedIn = await call('identity.signInAsDemo', { accountId: alice });
  expect(signedIn).toMatchObject({ isNew: false, account: { accountId: alice } });
  expect(await wing.authenticate(signedIn.token!)).toEqual({
    kind: 'person',
    accountId: alice,
    sessionId: signedIn.sessionId,
  });
});

test('nobody is signed in as a real person by one click', async () => {
  const { caller } = await signIn('+79995550000');
  for (const accountId of [caller.accountId, newId<AccountId>()]) {
    await expect(call('identity.signInAsDemo', { accountId })).rejects.toMatchObject({
      code: 'not_found',
      field: 'accountId',
    });
  }
});

test('a cookie is refused where none can be set', async () => {
  await expect(call('identity.signInAsDemo', { accountId: alice, transport: 'cookie' })).rejects.toMatchObject({
    code: 'invalid_input',
    field: 'transport',
  });
});

test('in production there are no demo people, even when their accounts are there', async () => {
  await expect(production.call('identity.listDemoPeople', {})).rejects.toMatchObject({ code: 'not_supported' });
  await expect(production.call('identity.signInAsDemo', { accountId: alice })).rejects.toMatchObject({
    code: 'not_supported',
  });
});
