import { beforeAll, expect, test } from 'vitest';
import { appBundle } from '../../../../tests/support/app-bundle.ts';
import { startTestServer, type TestPerson } from '../../../../tests/support/server.ts';

const server = await startTestServer();
let dmitry: TestPerson;
const drawing = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M1 1h4v7z"/></svg>';

beforeAll(async () => {
  dmitry = await server.person('Дмитрий');
  const named = { name: { ru: 'Дневник', en: 'Diary' }, icons: [{ src: 'icon.svg', sizes: 'any' }] };
  await dmitry.call('apps.publish', appBundle('diary', { 'icon.svg': drawing }, named));
  await dmitry.call('apps.publish', appBundle('plain'));
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

test('its picture is the drawn icon of the app, or the shell’s own', async () => {
  const [picture] = (await manifestOf('diary')).icons;
  expect(picture?.src).toMatch(/^\/api\/app-icons\/diary\//);
  const drawn = await fetch(server.url + picture!.src);
  expect(drawn.headers.get('content-type')).toBe(picture?.type);
  expect((await manifestOf('plain')).icons.map(({ src }) => src)).toEqual(['/icon-192.png', '/icon-512.png']);
});

test('there is none for an app that opens within chats only, that is not there, or that was stopped', async () => {
  const { release } = await dmitry.call('apps.publish', appBundle('stopped'));
  expect((await get('stopped')).status).toBe(200);
  await dmitry.call('releases.kill', { app: 'stopped', releaseId: release.releaseId, note: 'Ошибка' });
  for (const app of ['in-chats', 'no-such-app', 'stopped']) expect((await get(app)).status, app).toBe(404);
});
