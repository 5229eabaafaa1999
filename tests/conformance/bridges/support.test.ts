import { readFileSync } from 'node:fs';
import { format, resolveConfig } from 'prettier';
import { supports } from '@tma.js/sdk';
import { expect, test } from 'vitest';
import { requests as maxRequests } from '../../../web-shell/src/features/mini-app/bridge/max/requests.ts';
import {
  requests as telegramRequests,
  TELEGRAM_VERSION,
} from '../../../web-shell/src/features/mini-app/bridge/telegram/requests.ts';
import { requests as vkRequests } from '../../../web-shell/src/features/mini-app/bridge/vk/requests.ts';
import { generateSupport, supportFile } from './generate-support.ts';
import { notes, telegramVersions } from './notes.ts';

const known = Object.values(telegramVersions).flatMap((names) => names.split(' '));

test('the page of what the bridges answer tells the truth', async () => {
  const config = await resolveConfig(supportFile);
  const page = await format(generateSupport(), { ...config, parser: 'markdown' });
  expect(readFileSync(supportFile, 'utf8')).toBe(page);
});

test('every request up to the version that apps are told is answered, but for the data of keyboards', () => {
  expect(Object.keys(telegramVersions).at(-1)).toBe(TELEGRAM_VERSION);
  expect(known.filter((name) => !Object.hasOwn(telegramRequests, name))).toEqual(['web_app_data_send']);
  expect(Object.keys(telegramRequests).filter((name) => !known.includes(name))).toEqual([]);
});

test('the versions are those that @tma.js/bridge goes by', () => {
  for (const [version, names] of Object.entries(telegramVersions)) {
    const early = names.split(' ').filter((name) => !supports(name as 'web_app_open_popup', version));
    expect({ version, early }).toEqual({ version, early: [] });
  }
});

test('notes are of requests that there are', () => {
  const all = [...known, ...Object.keys(maxRequests), ...Object.keys(vkRequests)];
  expect(Object.keys(notes).filter((name) => !all.includes(name))).toEqual([]);
});
