import { beforeAll, expect as expectPlain, test } from 'vitest';
import type { PackId } from '@veche/contract';
import { expect } from '../support/expect.ts';
import { image } from '../support/media-samples.ts';
import { clientId, type TestPerson } from '../support/server.ts';
import { phone, startShell } from '../support/shell.ts';
import { expectGoodLooks } from '../support/shell-looks.ts';
import { composer, messages, sheetOf } from '../support/shell-parts.ts';
import { uploadFile } from '../support/uploads.ts';

const { server, open, complaints } = await startShell();
let alice: TestPerson;
let bob: TestPerson;

beforeAll(async () => {
  [alice, bob] = [await server.person('Алиса Соколова'), await server.person('Борис Волков')];
});

async function group(title: string) {
  const { chat } = await alice.call('chats.createGroup', { clientId: clientId(), title, memberIds: [bob.accountId] });
  return chat.chatId;
}

/** A pack of alice: two emoji and a picture. */
async function pack(title: string): Promise<PackId> {
  const { packId } = await alice.call('stickers.createPack', { clientId: clientId(), title });
  const file = await uploadFile(server, alice, await image('webp', { alpha: 0.5 }), {
    kind: 'sticker',
    name: 'кот.webp',
  });
  for (const sticker of [{ emoji: '🐱' }, { emoji: '🙀' }, { emoji: '😼', fileId: file.fileId }])
    await alice.call('stickers.addSticker', { clientId: clientId(), packId, ...sticker });
  return packId;
}

