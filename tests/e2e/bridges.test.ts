import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { FrameLocator, Page } from 'playwright';
import { beforeAll, describe, test } from 'vitest';
import { appBundle } from '../support/app-bundle.ts';
import { wants } from '../support/asking-app.ts';
import { expect } from '../support/expect.ts';
import { image } from '../support/media-samples.ts';
import { clientId, type TestPerson } from '../support/server.ts';
import { startShell } from '../support/shell.ts';
import { giveAuthenticator } from '../support/virtual-authenticator.ts';
import { harness, maxPage, ownPage, telegramPage, tmaPage, vkPage } from './bridge-pages.ts';

const camera = ['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream'];
const { server, open, complaints } = await startShell({}, camera);
let alice: TestPerson;
let chatId: number;
let botId: number;

const { resolve } = createRequire(import.meta.url);
const fileOf = (name: string, path: string): string => readFileSync(join(dirname(resolve(name)), path), 'utf8');

const pageOf = (paths: readonly string[]): string => {
  const tags = paths.map((path) => `<script src="${path}"></script>`);
  return `<!doctype html><meta charset="utf-8"><title>Страница</title><body>${tags.join('')}</body>`;
};

/** A page with scripts in their order: paths of our host, or texts that are published with it. */
const publish = async (
  slug: string,
  scripts: Readonly<Record<string, (() => void) | string | null>>,
  manifest: Parameters<typeof appBundle>[2] = {},
): Promise<void> => {
  const files = Object.entries(scripts).flatMap(([path, script]) => {
    if (script === null) return [];
    return [[path.slice(1), typeof script === 'string' ? script : `(${script.toString()})();`] as const];
  });
  const page = pageOf(Object.keys(scripts));
  const dmitry = await server.person('Дмитрий Орлов');
  const name = { ru: 'Чужая страница', en: 'A foreign page' };
  await dmitry.call(
    'apps.publish',
    appBundle(slug, { 'index.html': page, ...Object.fromEntries(files) }, { name, ...manifest }),
  );
};

beforeAll(async () => {
  alice = await server.person('Алиса Соколова');
  const boris = await server.person('Борис Иванов');
  await boris.call('identity.updateProfile', { username: 'bridge_boris' });
  const members = { memberIds: [boris.accountId] };
  ({
    chat: { chatId },
  } = await alice.call('chats.createGroup', { clientId: clientId(), title: 'Двор', ...members }));
  await publish(
    'for-telegram',
    {
      'https://telegram.org/js/telegram-web-app.js?59': null,
      '/harness.js': harness,
      '/page.js': telegramPage,
    },
    { scopes: [wants('phoneNumber'), wants('location')] },
  );
  await publish(
    'for-tma',
    {
      '/sdk.js': fileOf('@tma.js/sdk', 'index.iife.js'),
      '/harness.js': harness,
      '/page.js': tmaPage,
    },
    { scopes: [wants('phoneNumber')] },
  );
  const forMax = { 'https://st.max.ru/js/max-web-app.js': null, '/harness.js': harness, '/page.js': maxPage };
  await publish('for-max', forMax, { launch_form: 'max', scopes: [wants('phoneNumber')] });
  const sdk = fileOf('@vkontakte/vk-bridge', 'browser.min.js');
  await publish(
    'for-vk',
    { '/sdk.js': sdk, '/harness.js': harness, '/page.js': vkPage },
    { launch_form: 'vk', scopes: [wants('phoneNumber'), wants('notifications')] },
  );
  // There through the chat, and not among the own apps of those who open it there.
  await alice.call('apps.setInChat', { app: 'for-vk', chatId, isIn: true });
  const dmitry = await server.person('Дмитрий Орлов');
  botId = (await dmitry.call('bots.register', { username: 'house_bot', name: 'Бот дома' })).bot.account.accountId;
  const scripts = { 'harness.js': `(${harness.toString()})();`, 'page.js': `(${ownPage.toString()})();` };
  const own = appBundle('our-own', { 'index.html': pageOf(Object.keys(scripts)), ...scripts }, { bot: 'house_bot' });
  const picture = await image('png', { width: 64, height: 48 });
  own.files.push({ path: 'house.png', contentBase64: picture.toString('base64') });
  await dmitry.call('apps.publish', own);
});

