import { createHmac } from 'node:crypto';
import { expect, test } from 'vitest';
import { replaysInMemory, type ReplayStore } from '../../../../mini-app-sdk/src/signatures.ts';
import { verifyLaunchData, verifyLaunchDataByKey } from '../../../../mini-app-sdk/src/verify-launch-data.ts';
import { createSecrets } from '../../kernel/secrets.ts';
import { deriveSigningKey, publicKeyOf } from '../../kernel/signing-key.ts';
import { chatInstanceOf } from './chat-instance.ts';
import { hashOf, LAUNCH_SIGNATURE, type LaunchFacts, signedText, signLaunchData } from './launch-data.ts';

const token = '4503599627370495:abcdefghijklmnopqrstuvwxyz012345678';
const tokenId = 4503599627370495;
const launchKeyOf = (text: string) => createHmac('sha256', 'WebAppData').update(text).digest();
const secret = Buffer.alloc(32, 7);
const keyUnder = (serverSecret: Uint8Array) => deriveSigningKey(createSecrets(serverSecret), LAUNCH_SIGNATURE);
const signingKey = keyUnder(secret);
const at = new Date('2026-03-01T12:00:00.000Z');

const facts: LaunchFacts = {
  launchId: 'a-launch',
  person: { id: 4503599627370494, name: 'Анна-Мария де  Соуза', username: 'anna' },
  language: 'ru',
  botMayWrite: true,
  chat: { type: 'supergroup', instance: '-42' },
  startParam: 'from_poster',
  at,
};
const sign = (changes: Partial<LaunchFacts> = {}) =>
  signLaunchData({ ...facts, ...changes }, { launchKey: launchKeyOf(token), tokenId, signingKey });

test("the hash is the one of the documentation's example", () => {
  const pairs = Object.entries({
    query_id: 'AAHdF6IQAAAAAN0XohDhrOrc',
    user: '{"id":279058397,"first_name":"Vladislav","last_name":"Kibenko","username":"vdkfrost","language_code":"ru","is_premium":true}',
    auth_date: '1662771648',
  });
  expect(hashOf(pairs, launchKeyOf('5768337691:AAH5YkoiEuPk8-FZa32hStHTqXiLPtAEhx8'))).toBe(
    'c501b71e775f74ce10e377dea85a7ea24ecd640b223ea86dfe453e0eaed2e2b2',
  );
});

test('launch data passes both checks of the SDK and says who, where and when', async () => {
  const expected = {
    person: {
      id: 4503599627370494,
      firstName: 'Анна-Мария',
      lastName: 'де Соуза',
      username: 'anna',
      language: 'ru',
      botMayWrite: true,
    },
    chat: { kind: 'group', instance: '-42' },
    startParam: 'from_poster',
    openedAt: at,
    launchId: 'a-launch',
  };
  const keys = [publicKeyOf(signingKey)];
  expect(await verifyLaunchData(sign(), { token, now: at })).toMatchObject(expected);
  expect(await verifyLaunchDataByKey(sign(), { keys, tokenId, now: at })).toMatchObject(expected);
});

test('the signature is among what is hashed', () => {
  const pairs = [...new URLSearchParams(sign())].filter(([key]) => key !== 'hash');
  expect(pairs.map(([key]) => key)).toContain('signature');
  expect(hashOf(pairs, launchKeyOf(token))).toBe(new URLSearchParams(sign()).get('hash'));
  const without = pairs.filter(([key]) => key !== 'signature');
  expect(hashOf(without, launchKeyOf(token))).not.toBe(new URLSearchParams(sign()).get('hash'));
});

test('launch data is refused when it is older than asked, or from the future', async () => {
  const later = (seconds: number) => new Date(at.getTime() + seconds * 1000);
  await expect(verifyLaunchData(sign(), { token, now: later(299) })).resolves.toBeDefined();
  await expect(verifyLaunchData(sign(), { token, now: later(301) })).rejects.toMatchObject({ code: 'expired' });
  await expect(verifyLaunchData(sign(), { token, now: later(-60) })).rejects.toMatchObject({ code: 'expired' });
});

test('launch data is taken once where its replays are kept, and by everyone else as often as it is fresh', async () => {
  const keys = [publicKeyOf(signingKey)];
  for (const take of [
    (replays?: ReplayStore) => verifyLaunchData(sign(), { token, now: at, ...(replays && { replays }) }),
    (replays?: ReplayStore) => verifyLaunchDataByKey(sign(), { keys, tokenId, now: at, ...(replays && { replays }) }),
  ]) {
    const kept = new Set<string>();
    const replays: ReplayStore = { add: (key) => kept.size < kept.add(key).size };
    const both = await Promise.allSettled([take(replays), take(replays)]);
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    await expect(take(replays)).rejects.toMatchObject({ code: 'conflict' });
    expect(kept.size).toBe(1);
    await take();
    await take();
  }
});

test('the store of one process forgets what is too old, and nothing earlier', async () => {
  const replays = replaysInMemory();
  const until = new Date(Date.now() + 60_000);
  expect(await replays.add('one', until)).toBe(true);
  expect(await replays.add('one', until)).toBe(false);
  expect(await replays.add('old', new Date(0))).toBe(true);
  expect(await replays.add('old', new Date(0))).toBe(true);
});

test('launch data with a key twice is refused before anything is believed', async () => {
  for (const twice of ['auth_date=9999999999', 'user=%7B%22id%22%3A1%7D', 'hash=00']) {
    const doubled = `${sign()}&${twice}`;
    const keys = [publicKeyOf(signingKey)];
    await expect(verifyLaunchData(doubled, { token, now: at })).rejects.toMatchObject({ code: 'malformed' });
    await expect(verifyLaunchDataByKey(doubled, { keys, tokenId, now: at })).rejects.toMatchObject({
      code: 'malformed',
    });
  }
});

test('a person of one name has no last name, and one opened outside of a chat has no chat', async () => {
  const { chat: _chat, startParam: _startParam, ...rest } = facts;
  const launchKey = launchKeyOf(token);
  const data = signLaunchData({ ...rest, person: { id: 7, name: 'Боб' } }, { launchKey, tokenId, signingKey });
  const read = await verifyLaunchData(data, { token, now: at });
  expect(read.person).toEqual({ id: 7, firstName: 'Боб', language: 'ru', botMayWrite: true });
  expect(read.chat).toBeUndefined();
});

test('the text under the Ed25519 signature names the token and leaves both signatures to the pairs', () => {
  expect(
    signedText(
      [
        ['b', '2'],
        ['a', '1'],
      ],
      7,
    ),
  ).toBe('7:WebAppData\na=1\nb=2');
});

test('the signing key is the same after every start and another under another secret', () => {
  expect(publicKeyOf(keyUnder(secret))).toEqual(publicKeyOf(signingKey));
  expect(publicKeyOf(keyUnder(Buffer.alloc(32, 8)))).not.toEqual(publicKeyOf(signingKey));
});

test('a chat has another name for each app, always the same', () => {
  expect(chatInstanceOf(secret, 1, 2)).toBe(chatInstanceOf(secret, 1, 2));
  expect(chatInstanceOf(secret, 1, 2)).not.toBe(chatInstanceOf(secret, 3, 2));
  expect(chatInstanceOf(secret, 1, 2)).toMatch(/^-?\d{1,19}$/);
});
