import type { Locator, Page } from 'playwright';
import { beforeAll, expect as expectPlain, test } from 'vitest';
import { scriptBundle } from '../support/app-bundle.ts';
import { expect } from '../support/expect.ts';
import { clientId, type TestPerson } from '../support/server.ts';
import { desktop, narrow, phone, startShell } from '../support/shell.ts';
import { expectGoodLooks, tooWide } from '../support/shell-looks.ts';
import { chatLink, composer, sheetOf } from '../support/shell-parts.ts';
import { cheat, grab, notes, push } from './windowed-apps.ts';

const { server, open, complaints } = await startShell();
let alice: TestPerson;
let chatId: number;

beforeAll(async () => {
  await server.app.seedDemo();
  alice = await server.person('Алиса Соколова');
  const dmitry = await server.person('Дмитрий Орлов');
  const group = (title: string) => alice.call('chats.createGroup', { clientId: clientId(), title, memberIds: [] });
  chatId = (await group('Двор')).chat.chatId;
  await group('Школа');
  for (const [slug, name] of apps) await dmitry.call('apps.publish', scriptBundle(slug, notes, { name }));
  await dmitry.call('apps.publish', scriptBundle('pusher', push, { name: 'Назойливое' }));
  await dmitry.call('apps.publish', scriptBundle('cheat', cheat, { name: 'Хитрое' }));
  await dmitry.call('bots.register', { username: 'grabber_bot', name: 'Цепкий бот' });
  const { manifest, files } = scriptBundle('grabber', grab, { name: 'Цепкое' });
  await dmitry.call('apps.publish', { manifest: { ...manifest, bot: 'grabber_bot' }, files });
});

const apps = [
  ['notes', 'Заметки'],
  ['lists', 'Списки'],
  ['tables', 'Таблицы'],
  ['maps', 'Карты'],
  ['clocks', 'Часы'],
  ['recipes', 'Рецепты'],
] as const;

const windowOf = (page: Page, name: string): Locator => page.getByRole('region', { name, exact: true });
const field = (page: Page, name: string): Locator =>
  page.frameLocator(`iframe[title="${name}"]`).getByRole('textbox', { name: 'Заметка' });
const heard = (page: Page, name: string): Locator => page.frameLocator(`iframe[title="${name}"]`).locator('p');
const button = (page: Page, name: string, of: string): Locator =>
  windowOf(page, of).getByRole('button', { name, exact: true });
const chips = (page: Page): Locator => page.getByRole('navigation', { name: 'Отложенные приложения' });
const takeUp = (page: Page, name: string): Locator =>
  chips(page).getByRole('button', { name: `Вернуться в «${name}»` });
/** For longer than a question has to be in sight, as who plays a game of quick presses. */
const pressOnAndOn = (target: Locator): Promise<void> =>
  target.evaluate(
    (button: HTMLElement) =>
      new Promise<void>((done) => {
        let count = 0;
        const timer = setInterval(() => {
          button.dispatchEvent(new PointerEvent('pointerdown', { bubbles: true, composed: true }));
          button.click();
          if ((count += 1) < 30) return;
          clearInterval(timer);
          done();
        }, 50);
      }),
  );
const boxOf = async (page: Page, name: string) => {
  const box = await windowOf(page, name).boundingBox();
  return box === null ? null : [box.x, box.y, box.width, box.height].map(Math.round);
};
const openFromPage = async (page: Page, name: string): Promise<void> => {
  await page.getByRole('link', { name: 'Приложения', exact: true }).click();
  // By keyboard: a window may float over it.
  await page.getByRole('button', { name: `Открыть: ${name}`, exact: true }).press('Enter');
};

