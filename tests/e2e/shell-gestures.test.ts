import type { Locator, Page } from 'playwright';
import { beforeAll, expect as expectPlain, test } from 'vitest';
import { expect } from '../support/expect.ts';
import { clientId, type TestPerson } from '../support/server.ts';
import { phone, startShell } from '../support/shell.ts';
import { audit } from '../support/shell-looks.ts';
import { chatLink, composer, message } from '../support/shell-parts.ts';

const { server, open, complaints } = await startShell();
const touching = { ...phone, hasTouch: true, isMobile: true };
let alice: TestPerson;
let bob: TestPerson;

beforeAll(async () => {
  [alice, bob] = [await server.person('Алиса Соколова'), await server.person('Борис Волков')];
});

async function group(title: string, texts: readonly string[] = ['Кто придёт?']) {
  const { chat } = await alice.call('chats.createGroup', { clientId: clientId(), title, memberIds: [bob.accountId] });
  for (const text of texts) await bob.call('messages.send', { chatId: chat.chatId, clientId: clientId(), text });
  return chat.chatId;
}

/** A finger as the browser feels it: it may take a move for scrolling. */
async function drag(page: Page, on: Locator, [dx, dy]: readonly [number, number], { lifts = true } = {}) {
  const box = (await on.boundingBox())!;
  const from = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  const cdp = await page.context().newCDPSession(page);
  const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', touchPoints: { x: number; y: number }[]) =>
    cdp.send('Input.dispatchTouchEvent', { type, touchPoints });
  await touch('touchStart', [from]);
  for (let step = 1; step <= 8; step++)
    await touch('touchMove', [{ x: from.x + (dx * step) / 8, y: from.y + (dy * step) / 8 }]);
  if (lifts) await touch('touchEnd', []);
  return () => touch('touchEnd', []);
}

test('a chat is archived and marked by swipes, taken back in the notice, and never by accident', async () => {
  await group('Двор');
  for (let index = 1; index <= 14; index++) await group(`Подъезд ${index}`);
  const page = await open(alice, '/c', touching);
  const row = chatLink(page, 'Подъезд 12');
  await expect(row).toBeVisible();
  const undo = page.getByRole('button', { name: 'Отменить' });

  // Up and down it is scrolling, however far it strays; a short way is none; so is one from the edge.
  await drag(page, row, [-60, -220]);
  await drag(page, chatLink(page, 'Подъезд 10'), [-40, 0]);
  await drag(page, chatLink(page, 'Подъезд 10'), [20, 0]);
  await page.waitForTimeout(300);
  await expect(undo).toHaveCount(0);
  await expect(page).toHaveURL(/\/c$/);
  expectPlain(await page.locator('.scroller').evaluate(({ scrollTop }) => scrollTop)).toBeGreaterThan(50);

  const shown = chatLink(page, 'Подъезд 8');
  const lift = await drag(page, shown, [-130, 6], { lifts: false });
  await expect(shown.getByText('В архив')).toBeVisible();
  await page.screenshot({ path: 'tests/screenshots/swipe-archive.png' });
  await lift();
  await expect(page.getByText('Чат в архиве')).toBeVisible();
  await expect(shown).toHaveCount(0);
  await undo.click();
  await expect(shown).toBeVisible();
  await expect(page.getByText('Чат снова в списке')).toBeVisible();

  await expect(shown.getByText('1 непрочитанное')).toBeAttached();
  await page.waitForTimeout(200);
  await drag(page, shown, [130, 0]);
  await expect(shown.getByText('1 непрочитанное')).toHaveCount(0);
  await page.getByRole('button', { name: 'Отменить' }).last().click();
  await expect(shown.getByText(/[Оо]тмечен непрочитанным/)).toBeAttached();
  await expect(page).toHaveURL(/\/c$/);
  expectPlain(complaints).toEqual([]);
});

test('the same is done by keyboard from the menu of a chat; what was pinned is pinned again when taken back', async () => {
  const chatId = await group('Чердак');
  await alice.call('chats.setSettings', { chatId, set: { pinned: true } });
  const page = await open(alice, '/c');
  await chatLink(page, 'Чердак').focus();
  await page.keyboard.press('Shift+F10');
  await page.getByRole('menuitem', { name: 'В архив' }).press('Enter');
  await page.getByRole('button', { name: 'Отменить' }).press('Enter');
  await expect(chatLink(page, 'Чердак')).toBeVisible();
  await expect.poll(async () => (await alice.call('chats.get', { chatId })).chat.pinnedRank).toBeGreaterThan(0);
});

test('a message is answered by a swipe to the right, and not while the chat is scrolled', async () => {
  const chatId = await group(
    'Ответы',
    Array.from({ length: 30 }, (_, index) => `Вопрос ${index + 1}.`),
  );
  const page = await open(alice, `/c/${chatId}`, touching);
  const last = message(page, 'Вопрос 6.');
  await expect(last).toBeVisible();
  const bar = page.getByText('Ответ: ');
  await drag(page, last, [-120, 0]);
  await drag(page, last, [40, 160]);
  await page.waitForTimeout(300);
  await expect(bar).toHaveCount(0);
  const target = message(page, 'Вопрос 8.');
  const lift = await drag(page, target, [120, 4], { lifts: false });
  await page.screenshot({ path: 'tests/screenshots/swipe-reply.png' });
  await lift();
  await expect(bar).toBeVisible();
  await expect(composer(page)).toBeFocused();
  expectPlain(await audit(page)).toEqual([]);
  expectPlain(complaints).toEqual([]);
});
