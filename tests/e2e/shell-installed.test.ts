import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { CDPSession, Page } from 'playwright';
import { afterAll, test } from 'vitest';
import { expect } from '../support/expect.ts';
import { startShell } from '../support/shell.ts';
import { audit } from '../support/shell-looks.ts';
import { chatLink, composer, message, send, sheetOf } from '../support/shell-parts.ts';

/** A folder of the built shell that a test may change. */
const shellFolder = mkdtempSync(join(tmpdir(), 'veche-shell-'));
afterAll(() => rmSync(shellFolder, { recursive: true, force: true }));
const { server, open, complaints } = await startShell({ shellFolder });
cpSync(fileURLToPath(new URL('../../web-shell/dist', import.meta.url)), shellFolder, { recursive: true });

const alice = await server.person('Алиса Соколова');
const bob = await server.person('Борис Волков');
const { chat } = await alice.call('chats.createDirect', { accountId: bob.accountId });
const path = `/c/${chat.chatId}`;

/** Opens the chat and waits until the shell is kept. */
async function openKept(): Promise<Page> {
  const page = await open(alice, path, { serviceWorkers: 'allow' });
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
  return page;
}

/** A session of the browser's tools that knows the service worker, and its registration. */
async function workerTools(page: Page): Promise<{ tools: CDPSession; registrationId: string }> {
  const tools = await page.context().newCDPSession(page);
  const found = new Promise<string>((resolve) => {
    tools.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
      const [registration] = registrations;
      if (registration !== undefined) resolve(registration.registrationId);
    });
  });
  await tools.send('ServiceWorker.enable');
  return { tools, registrationId: await found };
}

test('without a network the shell starts and shows what was read', async () => {
  const page = await openKept();
  await send(page, 'Встретимся у ворот');
  await expect(message(page, 'Встретимся у ворот').getByText('Отправлено')).toBeAttached();
  await page.context().setOffline(true);
  await page.goto(`${server.url}/c`);
  await expect(chatLink(page, 'Борис Волков')).toBeVisible();
  await expect(page.getByText('Сообщения сохранятся здесь и уйдут, когда связь вернётся.')).toBeVisible();
  await page.goto(server.url + path);
  await expect(message(page, 'Встретимся у ворот')).toBeVisible();
  // A part that was never opened is there, too.
  await page.goto(`${server.url}/settings`);
  await expect(page.getByRole('heading', { name: 'Настройки' })).toBeVisible();
  await page.context().close();
});

test('the icon has pictures of every kind that is asked for, and shortcuts that lead somewhere', async () => {
  const page = await open(alice, '/c?new=1');
  await expect(page.getByRole('dialog', { name: 'Новый чат' })).toBeVisible();
  const manifest = (await (await fetch(`${server.url}/manifest.webmanifest`)).json()) as {
    icons: { src: string; type: string; purpose: string }[];
    shortcuts: { url: string }[];
  };
  for (const { src, type } of manifest.icons)
    expect((await fetch(server.url + src)).headers.get('content-type')).toBe(type);
  expect(manifest.icons.map(({ purpose }) => purpose)).toContain('maskable');
  for (const { url } of manifest.shortcuts) {
    await page.goto(server.url + url);
    await expect(page.getByText('Такой страницы нет.')).toHaveCount(0);
  }
  await page.context().close();
});

test('an update waits until the person takes it, and what was being written is still there', async () => {
  const page = await openKept();
  await composer(page).pressSequentially('Не закончил мыс');
  const worker = join(shellFolder, 'service-worker.js');
  writeFileSync(worker, readFileSync(worker, 'utf8').replace(/VERSION = "\w+"/, 'VERSION = "newer"'));
  await page.evaluate(async () => void (await (await navigator.serviceWorker.ready).update()));
  await expect(page.getByText('Есть новая версия. Черновики сохранены.')).toBeVisible();
  await page.keyboard.type('ль');
  await expect(composer(page)).toHaveValue('Не закончил мысль');
  await Promise.all([page.waitForEvent('load'), page.getByRole('button', { name: 'Обновить' }).click()]);
  await expect(composer(page)).toHaveValue('Не закончил мысль');
  await expect(page.getByText('Есть новая версия')).toHaveCount(0);
  expect(await page.evaluate(() => caches.keys())).toContain('veche-shell-newer');
  await composer(page).fill('');
  await page.context().close();
});

