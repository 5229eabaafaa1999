import { appBundle } from '../../support/app-bundle.ts';
import { expect } from '../../support/expect.ts';
import { at, says, type Scene, state } from './state.ts';

const APP = 'lilac-map';
const purpose = { ru: 'Чтобы подписать куст', en: 'To sign a bush' };

export const releases: Scene = {
  name: 'Published apps',
  person: 'alice',
  states: [
    at('releases-none', '/settings/releases', says('Приложений пока нет.')),
    state('release-not-uploaded', 'There, upload nothing.', async ({ page }) => {
      await page.getByRole('button', { name: 'Загрузить' }).click();
      await expect(page.getByRole('alert')).toHaveText('Выберите архив приложения.');
    }),
    state('releases', 'Open an app with a release that was refused.', async ({ page, world, go }) => {
      const { alice, keeper } = world;
      const draft = (code: number) => {
        const manifest = {
          name: { ru: 'Карта сирени', en: 'Map of lilacs' },
          version: { code, name: `${code}.0` },
          scopes: [{ scope: 'name' as const, purpose, retention_days: 30 }],
          network_hosts: ['tiles.example.org'],
          device_features: ['clipboard-write' as const],
        };
        return alice.call('apps.publish', { ...appBundle(APP, { 'app.js': String(code) }, manifest), as: 'draft' });
      };
      const { releaseId } = (await draft(1)).release;
      const place = { app: APP, releaseId };
      await alice.call('releases.submit', place);
      const note = 'Имя не нужно, чтобы показать карту.';
      await keeper.call('releases.decide', { ...place, outcome: 'rejected', reasons: ['privacy', 'broken'], note });
      await draft(2);
      await go('/settings/releases');
      await page.getByRole('link', { name: /Карта|lilac-map/ }).click();
      await says('Берёт лишние данные')(page);
    }),
    state('release-link', 'There, make a link for testers: it is shown once.', async ({ page }) => {
      await page.getByRole('button', { name: 'Ссылка для проверки' }).click();
      await expect(page.getByRole('dialog', { name: 'Ссылка для проверки' })).toBeVisible();
    }),
    state('release-stop', 'Close it, and stop the release: what will happen is told first.', async ({ page }) => {
      await page.keyboard.press('Escape');
      await page.getByRole('button', { name: 'Остановить' }).click();
      await says(/Вернуть его нельзя/)(page);
    }),
    state('release-appeal', 'Close that, and appeal the refusal.', async ({ page }) => {
      await page.keyboard.press('Escape');
      await page.getByRole('button', { name: 'Возразить' }).click();
      await page.getByRole('textbox').fill('Имя стоит на табличке у куста.');
      await expect(page.getByRole('button', { name: 'Отправить возражение' })).toBeVisible();
    }),
    state('release-appealed', 'Send it.', async ({ page }) => {
      await page.getByRole('button', { name: 'Отправить возражение' }).click();
      await says('Ждёт модератора')(page);
    }),
  ],
};

export const moderators: Scene = {
  name: 'Moderators of the platform',
  person: 'keeper',
  states: [
    state('release-queue', 'Open `/moderation` and its tab “Выпуски”.', async ({ page, go }) => {
      await go('/moderation');
      await page.getByRole('button', { name: 'Выпуски', exact: true }).click();
      await says('Карта сирени')(page);
    }),
    state('release-refuse', 'There, refuse a release without a reason.', async ({ page }) => {
      await page.getByRole('button', { name: /^Отказать/ }).click();
      await page.getByRole('button', { name: 'Решить' }).click();
      await expect(page.getByRole('alert')).toBeVisible();
    }),
    state('release-queue-empty', 'Give reasons and a note: nothing waits any more.', async ({ page }) => {
      await page.getByRole('checkbox', { name: 'Не работает' }).check();
      await page.getByRole('textbox', { name: 'Почему' }).fill('Карта пуста');
      await page.getByRole('button', { name: 'Решить' }).click();
      await says('Выпуски не ждут решения.')(page);
    }),
  ],
};
