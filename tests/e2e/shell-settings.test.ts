import type { Page } from 'playwright';
import { beforeAll, expect as expectPlain, test } from 'vitest';
import { expect } from '../support/expect.ts';
import { clientId, type TestPerson } from '../support/server.ts';
import { narrow, phone, startShell } from '../support/shell.ts';
import { expectGoodLooks, tooWide } from '../support/shell-looks.ts';
import { chatLink, composer, message, send } from '../support/shell-parts.ts';

const { server, open, complaints } = await startShell();
let alice: TestPerson;
let bob: TestPerson;
let chatId: number;

beforeAll(async () => {
  [alice, bob] = [await server.person('Алиса Соколова'), await server.person('Борис Волков')];
  const { chat } = await alice.call('chats.createGroup', {
    clientId: clientId(),
    title: 'Двор',
    memberIds: [bob.accountId],
  });
  chatId = chat.chatId;
  for (const text of ['Кто придёт в субботу?', 'Берите грабли']) await say(text);
});

const say = (text: string) => bob.call('messages.send', { chatId: chatId, clientId: clientId(), text });
const rootSize = (page: Page) => page.evaluate(() => parseFloat(getComputedStyle(document.documentElement).fontSize));
const paper = (page: Page) => page.evaluate(() => getComputedStyle(document.body).backgroundColor);

test('looks are chosen by keyboard, told beside their link, and are there before the first paint of the next start', async () => {
  const page = await open(alice, '/settings', { ...phone, colorScheme: 'light' });
  await page.getByRole('link', { name: /Внешний вид/ }).press('Enter');
  await expectGoodLooks(page);
  const plain = await paper(page);
  await page.getByRole('switch', { name: /Повышенный контраст/ }).press('Space');
  expectPlain(await paper(page)).not.toBe(plain);
  await expectGoodLooks(page);
  await page.getByRole('radio', { name: 'Обычный' }).press('ArrowRight');
  await expect(page.getByRole('radio', { name: 'Крупный', exact: true })).toBeChecked();
  expectPlain(await rootSize(page)).toBe(20);
  await page.getByRole('radio', { name: 'Очень крупный' }).check();
  expectPlain(await rootSize(page)).toBe(24);
  await expectGoodLooks(page);
  await page.getByRole('link', { name: 'Настройки' }).first().click();
  await expect(page.getByRole('link', { name: /Внешний вид.*Повышенный контраст.*Очень крупный/ })).toBeVisible();

  // Before any code of the shell: only the file that reads what was chosen.
  await page.route('**/assets/**', (route) =>
    route.request().resourceType() === 'script' ? route.abort() : route.continue(),
  );
  await page.reload({ waitUntil: 'domcontentloaded' });
  await expect(page.locator('html')).toHaveAttribute('data-contrast', 'more');
  await expect(page.locator('html')).toHaveAttribute('data-text', 'largest');
  expectPlain(await rootSize(page)).toBe(24);
});

test.each([
  ['very large text', () => localStorage.setItem('veche.text', 'largest')],
  // As a person sets it in the browser.
  [
    'text of twice the size',
    () => addEventListener('DOMContentLoaded', () => (document.documentElement.style.fontSize = '200%')),
  ],
])('%s fits: rows grow, nothing is scrolled sideways', async (_name, prepare) => {
  const page = await open(alice, '/manifest.webmanifest', phone);
  await page.addInitScript(prepare);
  for (const path of ['/c', `/c/${chatId}`, `/c/${chatId}?p=info`, '/settings', '/settings/accessibility']) {
    await page.goto(server.url + path);
    await expect(
      page
        .getByText(/Двор|Настройки|Доступность/)
        .filter({ visible: true })
        .first(),
    ).toBeVisible();
    expectPlain(await tooWide(page), path).toEqual([]);
  }
  await page.goto(`${server.url}/c`);
  const row = chatLink(page, 'Двор');
  await expect(row).toBeVisible();
  const cut = await row.evaluate((link) => link.scrollHeight - link.clientHeight);
  expectPlain(cut).toBeLessThanOrEqual(0);
  await page.setViewportSize(narrow.viewport);
  await page.goto(`${server.url}/c/${chatId}`);
  await expect(message(page, 'Берите грабли')).toBeVisible();
  expectPlain(await tooWide(page)).toEqual([]);
});

