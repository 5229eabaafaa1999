import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Page } from 'playwright';
import { afterAll, beforeAll, describe, test } from 'vitest';
import { scriptBundle } from '../support/app-bundle.ts';
import { expect } from '../support/expect.ts';
import { clientId, type TestPerson } from '../support/server.ts';
import { startShell } from '../support/shell.ts';
import { callFromInside, floodPort, hog, peep, rummage, slipOut, trapBack, weigh } from './escaping-apps.ts';

const { server, open } = await startShell();
let anna: TestPerson;
let chatId: number;

/** Whatever arrives here has got out; a connection alone is enough. */
const sink = { requests: [] as string[], connections: 0, packets: 0 };
const http = createServer((request, response) => {
  sink.requests.push(request.url ?? '');
  response.end();
});
http.on('connection', () => (sink.connections += 1));
const udp = createSocket('udp4', () => (sink.packets += 1));

beforeAll(async () => {
  anna = await server.person('Анна Морозова');
  const { chat } = await anna.call('chats.createGroup', { clientId: clientId(), title: 'Двор', memberIds: [] });
  chatId = chat.chatId;
  await once(http.listen(0, '127.0.0.1'), 'listening');
  udp.bind(0, '127.0.0.1');
  await once(udp, 'listening');
});
afterAll(() => {
  http.close();
  udp.close();
});

async function run(slug: string, script: () => unknown, more = ''): Promise<Page> {
  await anna.call('apps.publish', scriptBundle(slug, script));
  return open(anna, `/c/${chatId}?run=${slug}${more}`, { serviceWorkers: 'allow' });
}
/** Asks the app of the page for a sign of life ten times as often. */
function beatFaster(): void {
  const { setInterval } = window;
  const faster = (run: () => void, ms: number) => setInterval(run, ms === 5000 ? 500 : ms);
  if (window === window.top) Object.assign(window, { setInterval: faster });
}
const panel = (page: Page) => page.locator('veche-mini-app');
const frameOf = (page: Page) => panel(page).frameLocator('iframe');

/** These answer something harmless; whether anything got out is seen at the sink and in the browser. */
const mayReturn = [
  '63 middle click',
  '64 download of a blob',
  '64 download of data',
  '65 confirm',
  '65 print',
  '69 style sheet of the page',
  '72 portal',
  '72 fencedframe',
];