const frameOf = (page: Page): FrameLocator => page.locator('veche-mini-app').frameLocator('iframe');
const panel = (page: Page) => page.locator('veche-mini-app');
/** Opens the page, and answers how to press its buttons and to wait for its lines. */
async function run(slug: string, options: Parameters<typeof open>[2] = {}) {
  const page = await open(alice, `/c/${chatId}?run=${slug}`, options);
  const frame = frameOf(page);
  return {
    page,
    press: (name: string) => frame.getByRole('button', { name, exact: true }).click(),
    /** Waits until the last line of this name says so. */
    says: async (name: string, value: unknown) =>
      expect(
        frame
          .locator('li')
          .filter({ hasText: new RegExp(`^${name} `) })
          .last(),
      ).toHaveText(`${name} ${JSON.stringify(value)}`),
  };
}
const agree = (page: Page, name: string) =>
  page.locator('veche-platform-sheet').getByRole('button', { name, exact: true }).click();

/** Lets the app have what it asks for, as soon as the sheet takes it. */
async function give(page: Page, name = 'Передать'): Promise<void> {
  const accept = page.locator('veche-platform-sheet').getByRole('button', { name, exact: true });
  await expect(accept).not.toHaveAttribute('aria-disabled');
  await accept.click();
}

/** Browsers of tests install nothing: what one hands to a page is ours, everything after it is the shell's. */
const letInstall = (page: Page) =>
  page.evaluate(() => {
    const prompt = () => Promise.resolve({ outcome: 'accepted' });
    dispatchEvent(Object.assign(new Event('beforeinstallprompt', { cancelable: true }), { prompt }));
  });

/** The browsers of tests have no detector; the camera and everything after it are real. */
const withDetector = (page: Page) =>
  page.addInitScript(() => {
    class Detector {
      detect(video: HTMLVideoElement) {
        return Promise.resolve(video.videoWidth > 0 ? [{ rawValue: 'БИЛЕТ-7' }] : []);
      }
    }
    Object.assign(globalThis, { BarcodeDetector: Detector });
  });

