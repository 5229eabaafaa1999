import { expect } from '../../support/expect.ts';
import { chatLink, message } from '../../support/shell-parts.ts';
import { at, heading, says, type Scene, state } from './state.ts';

const botTabs = [
  ['overview', 'Обзор'],
  ['updates', 'Обновления'],
  ['calls', 'Вызовы'],
  ['dead', 'Недоставленные'],
] as const;

export const pages: Scene = {
  name: 'Settings',
  person: 'alice',
  states: [
    at('settings', '/settings', says('Это устройство')),
    at('appearance', '/settings/appearance', heading('Внешний вид')),
    at('accessibility', '/settings/accessibility', heading('Сочетания клавиш')),
    at('storage', '/settings/storage', says('Занято')),
    state(
      'storage-forget',
      'Having read a chat, remove the messages there: the question.',
      async ({ page, world, go }) => {
        await go(`/c/${world.long}`);
        await expect(page.getByRole('article').last()).toBeVisible();
        await go('/settings/storage');
        await page.getByRole('button', { name: 'Убрать сообщения с устройства' }).click();
        await expect(page.getByRole('alertdialog').getByRole('button').last()).toBeEnabled();
      },
    ),
    state('shortcuts', 'Press `?` in any place but a field.', async ({ page, go }) => {
      await go('/settings');
      await says('Это устройство')(page);
      await page.keyboard.press('Shift+?');
      await expect(page.getByRole('dialog', { name: 'Сочетания клавиш' })).toBeVisible();
    }),
    at('notification-check', '/settings/notifications', says('Вот что мешает')),
    at('contacts', '/settings/contacts', heading('Контакты')),
    at('privacy', '/settings/privacy', heading('Приватность')),
    at('blocked', '/settings/blocked', heading('Заблокированные')),
    at('limits', '/settings/limits', async (page) => expect(page.getByRole('row').nth(3)).toBeVisible()),
    at('bots', '/settings/bots', says('@veche_desk_bot')),
    ...botTabs.map(([tab, label]) =>
      state(`bot-${tab}`, `There, open a bot and its tab “${label}”.`, async ({ page, go }) => {
        await go('/settings/bots');
        await page.getByRole('link', { name: '@veche_desk_bot' }).click();
        const link = page.getByRole('link', { name: label, exact: true });
        await link.click();
        await expect(link).toHaveAttribute('aria-current', 'page');
        await expect(page.getByRole('status', { name: 'Загружаем…' })).toHaveCount(0);
      }),
    ),
    at('organisations', '/settings/organisations', says('Школа № 5')),
    state('organisation-new', 'There, begin to make one.', async ({ page }) => {
      await page.getByRole('button', { name: 'Создать организацию' }).click();
      await page.getByRole('textbox', { name: 'Название по-русски' }).fill('Кружок «Госуслуги»');
      await page.getByRole('textbox', { name: 'Название по-английски' }).fill('Club');
      await page.getByRole('textbox', { name: 'Короткий адрес' }).fill('club-of-alice');
      await page.getByRole('button', { name: 'Создать организацию' }).last().click();
      await expect(page.getByRole('alert')).toBeVisible();
    }),
    state('organisation', 'Make it under a name like others: its page.', async ({ page, world, go }) => {
      const kind = 'company' as const;
      const names = { ru: 'Кружок любителей сирени', en: 'Club of lilacs' };
      const { organisations } = await world.alice.call('organisations.own', {});
      if (organisations.length === 1)
        await world.alice.call('organisations.create', { kind, slug: 'club-of-alice', names });
      await go('/settings/organisations');
      await page.getByRole('link', { name: /Кружок любителей сирени/ }).click();
      await expect(page.getByRole('heading', { name: 'Приложения для людей' })).toBeVisible();
    }),
    at('data', '/settings/data', heading('Данные и учётная запись')),
    at('import', '/settings/import', heading('Перенос переписки')),
    at('delete', '/settings/delete', heading('Удаление учётной записи')),
    at('parts', '/dev/parts', heading('Меню, листы, вопросы')),
    state('sheet-permission', 'There, let the platform ask on behalf of an app.', async ({ page }) => {
      await page.getByRole('button', { name: 'Разрешить приложению писать Вам?' }).click();
      const sheet = page.getByRole('alertdialog');
      await expect(sheet.getByRole('button', { name: 'Разрешить', exact: true })).not.toHaveAttribute('aria-disabled');
    }),
    at('moderation-refused', '/moderation', async (page) => expect(page.locator('veche-moderation')).toBeVisible()),
  ],
};

export const english: Scene = {
  name: 'In English',
  person: 'alice',
  options: { locale: 'en-GB' },
  states: [
    state('english-list', 'Open the chats.', async ({ page, go }) => {
      await go('/c');
      await expect(chatLink(page, 'Двор на Садовой')).toBeVisible();
    }),
    state('english-chat', 'Open a group.', async ({ page, world, go }) => {
      await go(`/c/${world.yard}`);
      await expect(message(page, 'Ответ с отметкой')).toBeVisible();
    }),
    at('english-parts', '/dev/parts', heading('Menus, sheets, questions')),
    state('english-settings', 'Open the settings.', async ({ page, go }) => {
      await go('/settings');
      await says('This device')(page);
    }),
  ],
};