test('what was written without a network is sent by the browser when no page is open any more, and once', async () => {
  const page = await openKept();
  const context = page.context();
  const bobsToken = await bob.token();
  const blank = await context.newPage();
  const { registrationId } = await workerTools(page);
  // The browser of the tests has the switch off: what is asked of it is ours, the event is the real one.
  await page.evaluate(() => {
    const sync = Reflect.get(globalThis, 'SyncManager') as { prototype: object };
    const register = (tag: string) => Promise.resolve(void (document.documentElement.dataset['asked'] = tag));
    Object.assign(sync.prototype, { register });
  });
  await context.setOffline(true);
  await expect(page.getByText('Нет связи').first()).toBeVisible();
  await send(page, 'Из подвала');
  await expect(message(page, 'Из подвала').getByText('Ждёт отправки')).toBeAttached();
  await expect(page.locator('html')).toHaveAttribute('data-asked', 'veche-queue');
  await page.close();
  await context.setOffline(false);
  const { tools } = await workerTools(blank);
  const origin = server.url;
  // Somebody else at the same computer sends nothing of it.
  const cookies = await context.cookies();
  await context.addCookies(cookies.map((cookie) => ({ ...cookie, value: bobsToken })));
  const [worker] = context.serviceWorkers();
  await worker?.evaluate(() => (Reflect.get(globalThis, 'sendQueue') as () => Promise<void>)());
  expect(worker).toBeDefined();
  await context.addCookies(cookies);
  await tools.send('ServiceWorker.dispatchSyncEvent', { origin, registrationId, tag: 'veche-queue', lastChance: true });
  const senders = async () =>
    (await bob.call('messages.history', { chatId: chat.chatId })).messages
      .filter(({ text }) => text === 'Из подвала')
      .map(({ senderId }) => senderId);
  await expect.poll(senders).toEqual([alice.accountId]);
  await blank.goto(server.url + path);
  await expect(message(blank, 'Из подвала').getByText('Отправлено')).toBeAttached();
  expect(await senders()).toEqual([alice.accountId]);
  await context.close();
});

test('what another program shares is offered to a chat, and its words wait in the composer', async () => {
  const kept = await openKept();
  // As the system does it: no page of ours may send a form.
  const page = await kept.context().newPage();
  await page.evaluate((origin) => {
    const form = document.createElement('form');
    Object.assign(form, { method: 'post', action: `${origin}/share`, enctype: 'multipart/form-data' });
    for (const [name, value] of [
      ['text', 'Как пройти'],
      ['url', 'https://example.org/map'],
    ] as const) {
      const input = document.createElement('input');
      Object.assign(input, { name, value });
      form.append(input);
    }
    const files = document.createElement('input');
    Object.assign(files, { type: 'file', name: 'files' });
    const data = new DataTransfer();
    data.items.add(new File(['Выход из метро налево.'], 'путь.txt', { type: 'text/plain' }));
    files.files = data.files;
    form.append(files);
    document.body.append(form);
    form.submit();
  }, server.url);
  const sheet = sheetOf(page, 'Кому отправить');
  await expect(sheet).toContainText('путь.txt');
  expect(await audit(page)).toEqual([]);
  await sheet.getByRole('button', { name: 'Борис Волков' }).click();
  await expect(composer(page)).toHaveValue('Как пройти\nhttps://example.org/map');
  await expect(message(page, 'путь.txt')).toBeVisible();
  await page.goto(`${server.url}/c?share=1`);
  await expect(page.getByText('Делиться нечем')).toBeVisible();
  await page.context().close();
});

test('a network that answers everything with a page of its own does not become part of the shell', async () => {
  const worker = join(shellFolder, 'service-worker.js');
  const page = await openKept();
  const portal = '<!doctype html><title>Wi-Fi</title>';
  writeFileSync(join(shellFolder, 'index.html'), portal);
  writeFileSync(worker, readFileSync(worker, 'utf8').replace(/VERSION = "\w+"/, 'VERSION = "captive"'));
  await page.evaluate(async () => {
    const registration = await navigator.serviceWorker.ready;
    await registration.update();
    await new Promise((resolve) => registration.installing?.addEventListener('statechange', resolve) ?? resolve(null));
  });
  await page.reload();
  await expect(composer(page)).toBeVisible();
  await expect(page.getByText('Есть новая версия')).toHaveCount(0);
  expect(complaints).toEqual([]);
});
