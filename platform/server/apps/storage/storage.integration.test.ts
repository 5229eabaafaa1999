import { MAX_STORED_ITEMS } from '@veche/contract';
import { beforeAll, expect, test } from 'vitest';
import { appBundle } from '../../../../tests/support/app-bundle.ts';
import { refusal } from '../../../../tests/support/refusal.ts';
import { startTestServer } from '../../../../tests/support/server.ts';

const server = await startTestServer();
const alice = await server.person('Алиса');
const bob = await server.person('Борис');
const dmitry = await server.person('Дмитрий');

let appId: number;
let otherId: number;
beforeAll(async () => {
  ({ appId } = (await dmitry.call('apps.publish', appBundle('keeper'))).app);
  ({ appId: otherId } = (await dmitry.call('apps.publish', appBundle('other-keeper'))).app);
});

test('an app keeps texts for a person, gives, lists and removes them', async () => {
  await alice.call('appStorage.set', { appId, key: 'city', value: 'Суздаль' });
  await alice.call('appStorage.set', { appId, key: 'a.b:c/d-1', value: '' });
  await alice.call('appStorage.set', { appId, key: 'city', value: 'Псков' });
  expect(await alice.call('appStorage.get', { appId, keys: ['city', 'absent', 'a.b:c/d-1'] })).toEqual({
    values: { city: 'Псков', 'a.b:c/d-1': '' },
  });
  expect(await alice.call('appStorage.listKeys', { appId })).toEqual({ keys: ['a.b:c/d-1', 'city'] });
  await alice.call('appStorage.remove', { appId, keys: ['a.b:c/d-1', 'absent'] });
  expect(await alice.call('appStorage.listKeys', { appId })).toEqual({ keys: ['city'] });
});

test('another person and another app see nothing of it', async () => {
  await alice.call('appStorage.set', { appId, key: 'own', value: 'x' });
  expect(await bob.call('appStorage.get', { appId, keys: ['own'] })).toEqual({ values: {} });
  expect(await alice.call('appStorage.get', { appId: otherId, keys: ['own'] })).toEqual({ values: {} });
  await bob.call('appStorage.remove', { appId, keys: ['own'] });
  expect(await alice.call('appStorage.get', { appId, keys: ['own'] })).toEqual({ values: { own: 'x' } });
});

test('keys and values over the limits are refused by name, and so is an app that is not there', async () => {
  for (const key of ['', 'a b', 'я', 'a'.repeat(129)]) {
    const wrong = alice.call('appStorage.set', { appId, key, value: 'x' });
    expect(await refusal(wrong)).toMatchObject({ code: 'invalid_input', field: 'key' });
  }
  const long = alice.call('appStorage.set', { appId, key: 'a', value: 'x'.repeat(4097) });
  expect(await refusal(long)).toMatchObject({ code: 'invalid_input', field: 'value' });
  const nobody = alice.call('appStorage.set', { appId: 4_242_424_242, key: 'a', value: 'x' });
  expect(await refusal(nobody)).toMatchObject({ code: 'not_found', field: 'appId' });
});

test('a thousand and twenty-four items fit, one more does not, and what is there can be changed', async () => {
  await server.app.sql`
    insert into app_stored_item (account_id, app_id, key, value)
    select ${bob.accountId}, ${appId}, 'k' || number, 'x' from generate_series(1, ${MAX_STORED_ITEMS - 1}) number`;
  const both = ['last', 'over'].map((key) =>
    bob.call('appStorage.set', { appId, key, value: 'x' }).then(
      () => 'kept',
      (error: { code: string }) => error.code,
    ),
  );
  expect((await Promise.all(both)).sort()).toEqual(['kept', 'too_large']);
  await bob.call('appStorage.set', { appId, key: 'k1', value: 'changed' });
  expect((await bob.call('appStorage.listKeys', { appId })).keys).toHaveLength(MAX_STORED_ITEMS);
});
