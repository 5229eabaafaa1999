import { expect } from '../../support/expect.ts';
import { chatLink } from '../../support/shell-parts.ts';
import { at, menu, says, type Scene, state } from './state.ts';

export const list: Scene = {
  name: 'The list of chats',
  person: 'alice',
  states: [
    state('list', 'Open the chats.', async ({ page, go }) => {
      await go('/c');
      await expect(chatLink(page, 'Двор на Садовой')).toBeVisible();
      await expect(page.getByText('Черновик:')).toBeVisible();
    }),
    state('list-menu', 'Press a chat with the right button, or long.', async ({ page }) => {
      await chatLink(page, 'Двор на Садовой').click({ button: 'right' });
      await expect(menu(page)).toBeVisible();
    }),
    state('list-search', 'Look for a word that messages have.', async ({ page }) => {
      await page.keyboard.press('Escape');
      await page.getByRole('searchbox').fill('парковку');
      await expect(page.locator('veche-search-results').getByRole('link').first()).toBeVisible();
    }),
    state('list-search-nothing', 'Look for a word that is nowhere.', async ({ page }) => {
      await page.getByRole('searchbox').fill('щщщщ');
      await expect(page.locator('veche-search-results')).toContainText(/нич/i);
    }),
    state('new-chat', 'Press the pencil.', async ({ page }) => {
      await page.getByRole('searchbox').fill('');
      await page.getByRole('button', { name: 'Новый чат' }).click();
      await expect(page.getByRole('button', { name: 'Новая группа' })).toBeVisible();
    }),
    state('new-group', 'There, choose a new group.', async ({ page }) => {
      await page.getByRole('button', { name: 'Новая группа' }).click();
      await expect(page.getByLabel('Название группы')).toBeVisible();
    }),
    state('invitation', 'Open a link of invitation.', async ({ page, world, go }) => {
      await go(`/#/join/${world.invitation}`);
      await expect(page.getByRole('button', { name: 'Вступить в группу' })).toBeVisible();
    }),
    state('list-offline', 'Lose the network: what is kept stays in sight.', async ({ page, go }) => {
      await go('/c');
      await expect(chatLink(page, 'Двор на Садовой')).toBeVisible();
      await page.context().setOffline(true);
      await says('Сообщения сохранятся здесь')(page);
    }),
  ],
};

export const newcomer: Scene = {
  name: 'A person without chats',
  person: 'newcomer',
  states: [
    at('list-empty', '/c', says('Здесь будут Ваши чаты.')),
    at('consents-empty', '/settings/consents', says('Ни одно приложение ничего о Вас не узнавало.')),
    at('installed-empty', '/settings/apps', says('Приложений у Вас пока нет.')),
    at('not-found', '/c/1/2/3', says('Такой страницы нет.')),
  ],
};
