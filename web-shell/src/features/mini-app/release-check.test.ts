import { createHash, generateKeyPairSync, sign } from 'node:crypto';
import type { AppId, ReleaseLogEntry } from '@veche/contract';
import { releaseLogText } from '@veche/contract/bridge-light';
import { afterEach, expect, test, vi } from 'vitest';
import { isConfirmed } from './release-check.ts';

const { privateKey, publicKey } = generateKeyPairSync('ed25519');
const key = { ...publicKey.export({ format: 'jwk' }), alg: 'EdDSA', use: 'sig' };
const otherKey = generateKeyPairSync('ed25519').publicKey.export({ format: 'jwk' });
const releaseId = '1'.repeat(64);
const app = {
  ...{ appId: 7 as AppId, slug: 'notes', name: 'Заметки', release: releaseId, minimumAge: 0 },
  updatedAt: '2026-01-01T00:00:00.000Z',
};

function entryOf(more: Partial<ReleaseLogEntry> = {}): ReleaseLogEntry {
  const bare = {
    ...{ entry: 3, previous: '0'.repeat(64), act: 'live' as const, app: 'notes', appId: app.appId, releaseId },
    ...{ at: '2026-01-01T00:00:00.000Z', ...more },
  };
  const text = Buffer.from(releaseLogText(bare));
  const hash = createHash('sha256').update(text).digest('hex');
  return { ...bare, hash, signature: sign(null, text, privateKey).toString('base64url') };
}
const asked = { app: 'notes', testKey: null };
const check = (logEntry?: ReleaseLogEntry, keys: readonly JsonWebKey[] = [key]) =>
  isConfirmed({ app, ...(logEntry && { logEntry }) }, asked, keys);

afterEach(() => void vi.restoreAllMocks());

test('a release that the signed log gives to all or to some may open, under any of the keys', async () => {
  expect(await check(entryOf())).toBe(true);
  expect(await check(entryOf({ act: 'staged', percent: 10 }), [otherKey, key])).toBe(true);
});

test.each([
  ['no entry', undefined],
  ['an entry of another release', entryOf({ releaseId: '2'.repeat(64) })],
  ['an entry of another app', entryOf({ app: 'bank' })],
  ['an entry of another registration', entryOf({ appId: 8 as AppId })],
  ['an entry of a stopped release', entryOf({ act: 'killed' })],
  ['a changed text', { ...entryOf(), entry: 4 }],
  ['a signature of another text', { ...entryOf(), signature: entryOf({ entry: 4 }).signature }],
  ['a signature that is none', { ...entryOf(), signature: 'ы' }],
])('a launch with %s is refused', async (_, entry) => {
  expect(await check(entry)).toBe(false);
});

test('another app than was asked for is refused', async () => {
  expect(await isConfirmed({ app, logEntry: entryOf() }, { ...asked, app: 'bank' }, [key])).toBe(false);
});

test('an entry under no key of ours is refused', async () => {
  expect(await check(entryOf(), [otherKey])).toBe(false);
  expect(await check(entryOf(), [])).toBe(false);
  expect(await check(entryOf(), [{ kty: 'OKP', crv: 'Ed25519', x: 'short' }])).toBe(false);
});

test('where WebCrypto has no Ed25519 the hash alone decides', async () => {
  vi.spyOn(crypto.subtle, 'importKey').mockRejectedValue(new DOMException('Unrecognized name.', 'NotSupportedError'));
  expect(await check(entryOf())).toBe(true);
  expect(await check({ ...entryOf(), hash: '0'.repeat(64) })).toBe(false);
});

test('a testers’ link opens what is told to be under test, of the app that was asked for, and nothing else does', async () => {
  const underTest = { code: 2, name: '1.1' };
  const byLink = { ...asked, testKey: 'k'.repeat(24) };
  expect(await isConfirmed({ app, underTest }, byLink, [])).toBe(true);
  expect(await isConfirmed({ app, underTest }, { ...byLink, app: 'bank' }, [])).toBe(false);
  expect(await isConfirmed({ app, logEntry: entryOf() }, byLink, [key])).toBe(false);
  expect(await isConfirmed({ app, underTest, logEntry: entryOf() }, asked, [key])).toBe(false);
});
