import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from '../support/expect.ts';
import type { FrameLocator, Locator, Page } from 'playwright';
import type * as tma from '@tma.js/sdk';
import { afterAll, beforeAll, describe, test } from 'vitest';
import { appBundle, scriptBundle, siteApp } from '../support/app-bundle.ts';
import { wants } from '../support/asking-app.ts';
import { startDeveloperSite } from '../support/developer-site.ts';
import { clientId, type TestPerson } from '../support/server.ts';
import { startShell } from '../support/shell.ts';
import { babble, breakOut, flood, hop, leave, reachOut, replay, spoof } from './hostile-apps.ts';

const { server, open, complaints } = await startShell();
/** A sample app on the SDK, without our shim, and a site that is nobody's. */
const sample = fileURLToPath(new URL('../../sample-apps/capabilities/attributes/dist', import.meta.url));
const [site, foreign] = [await startDeveloperSite(sample), await startDeveloperSite()];
let alice: TestPerson;
let dmitry: TestPerson;
let chatId: number;

/** Where hostile apps try to send things: whatever arrives is kept. */
const sink = { requests: [] as string[], packets: 0, httpPort: 0, udpPort: 0 };
const http = createServer((request, response) => {
  sink.requests.push(request.url ?? '');
  response.writeHead(200, { 'access-control-allow-origin': '*', 'content-type': 'text/html' });
  response.end(`<iframe src="http://framed.apps.localhost:${server.port}/"></iframe>`);
});
const udp = createSocket('udp4', () => (sink.packets += 1));

beforeAll(async () => {
  await server.app.seedDemo();
  [alice, dmitry] = [await server.person('Алиса Соколова'), await server.person('Дмитрий Орлов')];
  const { chat } = await alice.call('chats.createGroup', { clientId: clientId(), title: 'Двор', memberIds: [] });
  chatId = chat.chatId;
  await once(http.listen(0, '127.0.0.1'), 'listening');
  udp.bind(0, '127.0.0.1');
  await once(udp, 'listening');
  sink.httpPort = (http.address() as AddressInfo).port;
  sink.udpPort = udp.address().port;
});
afterAll(() => {
  http.close();
  udp.close();
});

const publish = (slug: string, script: () => unknown, entry?: string) =>
  dmitry.call('apps.publish', scriptBundle(slug, script, { ...(entry !== undefined && { entry }) }));

// With service workers, as the browser has them: it is ours to keep them from apps.
const run = (slug: string, more = '') => open(alice, `/c/${chatId}?run=${slug}${more}`, { serviceWorkers: 'allow' });
const frameOf = (page: Page): FrameLocator => page.locator('veche-mini-app').frameLocator('iframe');
const panel = (page: Page) => page.locator('veche-mini-app');

describe.each([
  ['hello', 'on our SDK, with a bot', ', Алиса'],
  ['hello-tma', 'on the unmodified @tma.js/sdk, without a bot and so without a name', ''],
])('%s, written %s', (slug, _how, name) => {
  test('greets the person and says where it was opened', async () => {
    complaints.length = 0;
    const page = await run(slug);
    const app = frameOf(page);
    await expect(app.getByRole('heading')).toHaveText(`Здравствуйте${name}!`);
    await expect(app.getByText('группы')).toBeVisible();
    await expect(app.getByText('русский')).toBeVisible();
    expect(complaints).toEqual([]);
  });

  test('speaks English to those who read it', async () => {
    const page = await open(alice, `/c/${chatId}?run=${slug}`, { locale: 'en-US' });
    await expect(frameOf(page).getByRole('heading')).toHaveText(`Hello${name}!`);
  });

  test('counts the presses of the button that the shell draws', async () => {
    const page = await run(slug);
    await expect(frameOf(page).getByText('Колокол молчит')).toBeVisible();
    const button = panel(page).getByRole('button', { name: 'Ударить в колокол' });
    const topOf = async (element: Locator) => (await element.boundingBox())?.y ?? 0;
    expect(await topOf(button)).toBeGreaterThan(await topOf(panel(page).locator('iframe')));
    await button.click();
    await expect(frameOf(page).getByText('Колокол ударил 1 раз')).toBeVisible();
    await button.click();
    await expect(frameOf(page).getByText('Колокол ударил 2 раза')).toBeVisible();
  });

  test('follows the theme while it is open', async () => {
    const page = await run(slug);
    const body = frameOf(page).locator('body');
    await expect(frameOf(page).getByText('светлое')).toBeVisible();
    const light = await body.evaluate((element) => getComputedStyle(element).backgroundColor);
    await page.emulateMedia({ colorScheme: 'dark' });
    await expect(frameOf(page).getByText('тёмное')).toBeVisible();
    await expect.poll(() => body.evaluate((element) => getComputedStyle(element).backgroundColor)).not.toBe(light);
  });

  test('closes itself', async () => {
    const page = await run(slug);
    // The button of the shell makes the frame shorter, and its cover goes last: before that the app's own moves.
    await expect(panel(page).getByRole('button', { name: 'Ударить в колокол' })).toBeVisible();
    await expect(panel(page).getByRole('status')).toHaveCount(0);
    await frameOf(page).getByRole('button', { name: 'Закрыть' }).click();
    await expect(panel(page)).toHaveCount(0);
  });
});

