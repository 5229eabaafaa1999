import { expect } from '../../support/expect.ts';
import { chatLink, message, send } from '../../support/shell-parts.ts';
import { says, type Scene, state } from './state.ts';

export const chats: Scene = {
  name: 'More of chats',
  person: 'alice',
  states: [
    state('chat-info', 'Open what is known of the group.', async ({ page, world, go }) => {
      await go(`/c/${world.yard}?p=info`);
      await says('это Вы')(page);
    }),
    state('chat-media', 'Open what was sent in a chat: photos by month.', async ({ page, world, go }) => {
      await go(`/c/${world.album}?p=media`);
      await expect(page.getByRole('button', { name: /снимок-4/ }).first()).toBeVisible();
      await expect(page.locator('veche-shared-media').getByRole('button')).toHaveCount(4);
    }),
    state('photo-viewer', 'There, press a photo.', async ({ page }) => {
      await page
        .locator('veche-shared-media')
        .getByRole('button', { name: /снимок-3/ })
        .click();
      await expect(page.getByRole('dialog', { name: /снимок-3/ })).toBeVisible();
    }),
    state('chat-media-empty', 'Open its links, of which there are none.', async ({ page }) => {
      await page.keyboard.press('Escape');
      await page.getByRole('tab', { name: 'Ссылки' }).click();
      await says('Здесь будут ссылки из этого чата.')(page);
    }),
    state('chat-permissions', 'Open what members of a group one leads may do.', async ({ page, world, go }) => {
      await go(`/c/${world.yard}?p=permissions`);
      await expect(page.getByRole('switch').first()).toBeVisible();
    }),
    state('chat-reports', 'Open the reports of a group one leads.', async ({ page, world, go }) => {
      await go(`/c/${world.yard}?p=reports`);
      await says('Жалоб нет. Всё спокойно.')(page);
    }),
    state('chat-jump', 'Read earlier messages: the button back to the newest.', async ({ page, world, go }) => {
      await go(`/c/${world.yard}`);
      await expect(message(page, 'Ответ с отметкой')).toBeVisible();
      await page.locator('veche-message-list .scroller').evaluate((scroller) => (scroller.scrollTop -= 1200));
      await expect(page.getByRole('button', { name: /К новым сообщениям/ })).toBeVisible();
    }),
    state('chat-unread', 'Open a chat with unread messages: the divider.', async ({ page, world, go }) => {
      await go('/c');
      await expect(chatLink(page, 'Двор на Садовой')).toBeVisible();
      await world.say(world.bob, world.yard, 'Кто забыл грабли?');
      await expect(chatLink(page, 'Двор на Садовой').getByText(/непрочитанн/)).toBeAttached();
      await chatLink(page, 'Двор на Садовой').click();
      await expect(page.locator('.unread')).toBeVisible();
    }),
    state('chat-empty', 'Open a chat in which nobody said a word.', async ({ page, world, go }) => {
      await go(`/c/${world.silent}`);
      await says('Поздоровайтесь!')(page);
    }),
    state('chat-bot', 'Open a chat with a bot that was not started.', async ({ page, world, go }) => {
      await go(`/c/${world.bot}`);
      await expect(page.getByRole('button', { name: 'Начать' })).toBeVisible();
    }),
    state('chat-bot-keys', 'Open a chat with a bot that offers keys.', async ({ page, world, go }) => {
      await go(`/c/${world.desk}`);
      await expect(page.getByRole('group', { name: 'Клавиши бота' })).toBeVisible();
    }),
    state('chat-bot-commands', 'There, press the button of its commands.', async ({ page }) => {
      await page.getByRole('button', { name: 'Команды бота' }).click();
      await expect(page.getByRole('option').first()).toBeVisible();
    }),
    state('chat-restricted', 'Open a group where one may not write.', async ({ page, world, go }) => {
      await go(`/c/${world.restricted}`);
      await says('Сейчас Вы не можете писать в этот чат.')(page);
    }),
    state('channel', 'Open a channel one follows.', async ({ page, world, go }) => {
      await go(`/c/${world.channel}`);
      await expect(page.getByRole('button', { name: /уведомления/ }).first()).toBeVisible();
    }),
    state('topics', 'Open a group that has topics.', async ({ page, world, go }) => {
      await go(`/c/${world.topics}`);
      await says('Общее')(page);
    }),
    state('chat-gone', 'Open a chat that one is not in.', async ({ page, go }) => {
      await go('/c/4004');
      await says('Этот чат Вам недоступен')(page);
    }),
    state('report', 'Report a message.', async ({ page, world, go }) => {
      await go(`/c/${world.yard}?report=1`);
      await says('Спам или реклама')(page);
    }),
    state('chat-waiting', 'Send without a network.', async ({ page, world, go }) => {
      await go(`/c/${world.silent}`);
      await says('Поздоровайтесь!')(page);
      await page.context().setOffline(true);
      await says('Нет связи')(page);
      await send(page, 'Уйдёт, когда появится связь');
      await expect(message(page, 'Уйдёт').getByText('Ждёт отправки')).toBeAttached();
    }),
  ],
};
