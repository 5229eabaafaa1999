import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from '../support/expect.ts';
import type { Browser, Page } from 'playwright';
import { afterAll, test } from 'vitest';
import { launchChromium } from '../browser-support/chromium.ts';
import { freePort } from '../support/http.ts';
import { chatLink, message, send } from '../support/shell-parts.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const dataFolder = mkdtempSync(join(tmpdir(), 'veche story '));
chmodSync(dataFolder, 0o711);
let veche: ChildProcess | undefined;
let browser: Browser | undefined;

afterAll(async () => {
  await browser?.close();
  if (veche !== undefined && veche.exitCode === null) {
    veche.kill('SIGINT');
    await once(veche, 'exit');
  }
  rmSync(dataFolder, { recursive: true, force: true });
});

/** `npm start` as the README says it. Answers the address it prints. */
async function npmStart(): Promise<string> {
  const child = spawn('npm', ['start'], {
    cwd: root,
    env: {
      ...process.env,
      NODE_ENV: 'development',
      PORT: String(await freePort()),
      MAX_PORT: '0',
      VECHE_DATA: dataFolder,
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  veche = child;
  let said = '';
  return new Promise((resolve, reject) => {
    child.stdout.setEncoding('utf8').on('data', (more: string) => {
      said += more;
      const address = /Veche is open at (\S+)/.exec(said)?.[1];
      if (address !== undefined) resolve(address);
    });
    child.once('exit', (code) => reject(new Error(`npm start ended with ${code}: ${said}`)));
  });
}

/** A stranger opens the address and enters by one click. */
async function enter(address: string, name: RegExp, locale: string): Promise<Page> {
  const context = await (browser as Browser).newContext({ locale, viewport: { width: 1440, height: 900 } });
  context.setDefaultTimeout(20_000);
  const page = await context.newPage();
  await page.goto(address);
  await page.getByRole('button', { name }).click();
  await expect(page).toHaveURL(/\/c$/);
  return page;
}

const appFrame = (page: Page) => page.locator('veche-mini-app').frameLocator('iframe');

test('a newcomer starts Veche, talks with a second person, with a bot, and opens both mini-apps', async () => {
  const address = await npmStart();
  browser = await launchChromium();
  const alice = await enter(address, /Алиса Соколова/, 'ru-RU');
  const bob = await enter(address, /Борис Волков/, 'en-GB');

  // Two people talk in real time, one in Russian, one in English.
  for (const page of [alice, bob]) await chatLink(page, 'Двор на Садовой').click();
  await send(alice, 'Кто идёт на субботник?');
  await expect(message(bob, 'Кто идёт на субботник?')).toBeVisible();
  await send(bob, 'Me, with a rake');
  await expect(message(alice, 'Me, with a rake')).toBeVisible();
  await message(alice, 'Me, with a rake').click({ button: 'right' });
  await alice.getByRole('menuitemcheckbox', { name: '👍' }).click();
  await expect(message(bob, 'Me, with a rake').getByRole('button', { name: '👍: 1' })).toBeVisible();

  // The bot is a program on our SDK.
  await chatLink(alice, 'Эхо').click();
  await expect(alice.getByRole('heading', { name: 'Эхо' })).toBeVisible();
  await send(alice, '/start');
  await expect(message(alice, 'Привет, Алиса! Я повторяю то, что мне пишут.')).toBeVisible();
  await send(alice, 'эхо-о');
  await expect(message(alice, 'эхо-о')).toHaveCount(2);
  await alice.getByRole('button', { name: 'Позвонить в колокол' }).click();
  await expect(message(alice, 'Бом! Звонили раз: 1.')).toBeVisible();
  await expect(alice.getByText('Колокол звонит')).toBeVisible();

  // A mini-app opens from the bot's button, inside the chat, and greets by name.
  await alice.getByRole('button', { name: /Открыть мини-приложение/ }).click();
  await expect(appFrame(alice).getByRole('heading')).toHaveText('Здравствуйте, Алиса!');
  await alice.locator('veche-mini-app').getByRole('button', { name: 'Ударить в колокол' }).click();
  await expect(appFrame(alice).getByText('Колокол ударил 1 раз')).toBeVisible();

  // The same screen on the unmodified tma.js SDK, for the other person, in English. It has no bot, and so no name.
  await bob.getByRole('link', { name: 'Apps' }).click();
  await bob.getByRole('button', { name: 'Open: Hello, tma.js' }).click();
  await expect(appFrame(bob).getByRole('heading')).toHaveText('Hello!');

  // The chat is still there after a reload, as the server has it.
  await bob.reload();
  await chatLink(bob, 'Chats').first().click();
  await expect(chatLink(bob, 'Двор на Садовой')).toContainText('Me, with a rake');
});