describe('a page written for window.Telegram.WebApp', () => {
  test('knows who opened it, and its buttons are drawn by the shell', async () => {
    complaints.length = 0;
    const { page, says } = await run('for-telegram');
    // An app without a bot is not told who it is.
    await says('start', ['', '9.1', 'web', true, 'light']);
    await panel(page).getByRole('button', { name: 'Далее' }).click();
    await says('main', null);
    await panel(page).getByRole('button', { name: 'Назад', exact: true }).click();
    await says('secondary', null);
    await panel(page).getByRole('button', { name: 'Настройки приложения' }).click();
    await says('settings', null);
    await expect(panel(page).locator('header')).toHaveCSS('background-color', 'rgb(16, 32, 48)');
    expect(complaints).toEqual([]);
  });

  test('asks by popups that the shell draws under its name', async () => {
    const { page, press, says } = await run('for-telegram');
    await press('confirm');
    const popup = panel(page).getByRole('alertdialog', { name: 'Говорит приложение «Чужая страница»' });
    await expect(popup).toContainText('Удалить черновик?');
    await popup.getByRole('button', { name: 'Хорошо' }).click();
    await says('confirm', [true]);
    await press('popup');
    await popup.getByRole('button', { name: 'Направо' }).click();
    await says('popup', ['r']);
    await press('popup');
    await expect(popup).toBeVisible();
    await page.keyboard.press('Escape');
    await says('popup', [null]);
    await expect(popup).toHaveCount(0);
  });

  test('keeps texts on the server and in the browser', async () => {
    const { press, says, page } = await run('for-telegram');
    await press('cloud');
    await says('cloud', [[null, true], [null, 'Псков'], [null, ['city']], ['DATA_INVALID']]);
    await press('device');
    await says('device', [
      [null, true],
      [null, 'б', false],
      [null, true],
      [null, '1234', false],
      ['RESTORE_UNAVAILABLE'],
    ]);
    const { appId } = (await alice.call('apps.launch', { app: 'for-telegram' })).app;
    expect(await alice.call('appStorage.get', { appId, keys: ['city'] })).toEqual({ values: { city: 'Псков' } });
    await page.close();
  });

  test('gets what was copied when the person agrees, and nothing when not', async () => {
    const { page, press, says } = await run('for-telegram', { permissions: ['clipboard-read', 'clipboard-write'] });
    await page.evaluate(() => navigator.clipboard.writeText('из буфера'));
    await press('clipboard');
    await agree(page, 'Не разрешать');
    await says('clipboard', [null]);
    await press('clipboard');
    await page.waitForTimeout(600);
    await agree(page, 'Разрешить');
    await says('clipboard', ['из буфера']);
  });

  test('has a file downloaded and words sent on, by the person alone', async () => {
    const { page, press, says } = await run('for-telegram');
    await page
      .context()
      .route('https://files.example/**', (route) =>
        route.fulfill({ body: 'x', headers: { 'content-disposition': 'attachment; filename="note.txt"' } }),
      );
    await press('download');
    const sheet = page.locator('veche-platform-sheet');
    await expect(sheet).toContainText('files.example');
    const downloaded = new Promise<string>((settle) => {
      const hear = (one: Page) => one.on('download', (file) => settle(file.suggestedFilename()));
      page.context().pages().forEach(hear);
      page.context().on('page', hear);
    });
    await page.waitForTimeout(600);
    await agree(page, 'Разрешить');
    await says('download', [true]);
    expect(await downloaded).toBe('note.txt');

    await press('story');
    const share = panel(page).locator('veche-app-share');
    await expect(share).toContainText('Смотрите');
    await share.getByRole('button', { name: 'Двор' }).click();
    await share.getByRole('button', { name: 'Отправить', exact: true }).click();
    await expect(page.getByRole('article').filter({ hasText: 'https://files.example/cat.jpg' })).toBeVisible();
  });

  test('gets the number, signed, and the place, when the person lets it', async () => {
    const placed = { geolocation: { latitude: 55.75, longitude: 37.62 }, permissions: ['geolocation'] };
    const { page, press, says } = await run('for-telegram', placed);
    await press('contact');
    await give(page);
    // The number alone: the app has no bot, and no leave to have the name.
    await says('contact', [true, '', alice.phone, 64]);
    await press('place');
    await give(page);
    await says('place', [55.75, 37.62]);
  });

  test('fills the screen with its header, and opens a chat of ours', async () => {
    const { page, press, says } = await run('for-telegram');
    await press('fullscreen');
    await says('fullscreenChanged', {});
    await expect(panel(page).getByRole('button', { name: 'Отложить' })).toBeVisible();
    await page.evaluate(() => document.exitFullscreen());
    await press('chat');
    await expect(page.getByRole('heading', { name: 'Борис Иванов' }).first()).toBeVisible();
  });

  test('has a shortcut made by the browser, and hears of it', async () => {
    const { page, press, says } = await run('for-telegram');
    await press('home');
    const offer = page.locator('veche-home-screen');
    await expect(offer).toHaveCount(1);
    await letInstall(page);
    await offer.getByRole('button', { name: 'Добавить', exact: true }).click();
    await says('home', ['added']);
  });

  test('is told by the dialect what cannot be done', async () => {
    const { press, says } = await run('for-telegram');
    await press('refused');
    await says('refused', [['failed'], [false]]);
    // This browser reads no codes by itself: the camera is told to be closed.
    await press('scan');
    await says('scanQrPopupClosed', {});
  });

  test('reads a QR code where the browser can, and the camera is off after it', async () => {
    const { page, press, says } = await run('for-telegram');
    await withDetector(page);
    await page.reload();
    await press('scan');
    await says('read', 'БИЛЕТ-7');
    await says('scanQrPopupClosed', {});
    await expect(panel(page).locator('veche-app-scanner')).toHaveCount(0);
  });
});

describe('a page on the unmodified @tma.js/sdk', () => {
  test('plays with what came after the first version', async () => {
    const { page, press, says } = await run('for-tma');
    await panel(page).getByRole('button', { name: 'Позже' }).click();
    await says('secondary', null);
    await panel(page).getByRole('button', { name: 'Настройки приложения' }).click();
    await says('settings', null);
    await press('popup');
    await panel(page).getByRole('alertdialog').getByRole('button', { name: 'Налево' }).click();
    await says('popup', 'l');
    await press('cloud');
    await says('cloud', ['Тверь', ['from-tma']]);
    await press('haptics');
    await says('haptics', 'felt');
    await press('biometry');
    await says('biometry', false);
    await press('contact');
    await give(page);
    await says('contact', alice.phone);
    await press('invoice');
    await says('invoice', 'failed');
    await press('home');
    await says('home', 'unknown');
    await press('viewport');
    await says('viewport', [{ top: 0, right: 0, bottom: 0, left: 0 }, true]);
  });
});

