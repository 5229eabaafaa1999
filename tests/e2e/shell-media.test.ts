import type { Page } from 'playwright';
import { beforeAll, expect as expectPlain, test } from 'vitest';
import { expect } from '../support/expect.ts';
import { image, wav } from '../support/media-samples.ts';
import { clientId, type TestPerson } from '../support/server.ts';
import { phone, startShell } from '../support/shell.ts';
import { audit, expectGoodLooks } from '../support/shell-looks.ts';
import { message } from '../support/shell-parts.ts';
import { uploadFile } from '../support/uploads.ts';

const { server, open, complaints } = await startShell();
/** More than a page of the panel. */
const PHOTOS = 34;
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
  const colours = await Promise.all([1, 2, 3].map((part) => image('jpeg', { width: 64 * part, height: 48 })));
  const photos = [];
  for (let index = 1; index <= PHOTOS; index++)
    photos.push(await uploadFile(server, bob, colours[index % 3]!, { kind: 'photo', name: `снимок-${index}.jpg` }));
  const send = (files: readonly { fileId: number }[], text = '', spoiler = false) =>
    bob.call('messages.send', {
      chatId,
      clientId: clientId(),
      text,
      attachments: files.map(({ fileId }) => ({ fileId: fileId as never, ...(spoiler && { spoiler }) })),
    });
  await send(photos.slice(0, 1), 'Первый снимок двора');
  for (const photo of photos.slice(1, -3)) await send([photo]);
  await send(photos.slice(-3, -2), '', true);
  await send(photos.slice(-2), 'Альбом с субботника');
  const plan = Buffer.from('забор: 100');
  await send([await uploadFile(server, bob, plan, { kind: 'file', name: 'смета.txt' })]);
  await send([await uploadFile(server, bob, wav(3), { kind: 'voice', name: 'голос.wav' })]);
  await send([await uploadFile(server, bob, wav(2), { kind: 'audio', name: 'гимн.wav' })]);
  await alice.call('messages.send', {
    chatId,
    clientId: clientId(),
    text: 'Правила тут: https://example.org/правила и больше нигде',
  });
  // What was sent last is found, and so is all before it.
  await expect
    .poll(async () => (await alice.call('search.messages', { chatId, kinds: ['link'] })).messages.length)
    .toBe(1);
}, 120_000);

const panel = (page: Page) => page.locator('veche-shared-media');
const viewer = (page: Page, name: string) => page.getByRole('dialog', { name: `Фото: ${name}` });
const tile = (page: Page, name: string) => panel(page).getByRole('button', { name });

test('photos of a chat are seen by month, one after another, and lead back to where they were said', async () => {
  const page = await open(alice, `/c/${chatId}?p=info`);
  await page.getByRole('button', { name: 'Медиа, файлы и ссылки' }).click();
  await expect(page).toHaveURL(/p=media/);
  await expect(tile(page, `снимок-${PHOTOS}.jpg`)).toBeVisible();
  await expect(panel(page).getByRole('heading')).toHaveText([/\d{4}/]);
  await expectGoodLooks(page);

  // One stop for Tab; arrows go by what stands beside and below.
  const first = panel(page).locator('.tile').first();
  await first.focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowDown');
  await expect(panel(page).locator('.tile').nth(4)).toBeFocused();
  await page.keyboard.press('Home');
  await expect(first).toBeFocused();
  await expect(panel(page).locator('.tile[tabindex="0"]')).toHaveCount(1);

  // The rest comes when it is scrolled to.
  await page.keyboard.press('End');
  await expect(tile(page, 'снимок-1.jpg')).toBeAttached();
  await page.keyboard.press('End');
  await page.keyboard.press('Enter');
  await expect(viewer(page, 'снимок-1.jpg')).toBeVisible();
  await expect(page.getByText('Первый снимок двора').last()).toBeVisible();
  await expect(page.getByText(`1 из ${PHOTOS}`).first()).toBeVisible();
  expectPlain(await audit(page)).toEqual([]);
  await page.keyboard.press('ArrowLeft');
  await expect(viewer(page, 'снимок-1.jpg')).toBeVisible();
  await page.keyboard.press('ArrowRight');
  await expect(viewer(page, 'снимок-2.jpg')).toBeVisible();
  await page.keyboard.press('End');
  await expect(viewer(page, `снимок-${PHOTOS}.jpg`)).toBeVisible();
  await page.getByRole('button', { name: 'Раньше' }).click();
  await expect(viewer(page, `снимок-${PHOTOS - 1}.jpg`)).toBeVisible();
  const [saved] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: 'Скачать' }).click(),
  ]);
  expectPlain(saved.suggestedFilename()).toBe(`снимок-${PHOTOS - 1}.jpg`);
  await page.keyboard.press('Home');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(tile(page, 'снимок-1.jpg')).toBeFocused();

  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Показать в чате' }).click();
  await expect(page).toHaveURL(/m=\d+$/);
  await expect(message(page, 'Первый снимок двора')).toBeInViewport();
  await expect(panel(page)).toHaveCount(0);
  expectPlain(complaints).toEqual([]);
});

