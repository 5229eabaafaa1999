import { expect } from '../support/expect.ts';
import type { Page } from 'playwright';
import { beforeAll, describe, expect as expectPlain, test } from 'vitest';
import { clientId, type TestPerson } from '../support/server.ts';
import { narrow, phone, startShell } from '../support/shell.ts';
import { audit, tooWide } from '../support/shell-looks.ts';
import { composer, message, messages } from '../support/shell-parts.ts';

const { server, open, complaints } = await startShell();
let alice: TestPerson;
let bob: TestPerson;
let chatId: number;

const say = (person: TestPerson, text: string, replyTo?: number) =>
  person.call('messages.send', {
    chatId: chatId,
    clientId: clientId(),
    text,
    ...(replyTo !== undefined && { replyTo: replyTo }),
  });

beforeAll(async () => {
  [alice, bob] = [await server.person('Алиса Соколова'), await server.person('Борис Волков')];
  const title = 'Двор на Садовой: субботник, парковка и очень длинное название';
  const { chat } = await alice.call('chats.createGroup', { clientId: clientId(), title, memberIds: [bob.accountId] });
  chatId = chat.chatId;
  for (let index = 1; index <= 260; index++) {
    await say(index % 3 === 0 ? alice : bob, `Сообщение ${index}. ${'Про двор и парковку. '.repeat(index % 7)}`);
  }
  const first = await say(bob, `Адрес: https://example.org/${'оченьдлинный'.repeat(20)}`);
  await say(alice, 'Ответ с отметкой', first.messageId);
  await alice.call('reactions.add', { chatId: chatId, messageId: first.messageId, emoji: '👍' });
  await alice.call('chats.createDirect', { accountId: bob.accountId });
});

const screens: readonly (readonly [name: string, path: () => string, ready: (page: Page) => Promise<void>])[] = [
  ['chat list', () => '/c', (page) => expect(page.getByRole('link', { name: /Двор на Садовой/ })).toBeVisible()],
  ['chat', () => `/c/${chatId}`, (page) => expect(message(page, 'Ответ с отметкой')).toBeVisible()],
  ['group panel', () => `/c/${chatId}?p=info`, (page) => expect(page.getByText('это Вы')).toBeVisible()],
  ['settings', () => '/settings', (page) => expect(page.getByText('Это устройство').first()).toBeVisible()],
  ['apps', () => '/apps', (page) => expect(page.getByRole('heading', { name: 'Приложения' })).toBeVisible()],
];

describe.each(['light', 'dark'] as const)('%s', (colorScheme) => {
  test.each(screens)('%s has no accessibility violation', async (_name, path, ready) => {
    const page = await open(alice, path(), { colorScheme });
    await ready(page);
    expectPlain(await audit(page)).toEqual([]);
    await page.context().close();
  });

  test('the sign-in page has no accessibility violation', async () => {
    const page = await open(null, '/sign-in', { colorScheme, ...phone });
    await expect(page.getByLabel('Номер телефона')).toBeVisible();
    expectPlain(await audit(page)).toEqual([]);
  });

  test('menus, sheets and questions have no accessibility violation', async () => {
    const page = await open(alice, `/c/${chatId}`, { colorScheme, ...phone });
    await message(page, 'Ответ с отметкой').focus();
    await page.keyboard.press('Enter');
    await expect(page.getByRole('menu')).toBeVisible();
    expectPlain(await audit(page)).toEqual([]);
    await page.getByRole('menuitem', { name: 'Удалить' }).click();
    await expect(page.getByRole('alertdialog')).toBeVisible();
    expectPlain(await audit(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await page.goto(`${server.url}/c`);
    await page.getByRole('button', { name: 'Новый чат' }).click();
    await page.getByRole('button', { name: 'Новая группа' }).click();
    await expect(page.getByLabel('Название группы')).toBeVisible();
    expectPlain(await audit(page)).toEqual([]);
  });
});

test('the audit notices a planted violation', async () => {
  const page = await open(null, '/sign-in');
  await expect(page.getByLabel('Номер телефона')).toBeVisible();
  await page.evaluate(() => document.querySelector('veche-app')!.shadowRoot!.append(document.createElement('button')));
  expectPlain(await audit(page)).toEqual([expectPlain.stringContaining('button-name')]);
});

test.each(screens)('%s fits into 320 pixels without scrolling sideways', async (_name, path, ready) => {
  const page = await open(alice, path(), narrow);
  await ready(page);
  expectPlain(await tooWide(page)).toEqual([]);
  await page.context().close();
});

test('reading older messages never moves the line being read', async () => {
  const page = await open(alice, `/c/${chatId}`);
  await expect(message(page, 'Ответ с отметкой')).toBeVisible();
  const worst = await page.evaluate(async () => {
    const deep = (selector: string): HTMLElement => {
      const find = (root: ParentNode): HTMLElement | null => {
        for (const element of root.querySelectorAll<HTMLElement>('*')) {
          if (element.matches(selector)) return element;
          const inner = element.shadowRoot === null ? null : find(element.shadowRoot);
          if (inner !== null) return inner;
        }
        return null;
      };
      return find(document)!;
    };
    const list = deep('veche-message-list');
    const scroller = list.shadowRoot!.querySelector<HTMLElement>('.scroller')!;
    const frame = () => new Promise(requestAnimationFrame);
    let drift = 0;
    let oldest = Infinity;
    for (let step = 0; step < 60; step++) {
      scroller.scrollTop -= 400;
      await frame();
      const middle = scroller.getBoundingClientRect().top + 300;
      const line = [...scroller.querySelectorAll('.message')].find(
        (one) => one.getBoundingClientRect().bottom > middle,
      );
      const before = line?.getBoundingClientRect().top ?? 0;
      // Long enough for a page from the server to be drawn above.
      for (let wait = 0; wait < 8; wait++) await frame();
      if (line?.isConnected === true) drift = Math.max(drift, Math.abs(line.getBoundingClientRect().top - before));
      oldest = Math.min(oldest, Number(scroller.querySelector('.message')?.getAttribute('aria-posinset')));
    }
    return { drift, oldest, drawn: scroller.querySelectorAll('.message').length };
  });
  expectPlain(worst.drift).toBeLessThanOrEqual(1);
  expectPlain(worst.oldest).toBe(1);
  expectPlain(worst.drawn).toBeLessThanOrEqual(120);

  // New messages below do not pull the reader down; the button leads back to them.
  await say(bob, 'Самое новое');
  const back = page.getByRole('button', { name: /К новым сообщениям/ });
  await expect(back).toContainText('1');
  await back.click();
  await expect(message(page, 'Самое новое')).toBeInViewport();
  await expect(back).toHaveCount(0);
});

test('at the bottom new messages are followed, and a growing composer hides none', async () => {
  const page = await open(alice, `/c/${chatId}`);
  await say(bob, 'Следом 1');
  await expect(message(page, 'Следом 1')).toBeInViewport();
  await composer(page).fill('строка\n'.repeat(6));
  await expect(messages(page).last()).toBeInViewport({ ratio: 1 });
});

test('what the browser loads first travels compressed', async () => {
  const page = await fetch(server.url, { headers: { 'accept-encoding': 'gzip' } });
  const script = /src="(\/assets\/[^"]+\.js)"/.exec(await page.text())?.[1] ?? '';
  const answer = await fetch(server.url + script, { headers: { 'accept-encoding': 'gzip' } });
  expectPlain(answer.headers.get('content-encoding')).toBe('gzip');
  expectPlain((await answer.text()).length).toBeGreaterThan(50_000);
});

test('no page complained', () => expectPlain(complaints).toEqual([]));
