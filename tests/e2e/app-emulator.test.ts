import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright';
import { afterAll, expect as expectPlain, test } from 'vitest';
import { writeApp } from '../../platform/cli/create/write.ts';
import { startEmulator } from '../../platform/cli/dev/emulator.ts';
import { freePort } from '../../platform/cli/dev/free-port.ts';
import { startPanel } from '../../platform/cli/dev/panel/panel.ts';
import { launchChromium } from '../browser-support/chromium.ts';
import { expect } from '../support/expect.ts';
import { desktop } from '../support/shell.ts';
import { audit, tooWide } from '../support/shell-looks.ts';

const appFolder = mkdtempSync(join(tmpdir(), 'veche-app-'));
writeApp(appFolder, 'lit', { id: 'grove', name: 'Роща' });
// What npm install would link.
symlinkSync(fileURLToPath(new URL('../../node_modules', import.meta.url)), join(appFolder, 'node_modules'));
const words = join(appFolder, 'src/words.ts');
const edit = (from: string, to: string) => writeFileSync(words, readFileSync(words, 'utf8').replace(from, to));

const origin = `http://localhost:${await freePort()}`;
const emulator = await startEmulator({
  ...{ file: null, appFolder, port: await freePort(), panelOrigin: origin },
  say: () => undefined,
});
const panel = await startPanel(emulator, origin);
const browser = await launchChromium();
afterAll(async () => {
  await browser.close();
  await panel.close();
  await emulator.close();
  rmSync(appFolder, { recursive: true, force: true });
});

const shellOf = (page: Page) => page.frameLocator('iframe');
const appOf = (page: Page) => shellOf(page).locator('veche-mini-app').frameLocator('iframe');

test('an app opens among the fake people, its edits are seen, and the switches of the panel work', async () => {
  const context = await browser.newContext({ ...desktop, locale: 'ru-RU', serviceWorkers: 'block' });
  const page = await context.newPage();
  page.setDefaultTimeout(30_000);
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (/Content Security Policy/.test(message.text())) complaints.push(message.text());
  });
  await page.goto(origin);
  await expect(appOf(page).getByRole('button', { name: 'Представиться' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Запустить заново' })).toBeHidden();

  edit('Представиться', 'Назваться');
  const ask = appOf(page).getByRole('button', { name: 'Назваться' });
  await expect(ask).toBeVisible();

  const refuse = page.getByRole('button', { name: 'Отказывать на все вопросы' });
  await refuse.click();
  await expect(refuse).toHaveAttribute('aria-pressed', 'true');
  await ask.click();
  await expect(appOf(page).getByText('Можно и без имени.')).toBeVisible();
  const asked = page.getByRole('listitem').filter({ hasText: 'people.getAttributes {"scope":"name"}' });
  await expect(asked.first()).toContainText('"code":"forbidden"');
  await refuse.click();
  await expect(refuse).toHaveAttribute('aria-pressed', 'false');
  await ask.click();
  await expect(shellOf(page).getByRole('alertdialog')).toBeVisible();

  await page.getByRole('button', { name: 'English' }).click();
  await expect(appOf(page).getByRole('button', { name: 'Introduce myself' })).toBeVisible();
  await page.getByRole('button', { name: 'Тёмная' }).click();
  await expect(shellOf(page).locator('html')).toHaveAttribute('data-theme', 'dark');
  await page.getByRole('button', { name: 'Телефон' }).click();
  await expect(page.locator('iframe')).toHaveCSS('width', '390px');
  await expect(appOf(page).getByRole('button', { name: 'Introduce myself' })).toBeVisible();
  expectPlain(await tooWide(page)).toEqual([]);
  expectPlain(await audit(page)).toEqual([]);

  edit('Introduce myself', "Introduce' myself");
  await expect(page.getByRole('alert').filter({ hasText: 'words.ts' })).toBeVisible();
  edit("Introduce' myself", 'My name is');
  await expect(appOf(page).getByRole('button', { name: 'My name is' })).toBeVisible();
  await expect(page.getByRole('alert').filter({ hasText: 'words.ts' })).toBeHidden();

  await page.getByRole('button', { name: 'Без сети' }).click();
  await expectPlain.poll(() => fetch(emulator.server.url).catch(() => 'cut')).toBe('cut');
  await page.getByRole('button', { name: 'Без сети' }).click();
  await expectPlain.poll(async () => (await fetch(emulator.server.url).catch(() => null))?.status).toBe(200);
  expectPlain(complaints).toEqual([]);
});