describe('a page written for window.WebApp of MAX', () => {
  test('knows who opened it, keeps texts, and hears its arrow back', async () => {
    complaints.length = 0;
    const { page, press, says } = await run('for-max');
    await says('start', ['', 64, 'web']);
    await panel(page).locator('header').getByRole('button', { name: 'Назад' }).click();
    await says('back', null);
    await press('storage');
    await says('storage', ['б', '1234', null, 'client.device_storage_save_key.invalid_params']);
    await press('haptics');
    await says('haptics', 'done');
    await press('viewport');
    await says('viewport', 'number');
    expect(complaints).toEqual([]);
  });

  test('has words sent by the person, and learns that a link was not opened', async () => {
    const { page, press, says } = await run('for-max');
    await press('share');
    const share = panel(page).locator('veche-app-share');
    await share.getByRole('button', { name: 'Двор' }).click();
    await share.getByRole('button', { name: 'Отправить', exact: true }).click();
    await says('share', 'done');
    await expect(page.getByRole('article').filter({ hasText: 'Собрание в семь' })).toBeVisible();
    await press('share');
    await page.keyboard.press('Escape');
    await says('share', 'client.share.denied');
    await press('open');
    await agree(page, 'Не открывать');
    await says('link', { code: 'client.open_link.denied' });
  });

  test('reads a code, is refused by codes, and closes itself', async () => {
    const { page, press, says } = await run('for-max');
    await withDetector(page);
    await page.reload();
    await press('scan');
    await says('scan', 'БИЛЕТ-7');
    await expect(panel(page).locator('veche-app-scanner')).toHaveCount(0);
    await press('contact');
    await give(page);
    await says('contact', alice.phone);
    await press('refused');
    await says('refused', [
      'client.biometry_get_info.not_supported',
      'client.nfc.not_supported',
      'client.max_share.not_supported',
    ]);
    await press('close');
    await expect(panel(page)).toHaveCount(0);
  });
});

describe('a page on the unmodified @vkontakte/vk-bridge', () => {
  test('begins, and knows who opened it by signed parameters', async () => {
    complaints.length = 0;
    const { page, press, says } = await run('for-vk');
    await says('init', true);
    await says('config', 'light');
    await press('launch');
    await says('launch', ['number', 'ru', 43, '']);
    await press('person');
    await says('person', ['number', '', '']);
    await press('supports');
    await says('supports', [true, false, true]);
    await page.emulateMedia({ colorScheme: 'dark' });
    await says('config', 'dark');
    expect(complaints).toEqual([]);
  });

  test('keeps texts, copies, and has a link sent by the person', async () => {
    const { page, press, says } = await run('for-vk', { permissions: ['clipboard-read', 'clipboard-write'] });
    await press('storage');
    const kept = [
      { key: 'city', value: 'Псков' },
      { key: 'absent', value: '' },
    ];
    await says('storage', [kept, ['city']]);
    await press('copy');
    await says('copy', true);
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe('из приложения');
    await press('taptic');
    await says('taptic', true);
    await press('phone');
    await give(page);
    await says('phone', [alice.phone.slice(1), 43]);
    await press('granted');
    await says('granted', [[], [{ scope: 'friends', allowed: false }]]);
    await press('home');
    await says('home', { is_feature_supported: true, is_added_to_home_screen: false });
    await press('share');
    const share = panel(page).locator('veche-app-share');
    await share.getByRole('button', { name: 'Двор' }).click();
    await share.getByRole('button', { name: 'Отправить', exact: true }).click();
    await says('share', { type: 'message' });
    await expect(page.getByRole('article').filter({ hasText: 'https://example.org/vk' })).toBeVisible();
  });

  test('is added to the own apps, and notifies, by the person alone: its next launch is told', async () => {
    const { page, press, says } = await run('for-vk');
    await press('standing');
    await says('standing', [0, 0]);
    await press('favour');
    await agree(page, 'Не разрешать');
    await says('favour', ['client_error', 4]);
    await press('favour');
    await give(page, 'Разрешить');
    await says('favour', 'done');
    await press('allow');
    await page.getByRole('radio', { name: 'Пока Вы не отзовёте' }).check();
    await give(page, 'Разрешить');
    await says('allow', 'done');
    await page.reload();
    await press('standing');
    await says('standing', [1, 1]);
    await press('deny');
    await says('deny', 'done');
    const { grants } = await alice.call('grants.list', { language: 'ru' });
    expect(grants.map(({ scope }) => scope)).not.toContain('notifications');
    await page.reload();
    await press('standing');
    await says('standing', [1, 0]);
  });

  test('recommends itself and opens another app, by the person alone', async () => {
    const [other] = (await alice.call('catalogue.search', { app: 'our-own' })).apps;
    const { page, press, says } = await run(`for-vk&start=${other!.appId}`);
    await press('recommend');
    const share = panel(page).locator('veche-app-share');
    await expect(share).toContainText('С кнопкой, которая открывает приложение: «Открыть»');
    await share.getByRole('button', { name: 'Двор' }).press('Escape');
    await says('recommend', ['client_error', 4]);
    await press('recommend');
    await share.getByRole('button', { name: 'Двор' }).click();
    await share.getByRole('button', { name: 'Отправить', exact: true }).click();
    await says('recommend', 'done');
    await press('absent');
    await says('absent', [{ is_available: false, level: 0 }, { result: false }, ['client_error', 5]]);
    await press('other');
    await expect(page.locator('veche-platform-sheet')).toContainText('Открыть приложение «Приложение our-own»?');
    await agree(page, 'Не открывать');
    await says('other', ['client_error', 4]);
    await press('other');
    await give(page, 'Открыть');
    await expect(page.locator('iframe[src*="//our-own."]')).toBeVisible();
    await expect(page).toHaveURL(/run=our-own&in=0&start=flat-7/);
  });

  test('is refused in the form of the dialect, reads a code, and closes itself', async () => {
    const { page, press, says } = await run('for-vk');
    await press('refused');
    const failed = [4, 6, 5, 11, 6].map((code) => ['client_error', code]);
    await says('refused', failed);
    await withDetector(page);
    await page.reload();
    await press('scan');
    await says('scan', 'БИЛЕТ-7');
    await press('close');
    await expect(panel(page)).toHaveCount(0);
  });
});

