import type { PasskeyAssertion } from '@veche/contract';
import { expect, test } from 'vitest';
import { verifyPresence } from '../../../../mini-app-sdk/src/index.ts';
import { launchOf, publishAsking } from '../../../../tests/support/asking-app.ts';
import { createAuthenticator } from '../../../../tests/support/authenticator.ts';
import { refusal } from '../../../../tests/support/refusal.ts';
import { startTestServer, type TestPerson } from '../../../../tests/support/server.ts';

const server = await startTestServer();
const dmitry = await server.person('Дмитрий Орлов');
await publishAsking(dmitry, 'clinic', []);
const { keys } = (await (await fetch(`${server.url}/.well-known/veche-launch-keys.json`)).json()) as {
  keys: JsonWebKey[];
};
const challenge = 'Отправить заявление 7';

/** A person with a passkey, and what their device answers. */
async function withPasskey(name: string) {
  const person = await server.person(name);
  const device = createAuthenticator({ origin: server.url, rpId: 'localhost' });
  const { options } = await person.call('passkeys.beginRegistration', {});
  await person.call('passkeys.finishRegistration', { response: device.create(options), name: 'Телефон' });
  const answer = async (odd = {}) => device.get((await person.call('passkeys.beginCheck', {})).options, odd);
  return { person, answer };
}
const confirm = (person: TestPerson, launchId: string, response: PasskeyAssertion) =>
  person.call('people.confirmPresence', { launchId, challenge, response });

test('a passkey confirms a challenge to one app, and its server can check that', async () => {
  const alice = await withPasskey('Алиса');
  const launchId = await launchOf(alice.person, 'clinic');
  const { proof } = await confirm(alice.person, launchId, await alice.answer());
  const read = await verifyPresence(proof, { keys, app: 'clinic', challenge });
  expect(read.personId).toMatch(/^[\w-]{43}$/);
  for (const other of [{ app: 'library' }, { challenge: 'Отправить заявление 8' }])
    expect((await refusal(verifyPresence(proof, { keys, app: 'clinic', challenge, ...other }))).code).toBe('forbidden');
  const forged = proof.replace(/person_id=[^&]+/, 'person_id=another');
  expect((await refusal(verifyPresence(forged, { keys, app: 'clinic', challenge }))).code).toBe('forbidden');
  const late = { keys, app: 'clinic', challenge, now: new Date(Date.now() + 301_000) };
  expect((await refusal(verifyPresence(proof, late))).code).toBe('expired');
});

test('nothing is signed for an answer used before, of a device that did not recognise its person, or of another', async () => {
  const [alice, boris] = [await withPasskey('Алиса'), await withPasskey('Борис')];
  const launchId = await launchOf(alice.person, 'clinic');
  const response = await alice.answer();
  await confirm(alice.person, launchId, response);
  expect(await refusal(confirm(alice.person, launchId, response))).toMatchObject({
    code: 'expired',
    field: 'response',
  });
  const unverified = await alice.answer({ isVerified: false });
  expect((await refusal(confirm(alice.person, launchId, unverified))).code).toBe('wrong_code');
  expect((await refusal(confirm(alice.person, launchId, await boris.answer()))).code).toBe('not_found');
  const foreign = confirm(boris.person, launchId, await boris.answer());
  expect(await refusal(foreign)).toMatchObject({ code: 'not_found', field: 'launchId' });
});
