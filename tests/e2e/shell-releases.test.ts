import type { Page } from 'playwright';
import { expect as expectPlain, describe, test } from 'vitest';
import { scriptBundle, siteApp } from '../support/app-bundle.ts';
import { startDeveloperSite } from '../support/developer-site.ts';
import { expect } from '../support/expect.ts';
import { refusal } from '../support/refusal.ts';
import { clientId } from '../support/server.ts';
import { desktop, startShell } from '../support/shell.ts';
import { zipOf } from '../support/zip.ts';

// Alice, the first person of the server, is its moderator.
const { server, open, complaints } = await startShell({ moderatorPhones: ['+79991000001'] });
const site = await startDeveloperSite();
const alice = await server.person('Алиса Соколова');
const dmitry = await server.person('Дмитрий Орлов');

const STOPPED = 'Приложение остановлено разработчиком или модераторами.';
const NOT_LOGGED = 'Открытый журнал выпусков не подтверждает эту версию приложения';

function greet(): void {
  document.body.append('Приложение работает');
}

const publish = async (slug: string) => (await dmitry.call('apps.publish', scriptBundle(slug, greet))).release;
const panel = (page: Page) => page.locator('veche-mini-app');
const inside = (page: Page) => panel(page).frameLocator('iframe').getByText('Приложение работает');
const kill = (app: string, releaseId: string) =>
  dmitry.call('releases.kill', { app, releaseId, note: 'Выдаёт чужие данные' });

describe('a release that is stopped', () => {
  test('ends in the open window, which says why, and opens no more', async () => {
    const { releaseId } = await publish('stopped-open');
    const page = await open(alice, '/apps?run=stopped-open');
    await expect(inside(page)).toBeVisible();
    await kill('stopped-open', releaseId);
    await expect(panel(page).getByRole('alert')).toContainText(STOPPED);
    await expect(inside(page)).toHaveCount(0);
    expectPlain(page.frames().some((frame) => frame.url().includes('stopped-open.apps'))).toBe(false);
    await panel(page).getByRole('button', { name: 'Повторить' }).click();
    await expect(panel(page).getByRole('alert')).toContainText(STOPPED);
    await expect(panel(page).locator('iframe')).toHaveCount(0);
  });

  test('ends without a connection to tell of it, once that is back', async () => {
    const { releaseId } = await publish('stopped-away');
    const group = { clientId: clientId(), title: 'Yard', memberIds: [] };
    const { chatId } = (await alice.call('chats.createGroup', group)).chat;
    // Beside the chats, where the loss of the connection is told.
    const page = await open(alice, `/c/${chatId}?run=stopped-away`, { ...desktop, locale: 'en-US' });
    await expect(inside(page)).toBeVisible();
    await page.context().setOffline(true);
    await expect(page.getByText('Messages are kept here')).toBeVisible();
    await kill('stopped-away', releaseId);
    await page.context().setOffline(false);
    await expect(panel(page).getByRole('alert')).toContainText(
      'The app was stopped by its developer or by moderators.',
      { timeout: 20_000 },
    );
    await expect(inside(page)).toHaveCount(0);
  });

  test('leaves windows of other apps alone', async () => {
    const { releaseId } = await publish('stopped-other');
    await alice.call('apps.launch', { app: 'stopped-other' });
    await publish('goes-on');
    const page = await open(alice, '/apps?run=goes-on');
    await expect(inside(page)).toBeVisible();
    const asked = page.waitForFunction(() => document.documentElement.dataset['checked'] === 'false');
    await page.evaluate(watchAnswers);
    await kill('stopped-other', releaseId);
    await asked;
    await expect(inside(page)).toBeVisible();
    await expect(panel(page).getByRole('alert')).toHaveCount(0);
  });
});

/** Marks the page with what the engine was answered when it asked whether a launch may go on. */
function watchAnswers(): void {
  const { get } = Object.getOwnPropertyDescriptor(MessageEvent.prototype, 'data')!;
  Object.defineProperty(MessageEvent.prototype, 'data', {
    get(this: MessageEvent) {
      const data = get!.call(this) as { result?: { isStopped?: boolean } } | null;
      const isStopped = data?.result?.isStopped;
      if (isStopped !== undefined) document.documentElement.dataset['checked'] = String(isStopped);
      return data;
    },
  });
}

