import type { ChatId } from '@veche/contract';
import { readFile } from 'node:fs/promises';
import { beforeAll, describe, expect as expectPlain, test } from 'vitest';
import { archiveOf, said } from '../support/archives.ts';
import { expect } from '../support/expect.ts';
import { clientId, type TestPerson } from '../support/server.ts';
import { phone, startShell } from '../support/shell.ts';
import { expectGoodLooks } from '../support/shell-looks.ts';
import { message } from '../support/shell-parts.ts';

const { server, open, complaints } = await startShell();
let alice: TestPerson;
let bob: TestPerson;
let chatId: ChatId;

beforeAll(async () => {
  [alice, bob] = [await server.person('Алиса Соколова'), await server.person('Борис Волков')];
  const memberIds = [bob.accountId];
  ({ chatId } = (await alice.call('chats.createGroup', { clientId: clientId(), title: 'Двор', memberIds })).chat);
  await alice.call('messages.send', { chatId, clientId: clientId(), text: 'Ключ у дворника' });
});

const json = (name: string, content: string) => ({
  name,
  mimeType: 'application/json',
  buffer: Buffer.from(content),
});

describe('a copy', () => {
  test('of a chat is asked for in its panel, made, downloaded and deleted', async () => {
    const page = await open(alice, `/c/${chatId}?p=info`, phone);
    await page.getByRole('button', { name: 'Сохранить копию чата' }).press('Enter');
    const copy = page.getByRole('listitem').filter({ hasText: 'Чат «Двор»' });
    await expect(copy.getByText(/Готов · 1 сообщение/)).toBeVisible();
    await expect(copy).toContainText('Можно скачать до');
    await expectGoodLooks(page);
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      copy.getByRole('link', { name: 'Скачать' }).click(),
    ]);
    const content = await readFile(await download.path());
    expectPlain(content.subarray(0, 2).toString()).toBe('PK');
    await page.reload();
    await copy.getByRole('button', { name: 'Удалить архив' }).click();
    await expect(copy).toContainText('Отменён');
    await page.getByRole('button', { name: 'Собрать архив' }).click();
    await expect(page.getByRole('listitem').filter({ hasText: 'Вся учётная запись' })).toContainText('Готов');
  });

  test('is offered in English to who reads English', async () => {
    const page = await open(bob, '/settings/data', { locale: 'en-GB' });
    await expect(page.getByRole('button', { name: 'Make the archive' })).toBeEnabled();
    await page.getByRole('link', { name: /Bringing conversations/ }).click();
    await expect(page.getByLabel('The exported file')).toBeVisible();
  });
});

describe('an import', () => {
  test('is sent, told about entry by entry, read in the chat, and undone', async () => {
    const page = await open(alice, `/c/${chatId}?p=info`);
    await page.getByRole('link', { name: 'Перенос переписки' }).click();
    await expect(page.getByLabel('Куда перенести')).toHaveValue(`${chatId}`);
    await page.getByRole('button', { name: 'Начать перенос' }).click();
    await expect(page.getByRole('alert')).toContainText('Выберите файл выгрузки.');
    const entries = [
      said('Баба Нюра', 'Самовар поспел'),
      { ...said('Дед', ''), type: 'service', action: 'phone_call' },
    ];
    await page.getByLabel('Файл выгрузки').setInputFiles(json('result.json', archiveOf(entries)));
    await page.getByRole('button', { name: 'Начать перенос' }).press('Enter');
    await expect(page.getByText('Перенесено · 1 сообщение · пропущена 1 запись')).toBeVisible();
    await page.getByRole('button', { name: 'Отчёт' }).click();
    await expect(page.getByRole('listitem').filter({ hasText: 'Служебная запись' })).toBeVisible();
    await page.getByLabel('Показать и то, что перенеслось целиком').check();
    await expect(page.getByRole('list', { name: 'Отчёт' }).getByRole('listitem')).toHaveCount(2);
    await expectGoodLooks(page);
    await page.reload();
    await page.getByRole('link', { name: 'Открыть чат' }).click();
    await expect(message(page, 'Самовар поспел')).toBeVisible();
    await page.goBack();
    await page.getByRole('button', { name: 'Вернуть как было' }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Вернуть как было' }).click();
    await expect(page.getByText('Возвращено как было', { exact: false })).toBeVisible();
    const { messages } = await alice.call('messages.history', { chatId, after: 0, limit: 100 });
    expectPlain(messages.some(({ text }) => text.includes('Самовар'))).toBe(false);
  });

  test('of an archive with several chats asks which, and says what is wrong with another file', async () => {
    const page = await open(bob, '/settings/import', phone);
    const list = ['Дача', 'Гараж'].map((name, at) => ({
      name,
      type: 'private_group',
      id: at + 1,
      messages: [said('Пётр', name)],
    }));
    await page.getByLabel('Файл выгрузки').setInputFiles(json('result.json', JSON.stringify({ chats: { list } })));
    await page.getByRole('button', { name: 'Начать перенос' }).click();
    await page.getByRole('button', { name: /Гараж.*1 запись/ }).press('Enter');
    await expect(page.getByText('Перенесено · 1 сообщение')).toBeVisible();
    await expectGoodLooks(page);
    await page.getByLabel('Файл выгрузки').setInputFiles(json('notes.json', '{"a": 1}'));
    await page.getByRole('button', { name: 'Начать перенос' }).click();
    await expect(page.getByText('Это не выгрузка Telegram или WhatsApp', { exact: false })).toBeVisible();
  });
});

describe('the end of an account', () => {
  test('needs the phrase, is told with its day, and can be taken back', async () => {
    const page = await open(bob, '/settings/data', phone);
    await page.getByRole('link', { name: /Удаление учётной записи/ }).press('Enter');
    await expect(page.getByText('Через 7 дней', { exact: false })).toBeVisible();
    await expectGoodLooks(page);
    const { phrase } = await bob.call('identity.getDeletion', {});
    const field = page.getByLabel(`Чтобы подтвердить, наберите: ${phrase}`);
    await field.fill('не то');
    await page.getByRole('button', { name: 'Удалить учётную запись' }).click();
    await expect(page.getByRole('alert')).toContainText('Фраза не совпала');
    await field.fill(phrase);
    await page.keyboard.press('Enter');
    await expect(page.getByRole('heading', { name: /Учётная запись исчезнет/ })).toBeVisible();
    await expectGoodLooks(page);
    await page.reload();
    await page.getByRole('button', { name: 'Оставить учётную запись' }).press('Enter');
    await expect(page.getByText('Учётная запись остаётся.')).toBeVisible();
    expectPlain((await bob.call('identity.getDeletion', {})).deletion).toBeUndefined();
  });
});

test('no page complained', () => expectPlain(complaints).toEqual([]));
