import { expect, test } from 'vitest';
import { iceSettingsOf } from './ice.ts';

const now = new Date('2026-01-01T00:00:00.000Z');
const whose = { name: 'a-call', hidesAddress: true, now };

test('the key to a relay is the one that coturn counts from the shared secret', () => {
  const servers = { stunUrls: ['stun:a'], turnUrls: ['turn:b', 'turns:c'], turnSecret: 'north' };
  const { iceServers, relayOnly } = iceSettingsOf(servers, whose);
  expect(relayOnly).toBe(true);
  expect(iceServers).toEqual([
    { urls: ['stun:a'] },
    // printf 1767268800:a-call | openssl dgst -sha1 -hmac north -binary | base64
    { urls: ['turn:b', 'turns:c'], username: '1767268800:a-call', credential: 'IaFu6M/FfWyHm7yzgED5ax/PXm4=' },
  ]);
});

test('without a relay nobody is held to one', () => {
  const none = { stunUrls: [], turnUrls: [], turnSecret: null };
  expect(iceSettingsOf(none, whose)).toEqual({ iceServers: [], relayOnly: false });
});
