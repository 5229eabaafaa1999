import { expect } from '../support/expect.ts';
import type { Page } from 'playwright';
import { beforeAll, expect as expectPlain, test } from 'vitest';
import { clientId, type TestPerson } from '../support/server.ts';
import { phone, startShell } from '../support/shell.ts';
import { chatLink, composer, message } from '../support/shell-parts.ts';

const { server, open, complaints } = await startShell();
let alice: TestPerson;
let bob: TestPerson;
let chatId: number;

beforeAll(async () => {
  [alice, bob] = [await server.person('Алиса Соколова'), await server.person('Борис Волков')];
  const memberIds = [bob.accountId];
  const { chat } = await alice.call('chats.createGroup', { clientId: clientId(), title: 'Двор', memberIds });
  chatId = chat.chatId;
  const say = (text: string, replyTo?: number) =>
    bob.call('messages.send', { chatId, clientId: clientId(), text, ...(replyTo !== undefined && { replyTo }) });
  const first = await say('Самое первое сообщение');
  for (let index = 1; index <= 150; index++) await say(`Сообщение ${index}`);
  const { seq } = await say('Ответ на первое', first.messageId);
  // The chat opens at its end: all of it was read.
  await alice.call('chats.markRead', { chatId, seq });
  await bob.call('chats.createDirect', { accountId: alice.accountId });
});

/** The region that has the focus, by its name or landmark. */
const region = (page: Page) =>
  page.evaluate(() => {
    const focused = document.querySelector('veche-app')?.shadowRoot?.activeElement;
    return focused?.closest('[data-region]')?.className ?? focused?.localName ?? '';
  });

test('Escape closes one layer at a time: the reply, the panel, the chat', async () => {
  const page = await open(alice, `/c/${chatId}`);
  await page.getByRole('button', { name: 'Сведения о чате' }).click();
  await expect(page.getByText('это Вы')).toBeVisible();
  await message(page, 'Ответ на первое').focus();
  await page.keyboard.press('KeyR');
  await expect(composer(page)).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('button', { name: 'Не отвечать' })).toHaveCount(0);
  await expect(page.getByText('это Вы')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByText('это Вы')).toHaveCount(0);
  await page.keyboard.press('Escape');
  await expect(page).toHaveURL(/\/c$/);
});

test('on a phone Back leaves the panel, then the chat; a reload keeps both', async () => {
  const page = await open(alice, '/c', phone);
  await chatLink(page, 'Двор').click();
  await page.getByRole('button', { name: 'Сведения о чате' }).click();
  await expect(page.getByRole('complementary')).toBeVisible();
  await expect(page).toHaveURL(new RegExp(`/c/${chatId}\\?p=info$`));
  await page.reload();
  await expect(page.getByText('это Вы')).toBeVisible();
  await page.goBack();
  await expect(page.getByRole('complementary')).toHaveCount(0);
  await expect(composer(page)).toBeVisible();
  await page.goBack();
  await expect(chatLink(page, 'Двор')).toBeVisible();
  await expect(composer(page)).toBeHidden();
});

test('F6 goes round the regions and back', async () => {
  const page = await open(alice, `/c/${chatId}`);
  await expect(composer(page)).toBeFocused();
  const seen: string[] = [];
  for (let press = 0; press < 3; press++) {
    await page.keyboard.press('F6');
    seen.push(await region(page));
  }
  expectPlain(seen).toEqual(['bar', 'list', 'main']);
  await page.keyboard.press('Shift+F6');
  expectPlain(await region(page)).toBe('list');
});

test('a reply leads to its message, far above what is drawn', async () => {
  const page = await open(alice, `/c/${chatId}`);
  await message(page, 'Ответ на первое')
    .getByRole('button', { name: /Ответ на сообщение: Борис Волков/ })
    .click();
  await expect(message(page, 'Самое первое сообщение')).toBeInViewport();
  await expect(message(page, 'Самое первое сообщение')).toBeFocused();
  await page.getByRole('button', { name: 'К новым сообщениям' }).click();
  await expect(message(page, 'Ответ на первое')).toBeInViewport();
});

test('Alt and arrows go from chat to chat, in any keyboard layout', async () => {
  const page = await open(alice, '/c');
  await expect(chatLink(page, 'Двор')).toBeVisible();
  await page.keyboard.press('Alt+ArrowDown');
  await expect(page).toHaveURL(/\/c\/\d+$/);
  const first = page.url();
  await page.keyboard.press('Alt+ArrowDown');
  await expect(page).not.toHaveURL(first);
  await page.keyboard.press('Alt+ArrowUp');
  await expect(page).toHaveURL(first);
  await page.keyboard.press('Alt+Digit3');
  await expect(page).toHaveURL(/\/settings$/);
});

test('theme, language and the width of the list are remembered', async () => {
  const page = await open(alice, '/settings/appearance');
  await page.getByRole('radio', { name: 'Тёмное' }).check();
  await page.getByRole('radio', { name: 'English' }).check();
  await expect(page.getByRole('heading', { name: 'Appearance' })).toBeVisible();
  await page.goto(`${server.url}/c`);
  const edge = page.getByRole('separator', { name: 'Width of the chat list' });
  const before = Number(await edge.getAttribute('aria-valuenow'));
  await edge.focus();
  await page.keyboard.press('ArrowRight');
  await page.reload();
  await expect(edge).toHaveAttribute('aria-valuenow', String(before + 20));
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');
});

test('an address that leads nowhere says so and leads home', async () => {
  const page = await open(alice, '/c/999999');
  await expect(page.getByText('Этот чат Вам недоступен')).toBeVisible();
  await page.getByRole('link', { name: 'К списку чатов' }).click();
  await expect(page).toHaveURL(/\/c$/);
});

test('no page complained', () => expectPlain(complaints).toEqual([]));