describe('an app that tries to get out', () => {
  test('reaches nothing of the shell, of other hosts or of the device', async () => {
    await publish('breaker', breakOut);
    const ports = [sink.httpPort, sink.udpPort, server.port].join('-');
    const page = await run('breaker', `&start=${ports}`);
    const dialogs: string[] = [];
    page.on('dialog', (dialog) => {
      dialogs.push(dialog.message());
      void dialog.dismiss();
    });
    const downloads: string[] = [];
    page.on('download', (download) => downloads.push(download.url()));
    const address = page.url();
    const text = await frameOf(page).locator('pre').textContent({ timeout: 90_000 });
    const results = JSON.parse(text ?? '{}') as Record<string, string>;

    const refused = Object.entries(results).filter(([name]) => !allowedToReturn.includes(name));
    expect(refused.length).toBeGreaterThan(20);
    for (const [name, result] of refused)
      expect({ name, result }).toEqual({ name, result: expect.not.stringMatching(/^got/) });
    expect(results['61 parent.document']).toBe('got undefined');
    expect(results['84 frameElement']).toBe('got null');
    for (const name of ['63 window.open', '63 window.open noopener', '65 prompt'])
      expect(results[name]).toBe('got null');
    expect(sink.requests).toEqual([]);
    expect(page.url()).toBe(address);
    expect(page.context().pages()).toHaveLength(1);
    expect([...dialogs, ...downloads]).toEqual([]);
    const cookies = await page.context().cookies();
    expect(cookies.map(({ name }) => name)).not.toContain('stolen');
  });

  test.each(['self', 'form', 'refresh'])('cannot carry data away by leaving: %s', async (way) => {
    await publish(`leaver-${way}`, leave, `${way}.html`);
    const before = sink.requests.length;
    const page = await run(`leaver-${way}`, `&start=${sink.httpPort}`);
    await expect(panel(page).locator('iframe')).toBeAttached();
    await page.waitForTimeout(1500);
    expect(sink.requests.slice(before)).toEqual([]);
    await expect(page.getByRole('textbox', { name: 'Сообщение' })).toBeVisible();
  });

  test('reaches the hosts that its manifest names, and no other', async () => {
    const bundle = scriptBundle('reacher', reachOut);
    const network_hosts = ['api.example.org', '*.tiles.example.org'];
    await dmitry.call('apps.publish', { ...bundle, manifest: { ...bundle.manifest, network_hosts } });
    const page = await open(alice, '/', { serviceWorkers: 'allow' });
    const asked = new Set<string>();
    await page.context().route(/^https?:\/\/[^/]*example\.org/, (route) => {
      const { protocol, host, pathname } = new URL(route.request().url());
      asked.add(`${protocol}//${host}`);
      const isPicture = pathname.endsWith('.svg');
      return route.fulfill({
        headers: { 'access-control-allow-origin': '*', 'cross-origin-resource-policy': 'cross-origin' },
        contentType: isPicture ? 'image/svg+xml' : 'text/plain',
        body: isPicture ? '<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>' : 'data',
      });
    });
    await page.goto(`${server.url}/c/${chatId}?run=reacher`);
    const text = await frameOf(page).locator('pre').textContent({ timeout: 60_000 });
    expect(JSON.parse(text ?? '{}')).toEqual({
      'fetch api.example.org': 'data',
      'picture api.example.org': 'came',
      'script api.example.org': 'refused',
      'fetch a.tiles.example.org': 'data',
      'picture a.tiles.example.org': 'came',
      'script a.tiles.example.org': 'refused',
      'fetch tiles.example.org': 'refused',
      'picture tiles.example.org': 'refused',
      'script tiles.example.org': 'refused',
      'fetch other.example.org': 'refused',
      'picture other.example.org': 'refused',
      'script other.example.org': 'refused',
      'fetch api.example.org:444': 'refused',
      'picture api.example.org:444': 'refused',
      'script api.example.org:444': 'refused',
      'plain http': 'refused',
    });
    expect([...asked].sort()).toEqual(['https://a.tiles.example.org', 'https://api.example.org']);
  });

  test('sends no packet past the policy through WebRTC', async () => {
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(sink.packets).toBe(0);
  });
});

