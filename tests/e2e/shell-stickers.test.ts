import { beforeAll, expect as expectPlain, test } from 'vitest';
import type { PackId } from '@veche/contract';
import { expect } from '../support/expect.ts';
import { image } from '../support/media-samples.ts';
import { clientId, type TestPerson } from '../support/server.ts';
import { phone, startShell } from '../support/shell.ts';
import { expectGoodLooks } from '../support/shell-looks.ts';
import { messages, sheetOf } from '../support/shell-parts.ts';
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
  await page.keyboard.press('End');
  await expect(page.getByRole('menuitem', { name: 'Стикеры' })).toBeFocused();
  await page.keyboard.press('Enter');
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
    await page.getByRole('menuitem', { name: 'Стикеры' }).click();
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
