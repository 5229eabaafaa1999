import type { Page } from 'playwright';
import { expect as expectPlain, test } from 'vitest';
import { appBundle, scriptBundle } from '../support/app-bundle.ts';
import { expect } from '../support/expect.ts';
import { clientId } from '../support/server.ts';
import { startShell } from '../support/shell.ts';
import { tellStart } from './windowed-apps.ts';

const { server, open, complaints } = await startShell();
const developer = await server.person('Дмитрий Орлов');
const anna = await server.person('Анна Морозова');

const about = { ru: 'Расписание и оценки', en: 'Timetable and marks' };
await developer.call('apps.publish', {
  ...appBundle(
    'diary',
    { 'icon.svg': '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M1 1h4v7z"/></svg>' },
    {
      ...{ name: { ru: 'Дневник', en: 'Diary' }, description: about, category: 'education' },
      icons: [{ src: 'icon.svg', sizes: 'any' }],
    },
  ),
});
await developer.call(
  'apps.publish',
  scriptBundle('ferry', () => (document.body.textContent = 'Паром отходит')),
);
for (const [slug, entry_points] of [
  ['told', ['chat', 'catalogue']],
  ['in-chats', ['chat']],
] as const) {
  const { manifest, files } = scriptBundle(slug, tellStart);
  const entries = [...entry_points];
  await developer.call('apps.publish', { manifest: { ...manifest, entry_points: entries, category: 'tools' }, files });
}