/** These answer something harmless instead of throwing; what they answer is looked at one by one, or at the sink. */
const allowedToReturn = [
  '61 parent.document',
  '84 frameElement',
  '62 target=_top',
  '63 window.open',
  '63 window.open noopener',
  '63 target=_blank',
  '64 download',
  '65 alert',
  '65 prompt',
  '70 STUN',
];

describe('the bridge', () => {
  test('does not hear another frame, whatever it says', async () => {
    await publish('spoofer', spoof);
    const page = await run('hello');
    await expect(frameOf(page).getByRole('heading')).toBeVisible();
    const source = await panel(page).locator('iframe').getAttribute('src');
    const nonce = new URLSearchParams(new URL(source ?? '').hash.slice(1)).get('vecheNonce');
    expect(nonce).toHaveLength(24);
    await page.evaluate(
      ([port, stolen]) => {
        const frame = document.createElement('iframe');
        frame.id = 'spoofer';
        frame.src = `http://spoofer.apps.localhost:${port}/#stolenNonce=${stolen}`;
        document.body.append(frame);
      },
      [server.port, nonce],
    );
    const spoofer = page.frameLocator('#spoofer');
    await expect(spoofer.getByText('spoke')).toBeAttached();
    await page.waitForTimeout(500);
    await expect(spoofer.getByText('heard')).toHaveCount(0);
    await expect(panel(page).getByRole('button', { name: 'Обман' })).toHaveCount(0);
    await panel(page).getByRole('button', { name: 'Ударить в колокол' }).click();
    await expect(frameOf(page).getByText('Колокол ударил 1 раз')).toBeVisible();
  });

  test('does not follow the frame to another app, which it cannot reach by itself anyway', async () => {
    await publish('spoofer', spoof);
    await publish('hopper', hop);
    const hopped = await run('hopper');
    await expect(panel(hopped).locator('iframe')).toBeAttached();
    await hopped.waitForTimeout(1500);
    await expect(frameOf(hopped).getByText('spoke')).toHaveCount(0);

    // Browsers without Connection-Allowlist would go there, so here the frame is taken there by hand.
    const page = await run('hello');
    await expect(frameOf(page).getByRole('heading')).toBeVisible();
    await panel(page)
      .locator('iframe')
      .evaluate(
        (frame: HTMLIFrameElement) =>
          (frame.src = frame.src.replace('hello.apps', 'spoofer.apps').replace('vecheNonce', 'stolenNonce')),
      );
    await expect(frameOf(page).getByText('spoke')).toBeAttached();
    await page.waitForTimeout(500);
    await expect(frameOf(page).getByText('heard')).toHaveCount(0);
    await expect(panel(page).getByRole('button', { name: 'Обман' })).toHaveCount(0);
    await expect(panel(page)).toBeAttached();
  });

  test('opens one port for one nonce: not again after the frame loads anything', async () => {
    await publish('replayer', replay);
    const page = await run('replayer');
    await expect(frameOf(page).getByText('no answer')).toBeAttached();
  });

  test('ends an app that floods it, and the shell goes on', async () => {
    await publish('flooder', flood);
    const page = await run('flooder');
    await expect(panel(page).getByRole('alert')).toBeVisible({ timeout: 20_000 });
    await expect(panel(page).locator('iframe')).toHaveAttribute('src', 'about:blank');
    await page.getByRole('textbox', { name: 'Сообщение' }).fill('Я жива');
    await page.getByRole('textbox', { name: 'Сообщение' }).press('Enter');
    await expect(page.getByRole('article').filter({ hasText: 'Я жива' })).toBeVisible();
  });

  test('drops what is no message, and hears the next that is one', async () => {
    await publish('babbler', babble);
    const page = await run('babbler');
    await expect(panel(page).getByRole('button', { name: 'Жив' })).toBeVisible();
    expect(await page.evaluate(() => 'isAdmin' in {})).toBe(false);
  });
});

