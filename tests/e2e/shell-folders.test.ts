import { beforeAll, describe, expect as expectPlain, test } from 'vitest';
import type { Page } from 'playwright';
import { expect } from '../support/expect.ts';
import { clientId, type TestPerson } from '../support/server.ts';
import { narrow, phone, startShell } from '../support/shell.ts';
import { audit, tooWide } from '../support/shell-looks.ts';
import { chatLink, sheetOf } from '../support/shell-parts.ts';

const { server, open, complaints } = await startShell();
let alice: TestPerson;
let bob: TestPerson;

beforeAll(async () => {
  [alice, bob] = [await server.person('Алиса Соколова'), await server.person('Борис Волков')];
  for (const title of ['Двор', 'Школа', 'Дача']) {
    const { chat } = await alice.call('chats.createGroup', { clientId: clientId(), title, memberIds: [bob.accountId] });
    await bob.call('messages.send', { chatId: chat.chatId, clientId: clientId(), text: `Это ${title}` });
  }
  await alice.call('chats.createDirect', { accountId: bob.accountId });
});

const act = async (page: Page, title: string, item: string) => {
  await chatLink(page, title).click({ button: 'right' });
  await page.getByRole('menuitem', { name: item }).click();
};
const titles = (page: Page) => page.getByRole('list', { name: 'Чаты' }).getByRole('link');

describe('a chat of the list', () => {
  test('is pinned, muted, marked and archived from its menu, and found in the archive', async () => {
    const page = await open(alice, '/c');
    await act(page, 'Двор', 'Закрепить наверху');
    await expect(titles(page).first()).toContainText('Двор');
    await act(page, 'Двор', 'Выключить уведомления');
    await expect(chatLink(page, 'Двор')).toContainText('без уведомлений');
    await act(page, 'Школа', 'Отметить прочитанным');
    await expect(chatLink(page, 'Школа')).not.toContainText('непрочитан');
    await act(page, 'Школа', 'Отметить непрочитанным');
    await expect(chatLink(page, 'Школа')).toContainText('отмечен непрочитанным');
    await act(page, 'Дача', 'В архив');
    await expect(chatLink(page, 'Дача')).toHaveCount(0);
    await page.getByRole('tab', { name: /Архив/ }).click();
    await expect(chatLink(page, 'Дача')).toBeVisible();
    await expect(chatLink(page, 'Двор')).toHaveCount(0);
    await act(page, 'Дача', 'Вернуть из архива');
    await page.getByRole('tab', { name: 'Все' }).click();
    await expect(chatLink(page, 'Дача')).toBeVisible();
  });

  test('gives its menu to the keyboard', async () => {
    const page = await open(alice, '/c');
    await chatLink(page, 'Школа').focus();
    await page.keyboard.press('Shift+F10');
    await expect(page.getByRole('menuitem').first()).toBeFocused();
    await page.keyboard.press('Escape');
    await expect(chatLink(page, 'Школа')).toBeFocused();
  });
});

describe('folders', () => {
  test('are made, changed, put into order and deleted; another device follows', async () => {
    const page = await open(alice, '/c');
    const other = await open(alice, '/c', { ...phone, colorScheme: 'dark' });
    await act(page, 'Школа', 'В папку…');
    const sheet = sheetOf(page, 'Папки');
    await sheet.getByRole('button', { name: 'Новая папка' }).click();
    await page.getByRole('button', { name: 'Сохранить' }).click();
    await expect(page.getByRole('alert')).toHaveText('Назовите папку: от 1 до 32 знаков.');
    await page.getByRole('textbox', { name: 'Название' }).fill('Дети');
    expectPlain(await audit(page)).toEqual([]);
    await page.getByRole('button', { name: 'Сохранить' }).click();
    await sheet.getByRole('button', { name: 'Новая папка' }).click();
    await page.getByRole('textbox', { name: 'Название' }).fill('Люди');
    await page.getByRole('checkbox', { name: 'Личные' }).check();
    await page.getByRole('checkbox', { name: 'Школа' }).uncheck();
    await page.getByRole('button', { name: 'Сохранить' }).click();
    await page.keyboard.press('Escape');

    await expect(page.getByRole('tab', { name: 'Люди' })).toBeVisible();
    await page.getByRole('tab', { name: 'Дети' }).click();
    await expect(titles(page)).toHaveCount(1);
    await expect(chatLink(page, 'Школа')).toBeVisible();
    await page.keyboard.press('ArrowRight');
    await expect(page.getByRole('tab', { name: 'Люди' })).toHaveAttribute('aria-selected', 'true');
    await expect(chatLink(page, 'Борис Волков')).toBeVisible();
    await expect(chatLink(page, 'Школа')).toHaveCount(0);

    await other.getByRole('tab', { name: 'Дети' }).click();
    await expect(titles(other)).toHaveCount(1);
    expectPlain(await audit(other)).toEqual([]);

    await page.getByRole('button', { name: 'Настроить папки' }).click();
    await sheet.getByRole('button', { name: 'Выше: Люди' }).click();
    await expect(page.getByRole('tab').nth(1)).toContainText('Люди');
    expectPlain(await audit(page)).toEqual([]);
    await sheet.getByRole('button', { name: 'Удалить папку: Люди' }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Удалить папку' }).click();
    await expect(page.getByRole('tab', { name: 'Люди' })).toHaveCount(0);
  });

  test('fit into 320 pixels', async () => {
    const page = await open(alice, '/c', narrow);
    await expect(page.getByRole('tab', { name: 'Дети' })).toBeVisible();
    expectPlain(await tooWide(page)).toEqual([]);
  });
});

test('no page complained', () => expectPlain(complaints).toEqual([]));
