import type { Page } from 'playwright';
import { expect as expectPlain, test } from 'vitest';
import { appBundle, scriptBundle } from '../support/app-bundle.ts';
import { expect } from '../support/expect.ts';
import { clientId } from '../support/server.ts';
import { startShell } from '../support/shell.ts';

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

test('an app is found by a shelf and by words, opened, rated and forgotten', async () => {
  const page = await open(anna, '/apps');
  const all = page.getByRole('list', { name: 'Приложения' });
  await expect(all.getByRole('listitem')).toHaveCount(2);
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
  await expect(all.getByRole('listitem')).toHaveCount(2);

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

test('an admin puts an app into a chat, where a member opens it from the attach menu and may not take it out', async () => {
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
  await expect(other.locator('veche-mini-app').frameLocator('iframe').getByText('Паром отходит')).toBeVisible();
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