test('the unmodified @tma.js/sdk on a site of its own speaks with us once it is told to whom', async () => {
  complaints.length = 0;
  const slug = 'elsewhere-tma';
  const sdk = join(dirname(createRequire(import.meta.url).resolve('@tma.js/sdk')), 'index.iife.js');
  const script = (): void => {
    const sdk = (window as unknown as { tmajs: { sdk: typeof tma } }).tmajs.sdk;
    const fragment = new URLSearchParams(location.hash.slice(1));
    sdk.setTargetOrigin(fragment.get('vecheHost')!);
    sdk.init();
    sdk.mainButton.mount();
    sdk.mainButton.onClick(() => document.body.append('нажато'));
    sdk.mainButton.setParams({ text: 'Далее', isVisible: true });
  };
  site.serve('/sdk.js', { body: readFileSync(sdk, 'utf8') });
  site.serve('/tma.js', { body: `(${script.toString()})();` });
  site.serve('/tma.html', {
    body: '<meta charset="utf-8"><body><script src="/sdk.js"></script><script src="/tma.js"></script></body>',
  });
  site.serve('/.well-known/veche-app.json', { body: JSON.stringify({ apps: { [slug]: '' } }) });
  await dmitry.call('apps.publish', siteApp(slug, `${site.origin}/tma.html`));
  const page = await run(slug);
  await panel(page).getByRole('button', { name: 'Далее' }).click();
  await expect(frameOf(page).frameLocator('iframe').getByText('нажато')).toBeVisible();
  expect(complaints).toEqual([]);
});