test('two apps are open at once and keep what was written in them while they are set aside', async () => {
  const page = await open(alice, `/c/${chatId}?run=notes`);
  await field(page, 'Заметки').fill('купить сирень');
  await button(page, 'Открепить в окно', 'Заметки').click();
  await openFromPage(page, 'Списки');
  await field(page, 'Списки').fill('лопата');
  await expect(windowOf(page, 'Заметки')).toBeVisible();
  await expect(page).toHaveURL(/\/apps\?run=lists$/);

  await button(page, 'Отложить', 'Заметки').click();
  await expect(windowOf(page, 'Заметки')).toBeHidden();
  await expect(heard(page, 'Заметки')).toHaveText('скрыт');
  await expect(windowOf(page, 'Списки')).toBeVisible();
  await takeUp(page, 'Заметки').click();
  await expect(field(page, 'Заметки')).toHaveValue('купить сирень');
  await expect(heard(page, 'Заметки')).toHaveText('скрыт виден');
  await expect(page).toHaveURL(new RegExp(`run=notes&in=${chatId}$`));
  await button(page, 'Что ещё можно сделать', 'Списки').focus();
  await expect(page).toHaveURL(/run=lists/);

  await button(page, 'Отложить', 'Заметки').click();
  const closing = page.getByRole('alertdialog', { name: 'Закрыть «Заметки»?' });
  const closeNotes = chips(page).getByRole('button', { name: 'Закрыть «Заметки»' });
  await closeNotes.click();
  await closing.getByRole('button', { name: 'Отмена' }).click();
  await takeUp(page, 'Заметки').click();
  await expect(field(page, 'Заметки')).toHaveValue('купить сирень');
  await button(page, 'Отложить', 'Заметки').click();
  await closeNotes.click();
  await closing.getByRole('button', { name: 'Закрыть' }).click();
  await expect(page.locator('iframe')).toHaveCount(1);
  await expect(chips(page)).toHaveCount(0);
  await expect(field(page, 'Списки')).toHaveValue('лопата');
});

test('a window is moved and resized by keyboard, by dragging and by pressing alone, and its place is remembered', async () => {
  const page = await open(alice, `/c/${chatId}?run=notes`);
  await button(page, 'Открепить в окно', 'Заметки').click();
  await expect.poll(() => boxOf(page, 'Заметки')).toEqual([996, 85, 420, 730]);
  await button(page, 'Переместить окно', 'Заметки').focus();
  for (const key of ['ArrowLeft', 'ArrowLeft', 'ArrowUp', 'Shift+ArrowUp']) await page.keyboard.press(key);
  await expect.poll(() => boxOf(page, 'Заметки')).toEqual([948, 60, 420, 730]);
  for (let count = 0; count < 50; count++) await page.keyboard.press('ArrowRight');
  await expect.poll(() => boxOf(page, 'Заметки')).toEqual([1020, 60, 420, 730]);
  for (const [x, y] of [
    [996, 146],
    [24, 146],
    [24, 24],
  ]) {
    await page.keyboard.press('Enter');
    await expect.poll(() => boxOf(page, 'Заметки')).toEqual([x, y, 420, 730]);
  }

  const corner = windowOf(page, 'Заметки').getByRole('button', { name: /^Размер окна/ });
  await corner.focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowDown');
  await expect.poll(() => boxOf(page, 'Заметки')).toEqual([24, 24, 444, 754]);
  for (let count = 0; count < 50; count++) await page.keyboard.press('ArrowUp');
  await expect(corner).toHaveAccessibleName('Размер окна: 444 на 300');

  const header = (await windowOf(page, 'Заметки').getByRole('heading').boundingBox())!;
  await page.mouse.move(header.x + 5, header.y + 5);
  await page.mouse.down();
  // Over the page of the app, which must not swallow it.
  await page.mouse.move(header.x + 105, header.y + 205, { steps: 40 });
  await page.mouse.up();
  await expect.poll(() => boxOf(page, 'Заметки')).toEqual([124, 224, 444, 300]);
  const at = (await corner.boundingBox())!;
  await page.mouse.move(at.x + 10, at.y + 10);
  await page.mouse.down();
  await page.mouse.move(at.x + 66, at.y + 110, { steps: 20 });
  await page.mouse.up();
  await expect.poll(() => boxOf(page, 'Заметки')).toEqual([124, 224, 500, 400]);

  await page.reload();
  await expect.poll(() => boxOf(page, 'Заметки')).toEqual([124, 224, 500, 400]);
  await page.setViewportSize({ width: 700, height: 500 });
  await expect.poll(() => boxOf(page, 'Заметки')).toEqual([124, 100, 500, 400]);
  await page.setViewportSize(desktop.viewport);
  await expectGoodLooks(page);
  await button(page, 'Поставить рядом с чатом', 'Заметки').click();
  await expect.poll(() => boxOf(page, 'Заметки')).toEqual([1020, 0, 420, 900]);
  await expect(composer(page)).toBeVisible();
});

