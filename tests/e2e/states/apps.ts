import type { Page } from 'playwright';
import { expect } from '../../support/expect.ts';
import { at, heading, says, type Scene, state } from './state.ts';

const isWide = (page: Page) => (page.viewportSize()?.width ?? 0) >= 600;
const choose = async (page: Page, shelf: string) => {
  if (isWide(page)) await page.getByRole('button', { name: shelf, exact: true }).click();
  else await page.getByRole('combobox', { name: 'Разделы' }).selectOption(shelf);
};

export const appsLate: Scene = {
  name: 'An app that does not come',
  person: 'alice',
  async prepare(page) {
    await page.clock.install();
    await page.route(/\.apps\.localhost/, () => undefined);
  },
  states: [
    state('app-loading', 'Open an app: its page is on its way.', async ({ page, world, go }) => {
      await go(`/c/${world.yard}?run=hello`);
      await expect(page.locator('veche-mini-app iframe')).toBeAttached();
      await says('Открываем приложение…')(page);
    }),
    state('app-slow', 'Wait for ten seconds.', async ({ page }) => {
      await page.clock.fastForward(11_000);
      await says('Приложение не отвечает.')(page);
    }),
  ],
};

export const appSilent: Scene = {
  name: 'An app that falls silent',
  person: 'alice',
  async prepare(page) {
    await page.clock.install();
    // Without the script that answers for it.
    await page.route(/\.veche\/shim\.js/, (route) => route.fulfill({ contentType: 'text/javascript', body: '' }));
  },
  states: [
    state('app-silent', 'Leave two of its signs of life out.', async ({ page, world, go }) => {
      await go(`/c/${world.yard}?run=hello-tma`);
      await expect(page.getByText('Открываем приложение…')).toHaveCount(0);
      for (let count = 0; count < 3; count++) await page.clock.fastForward(5500);
      await says('Подождать')(page);
    }),
  ],
};

export const apps: Scene = {
  name: 'Apps',
  person: 'alice',
  states: [
    at('apps', '/apps', heading('Приложения')),
    state('apps-none', 'Choose a shelf where nothing stands.', async ({ page }) => {
      await choose(page, 'Игры');
      await says('Ничего не нашлось.')(page);
    }),
    state('apps-rating', 'Rate an app, from its menu.', async ({ page }) => {
      await choose(page, 'Все');
      await page
        .getByRole('button', { name: /^Что сделать/ })
        .first()
        .click();
      await page.getByRole('menuitem', { name: 'Оценить' }).click();
      await page.getByRole('radio', { name: '4 звезды' }).check();
    }),
    state('chat-apps', 'Look at the apps of a chat, from the menu beside the field.', async ({ page, world, go }) => {
      await go(`/c/${world.yard}`);
      await page.getByRole('button', { name: 'Добавить к сообщению' }).click();
      await page.getByRole('menuitem', { name: 'Приложения' }).click();
      await says('В этом чате приложений пока нет.')(page);
    }),
    state('app-ready', 'Run an app beside a chat.', async ({ page, world, go }) => {
      await go(`/c/${world.yard}?run=hello`);
      await expect(page.getByRole('button', { name: 'Ударить в колокол' })).toBeVisible();
    }),
    state('app-floating', 'On a wide screen, make it a window of its own.', async ({ page }) => {
      const float = page.getByRole('button', { name: 'Открепить в окно' });
      if (isWide(page)) await float.click();
      await expect(float).toHaveCount(0);
    }),
    state('app-two', 'Open two apps; on a phone the first is set aside.', async ({ page, go }) => {
      await go('/apps');
      await page.getByRole('button', { name: 'Открыть: Привет', exact: true }).click();
      await expect(page.getByRole('button', { name: 'Ударить в колокол' })).toBeVisible();
      if (!isWide(page)) await page.getByRole('button', { name: 'Отложить', exact: true }).click();
      await page.getByRole('button', { name: /^Открыть: (?!Привет$)/ }).click();
      await expect(page.frameLocator('iframe').last().getByRole('heading')).toBeVisible();
      await expect(page.getByText('Открываем приложение…')).toHaveCount(0);
    }),
    state('app-aside', 'Set them aside: each is a chip.', async ({ page }) => {
      const aside = page.getByRole('button', { name: 'Отложить', exact: true });
      while ((await aside.count()) > 0) await aside.last().click();
      await expect(page.getByRole('navigation', { name: 'Отложенные приложения' })).toBeVisible();
    }),
    state('app-home-screen', 'Run an app and choose a shortcut to it in its menu.', async ({ page, world, go }) => {
      await go(`/c/${world.yard}?run=hello`);
      await expect(page.getByRole('button', { name: 'Ударить в колокол' })).toBeVisible();
      await page.getByRole('button', { name: 'Что ещё можно сделать' }).click();
      await page.getByRole('menuitem', { name: 'Добавить на главный экран' }).click();
      await says('Значок, который сразу открывает «Привет».')(page);
    }),
    state('app-failed', 'Run an app that there is not.', async ({ page, world, go }) => {
      await go(`/c/${world.yard}?run=nothing-of-the-kind`);
      await expect(page.locator('veche-mini-app').getByRole('alert')).toBeVisible();
    }),
    state('app-consent', 'Run the app Hello and let it ask for the number.', async ({ page, go }) => {
      await go('/apps?run=hello');
      await page.frameLocator('iframe').getByRole('button', { name: 'Показать мой номер' }).click();
      const accept = page.getByRole('alertdialog').getByRole('button', { name: 'Передать', exact: true });
      await expect(accept).not.toHaveAttribute('aria-disabled');
    }),
    state('consents', 'Give it until it is taken back, then open `/settings/consents`.', async ({ page, go }) => {
      const sheet = page.getByRole('alertdialog');
      await sheet.getByRole('radio', { name: 'Пока Вы не отзовёте' }).check();
      await sheet.getByRole('button', { name: 'Передать', exact: true }).click();
      await expect(page.frameLocator('iframe').getByText('+7999', { exact: false })).toBeVisible();
      await go('/settings/consents');
      await expect(page.getByRole('button', { name: /^Отозвать: Ваш номер/ })).toBeVisible();
      await expect(page.getByRole('list', { name: 'Что делали приложения' })).toBeVisible();
    }),
    state('installed', 'Then open `/settings/apps`.', async ({ page, go }) => {
      await go('/settings/apps');
      await expect(page.getByRole('link', { name: 'Что можно и что узнавало «Привет»' })).toBeVisible();
    }),
    state('installed-remove', 'There, remove an app: what will happen is told first.', async ({ page }) => {
      await page.getByRole('button', { name: 'Удалить: Привет', exact: true }).click();
      await expect(page.getByRole('alertdialog', { name: 'Удалить «Привет»?' })).toBeVisible();
    }),
    state('installed-removed', 'Agree: it stands below until its date.', async ({ page }) => {
      await page.getByRole('alertdialog').getByRole('button', { name: 'Удалить' }).click();
      await expect(page.getByRole('button', { name: 'Открыть снова: Привет' })).toBeVisible();
    }),
  ],
};
