import { expect } from '../../support/expect.ts';
import { choose, composer, message, send } from '../../support/shell-parts.ts';
import { menu, refuse, says, type Scene, state } from './state.ts';

export const chat: Scene = {
  name: 'A chat',
  person: 'alice',
  states: [
    state(
      'chat',
      'Open a group: runs, a reply, a reaction, an edit, a deletion, a poll, a pin.',
      async ({ page, world, go }) => {
        await go(`/c/${world.yard}`);
        await expect(message(page, 'Кто придёт на субботник?')).toBeVisible();
      },
    ),
    state('chat-menu', 'Open the menu of a message.', async ({ page }) => {
      await message(page, 'Ответ с отметкой').focus();
      await page.keyboard.press('Enter');
      await expect(menu(page)).toBeVisible();
    }),
    state('chat-delete', 'There, delete: the question.', async ({ page }) => {
      await page.getByRole('menuitem', { name: 'Удалить' }).click();
      await expect(page.getByRole('alertdialog').getByRole('button').last()).toBeEnabled();
    }),
    state('chat-reply', 'Reply to a message.', async ({ page }) => {
      await page.keyboard.press('Escape');
      await choose(page, message(page, 'Ответ с отметкой'), 'Ответить');
      await expect(page.getByText('Ответ: ')).toBeVisible();
    }),
    state('chat-edit', 'Edit a message of one’s own.', async ({ page }) => {
      await page.getByRole('button', { name: 'Не отвечать' }).click();
      await choose(page, message(page, 'Ответ с отметкой'), 'Изменить');
      await expect(page.getByText('Изменение сообщения')).toBeVisible();
    }),
    state('chat-over-limit', 'Write more than a message takes.', async ({ page }) => {
      await page.getByRole('button', { name: 'Не изменять' }).click();
      await composer(page).fill('длинно '.repeat(700));
      await expect(page.getByRole('button', { name: 'Отправить', exact: true })).toBeDisabled();
    }),
    state('chat-format', 'Select a part of what is written.', async ({ page }) => {
      await composer(page).fill('приходите в субботу');
      await composer(page).press('Shift+Home');
      await expect(page.getByRole('toolbar')).toBeVisible();
    }),
    state('chat-link', 'There, ask for a link.', async ({ page }) => {
      await page.getByRole('button', { name: 'Ссылка' }).click();
      await expect(page.getByLabel('Адрес ссылки')).toBeFocused();
      await page.keyboard.press('Enter');
      await says('Это не похоже на адрес')(page);
    }),
    state('chat-attach', 'Press the plus beside the field.', async ({ page }) => {
      await page.keyboard.press('Escape');
      await composer(page).fill('');
      await page.getByRole('button', { name: 'Добавить к сообщению' }).click();
      await expect(menu(page)).toBeVisible();
    }),
    state('chat-emoji', 'Press the smiley.', async ({ page }) => {
      await page.keyboard.press('Escape');
      await page.getByRole('button', { name: 'Смайлики' }).click();
      await expect(page.getByRole('searchbox', { name: 'Поиск смайлика' })).toBeVisible();
    }),
    state('chat-forward', 'Forward a message.', async ({ page }) => {
      await page.keyboard.press('Escape');
      await choose(page, message(page, 'Ответ с отметкой'), 'Переслать');
      await expect(page.getByRole('dialog', { name: 'Кому переслать' })).toBeVisible();
    }),
  ],
};

export const failing: Scene = {
  name: 'Sending that fails',
  person: 'alice',
  prepare: refuse('messages.send', 'forbidden'),
  states: [
    state('chat-failed', 'Send what the server refuses: again, or forget it.', async ({ page, world, go }) => {
      await go(`/c/${world.yard}`);
      await expect(message(page, 'Ответ с отметкой')).toBeVisible();
      await send(page, 'Это не уйдёт');
      await expect(page.getByRole('button', { name: 'Отправить снова' }).last()).toBeVisible();
    }),
  ],
};

export const unread: Scene = {
  name: 'Messages that cannot be loaded',
  person: 'alice',
  prepare: refuse('messages.history', 'internal'),
  states: [
    state('chat-load-failed', 'Open a chat while the server cannot give its messages.', async ({ page, world, go }) => {
      await go(`/c/${world.yard}`);
      await says('Сообщения не загрузились.')(page);
    }),
  ],
};