test('a sticker is chosen below the emoji by keyboard, and sent as an answer', async () => {
  const chatId = await group('Двор');
  await pack('Коты');
  await bob.call('messages.send', { chatId, clientId: clientId(), text: 'Кто заходил?' });
  const page = await open(alice, `/c/${chatId}`);
  const asked = messages(page).filter({ hasText: 'Кто заходил?' });
  await asked.focus();
  await page.keyboard.press('KeyR');
  const emoji = page.getByRole('button', { name: 'Смайлики' });
  await emoji.press('Enter');
  const field = page.getByRole('searchbox', { name: 'Поиск смайлика' });
  const found = page.getByRole('group', { name: 'Найденные смайлики' }).getByRole('button');
  await expect(field).toBeFocused();
  // All are here, group by group, and the arrows of keys go through them.
  await page.getByRole('button', { name: 'Флаги' }).click();
  await expect(page.getByRole('button', { name: 'флаг: Россия' })).toBeAttached();
  await page.getByRole('button', { name: 'Еда и напитки' }).click();
  await expect(page.getByRole('button', { name: 'красное яблоко' })).toBeInViewport();
  await expect(page.getByRole('button', { name: 'Еда и напитки' })).toHaveAttribute('aria-current', 'true');
  await field.press('ArrowDown');
  await page.keyboard.press('PageDown');
  await expect(page.getByRole('button', { name: 'машет рукой' })).toBeFocused();
  await page.keyboard.press('Control+Home');
  await page.keyboard.press('ArrowUp');
  await expect(field).toBeFocused();
  await page.keyboard.type('радуга');
  await expect(found.first()).toHaveText('🌈');
  await page.keyboard.press('Enter');
  await expect(composer(page)).toHaveValue('🌈');
  await field.fill('ничего такого');
  await expect(page.getByText('Таких смайликов нет. Попробуйте другое слово.')).toBeVisible();
  await field.fill('cat');
  await expect(found.first()).toHaveText('🐈');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowRight');
  await expect(found.nth(1)).toBeFocused();
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('Enter');
  await expect(composer(page)).toHaveValue('🌈🐈');
  // A tone of skin is offered by the menu key and by a long press, and is kept.
  await field.fill('приветствие');
  await page.getByRole('button', { name: 'машет рукой' }).click({ button: 'right' });
  const tones = page.getByRole('group', { name: 'Тон кожи' });
  await expect(tones.getByRole('button', { name: 'Без тона', pressed: true })).toBeFocused();
  await expectGoodLooks(page);
  await tones.getByRole('button', { name: 'Средний' }).click();
  await expect(composer(page)).toHaveValue('🌈🐈👋🏽');
  await page.getByRole('button', { name: 'машет рукой' }).click({ delay: 700 });
  await expect(tones.getByRole('button', { name: 'Средний', pressed: true })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(tones).toHaveCount(0);
  await expect(composer(page)).toHaveValue('🌈🐈👋🏽');
  await page.keyboard.press('Escape');
  await expect(composer(page)).toBeFocused();
  await composer(page).fill('');
  await emoji.press('Enter');
  await expect(page.getByRole('group', { name: 'Недавние' }).getByRole('button')).toHaveText(['👋🏽', '🐈', '🌈']);
  await expectGoodLooks(page);
  await page.getByRole('button', { name: 'Стикеры', exact: true }).press('Enter');
  const sheet = sheetOf(page, 'Стикеры');
  const inPack = sheet.getByRole('group', { name: 'Коты' });
  await expectGoodLooks(page);
  await inPack.getByRole('button', { name: 'Стикер 🐱' }).focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  await expect(inPack.getByRole('button', { name: 'Стикер 😼' })).toBeFocused();
  await page.keyboard.press('Enter');
  const sent = messages(page).last();
  await expect(sent.getByRole('button', { name: 'Стикер 😼, показать набор' })).toBeVisible();
  await expect(sent).toContainText('Кто заходил?');
  await expect(sheet).toHaveCount(0);
  await expect(emoji).toBeFocused();
  await expectGoodLooks(page);
  expectPlain(complaints).toEqual([]);
});

test('who has no packs is told how to get one; a received sticker opens its pack to add and to remove', async () => {
  const chatId = await group('Подъезд');
  const packId = await pack('Соседские коты');
  await alice.call('messages.send', { chatId, clientId: clientId(), sticker: { packId, stickerId: 1 } });
  const page = await open(bob, `/c/${chatId}`, { ...phone, colorScheme: 'dark' });
  const choose = async () => {
    await page.getByRole('button', { name: 'Смайлики' }).click();
    await page.getByRole('button', { name: 'Стикеры' }).click();
  };
  await expect(page.getByRole('button', { name: 'Стикер 🐱, показать набор' })).toBeVisible();
  await choose();
  await expect(sheetOf(page, 'Стикеры').getByText(/Наборов пока нет. Нажмите на стикер/)).toBeVisible();
  await page.keyboard.press('Escape');

  await page.getByRole('button', { name: 'Стикер 🐱, показать набор' }).click();
  const sheet = sheetOf(page, 'Соседские коты');
  await expect(sheet.getByRole('listitem')).toHaveCount(3);
  await expectGoodLooks(page);
  await sheet.getByRole('button', { name: 'Добавить набор' }).click();
  await expect(sheet.getByRole('button', { name: 'Убрать набор' })).toBeVisible();
  await page.keyboard.press('Escape');
  await choose();
  await sheetOf(page, 'Стикеры').getByRole('button', { name: 'Стикер 🙀' }).click();
  await expect(messages(page).last().getByRole('button', { name: 'Стикер 🙀, показать набор' })).toBeVisible();

  await page.getByRole('button', { name: 'Стикер 🙀, показать набор' }).click();
  await sheet.getByRole('button', { name: 'Убрать набор' }).click();
  await expect(sheet.getByRole('button', { name: 'Добавить набор' })).toBeVisible();
  expectPlain((await bob.call('stickers.listPacks', {})).packs).toEqual([]);
  expectPlain(complaints).toEqual([]);
});

test("a pack of one's own is made, filled, renamed and deleted; who may not send stickers is not offered them", async () => {
  const chatId = await group('Мастерская');
  const page = await open(alice, `/c/${chatId}`);
  await page.getByRole('button', { name: 'Смайлики' }).click();
  await page.getByRole('button', { name: 'Стикеры' }).click();
  await sheetOf(page, 'Стикеры').getByRole('button', { name: 'Мои наборы' }).press('Enter');
  const own = sheetOf(page, 'Мои наборы');
  await own.getByLabel('Название набора').fill('Рыбы');
  await page.keyboard.press('Enter');
  const sheet = sheetOf(page, 'Рыбы');
  await expect(sheet.getByText('В этом наборе пока нет стикеров.')).toBeVisible();
  await sheet.getByLabel('Смайлик', { exact: true }).fill('рыба');
  await page.keyboard.press('Enter');
  await expect(sheet.getByRole('alert')).toHaveText('Нужен ровно один смайлик.');
  await sheet.getByLabel('Смайлик', { exact: true }).fill('🐟');
  await page.keyboard.press('Enter');
  await expect(sheet.getByRole('listitem')).toHaveCount(1);
  const pictures = sheet.locator('input[type=file]');
  await pictures.setInputFiles([{ name: 'кит.txt', mimeType: 'image/png', buffer: Buffer.from('кит') }]);
  await expect(sheet.getByRole('alert')).toHaveText('Файл «кит.txt» не открывается как картинка.');
  await sheet.getByLabel('Смайлик', { exact: true }).fill('🐳');
  const whale = await image('webp', { alpha: 0.5 });
  await pictures.setInputFiles([{ name: 'кит.webp', mimeType: 'image/webp', buffer: whale }]);
  await expect(sheet.getByRole('img', { name: 'Стикер 🐳' })).toBeVisible();
  await expectGoodLooks(page);
  await sheet.getByRole('button', { name: 'Убрать стикер 🐳' }).click();
  await expect(sheet.getByRole('listitem')).toHaveCount(1);
  await sheet.getByRole('button', { name: 'Вернуть' }).click();
  await expect(sheet.getByRole('img', { name: 'Стикер 🐳' })).toBeVisible();
  await sheet.getByLabel('Название набора').fill('Морские');
  await sheet.getByRole('button', { name: 'Сохранить название' }).click();
  const renamed = sheetOf(page, 'Морские');
  await renamed.getByRole('button', { name: 'К моим наборам' }).click();
  await expect(own.getByRole('button', { name: 'Изменить набор: Морские' })).toContainText('2 стикера');
  await expectGoodLooks(page);
  await own.getByRole('button', { name: 'Изменить набор: Морские' }).click();
  await renamed.getByRole('button', { name: 'Удалить набор' }).click();
  const question = page.getByRole('alertdialog', { name: 'Удалить набор «Морские»?' });
  await question.getByRole('button', { name: 'Удалить набор' }).click();
  await expect(own.getByRole('button', { name: 'Изменить набор: Морские' })).toHaveCount(0);
  await page.keyboard.press('Escape');

  await alice.call('chats.update', { chatId, permissions: ['sendMessages'] });
  const other = await open(bob, `/c/${chatId}`);
  await expect(other.getByRole('button', { name: 'Отправить' })).toBeVisible();
  await other.getByRole('button', { name: 'Смайлики' }).click();
  await expect(other.getByRole('searchbox', { name: 'Поиск смайлика' })).toBeVisible();
  await expect(other.getByRole('button', { name: 'Стикеры' })).toHaveCount(0);
  await other.keyboard.press('Escape');
  await other.getByRole('button', { name: 'Добавить к сообщению' }).click();
  await expect(other.getByRole('menuitem', { name: 'Контакт' })).toBeVisible();
  for (const denied of ['Фото или файл', 'Опрос'])
    await expect(other.getByRole('menuitem', { name: denied })).toHaveCount(0);
  await expect(other.getByRole('button', { name: 'Записать голосовое' })).toHaveCount(0);
  expectPlain(complaints).toEqual([]);
});