describe('an app that tries to slip out', () => {
  test('sends nothing, downloads nothing, and gets nothing of the device', async () => {
    const { port } = http.address() as AddressInfo;
    const dialogs: string[] = [];
    const downloads: string[] = [];
    const page = await run('slipper', slipOut, `&start=${port}`);
    page.on('dialog', (dialog) => {
      dialogs.push(dialog.message());
      void dialog.dismiss();
    });
    page.on('download', (download) => downloads.push(download.url()));
    const text = await frameOf(page).locator('pre').textContent({ timeout: 90_000 });
    const results = JSON.parse(text ?? '{}') as Record<string, string>;
    expect(Object.keys(results).length).toBeGreaterThan(20);
    for (const [name, result] of Object.entries(results))
      if (!mayReturn.includes(name))
        expect({ name, result }).toEqual({ name, result: expect.not.stringMatching(/^got/) });
    expect(results['65 confirm']).toBe('got false');
    expect({ ...sink, dialogs, downloads }).toEqual({
      requests: [],
      connections: 0,
      packets: 0,
      dialogs: [],
      downloads: [],
    });
    expect(page.context().pages()).toHaveLength(1);
  });

  test('sends no packet from an empty frame of its own', async () => {
    const page = await run('inner-caller', callFromInside, `&start=${udp.address().port}`);
    // Some builds of Chromium end the page over it.
    const crashed = page.waitForEvent('crash', { timeout: 5000 }).catch(() => undefined);
    await Promise.race([crashed, frameOf(page).getByText('began').waitFor()]).catch(() => undefined);
    await new Promise((resolve) => setTimeout(resolve, 1500));
    expect(sink.packets).toBe(0);
  });

  test('finds nothing that the shell keeps on the device, and leaves it no cookie', async () => {
    const page = await run('rummager', rummage);
    await expect(frameOf(page).locator('body')).toHaveText(
      JSON.stringify({ cookies: '', databases: 0, storage: 0, caches: 0 }),
    );
    expect((await page.context().cookies()).map(({ name }) => name)).toEqual(['__Host-session']);
  });

  test('cannot keep a person by filling the history', async () => {
    const page = await run('trapper', trapBack);
    await expect(frameOf(page).getByText('trapped')).toBeAttached();
    await panel(page).getByRole('button', { name: 'Закрыть' }).click();
    await expect(panel(page)).toHaveCount(0);
    expect(new URL(page.url()).search).toBe('');
    await page.getByRole('link', { name: 'Настройки' }).first().click();
    await expect(page).toHaveURL(/\/settings/);
  });

  test('learns nothing of another app beside it', async () => {
    await anna.call(
      'apps.publish',
      scriptBundle('hidden', () => localStorage.setItem('x', 'secret')),
    );
    const page = await run('peeper', peep);
    await expect(panel(page).locator('iframe')).toBeAttached();
    await page.evaluate((port) => {
      const src = `http://hidden.apps.localhost:${port}/`;
      document.body.append(Object.assign(document.createElement('iframe'), { src }));
    }, server.port);
    const text = await frameOf(page).locator('pre').textContent();
    const [refused, unreachable] = ['SecurityError', 'TypeError'];
    const nothing = { document: refused, address: refused, storage: refused, fetch: unreachable };
    expect(JSON.parse(text ?? '{}')).toEqual(nothing);
  });

  test('stays as large as its window and under its own name, and the shell goes on, however heavy it is', async () => {
    const page = await run('weight', weigh);
    await expect(frameOf(page).getByText('грузно')).toBeAttached({ timeout: 60_000 });
    const box = await panel(page).locator('iframe').boundingBox();
    const field = page.getByRole('textbox', { name: 'Сообщение' });
    await field.fill('Легко');
    await field.press('Enter');
    await expect(page.getByRole('article').filter({ hasText: 'Легко' })).toBeVisible();
    expect(await panel(page).locator('iframe').boundingBox()).toEqual(box);
    expect(box!.height).toBeLessThan(1000);
    expect(await page.title()).not.toContain('Вход');
    await expect(panel(page).locator('header')).toContainText(/weight\s*weight\.apps\.localhost/);
  });

  test('is ended when it floods its port, and the shell goes on', async () => {
    const page = await run('port-flooder', floodPort);
    await expect(panel(page).getByRole('alert')).toBeVisible({ timeout: 20_000 });
    await expect(panel(page).locator('iframe')).toHaveAttribute('src', 'about:blank');
  });

  test('does not stop the shell by keeping its own page busy, and is covered until it answers', async () => {
    await anna.call('apps.publish', scriptBundle('hog', hog));
    const page = await open(anna, '/');
    await page.addInitScript(beatFaster);
    await page.goto(`${server.url}/c/${chatId}?run=hog`);
    await expect(frameOf(page).getByText('busy')).toBeVisible();
    const cover = panel(page).getByRole('alert');
    await expect(cover).toContainText('Приложение не отвечает.');
    await cover.getByRole('button', { name: 'Подождать' }).click();
    await expect(cover).toHaveCount(0);
    await expect(cover).toBeVisible();
    const field = page.getByRole('textbox', { name: 'Сообщение' });
    await field.fill('Пока оно считает');
    await field.press('Enter');
    await expect(page.getByRole('article').filter({ hasText: 'Пока оно считает' })).toBeVisible();
    await expect(frameOf(page).getByText('done')).toBeVisible();
    await expect(cover).toHaveCount(0);
  });
});