test('a photo that is opened in the chat leads on to those before and after it', async () => {
  const page = await open(alice, `/c/${chatId}`, { ...phone, hasTouch: true });
  await message(page, 'Альбом с субботника')
    .getByRole('button', { name: `снимок-${PHOTOS - 1}` })
    .click();
  await expect(viewer(page, `снимок-${PHOTOS - 1}.jpg`)).toBeVisible();
  await page.keyboard.press('ArrowLeft');
  await expect(viewer(page, `снимок-${PHOTOS - 2}.jpg`)).toBeVisible();
  // What is hidden in the chat stays so when one comes by.
  const picture = page.locator('veche-photos figure img');
  await expect(picture).toHaveCount(0);
  await expectGoodLooks(page);
  await page.locator('veche-photos').getByRole('button', { name: 'Скрытый файл, показать' }).click();
  await expect(picture).toBeVisible();
  const swipe = (by: number) =>
    page.locator('veche-photos figure').evaluate((figure, way) => {
      const at = (name: string, clientX: number) =>
        figure.dispatchEvent(
          new PointerEvent(name, { pointerType: 'touch', pointerId: 7, isPrimary: true, clientX, clientY: 300 }),
        );
      at('pointerdown', 200);
      at('pointerup', 200 + way);
    }, by);
  await swipe(-120);
  await expect(viewer(page, `снимок-${PHOTOS - 1}.jpg`)).toBeVisible();
  await swipe(20);
  await expect(viewer(page, `снимок-${PHOTOS - 1}.jpg`)).toBeVisible();
  await expectGoodLooks(page);
});

test('files, links and sounds have their own tabs, in English too', async () => {
  const page = await open(alice, `/c/${chatId}?p=media`, { locale: 'en-GB', viewport: { width: 360, height: 740 } });
  await page.getByRole('tab', { name: 'Media' }).focus();
  await page.keyboard.press('ArrowRight');
  await expect(page.getByRole('tab', { name: 'Files' })).toBeFocused();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    panel(page)
      .getByRole('link', { name: /^смета\.txt/ })
      .click(),
  ]);
  expectPlain(download.suggestedFilename()).toBe('смета.txt');
  await expectGoodLooks(page);
  await page.getByRole('tab', { name: 'Links' }).click();
  await expect(panel(page).getByRole('link', { name: /^example\.org/ })).toHaveAttribute('href', /^https:\/\/example/);
  await page.getByRole('tab', { name: 'Audio' }).click();
  await expect(panel(page).getByRole('group', { name: 'Voice message' })).toBeVisible();
  await expect(panel(page).getByLabel('Recording: гимн.wav')).toBeVisible();
  await expectGoodLooks(page);
  await page.getByRole('tab', { name: 'Links' }).click();
  await panel(page)
    .getByRole('link', { name: /^Show in chat/ })
    .click();
  await expect(message(page, 'Правила тут')).toBeInViewport();
});

test('an empty chat says what will be here; without a connection the panel says so, and heals', async () => {
  const { chat } = await alice.call('chats.createDirect', { accountId: bob.accountId });
  const page = await open(alice, `/c/${chat.chatId}?p=media`);
  await expect(page.getByText('Здесь будут фото и видео из этого чата.')).toBeVisible();
  await expectGoodLooks(page);
  await page.context().setOffline(true);
  await expect(page.getByText('Нет связи').first()).toBeVisible();
  await page.getByRole('tab', { name: 'Файлы' }).click();
  await expect(panel(page).getByRole('alert')).toBeVisible();
  await expect(panel(page).getByRole('button', { name: 'Повторить' })).toBeVisible();
  expectPlain(await audit(page)).toEqual([]);
  await page.context().setOffline(false);
  await expect(page.getByText('Здесь будут файлы из этого чата.')).toBeVisible();
});