test('the focus goes into the app, comes back to where it was, and never to an app that is set aside', async () => {
  const page = await open(alice, '/apps');
  const opener = page.getByRole('button', { name: 'Открыть: Заметки', exact: true });
  await opener.focus();
  await page.keyboard.press('Enter');
  await expect(windowOf(page, 'Заметки').locator('iframe')).toBeFocused();
  await page.keyboard.press('Tab');
  await page.keyboard.type('набрано сразу');
  await expect(field(page, 'Заметки')).toHaveValue('набрано сразу');

  await button(page, 'Отложить', 'Заметки').press('Enter');
  await expect(opener).toBeFocused();
  await takeUp(page, 'Заметки').press('Enter');
  await expect(windowOf(page, 'Заметки').locator('iframe')).toBeFocused();
  await button(page, 'Что ещё можно сделать', 'Заметки').focus();
  await page.keyboard.press('Escape');
  await expect(windowOf(page, 'Заметки')).toBeHidden();
  await expect(opener).toBeFocused();

  // F6 goes round the windows in view and the row of those set aside.
  await takeUp(page, 'Заметки').press('Enter');
  await opener.focus();
  await page.keyboard.press('F6');
  await expect(windowOf(page, 'Заметки')).toBeFocused();
  await page.keyboard.press('Shift+F6');
  await expect(page.getByRole('main')).toBeFocused();

  await openFromPage(page, 'Цепкое');
  await expect(page.frameLocator('iframe[title="Цепкое"]').getByText('хватаю')).toBeVisible();
  await button(page, 'Отложить', 'Цепкое').click();
  const link = page.getByRole('link', { name: 'Настройки' });
  await expect(async () => {
    await link.focus();
    await page.waitForTimeout(300);
    expectPlain(await link.evaluate((element) => element.matches(':focus') && document.hasFocus())).toBe(true);
  }).toPass();
  await takeUp(page, 'Цепкое').click();
  await expect(windowOf(page, 'Цепкое').getByRole('alert')).toContainText('перехватывало клавиатуру и остановлено');
});

test('an app beside the chat that takes the keyboard from who writes is stopped, and its bot reported', async () => {
  const page = await open(alice, `/c/${chatId}?run=grabber`);
  await expect(page.frameLocator('iframe[title="Цепкое"]').getByText('хватаю')).toBeVisible();
  await composer(page).click();
  await page.keyboard.type('Добрый', { delay: 60 });
  await expect(windowOf(page, 'Цепкое').getByRole('alert')).toContainText('перехватывало клавиатуру и остановлено');
  await expect(composer(page)).toBeFocused();
  await page.keyboard.type(' вечер');
  await expect(composer(page)).toHaveValue(/ вечер$/);
  await expectGoodLooks(page);
  await windowOf(page, 'Цепкое').getByRole('button', { name: 'Пожаловаться' }).click();
  const sheet = sheetOf(page, 'Пожаловаться');
  await sheet.getByLabel('Мошенничество').check();
  await sheet.getByRole('button', { name: 'Отправить жалобу' }).click();
  await expect(page.getByText('Жалоба отправлена')).toBeVisible();
  await expect(sheet).toHaveCount(0);
});

test('the dock belongs to its chat, a floating window comes along; a reload brings back the one in front', async () => {
  const page = await open(alice, `/c/${chatId}?run=hello`);
  await expect(windowOf(page, 'Привет').getByRole('button', { name: 'Ударить в колокол' })).toBeVisible();
  await chatLink(page, 'Школа').click();
  await expect(takeUp(page, 'Привет')).toBeVisible();
  await takeUp(page, 'Привет').click();
  await expect(page).toHaveURL(new RegExp(`run=hello&in=${chatId}$`));
  await expect(chips(page)).toHaveCount(0);
  await button(page, 'Открепить в окно', 'Привет').click();
  await chatLink(page, 'Двор').click();
  await expect(windowOf(page, 'Привет')).toBeVisible();
  await page.goBack();
  await page.reload();
  await expect(page.frameLocator('iframe').getByText('группы')).toBeVisible();
  // Back puts away the layer: here, the window.
  await page.goBack();
  await expect(windowOf(page, 'Привет')).toHaveCount(0);
});

