import { request } from 'node:http';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright';
import { afterAll, expect as expectPlain, test } from 'vitest';
import { startEmulator } from '../../platform/cli/dev/emulator.ts';
import { freePort } from '../../platform/cli/dev/free-port.ts';
import { startPanel } from '../../platform/cli/dev/panel/panel.ts';
import { launchChromium } from '../browser-support/chromium.ts';
import { expect } from '../support/expect.ts';
import { desktop, narrow } from '../support/shell.ts';
import { audit, auditColours, tooWide } from '../support/shell-looks.ts';

const file = fileURLToPath(new URL('../../sample-apps/echo-bot/main.ts', import.meta.url));
const origin = `http://localhost:${await freePort()}`;
const emulator = await startEmulator({ file, port: await freePort(), panelOrigin: origin, say: () => undefined });
const panel = await startPanel(emulator, origin);
const browser = await launchChromium();
afterAll(async () => {
  await browser.close();
  await panel.close();
  await emulator.close();
});
const complaints: string[] = [];

async function open(size = desktop, locale = 'ru-RU'): Promise<Page> {
  const context = await browser.newContext({ ...size, locale, serviceWorkers: 'block' });
  const page = await context.newPage();
  page.setDefaultTimeout(30_000);
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    if (/Content Security Policy/.test(message.text())) complaints.push(message.text());
  });
  await page.goto(origin);
  return page;
}

const shellOf = (page: Page) => page.frameLocator('iframe');
const composerOf = (page: Page) => shellOf(page).getByRole('textbox', { name: /^(Сообщение|Message)$/ });
async function write(page: Page, text: string): Promise<void> {
  await composerOf(page).fill(text);
  await composerOf(page).press('Enter');
}
const said = (page: Page, text: string | RegExp) => shellOf(page).getByRole('article').filter({ hasText: text });

test('a person is chosen, talks with the bot in the messenger, and the panel tells what went to and fro', async () => {
  const page = await open();
  await write(page, '/start');
  await expect(said(page, 'Привет, Борис!')).toBeVisible();
  await shellOf(page).getByRole('button', { name: 'Позвонить в колокол' }).click();
  await expect(said(page, 'Бом! Звонили раз: 1.')).toBeVisible();
  const journal = page.getByRole('listitem');
  await expect(journal.filter({ hasText: '↑ messages.edit' }).first()).toContainText('veche · 200');
  const update = journal.filter({ hasText: /↓ \d+ message/ }).last();
  await update.getByRole('button', { name: 'Показать' }).press('Enter');
  await expect(update.locator('pre')).toContainText('"text": "/start"');

  await page.getByRole('radio', { name: 'Вера Ильина' }).check();
  await page.getByRole('button', { name: 'Двор' }).click();
  await expect(said(page, 'Тогда встречаемся у детской площадки.')).toBeVisible();
  await write(page, '/cancel');
  await expect(said(page, 'Заявки сейчас нет.')).toBeVisible();
  await page.getByRole('button', { name: 'Войти в клуб' }).click();
  await page.getByRole('button', { name: 'Клуб', exact: true }).click();
  await expect(composerOf(page)).toBeVisible();
  await page.getByRole('button', { name: 'Выйти из клуба' }).click();
  await expect(page.getByRole('button', { name: 'Войти в клуб' })).toBeVisible();
  expectPlain(complaints).toEqual([]);
});

test('the clock is moved, a fault is switched on and off, and the program starts anew, by the keyboard', async () => {
  const page = await open(desktop, 'en-GB');
  const before = emulator.server.clock.aheadMs;
  await page.getByRole('button', { name: '+1 day' }).press('Enter');
  await expectPlain.poll(() => emulator.server.clock.aheadMs - before).toBe(86_400_000);
  await page.getByLabel('Minutes ahead').fill('30');
  await page.getByLabel('Minutes ahead').press('Enter');
  await expectPlain.poll(() => emulator.server.clock.aheadMs - before).toBe(86_400_000 + 1_800_000);

  await page.getByRole('combobox', { name: 'Fault' }).selectOption('5xx: server error');
  await page.getByLabel('Methods').fill('messages.send, messages.edit');
  await page.getByLabel('Methods').press('Enter');
  const off = page.getByRole('button', { name: 'Switch off: 5xx: server error' });
  await expect(off).toBeVisible();
  await write(page, 'слышно?');
  const refused = page.getByRole('listitem').filter({ hasText: '↑ messages.send' }).filter({ hasText: '5xx' });
  await expect(refused.first()).toContainText('veche · 503');
  await off.press('Enter');
  await expect(page.getByText('No faults.')).toBeVisible();
  // Our SDK has gone on trying.
  await expect(said(page, 'слышно?')).toHaveCount(2);

  await page.getByRole('button', { name: 'Start anew' }).press('Enter');
  await expect(page.getByText('Starts: 2')).toBeVisible();
});