/** Changes what the page is told of a launch: the socket is in a worker, out of reach of routes. */
function changeLaunch(how: 'release' | 'missing' | 'signature'): void {
  const { get } = Object.getOwnPropertyDescriptor(MessageEvent.prototype, 'data')!;
  Object.defineProperty(MessageEvent.prototype, 'data', {
    get(this: MessageEvent) {
      const data = get!.call(this) as {
        result?: { app?: { release: string }; logEntry?: { signature: string } };
      } | null;
      const { result } = data ?? {};
      if (result?.app === undefined || result.logEntry === undefined) return data;
      if (how === 'release') result.app.release = '1'.repeat(64);
      else if (how === 'missing') delete result.logEntry;
      else result.logEntry.signature = 'A'.repeat(86);
      return data;
    },
  });
}

describe('a launch that the public log does not confirm', () => {
  test.each([
    ['with another release', 'release'],
    ['without an entry', 'missing'],
    ['under a wrong signature', 'signature'],
  ] as const)('%s loads nothing and says so', async (_, how) => {
    await publish('unconfirmed');
    const page = await open(alice, '/apps');
    await page.addInitScript(changeLaunch, how);
    const loaded: string[] = [];
    page.on('request', (request) => loaded.push(new URL(request.url()).host));
    await page.goto(`${server.url}/apps?run=unconfirmed`);
    await expect(panel(page).getByRole('alert')).toContainText(NOT_LOGGED);
    await expect(panel(page).locator('iframe')).toHaveCount(0);
    expectPlain(loaded.filter((host) => host.includes('.apps.'))).toEqual([]);
  });

  test('under a key that is not published is refused, and opens once it is', async () => {
    await publish('rekeyed');
    const page = await open(alice, '/apps');
    await page.route('**/.well-known/veche-release-keys.json', (route) =>
      route.fulfill({
        json: { keys: [{ kty: 'OKP', crv: 'Ed25519', x: '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo' }] },
      }),
    );
    await page.goto(`${server.url}/apps?run=rekeyed`);
    await expect(panel(page).getByRole('alert')).toContainText(NOT_LOGGED);
    await page.unrouteAll();
    await panel(page).getByRole('button', { name: 'Повторить' }).click();
    await expect(inside(page)).toBeVisible();
  });
});

describe('a link for testers', () => {
  test('opens the release, which the platform marks; a revoked one says so, and who has none opens nothing', async () => {
    const content = { ...scriptBundle('tried', greet), as: 'draft' as const };
    const { release } = await dmitry.call('apps.publish', content);
    const place = { app: 'tried', releaseId: release.releaseId };
    const { link } = await dmitry.call('releases.test', place);
    const page = await open(alice, link.slice(server.url.length));
    await expect(inside(page)).toBeVisible();
    await expect(panel(page).getByRole('note')).toHaveText('Тестовый выпуск 1 (1.0), не опубликован');
    // Aside and taken up again it is the same window.
    await panel(page).getByRole('button', { name: 'Отложить' }).click();
    await page.getByRole('button', { name: 'Вернуться в' }).click();
    await expect(inside(page)).toBeVisible();
    expectPlain(page.url()).toBe(link);

    await dmitry.call('releases.withdraw', place);
    await panel(page).getByRole('button', { name: 'Что ещё можно сделать' }).click();
    await panel(page).getByRole('menuitem', { name: 'Загрузить заново' }).click();
    await expect(panel(page).getByRole('alert')).toContainText('Эта ссылка для проверки больше ничего не открывает.');
    await expect(panel(page).locator('iframe')).toHaveCount(0);
    await page.goto(`${server.url}/apps?run=tried`);
    await expect(panel(page).getByRole('alert')).toContainText('Приложение не открылось.');
  });
});

