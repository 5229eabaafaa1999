import { createHmac } from 'node:crypto';
import { expect, test } from 'vitest';
import { vkSecretOf as sdkSecretOf } from '../../../../mini-app-sdk/src/index.ts';
import type { LaunchFacts } from './launch-data.ts';
import { signMaxLaunchData } from './max-launch-data.ts';
import { signVkQuery, vkLaunchParams, vkSecretOf } from './vk-launch-params.ts';

const token = '4503599627370495:abcdefghijklmnopqrstuvwxyz012345678';
const launchKey = createHmac('sha256', 'WebAppData').update(token).digest();
const facts: LaunchFacts = {
  launchId: 'a-launch',
  person: { id: 7, name: 'Алиса Соколова', username: 'alice' },
  language: 'ru',
  botMayWrite: false,
  startParam: 'x',
  at: new Date('2026-03-01T12:00:00.000Z'),
};

test("the sign of a VK query is that of the documentation's example", () => {
  const pairs = Object.entries({
    vk_user_id: '494075',
    vk_app_id: '6736218',
    vk_is_app_user: '1',
    vk_are_notifications_enabled: '1',
    vk_language: 'ru',
    vk_access_token_settings: '',
    vk_platform: 'android',
  });
  const query = new URLSearchParams(signVkQuery(pairs, 'wvl68m4dR1UpLrVRli'));
  expect(query.get('sign')).toBe('htQFduJpLxz7ribXRZpDFUH-XEUhC9rBPTJkjUFEkRA');
  expect(signVkQuery([...pairs, ['utm', '1']], 'wvl68m4dR1UpLrVRli')).toBe(query.toString());
});

test('a developer works out the same secret from the token', async () => {
  expect(await sdkSecretOf(token)).toBe(vkSecretOf(launchKey));
  const query = signVkQuery(vkLaunchParams(facts, 4242, { isOwn: true, mayNotify: false }), vkSecretOf(launchKey));
  const { sign, ...given } = Object.fromEntries(new URLSearchParams(query));
  expect(given).toMatchObject({ vk_user_id: '7', vk_app_id: '4242', vk_language: 'ru', vk_ts: '1772366400' });
  expect(given).toMatchObject({ vk_is_favorite: '1', vk_are_notifications_enabled: '0' });
  const text = new URLSearchParams(given).toString();
  expect(sign).toBe(
    createHmac('sha256', await sdkSecretOf(token))
      .update(text)
      .digest('base64url'),
  );
});

test('launch data of the MAX dialect has its fields, and every one is under the hash', () => {
  const chat = { id: -42, type: 'CHAT' } as const;
  const pairs = [...new URLSearchParams(signMaxLaunchData(facts, chat, { launchKey }))];
  const fields = Object.fromEntries(pairs);
  expect(Object.keys(fields).sort()).toEqual(['auth_date', 'chat', 'hash', 'query_id', 'start_param', 'user']);
  expect(JSON.parse(fields['user']!)).toEqual({
    id: 7,
    first_name: 'Алиса',
    last_name: 'Соколова',
    username: 'alice',
    language_code: 'ru',
    photo_url: null,
  });
  expect(JSON.parse(fields['chat']!)).toEqual(chat);
  const lines = pairs.filter(([key]) => key !== 'hash').map(([key, value]) => `${key}=${value}`);
  expect(createHmac('sha256', launchKey).update(lines.sort().join('\n')).digest('hex')).toBe(fields['hash']);
});