test('an app is found by a shelf and by words, opened, rated and forgotten', async () => {
  const page = await open(anna, '/apps');
  const all = page.getByRole('list', { name: 'Приложения' });
  await expect(all.getByRole('listitem')).toHaveCount(3);
  await expect(page.getByRole('heading', { name: 'Недавние' })).toHaveCount(0);

  await page.getByRole('button', { name: 'Учёба' }).click();
  await expect(all.getByRole('listitem')).toHaveCount(1);
  await expect(all.getByRole('heading', { name: 'Дневник' })).toBeVisible();
  await page.getByRole('button', { name: 'Игры' }).click();
  await expect(page.getByText('Ничего не нашлось.')).toBeVisible();
  await page.getByRole('button', { name: 'Все', exact: true }).click();
  await page.getByRole('searchbox', { name: 'Найти приложение' }).fill('оценки');
  await expect(all.getByRole('listitem')).toHaveCount(1);
  await page.getByRole('searchbox', { name: 'Найти приложение' }).fill('');
  await expect(all.getByRole('listitem')).toHaveCount(3);

  await page.getByRole('button', { name: 'Что сделать: Дневник' }).click();
  await page.getByRole('menuitem', { name: 'Добавить к моим' }).click();
  await expect(page.getByText('«Дневник» теперь среди Ваших приложений')).toBeVisible();
  expectPlain((await anna.call('apps.installed', {})).apps.map(({ app }) => app.slug)).toEqual(['diary']);

  // Only who opened it may rate it.
  await page.getByRole('button', { name: 'Что сделать: ferry' }).click();
  await page.getByRole('menuitem', { name: 'Оценить' }).click();
  const stars = page.getByRole('dialog', { name: 'Как Вам «ferry»?' });
  const sheet = page.locator('veche-rating-sheet');
  await sheet.getByRole('radio', { name: '4 звезды' }).check();
  await sheet.getByRole('button', { name: 'Оценить' }).click();
  await expect(sheet.getByRole('alert')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(stars).toHaveCount(0);

  await page.getByRole('button', { name: 'Открыть: ferry' }).click();
  await expect(page.locator('veche-mini-app').frameLocator('iframe').getByText('Паром отходит')).toBeVisible();
  await page.locator('veche-mini-app').getByRole('button', { name: 'Закрыть' }).click();
  await page.reload();
  const recent = page.getByRole('list', { name: 'Недавние' });
  await expect(recent.getByRole('button', { name: 'ferry' })).toBeVisible();

  await page.getByRole('button', { name: 'Что сделать: ferry' }).click();
  await page.getByRole('menuitem', { name: 'Оценить' }).click();
  // By keyboard alone.
  await sheet.getByRole('radio', { name: '3 звезды' }).focus();
  await page.keyboard.press('Space');
  await page.keyboard.press('ArrowRight');
  await expect(sheet.getByRole('radio', { name: '4 звезды' })).toBeChecked();
  await page.keyboard.press('Enter');
  await expect(page.getByText('Оценка сохранена')).toBeVisible();
  const kept = await anna.call('catalogue.search', { query: 'ferry' });
  expectPlain(kept.apps[0]?.ownStars).toBe(4);

  await page.getByRole('button', { name: 'Что сделать: ferry' }).click();
  await page.getByRole('menuitem', { name: 'Убрать из недавних' }).click();
  await expect(recent).toHaveCount(0);
  expectPlain((await anna.call('catalogue.recent', {})).apps).toEqual([]);
});

test('names and shelves follow the language, and the order is told', async () => {
  const page = await open(anna, '/apps', { locale: 'en-GB', viewport: { width: 360, height: 740 } });
  await anna.call('identity.updateProfile', { language: 'en' });
  await page.reload();
  await expect(page.getByRole('heading', { name: 'Diary' })).toBeVisible();
  await expect(page.getByText('Timetable and marks')).toBeVisible();
  await page.getByText('How the list is ordered').click();
  await expect(page.getByText('No place can be bought.')).toBeVisible();
  expectPlain(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
});

test('an admin puts an app into a chat, where a member opens it from the attach menu or the header, and may not take it out', async () => {
  const boris = await server.person('Борис Ветров');
  const { chat } = await anna.call('chats.createGroup', {
    ...{ clientId: clientId(), title: 'Двор', memberIds: [boris.accountId] },
  });
  await anna.call('apps.launch', { app: 'ferry' });
  const page = await open(anna, `/c/${chat.chatId}`);
  const apps = async (of: Page) => {
    await of.getByRole('button', { name: 'Добавить к сообщению' }).click();
    await of.getByRole('menuitem', { name: 'Приложения' }).click();
  };
  await apps(page);
  await expect(page.getByText('В этом чате приложений пока нет.')).toBeVisible();
  await page.getByRole('button', { name: /: ferry$/ }).click();
  await expect(page.getByRole('list', { name: 'Приложения в чате' }).getByText('ferry')).toBeVisible();

  const other = await open(boris, `/c/${chat.chatId}`);
  await expect(other.getByText('Другие приложения под рукой')).toBeVisible();
  await apps(other);
  const here = other.getByRole('list', { name: 'Приложения в чате' });
  await expect(here.getByRole('button', { name: 'Убрать из чата: ferry' })).toHaveCount(0);
  await here.getByRole('button', { name: 'ferry' }).click();
  const app = other.locator('veche-mini-app');
  await expect(app.frameLocator('iframe').getByText('Паром отходит')).toBeVisible();
  const close = async () => {
    await app.getByRole('button', { name: 'Закрыть', exact: true }).click();
    await expect(app).toHaveCount(0);
  };
  await close();
  await other.getByRole('button', { name: 'Открыть: ferry' }).click();
  await expect(app.frameLocator('iframe').getByText('Паром отходит')).toBeVisible();
  await close();

  // Of two or more one is chosen; without any the header is as before.
  await anna.call('apps.setInChat', { app: 'told', chatId: chat.chatId, isIn: true });
  await other.getByRole('button', { name: 'Приложения в чате' }).click();
  await other.getByRole('menuitem', { name: 'told' }).click();
  await expect(app.frameLocator('iframe').getByText('supergroup none')).toBeVisible();
  for (const slug of ['told', 'ferry'])
    await anna.call('apps.setInChat', { app: slug, chatId: chat.chatId, isIn: false });
  await expect(other.getByRole('button', { name: /^(?:Открыть: |Приложения в чате)/ })).toHaveCount(0);
});

test('a link opens an app with the word that it carries, once one is signed in', async () => {
  const link = '/apps?run=told&start=from_poster';
  const page = await open(anna, link);
  const app = page.locator('veche-mini-app').frameLocator('iframe');
  await expect(app.getByText('none from_poster')).toBeVisible();
  // Who has no session signs in first, and what they asked for is in the address then.
  const stranger = await open(null, link);
  await expect(stranger).toHaveURL(/\/sign-in$/);
  await stranger.context().close();
});

test('a shortcut on the home screen is to the app alone: by its address, or from the menu of its window', async () => {
  const page = await open(anna, '/apps?run=diary');
  const tools = await page.context().newCDPSession(page);
  /** What the browser would install. */
  const installed = async () => {
    const { url, data, errors } = await tools.send('Page.getAppManifest');
    const { name, start_url: start } = JSON.parse(data ?? '{}') as Record<string, string>;
    return { path: url.replace(server.url, ''), name, start, errors };
  };
  const diary = {
    ...{ path: '/api/app-shortcuts/diary?language=ru', name: 'Дневник', start: '/apps?run=diary&home=1', errors: [] },
  };
  const app = page.locator('veche-mini-app');
  await expect(app.getByRole('heading', { name: 'Дневник' })).toBeVisible();
  await expectPlain.poll(installed).toEqual(diary);
  await app.getByRole('button', { name: 'Закрыть', exact: true }).click();
  await expectPlain.poll(installed).toMatchObject({ path: '/manifest.webmanifest', name: 'Вече' });

  // Beside a chat the page stays the shell's, until a shortcut is asked for.
  const { chat } = await anna.call('chats.createGroup', { clientId: clientId(), title: 'Класс', memberIds: [] });
  await page.goto(`${server.url}/c/${chat.chatId}?run=diary`);
  const offer = page.locator('veche-home-screen');
  const ask = async () => {
    await expect(app.locator('iframe')).toBeAttached();
    await expect(app.getByRole('status')).toHaveCount(0);
    await app.getByRole('button', { name: 'Что ещё можно сделать' }).click();
    await page.getByRole('menuitem', { name: 'Добавить на главный экран' }).click();
  };
  await ask();
  await expect(offer).toContainText('Значок, который сразу открывает «Дневник».');
  await expectPlain.poll(installed).toEqual(diary);
  // Browsers of tests install nothing: what one hands to the page is ours, everything after it is the shell's.
  await page.evaluate(() => {
    const prompt = () => {
      document.documentElement.dataset['asked'] = 'once';
      return Promise.resolve({ outcome: 'dismissed' });
    };
    dispatchEvent(Object.assign(new Event('beforeinstallprompt', { cancelable: true }), { prompt }));
  });
  await offer.getByRole('button', { name: 'Добавить', exact: true }).click();
  await expect(page.locator('html')).toHaveAttribute('data-asked', 'once');
  // They thought better of it: by hand it can still be made.
  await expect(offer).toContainText('откройте меню браузера');
  await offer.getByRole('button', { name: 'Хорошо' }).click();
  await expect(offer).toHaveCount(0);
  await expectPlain.poll(installed).toMatchObject({ path: '/manifest.webmanifest' });

  await page.goto(`${server.url}/c/${chat.chatId}?run=in-chats`);
  await ask();
  await expect(page.getByText('Это приложение открывается только в чатах.')).toBeVisible();
  await expect(offer).toHaveCount(0);

  // What the shortcut opens.
  await page.goto(server.url + diary.start);
  await expect(app.getByRole('heading', { name: 'Дневник' })).toBeVisible();
});

test('an app is shown by its icon, in the list and above its window, and by letters without one', async () => {
  const page = await open(anna, '/apps');
  const rows = page.getByRole('list', { name: 'Приложения' }).getByRole('listitem');
  const row = rows.filter({ hasText: 'Дневник' });
  const width = () => row.locator('.avatar img').evaluate((picture: HTMLImageElement) => picture.naturalWidth);
  await expectPlain.poll(width).toBe(192);
  const other = rows.filter({ hasText: 'ferry' }).locator('.avatar');
  await expect(other.locator('img')).toHaveCount(0);
  await expect(other).toHaveText('FE');
  await row.getByRole('button', { name: 'Открыть' }).click();
  await expect(page.locator('veche-mini-app header .avatar img')).toHaveAttribute('src', /^\/api\/app-icons\/diary\//);
});

test('no page complained', () => expectPlain(complaints).toEqual([]));
