import { expect, test } from 'vitest';
import webPush from 'web-push';
import { createSecrets } from '../../kernel/secrets.ts';
import { deriveVapidKeys } from './vapid.ts';

const audience = 'https://push.example.org';
const sign = ({ publicKey, privateKey }: { publicKey: string; privateKey: string }) =>
  webPush.getVapidHeaders(audience, 'mailto:ops@example.org', publicKey, privateKey, 'aes128gcm').Authorization;

test('the keys of one server secret are the same each time', () => {
  const keys = () => deriveVapidKeys(createSecrets(new Uint8Array(32).fill(7)));
  expect(keys()).toEqual(keys());
  expect(sign(keys())).toMatch(/^vapid t=/);
});

test('a key that begins with zeros is given in full', () => {
  const keys = deriveVapidKeys({ derive: (_, bytes) => new Uint8Array(bytes).fill(9, 2) });
  expect(sign(keys)).toMatch(/^vapid t=/);
});