describe('a page that speaks our own dialect', () => {
  test('has a card sent, which shows its picture and opens the app', async () => {
    complaints.length = 0;
    const { page, press, says } = await run('our-own');
    await says('start', null);
    await press('card');
    const share = panel(page).locator('veche-app-share');
    await expect(share).toContainText('Собрание дома');
    await expect(share).toContainText('С кнопкой, которая открывает приложение: «Приду»');
    await expect.poll(() => share.locator('img').evaluate((one: HTMLImageElement) => one.naturalWidth)).toBe(64);
    await share.getByRole('button', { name: 'Двор' }).click();
    await share.getByRole('button', { name: 'Отправить', exact: true }).click();
    await says('card', {});
    const message = page.getByRole('article').filter({ hasText: 'Собрание дома' });
    await expect(message.getByRole('button', { name: 'Приду' })).toBeVisible();
    await expect(message.locator('img').first()).toBeVisible();
    expect(complaints).toEqual([]);
  });

  test('leads to the app of a bot by its name, with a word to start with', async () => {
    const { page, press, says } = await run('our-own');
    await says('start', null);
    await press('deep');
    await expect(page).toHaveURL(new RegExp(`/c/${chatId}\\?run=our-own&start=deep-7&in=${chatId}$`));
    await expect(panel(page)).toHaveCount(2);
  });

  test('sends a command to its bot in the name of the person, who sees it before', async () => {
    const { page, press, says } = await run('our-own');
    await press('command');
    await expect(page.locator('veche-platform-sheet')).toContainText('/start visit');
    await agree(page, 'Не разрешать');
    await says('command', 'forbidden');
    await press('command');
    await give(page, 'Разрешить');
    await says('command', {});
    const { chats } = await alice.call('chats.list', {});
    const { chatId: withBot } = chats.find(({ peerId }) => peerId === botId)!;
    const { messages } = await alice.call('messages.history', { chatId: withBot });
    expect(messages.map(({ text, senderId }) => [text, senderId])).toEqual([['/start visit', alice.accountId]]);
  });

  test('has something confirmed by a passkey, which is refused where there is none', async () => {
    const { page, press, says } = await run('our-own');
    await press('confirm');
    await says('confirm', 'unavailable');
    await page.goto(`${server.url}/settings/security`);
    await giveAuthenticator(page);
    await page.bringToFront();
    await page.getByRole('button', { name: 'Добавить ключ доступа' }).click();
    await expect(page.getByText('Ключ доступа добавлен')).toBeVisible();
    await page.goto(`${server.url}/c/${chatId}?run=our-own`);
    await press('confirm');
    await expect(page.locator('veche-platform-sheet')).toContainText('Отправить заявление 7');
    await give(page, 'Разрешить');
    await says('confirm', 'signed');
  });
});
