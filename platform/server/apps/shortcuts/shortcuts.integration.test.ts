import { readFile } from 'node:fs/promises';
import { AppId } from '@veche/contract';
import sharp from 'sharp';
import { beforeAll, describe, expect, test } from 'vitest';
import { appBundle } from '../../../../tests/support/app-bundle.ts';
import { startTestServer, type TestPerson } from '../../../../tests/support/server.ts';
import { drawTile } from './tile.ts';

const server = await startTestServer();
let dmitry: TestPerson;
const drawing = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M1 1h4v7z"/></svg>';

beforeAll(async () => {
  dmitry = await server.person('Дмитрий');
  const named = { name: { ru: 'Дневник', en: 'Diary' }, icons: [{ src: 'icon.svg', sizes: 'any' }] };
  await dmitry.call('apps.publish', appBundle('diary', { 'icon.svg': drawing }, named));
  await dmitry.call('apps.publish', appBundle('plain', {}, { name: { ru: 'Наш двор', en: 'Our yard' } }));
  await dmitry.call('apps.publish', appBundle('in-chats', {}, { entry_points: ['chat'] }));
});

const get = (app: string, language = 'ru') => fetch(`${server.url}/api/app-shortcuts/${app}?language=${language}`);
const manifestOf = async (app: string, language?: string) =>
  (await (await get(app, language)).json()) as Record<string, string> & { icons: { src: string; type: string }[] };

test('an app has a web app manifest of its own, in the language that is asked for', async () => {
  const answer = await get('diary');
  expect(answer.headers.get('content-type')).toBe('application/manifest+json; charset=utf-8');
  expect(await answer.json()).toMatchObject({
    ...{ id: '/apps?run=diary', start_url: '/apps?run=diary&home=1', scope: '/apps', display: 'standalone' },
    ...{ name: 'Дневник', short_name: 'Дневник', lang: 'ru' },
  });
  expect(await manifestOf('diary', 'en')).toMatchObject({ id: '/apps?run=diary', name: 'Diary', lang: 'en' });
  expect(await manifestOf('diary', 'xx')).toMatchObject({ lang: 'ru' });
});

test('its picture is the drawn icon of the app', async () => {
  const [picture] = (await manifestOf('diary')).icons;
  expect(picture?.src).toMatch(/^\/api\/app-icons\/diary\//);
  const drawn = await fetch(server.url + picture!.src);
  expect(drawn.headers.get('content-type')).toBe(picture?.type);
});

describe('an app without an icon', () => {
  const tileOf = async (app: string, language?: string) => {
    const { icons } = await manifestOf(app, language);
    expect(icons).toMatchObject([{ sizes: 'any', type: 'image/svg+xml' }]);
    return fetch(server.url + icons[0]!.src);
  };

  test('has its initials on its tint, as the shell shows it, and never the picture of Veche', async () => {
    const answer = await tileOf('plain');
    expect(answer.headers.get('content-type')).toBe('image/svg+xml');
    expect(answer.headers.get('content-security-policy')).toBe("default-src 'none'; sandbox");
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
    const tile = await answer.text();
    expect(tile).toContain('>НД</text>');
    expect(await (await tileOf('plain', 'en')).text()).toContain('>OY</text>');
    // One that no decoder refuses.
    expect(await sharp(Buffer.from(tile)).metadata()).toMatchObject({ format: 'svg', width: 192, height: 192 });
  });

  test('has a tint of the shell, whatever its number is', async () => {
    const tokens = await readFile(new URL('../../../../web-shell/src/tokens.css', import.meta.url), 'utf8');
    for (const appId of Array.from({ length: 8 }, (_, n) => AppId.parse(8 + n))) {
      const colour = (name: string) => tokens.split(`--${name}-${appId % 8}: light-dark(`)[1]!.split(', ')[0]!;
      const fills = [...drawTile(appId, 'Дневник').matchAll(/fill="(.*?)"/g)].map(([, fill]) => fill);
      expect(fills).toEqual([colour('tint'), colour('tint-ink')]);
    }
  });

  test('whose letters could be markup has them as letters', async () => {
    await dmitry.call('apps.publish', appBundle('marked', {}, { name: { ru: 'A<script>', en: 'R&D' } }));
    expect(await (await tileOf('marked')).text()).toContain('>A&lt;</text>');
    expect(await (await tileOf('marked', 'en')).text()).toContain('>R&amp;</text>');
  });
});

test('there is none for an app that opens within chats only, that is not there, or that was stopped', async () => {
  const { release } = await dmitry.call('apps.publish', appBundle('stopped'));
  expect((await get('stopped')).status).toBe(200);
  await dmitry.call('releases.kill', { app: 'stopped', releaseId: release.releaseId, note: 'Ошибка' });
  for (const app of ['in-chats', 'no-such-app', 'stopped']) {
    expect((await get(app)).status, app).toBe(404);
    expect((await fetch(`${server.url}/api/app-shortcuts/${app}/tile.svg`)).status, app).toBe(404);
  }
});