test('letters are shortcuts until they are switched off; the list of shortcuts follows', async () => {
  const page = await open(alice, `/c/${chatId}`, { locale: 'en-GB' });
  const list = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
  await message(page, 'Берите грабли').focus();
  await page.keyboard.press('Shift+?');
  await expect(list).toBeVisible();
  await expect(page.getByText('Reply to a message')).toBeVisible();
  await expectGoodLooks(page);
  await page.keyboard.press('Escape');
  await expect(list).toHaveCount(0);
  await expect(message(page, 'Берите грабли')).toBeFocused();
  // In the field it is a sign like any other.
  await composer(page).focus();
  await page.keyboard.type('?');
  await expect(composer(page)).toHaveValue('?');
  await expect(list).toHaveCount(0);
  await composer(page).fill('');

  await page.keyboard.press('ControlOrMeta+Comma');
  await page.getByRole('link', { name: 'Accessibility' }).click();
  await page.getByRole('switch', { name: /Single-letter keys/ }).uncheck();
  await expect(page.getByText('Reply to a message')).toHaveCount(0);
  await page.getByRole('switch', { name: /Less motion/ }).check();
  await expect(page.locator('html')).toHaveAttribute('data-motion', 'less');
  await expectGoodLooks(page);
  await page.goto(`${server.url}/c/${chatId}`);
  await message(page, 'Берите грабли').focus();
  await page.keyboard.press('KeyR');
  await page.keyboard.press('Shift+?');
  await expect(page.getByText('Reply to')).toHaveCount(0);
  await expect(list).toHaveCount(0);
  await page.keyboard.press('ControlOrMeta+Slash');
  await expect(list).toBeVisible();
});

test('screen readers are told of new messages as it was chosen', async () => {
  const page = await open(alice, '/settings/accessibility');
  await page.getByRole('radio', { name: 'Когда я не пишу' }).check();
  await page.goto(`${server.url}/c/${chatId}`);
  const said = page.getByRole('log');
  await expect(message(page, 'Берите грабли')).toBeVisible();
  await composer(page).pressSequentially('пишу');
  await say('Не перебивай');
  await expect(message(page, 'Не перебивай')).toBeVisible();
  for (let key = 0; key < 8; key++) {
    await composer(page).pressSequentially('у');
    await page.waitForTimeout(200);
    await expect(said).toBeEmpty();
  }
  await expect(said).toContainText('Не перебивай');
  await composer(page).fill('');
  await page.evaluate(() => localStorage.setItem('veche.announce', 'off'));
  await page.reload();
  await expect(message(page, 'Не перебивай')).toBeVisible();
  await say('Молча');
  await expect(message(page, 'Молча')).toBeVisible();
  await page.waitForTimeout(1000);
  await expect(said).toBeEmpty();
});

test('what a device holds can be removed from it; what waits to be sent, and drafts, stay', async () => {
  // Its code is there before the network goes.
  const page = await open(alice, '/settings/storage', phone);
  await expect(page.getByText('Занято')).toBeVisible();
  await page.getByRole('link', { name: 'Чаты' }).click();
  await chatLink(page, 'Двор').click();
  await expect(message(page, 'Берите грабли')).toBeVisible();
  await page.context().setOffline(true);
  await expect(page.getByText('Нет связи').filter({ visible: true }).first()).toBeVisible();
  await send(page, 'Дойдёт потом');
  await composer(page).fill('Ещё думаю');
  const go = (path: string) =>
    page.evaluate((to) => {
      history.pushState(null, '', to);
      dispatchEvent(new PopStateEvent('popstate'));
    }, path);
  await go('/settings/storage');
  const held = (name: string) => page.locator('dl > div', { hasText: name }).locator('dd');
  await expect(held('Ждут отправки')).toHaveText('1');
  await expect(held('Черновиков')).toHaveText('1');
  await expect(held('Сообщений')).not.toHaveText('0');
  await expectGoodLooks(page);
  const forget = page.getByRole('button', { name: 'Убрать сообщения с устройства' });
  await forget.click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Отмена' }).click();
  await expect(held('Сообщений')).not.toHaveText('0');
  await forget.click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Убрать' }).click();
  await expect(held('Сообщений')).toHaveText('0');
  await expect(held('Ждут отправки')).toHaveText('1');
  await expect(held('Черновиков')).toHaveText('1');
  await expect(forget).toBeDisabled();
  await page.getByRole('button', { name: 'Попросить браузер' }).click();
  await expect(page.getByText(/Браузер (пока отказал|обещал)/).first()).toBeVisible();

  await go(`/c/${chatId}`);
  await expect(composer(page)).toHaveValue('Ещё думаю');
  await page.context().setOffline(false);
  await expect(message(page, 'Берите грабли')).toBeVisible();
  await expect(message(page, 'Дойдёт потом')).toBeVisible();
  await expect
    .poll(async () => (await bob.call('messages.history', { chatId: chatId, limit: 1 })).messages[0]?.text)
    .toBe('Дойдёт потом');
});

test('no page complained', () => expectPlain(complaints).toEqual([]));