test('a sixth app is opened only when another may be closed for it', async () => {
  const page = await open(alice, '/apps');
  for (const [, name] of apps.slice(0, 5)) {
    await page.getByRole('button', { name: `Открыть: ${name}`, exact: true }).click();
    await field(page, name).fill(name);
  }
  await expect(chips(page).getByRole('listitem')).toHaveCount(4);
  const sixth = page.getByRole('button', { name: 'Открыть: Рецепты', exact: true });
  const question = page.getByRole('alertdialog', { name: 'Уже открыто приложений: 5' });
  await sixth.click();
  await question.getByRole('button', { name: 'Отмена' }).click();
  await expect(page).toHaveURL(/run=clocks$/);
  await expect(field(page, 'Часы')).toHaveValue('Часы');
  await sixth.click();
  await question.getByRole('button', { name: 'Закрыть «Заметки»' }).click();
  // It holds something unsaved: that is asked as ever.
  await page.getByRole('alertdialog', { name: 'Закрыть «Заметки»?' }).getByRole('button', { name: 'Закрыть' }).click();
  await expect(field(page, 'Рецепты')).toBeVisible();
  await expect(page.locator('iframe')).toHaveCount(5);
  await takeUp(page, 'Карты').click();
  await expect(field(page, 'Карты')).toHaveValue('Карты');
  await page.setViewportSize(narrow.viewport);
  expectPlain(await tooWide(page)).toEqual([]);
});

test('on a phone an app fills the screen, nothing under it is in reach, and Back sets it aside', async () => {
  const page = await open(alice, `/c/${chatId}`, phone);
  await page.goto(`${server.url}/apps`);
  await page.getByRole('button', { name: 'Открыть: Заметки', exact: true }).click();
  await field(page, 'Заметки').fill('с телефона');
  expectPlain(await boxOf(page, 'Заметки')).toEqual([0, 0, 390, 844]);
  await expect(page.getByRole('main')).toBeHidden();
  await expectGoodLooks(page);
  await page.goBack();
  await expect(takeUp(page, 'Заметки')).toBeVisible();
  await page.getByRole('link', { name: 'Чаты' }).click();
  await chatLink(page, 'Двор').click();
  await expect(composer(page)).toBeVisible();
  await expectGoodLooks(page);
  await takeUp(page, 'Заметки').click();
  await expect(field(page, 'Заметки')).toHaveValue('с телефона');
  await button(page, 'Закрыть', 'Заметки').click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Закрыть' }).click();
  await expect(page.locator('veche-mini-app')).toHaveCount(0);
  await expect(composer(page)).toBeVisible();
});

test('the platform asks on behalf of an app: above it, out of its reach, and nothing is agreed to by accident', async () => {
  const page = await open(alice, `/c/${chatId}?run=pusher`);
  await page.context().route('https://example.org/**', (route) => route.fulfill({ body: '' }));
  const app = page.frameLocator('iframe');
  const sheet = page.getByRole('alertdialog', { name: 'Открыть сайт example.org?' });
  const accept = sheet.getByRole('button', { name: 'Открыть', exact: true });
  const refuse = sheet.getByRole('button', { name: 'Не открывать' });
  await button(page, 'Открепить в окно', 'Назойливое').click();
  // Presses the agreeing answer the moment it is there, as a hand would that was on its way to another button.
  await page.evaluate(() => {
    const deep = (root: ParentNode, selector: string): HTMLElement | null => {
      for (const element of root.querySelectorAll<HTMLElement>('*')) {
        if (element.matches(selector)) return element;
        const inner = element.shadowRoot === null ? null : deep(element.shadowRoot, selector);
        if (inner !== null) return inner;
      }
      return null;
    };
    const look = setInterval(() => {
      const found = deep(document, 'dialog .accept');
      const open = deep(document, 'dialog[open] veche-platform-question');
      (found ?? open?.shadowRoot?.querySelector<HTMLElement>('.accept'))?.click();
      if (open !== null) clearInterval(look);
    }, 10);
  });
  await app.getByRole('button', { name: 'Спросить', exact: true }).click();
  await expect(sheet).toContainText('Спрашивает Вече');
  await expect(sheet).toContainText('Назойливое');
  await expect(sheet).toContainText('Не проверено');
  await expect(sheet.getByRole('heading')).toBeFocused();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Space');
  await expect(accept).not.toHaveAttribute('aria-disabled');
  await expect(sheet).toBeVisible();
  expectPlain(page.context().pages()).toHaveLength(1);
  const [one, other] = [(await accept.boundingBox())!, (await refuse.boundingBox())!];
  expectPlain([one.width, one.height]).toEqual([other.width, other.height]);
  // A click where the app is, beside the sheet, reaches neither.
  const place = (await windowOf(page, 'Назойливое').boundingBox())!;
  await page.mouse.click(place.x + place.width - 20, place.y + place.height - 20);
  await expect(sheet).toBeVisible();
  await expectGoodLooks(page);
  await page.keyboard.press('Escape');
  await expect(sheet).toHaveCount(0);
  await expect(app.locator('p')).toHaveText('1 forbidden');

  await page.waitForTimeout(2000);
  await app.getByRole('button', { name: 'Засыпать' }).click();
  await expect(app.locator('p')).toContainText('5 rate_limited 6 rate_limited');
  for (const id of [2, 3, 4]) {
    await refuse.click();
    await expect(app.locator('p')).toContainText(`${id} forbidden`);
  }
  await expect(sheet).toHaveCount(0);
  await button(page, 'Отложить', 'Назойливое').click();
  await expect(app.locator('p')).toContainText('7 unavailable');
  await takeUp(page, 'Назойливое').click();
  await page.waitForTimeout(2000);

  await app.getByRole('button', { name: 'Спросить', exact: true }).click();
  await expect(accept).not.toHaveAttribute('aria-disabled');
  const [opened] = await Promise.all([page.context().waitForEvent('page'), accept.click()]);
  await expect(opened).toHaveURL('https://example.org/');
  await expect(app.locator('p')).toContainText('8 ok');
  await opened.close();

  // A question goes with who asked it.
  await app.getByRole('button', { name: 'Спросить и уйти' }).click();
  await expect(page.locator('veche-mini-app')).toHaveCount(0);
  await expect(sheet).toHaveCount(0);
});