test('it is readable light and dark, and fits a narrow phone, where controls and messenger take turns', async () => {
  const page = await open(narrow);
  await expect(page.getByRole('radio', { name: 'Борис Волков' })).toBeChecked();
  await expect(page.getByRole('listitem').first()).toBeVisible();
  expectPlain(await tooWide(page)).toEqual([]);
  expectPlain(await audit(page)).toEqual([]);
  await page.emulateMedia({ colorScheme: 'dark' });
  expectPlain(await auditColours(page)).toEqual([]);
  await expect(page.locator('iframe')).toBeHidden();
  await page.getByRole('button', { name: 'Мессенджер' }).click();
  await expect(composerOf(page)).toBeVisible();
  await expect(page.getByRole('radio', { name: 'Борис Волков' })).toBeHidden();
});

/** A request with any header, also those that fetch keeps for itself. */
function ask(method: string, path: string, headers: Record<string, string>, body = '{}'): Promise<number> {
  return new Promise((resolve, reject) => {
    const asked = request(`${origin}${path}`, { method, headers }, (answer) => {
      answer.resume();
      resolve(answer.statusCode ?? 0);
    });
    asked.once('error', reject).end(method === 'GET' ? undefined : body);
  });
}
const json = { 'content-type': 'application/json' };

test('a page of another origin changes nothing and reads nothing', async () => {
  const { aheadMs } = emulator.server.clock;
  const minute = '{"minutes":1}';
  expectPlain(await ask('POST', '/control/clock', { ...json, origin: 'http://evil.example' }, minute)).toBe(403);
  expectPlain(await ask('POST', '/control/clock', { ...json, origin: emulator.server.url }, minute)).toBe(403);
  expectPlain(await ask('POST', '/control/clock', { ...json, origin: 'null' }, minute)).toBe(403);
  expectPlain(await ask('POST', '/control/clock', json, minute)).toBe(403);
  expectPlain(await ask('POST', '/control/clock', { 'content-type': 'text/plain', origin }, minute)).toBe(415);
  expectPlain(await ask('GET', '/control/state', { origin: 'http://evil.example' })).toBe(403);
  expectPlain(await ask('GET', '/control/state', { 'sec-fetch-site': 'cross-site' })).toBe(403);
  expectPlain(await ask('GET', '/control/state', { 'sec-fetch-site': 'same-site' })).toBe(403);
  expectPlain(emulator.server.clock.aheadMs).toBe(aheadMs);
  expectPlain(await ask('POST', '/control/clock', { ...json, origin }, minute)).toBe(200);
  expectPlain(emulator.server.clock.aheadMs).toBe(aheadMs + 60_000);
});

test('a name that was given the address of this machine reaches nothing', async () => {
  const { port } = new URL(origin);
  for (const host of [`evil.example:${port}`, `127.0.0.1:${port}`, 'localhost'])
    for (const path of ['/', '/control/state']) expectPlain(await ask('GET', path, { host })).toBe(421);
  const rebound = { ...json, host: `evil.example:${port}`, origin: `http://evil.example:${port}` };
  expectPlain(await ask('POST', '/control/restart', rebound)).toBe(421);
});

test('a wrong wish is refused and names the field', async () => {
  const refusal = async (name: string, body: string) => {
    const answer = await fetch(`${origin}/control/${name}`, { method: 'POST', headers: { ...json, origin }, body });
    return [answer.status, await answer.json()];
  };
  expectPlain(await refusal('clock', '{"minutes":-1}')).toMatchObject([
    400,
    { error: expectPlain.stringMatching(/^minutes: /) as unknown },
  ]);
  expectPlain(await refusal('person', '{"person":"eve"}')).toMatchObject([
    400,
    { error: expectPlain.stringMatching(/^person: /) as unknown },
  ]);
  expectPlain(await refusal('fault', '{"fault":{"kind":"slow","seconds":0}}')).toMatchObject([
    400,
    { error: expectPlain.stringMatching(/^fault\.seconds: /) as unknown },
  ]);
  expectPlain(await refusal('fault', 'no')).toEqual([400, { error: 'The body is not JSON.' }]);
});

test('no other page shows the messenger in a frame', async () => {
  const policy = (await fetch(emulator.server.url)).headers.get('content-security-policy') ?? '';
  expectPlain(policy.match(/frame-ancestors [^;]*/)?.[0]).toBe(`frame-ancestors ${origin}`);
});
