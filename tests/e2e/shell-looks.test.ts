import type { Page } from 'playwright';
import { beforeAll, expect as expectPlain, test } from 'vitest';
import { expect } from '../support/expect.ts';
import type { TestPerson } from '../support/server.ts';
import { narrow, startShell } from '../support/shell.ts';
import { audit, tooWide } from '../support/shell-looks.ts';
import { composer, message, messages } from '../support/shell-parts.ts';
import { scenes } from './shell-states.ts';
import type { StatesWorld } from './states/state.ts';
import { makeWorld } from './shell-world.ts';

const { server, open, complaints } = await startShell();
let world: StatesWorld;
let alice: TestPerson;
let bob: TestPerson;
let chatId: number;

beforeAll(async () => {
  world = await makeWorld(server);
  ({ alice, bob, long: chatId } = world);
});

test('the page of states tells of every one', async () => {
  const names = scenes.flatMap(({ states }) => states.map(({ name }) => name));
  expectPlain(new Set(names).size).toBe(names.length);
  const lines = scenes.flatMap(({ name, states }) => [
    `## ${name}`,
    '',
    ...states.map((state) => `- \`${state.name}\`: ${state.how}`),
    '',
  ]);
  const text = [
    '# States of the shell',
    '',
    'Listed from `tests/e2e/states` by `npm test -- shell-looks` (`npx vitest -u` with that file writes it anew).',
    '`npm test -- e2e/looks` shows each state 360 and 1440 pixels wide, light and dark, looks at it with axe, and leaves',
    '`tests/screenshots/<state>-<width>-<scheme>.png`.',
    '',
    ...lines,
  ];
  await expectPlain(`${text.join('\n').trimEnd()}\n`).toMatchFileSnapshot('../../docs/shell-states.md');
});

const screens: readonly (readonly [name: string, path: () => string, ready: (page: Page) => Promise<void>])[] = [
  ['chat list', () => '/c', (page) => expect(page.getByRole('link', { name: /Двор на Садовой/ })).toBeVisible()],
  ['chat', () => `/c/${world.yard}`, (page) => expect(message(page, 'Ответ с отметкой')).toBeVisible()],
  ['group panel', () => `/c/${world.yard}?p=info`, (page) => expect(page.getByText('это Вы')).toBeVisible()],
  ['settings', () => '/settings', (page) => expect(page.getByText('Это устройство').first()).toBeVisible()],
  [
    'security',
    () => '/settings/security',
    (page) => expect(page.getByRole('button', { name: 'Задать пароль' })).toBeVisible(),
  ],
  ['apps', () => '/apps', (page) => expect(page.getByRole('heading', { name: 'Приложения' })).toBeVisible()],
];

test('the audit notices a planted violation', async () => {
  const page = await open(null, '/sign-in');
  await expect(page.getByLabel('Номер телефона')).toBeVisible();
  await page.evaluate(() => document.querySelector('veche-app')!.shadowRoot!.append(document.createElement('button')));
  expectPlain(await audit(page)).toEqual([expectPlain.stringContaining('button-name')]);
});

test('the audit waits for what fades in, wherever it stands', async () => {
  const page = await open(null, '/sign-in');
  await expect(page.getByLabel('Номер телефона')).toBeVisible();
  await page.evaluate(() => {
    const line = document.createElement('p');
    line.textContent = 'Уже почти видно';
    Object.assign(line.style, { position: 'fixed', inset: '0 auto auto 0', zIndex: '9', background: 'white' });
    document.querySelector('veche-app')!.shadowRoot!.append(line);
    // Faint for most of its way.
    line.animate([{ opacity: 0.1 }, { opacity: 0.3, offset: 0.99 }, { opacity: 1 }], 2500);
  });
  expectPlain(await audit(page)).toEqual([]);
});

test.each(screens)('%s fits into 320 pixels without scrolling sideways', async (_name, path, ready) => {
  const page = await open(alice, path(), narrow);
  await ready(page);
  expectPlain(await tooWide(page)).toEqual([]);
  await page.context().close();
});

test('reading older messages never moves the line being read', async () => {
  const page = await open(alice, `/c/${chatId}`);
  await expect(message(page, 'Сообщение 260')).toBeVisible();
  // What stands there unread would be counted with what comes.
  await expect.poll(async () => (await alice.call('chats.get', { chatId })).chat.unreadCount).toBe(0);
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
  await world.say(bob, chatId, 'Самое новое');
  const back = page.getByRole('button', { name: /К новым сообщениям/ });
  await expect(back).toContainText('1');
  await back.click();
  await expect(message(page, 'Самое новое')).toBeInViewport();
  await expect(back).toHaveCount(0);
});

test('at the bottom new messages are followed, and a growing composer hides none', async () => {
  const page = await open(alice, `/c/${chatId}`);
  await world.say(bob, chatId, 'Следом 1');
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