test('an app on a site of its own asks the person under that host, is heard alone, and cannot go elsewhere', async () => {
  complaints.length = 0;
  site.serve('/.well-known/veche-app.json', { body: '{"apps":{"elsewhere":""}}' });
  const scopes = [wants('name'), wants('phoneNumber')];
  await dmitry.call('apps.publish', siteApp('elsewhere', `${site.origin}/`, { scopes }));
  const page = await run('elsewhere');
  const app = frameOf(page).frameLocator('iframe');
  const { host } = new URL(site.origin);
  await expect(panel(page).locator('header')).toContainText(/Внешний сайт\s+127\.0\.0\.1/);
  await expect(panel(page).locator('header')).toContainText(host);
  await expect(panel(page).getByRole('status')).toHaveCount(0);
  const ask = app.getByRole('button', { name: 'Перезвоните мне' });
  await ask.click();
  for (const what of ['Ваше имя', 'Ваш номер телефона']) {
    const sheet = page.getByRole('alertdialog', { name: what });
    await expect(sheet).toContainText(host);
    const accept = sheet.getByRole('button', { name: 'Передать', exact: true });
    await expect(accept).not.toHaveAttribute('aria-disabled');
    await accept.click();
  }
  await expect(app.getByText('Алиса Соколова')).toBeVisible();
  await app
    .locator('body')
    .evaluate(
      (body, text) => body.addEventListener('click', () => parent.postMessage(text, '*'), { once: true }),
      JSON.stringify({ eventType: 'web_app_open_link', eventData: { url: 'https://example.org/' } }),
    );
  await app.getByText('Алиса Соколова').click();
  const leaving = page.getByRole('alertdialog', { name: 'Открыть сайт example.org?' });
  await expect(leaving).toContainText(host);
  await leaving.getByRole('button', { name: 'Не открывать' }).click();
  expect(complaints).toEqual([]);

  const button = (text: string) =>
    JSON.stringify({ eventType: 'web_app_setup_main_button', eventData: { is_visible: true, is_active: true, text } });
  const script = `for (const one of [parent.parent, top]) one.postMessage(${JSON.stringify(button('Обман'))}, '*')`;
  foreign.serve('/speaker.html', { body: `<body><script>${script}; document.body.append('spoke')</script></body>` });
  await app.locator('body').evaluate((body, src) => {
    body.append(Object.assign(document.createElement('iframe'), { id: 'foreign', src }));
  }, `${foreign.origin}/speaker.html`);
  await expect(app.frameLocator('#foreign').getByText('spoke')).toBeAttached();
  await app.locator('body').evaluate((_body, text) => parent.postMessage(text, '*'), button('Свой'));
  await expect(panel(page).getByRole('button', { name: 'Свой' })).toBeVisible();
  await expect(panel(page).getByRole('button', { name: 'Обман' })).toHaveCount(0);

  await app
    .locator('body')
    .evaluate((_body, to) => void setTimeout(() => (location.href = to)), `${foreign.origin}/?data=secret`);
  const cover = panel(page).getByRole('alert');
  await expect(cover).toContainText('ушло на другой сайт');
  await expect(panel(page).locator('iframe')).toHaveAttribute('src', 'about:blank');
  expect(foreign.asked).toEqual(['/speaker.html']);
  await cover.getByRole('button', { name: 'Повторить' }).click();
  await expect(ask).toBeVisible();

  // Past the page of ours, where nobody hears it.
  await app.locator('body').evaluate(() => {
    const shell = top!;
    setInterval(() => Array.from({ length: 20 }).forEach(() => shell.postMessage('', '*')));
  });
  await expect(cover).toContainText('слишком часто');
  await expect(panel(page).locator('iframe')).toHaveAttribute('src', 'about:blank');
});

describe('an app outside of its frame', () => {
  test('opened by itself, says where it opens', async () => {
    const page = await run('hello');
    await page.goto(`http://hello.apps.localhost:${server.port}/`);
    await expect(page.getByRole('link', { name: /Открыть Вече/ })).toBeVisible();
    await expect(page.getByRole('heading')).toHaveText('Привет');
  });

  test('has no page in a drawing either, and its scripts do not run', async () => {
    const script = "document.documentElement.setAttribute('data-ran', '')";
    const svg = '<svg xmlns="http://www.w3.org/2000/svg"><script href="/probe.js"/><text>Вход в Вече</text></svg>';
    await dmitry.call('apps.publish', appBundle('drawing', { 'page.svg': svg, 'probe.js': script }));
    const page = await open(null, '/');
    await page.goto(`http://drawing.apps.localhost:${server.port}/page.svg`);
    await expect(page.getByRole('link', { name: /Открыть Вече/ })).toBeVisible();
    expect(await page.content()).not.toContain('data-ran');
  });

  test('is not shown in a frame of another site', async () => {
    await publish('framed', () => (document.body.textContent = 'framed'));
    const page = await open(null, '/');
    await page.goto(`http://127.0.0.1:${sink.httpPort}/`);
    await page.waitForTimeout(1000);
    await expect(page.frameLocator('iframe').getByText('framed')).toHaveCount(0);
  });
});