test('no app lies above a question: what fills the screen gives way, and who presses on and on agrees to nothing', async () => {
  const page = await open(alice, `/c/${chatId}?run=cheat`);
  const app = page.frameLocator('iframe');
  const sheet = page.getByRole('alertdialog', { name: 'Открыть сайт example.org?' });
  const accept = sheet.getByRole('button', { name: 'Открыть', exact: true });
  const place = await app.getByRole('button', { name: 'Накрыть' }).boundingBox();
  await page.evaluate(() => {
    const seen: boolean[] = [];
    document.addEventListener('fullscreenchange', () => seen.push(document.fullscreenElement !== null));
    Object.assign(window, { seen });
  });
  await page.mouse.click(place!.x + 5, place!.y + 5);
  await expect(sheet).toBeVisible();
  await pressOnAndOn(accept);
  expectPlain(await page.evaluate('window.seen')).toEqual([true, false]);
  await expect(sheet).toBeVisible();
  expectPlain(page.context().pages()).toHaveLength(1);
  await expect(accept).not.toHaveAttribute('aria-disabled');
  await sheet.getByRole('button', { name: 'Не открывать' }).click();
  await expect(app.locator('p')).toContainText('"app.openLink":"forbidden"');
});

test('what is pressed beside an app is for no app: it copies nothing, leads nowhere, and takes no keyboard', async () => {
  const page = await open(alice, `/c/${chatId}?run=cheat`);
  const app = page.frameLocator('iframe');
  await app.getByRole('button', { name: 'Подстеречь' }).click();
  await expect(app.locator('p')).toContainText('ui.hideKeyboard', { timeout: 30_000 });
  await composer(page).click();
  await page.keyboard.type('Пишу дальше', { delay: 100 });
  await expect(composer(page)).toHaveValue(/Пишу дальше$/);
  const nothingDone = async () => {
    expectPlain(JSON.parse((await app.locator('p').textContent()) ?? '{}')).toMatchObject({
      'clipboard.write': 'forbidden',
      'app.openChat': 'forbidden',
      'ui.setFullscreen': 'forbidden',
    });
    expectPlain(await page.evaluate(() => document.fullscreenElement)).toBeNull();
  };
  await nothingDone();
  // Nor is what the platform has around it: neither its menu, nor the way out.
  await page.getByRole('button', { name: 'Что ещё можно сделать' }).click();
  await expect(page.getByRole('menuitem', { name: 'Пожаловаться' })).toBeVisible();
  await page.waitForTimeout(1000);
  await nothingDone();
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Закрыть', exact: true }).click();
  await expect(page.locator('veche-mini-app')).toHaveCount(0);
  await page.waitForTimeout(1000);
  expectPlain(new URL(page.url()).pathname).toBe(`/c/${chatId}`);
});

test('a press that was meant for the app sends nothing on', async () => {
  const page = await open(alice, `/c/${chatId}?run=cheat`);
  await page.frameLocator('iframe').getByRole('button', { name: 'Поделиться' }).click();
  await page.getByRole('button', { name: 'Школа' }).last().click();
  const send = page.getByRole('button', { name: 'Отправить', exact: true }).last();
  await pressOnAndOn(send);
  await expect(page.locator('veche-app-share')).toHaveCount(1);
  await send.click();
  await expect(page.getByText('Отправлено: Школа')).toBeVisible();
});

test('no page complained', () => expectPlain(complaints).toEqual([]));