describe('the page of published apps', () => {
  test('takes a zip, says what is wrong by the path of the field, and ends with a link for testers', async () => {
    const olga = await server.person('Ольга Зимина');
    const page = await open(olga, '/settings/releases');
    const manifest = {
      app_id: 'by-zip',
      name: { ru: 'Из архива', en: 'From a zip' },
      version: { code: 1, name: '1.0' },
      kind: 'bundle',
    };
    const upload = async (app: object) => {
      const buffer = await zipOf({ 'app.json': JSON.stringify(app), 'index.html': '<!doctype html><title>1</title>' });
      await page.getByLabel('Архив приложения').setInputFiles({ name: 'app.zip', mimeType: 'application/zip', buffer });
      await page.getByRole('button', { name: 'Загрузить' }).click();
    };
    await upload({ ...manifest, version: { code: 0, name: '1.0' } });
    await expect(page.getByRole('alert')).toContainText('app.json: version.code');
    await upload(manifest);
    await page.getByRole('button', { name: 'Ключ у меня' }).click();
    await expect(page.getByRole('heading', { name: 'Из архива' })).toBeVisible();
    const release = page.getByRole('listitem').filter({ hasText: '1.0 (№ 1)' }).first();
    await expect(release).toContainText('Черновик');
    await release.getByRole('button', { name: 'Ссылка для проверки' }).click();
    const sheet = page.locator('veche-sheet');
    const link = (await sheet.getByRole('group').textContent()) ?? '';
    expectPlain(link).toMatch(/\/apps\?run=by-zip&test=[\w-]{24}$/);
    const testKey = new URL(link).searchParams.get('test') ?? '';
    await alice.call('apps.launch', { app: 'by-zip', testKey });
    await page.keyboard.press('Escape');
    await expect(sheet).toHaveCount(0);
    await release.getByRole('button', { name: 'Отключить ссылку' }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Отключить ссылку' }).click();
    await expect(release).toContainText('Черновик');
    expectPlain((await refusal(alice.call('apps.launch', { app: 'by-zip', testKey }))).code).toBe('not_found');
    await release.getByRole('button', { name: 'Отдать людям' }).click();
    await page.getByRole('button', { name: 'Отдать', exact: true }).click();
    await expect(release).toContainText('У всех');
    await release.getByRole('button', { name: 'Остановить' }).click();
    await expect(sheet).toContainText('Вернуть его нельзя.');
    await sheet.getByRole('textbox').fill('Больше не нужно');
    await sheet.getByRole('button', { name: 'Остановить навсегда' }).click();
    await expect(release).toContainText('Остановлен навсегда');
    await expect(release.getByRole('button')).toHaveCount(0);
  });

  test('names the site of an app that has its own, to moderators too, and says what to do when it no longer agrees', async () => {
    const PROOF = '/.well-known/veche-app.json';
    site.serve(PROOF, { body: JSON.stringify({ apps: { 'own-site': '' } }) });
    const app = { ...siteApp('own-site', `${site.origin}/start`), as: 'draft' as const };
    const { releaseId } = (await dmitry.call('apps.publish', app)).release;
    const page = await open(dmitry, '/settings/releases?app=own-site');
    await expect(page.getByRole('list', { name: 'Выпуски приложения' })).toContainText(`${site.origin}/start`);
    site.forget();
    await page.getByRole('button', { name: 'Отдать людям' }).click();
    await page.getByRole('button', { name: 'Отдать', exact: true }).click();
    await expect(page.getByRole('alert')).toContainText('Команда publish в терминале покажет');

    site.serve(PROOF, { body: JSON.stringify({ apps: { 'own-site': '' } }) });
    await dmitry.call('releases.submit', { app: 'own-site', releaseId });
    const moderator = await open(alice, '/moderation');
    await moderator.getByRole('button', { name: 'Выпуски', exact: true }).click();
    const queue = moderator.getByRole('list', { name: 'Выпуски' });
    await expect(queue).toContainText(`${site.origin}/start`);
    await expect(queue).toContainText('Открывается на сайте разработчика');
  });
});

test('no page complained', () => expectPlain(complaints).toEqual([]));
