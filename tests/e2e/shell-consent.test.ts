import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright';
import { beforeAll, describe, expect as expectPlain, test } from 'vitest';
import { wants } from '../support/asking-app.ts';
import { appBundle, scriptBundle } from '../support/app-bundle.ts';
import { expect } from '../support/expect.ts';
import { callHttp } from '../support/http.ts';
import { verifyAlone } from '../support/ledger-copy.ts';
import { image } from '../support/media-samples.ts';
import type { TestPerson } from '../support/server.ts';
import { narrow, startShell } from '../support/shell.ts';
import { expectGoodLooks, tooWide } from '../support/shell-looks.ts';
import { uploadFile } from '../support/uploads.ts';
import { asker } from './asking-apps.ts';

let tokenOfReminders: string;
const { server, open, complaints } = await startShell();
const placed = { geolocation: { latitude: 55.75, longitude: 37.62, accuracy: 12 }, permissions: ['geolocation'] };

beforeAll(async () => {
  await server.app.seedDemo();
  const dmitry = await server.person('Дмитрий Орлов');
  const { manifest, files } = scriptBundle('clinic', asker, { name: 'Поликлиника' });
  const purpose = { ru: 'Записать Вас к врачу', en: 'To make an appointment' };
  const scopes = [wants('name', { purpose }), wants('phoneNumber'), wants('location'), wants('photo')];
  await dmitry.call('apps.publish', { manifest: { ...manifest, scopes }, files });
  const notifications = [{ id: 'ready', text: { ru: 'Анализы готовы', en: 'The tests are ready' } }];
  const reminders = appBundle('reminders', {}, { scopes: [wants('notifications')], notifications });
  tokenOfReminders = (await dmitry.call('apps.publish', reminders)).token!;
});

const frame = (page: Page) => page.frameLocator('iframe[title="Поликлиника"]');
const ask = (page: Page, what: string) => frame(page).getByRole('button', { name: what, exact: true }).click();
const answer = (page: Page) => frame(page).locator('#answer');
const told = (page: Page) => frame(page).locator('#told');
const sheetFor = (page: Page, what = 'Ваше имя') =>
  page.getByRole('alertdialog', { name: `Сообщить приложению «Поликлиника» ${what}?` });

async function agree(page: Page, duration: string, what?: string): Promise<void> {
  const sheet = sheetFor(page, what);
  await sheet.getByRole('radio', { name: duration }).check();
  const accept = sheet.getByRole('button', { name: 'Передать', exact: true });
  // Half a second in sight: what was pressed for something else agrees to nothing.
  await expect(accept).not.toHaveAttribute('aria-disabled');
  await accept.click();
  await expect(sheet).toHaveCount(0);
}

async function refuse(page: Page, what?: string): Promise<void> {
  await sheetFor(page, what).getByRole('button', { name: 'Не передавать' }).click();
}

describe('an app asks for a name', () => {
  test('the platform says who asks, for what and why; a refusal is told to the app, and once is one reading', async () => {
    const alice = await server.person('Алиса Соколова');
    const page = await open(alice, '/apps?run=clinic');
    await ask(page, 'Имя');
    const sheet = sheetFor(page);
    for (const text of ['Поликлиника', 'Не проверено', 'Дмитрий Орлов', 'Записать Вас к врачу', '30 дней', 'Имя']) {
      await expect(sheet.getByText(text, { exact: true }).first()).toBeVisible();
    }
    await expect(sheet.getByRole('radio', { name: 'Один раз' })).toBeChecked();
    // What was typed for the app answers nothing.
    for (const key of ['Enter', 'Space']) await page.keyboard.press(key);
    const accept = sheet.getByRole('button', { name: 'Передать', exact: true });
    await expect(accept).not.toHaveAttribute('aria-disabled');
    await expectGoodLooks(page);
    await refuse(page);
    await expect(answer(page)).toHaveText('forbidden ');

    await ask(page, 'Имя');
    await agree(page, 'Один раз');
    await expect(answer(page)).toHaveText('{"name":"Алиса Соколова"}');
    await ask(page, 'Имя');
    await refuse(page);
    await expect(answer(page)).toHaveText('forbidden ');
  });

  test('until it is taken back, nothing is asked; then the open app is told, and its next reading asks anew', async () => {
    const boris = await server.person('Борис Волков');
    const page = await open(boris, '/apps?run=clinic');
    await ask(page, 'Имя');
    await agree(page, 'Пока Вы не отзовёте');
    await expect(answer(page)).toHaveText('{"name":"Борис Волков"}');
    await ask(page, 'Имя');
    await expect(answer(page)).toHaveText('{"name":"Борис Волков"}');

    // On another device.
    const other = await open(boris, '/settings/consents');
    await other.getByRole('button', { name: 'Отозвать: Ваше имя, «Поликлиника»' }).click();
    const sure = other.getByRole('alertdialog', { name: 'Отозвать у приложения «Поликлиника»: Ваше имя?' });
    await sure.getByRole('button', { name: 'Отозвать' }).click();
    await expect(other.getByText('Вы ничего не разрешали.', { exact: false })).toBeVisible();
    await expect(told(page)).toHaveText('отозвано: name');
    await ask(page, 'Имя');
    await refuse(page);
    await expect(answer(page)).toHaveText('forbidden ');
  });

  test('while it is open ends with the window', async () => {
    const vera = await server.person('Вера Ильина');
    const page = await open(vera, '/apps?run=clinic');
    await ask(page, 'Имя');
    await agree(page, 'Пока приложение открыто');
    await expect(answer(page)).toHaveText('{"name":"Вера Ильина"}');
    await page.getByRole('button', { name: 'Что ещё можно сделать' }).click();
    await page.getByRole('menuitem', { name: 'Загрузить заново' }).click();
    await ask(page, 'Имя');
    await refuse(page);
    await expect(answer(page)).toHaveText('forbidden ');
  });

  test('where the device is comes from the device, and the server writes down that it was told', async () => {
    const gleb = await server.person('Глеб');
    const page = await open(gleb, '/apps?run=clinic', placed);
    await ask(page, 'Место');
    const sheet = page.getByRole('alertdialog', { name: 'Сообщить приложению «Поликлиника», где Вы сейчас?' });
    await expect(sheet.getByRole('radio')).toHaveCount(2);
    const accept = sheet.getByRole('button', { name: 'Передать', exact: true });
    await expect(accept).not.toHaveAttribute('aria-disabled');
    await accept.click();
    await expect(answer(page)).toHaveText('{"latitude":55.75,"longitude":37.62,"accuracyMeters":12}');
    const { entries } = await gleb.call('ledger.list', {});
    expectPlain(entries.map(({ act, scope }) => `${act} ${scope}`)).toEqual(['used location', 'given location']);
    expectPlain(JSON.stringify(entries)).not.toContain('55.75');
  });

  test('a photo comes as a picture of its own, since an app reaches no files of ours', async () => {
    const zoya = await server.person('Зоя');
    const content = await image('jpeg', { width: 640, height: 480 });
    const { fileId } = await uploadFile(server, zoya, content, { kind: 'photo', name: 'я.jpg' });
    await zoya.call('account.setPhoto', { fileId });
    const page = await open(zoya, '/apps?run=clinic');
    await ask(page, 'Фото');
    const sheet = page.getByRole('alertdialog', { name: 'Показать приложению «Поликлиника» Вашу фотографию?' });
    const accept = sheet.getByRole('button', { name: 'Передать', exact: true });
    await expect(accept).not.toHaveAttribute('aria-disabled');
    await accept.click();
    await expect(answer(page)).toHaveText(/^\{"photo":"data:image\/webp;base64,[\w+/]{100,}=*"\}$/);
  });

  test('a device that does not tell where it is leaves the app without an answer', async () => {
    const page = await open(await server.person('Игорь'), '/apps?run=clinic', { permissions: [] });
    await ask(page, 'Место');
    const accept = page.getByRole('alertdialog').getByRole('button', { name: 'Передать', exact: true });
    await expect(accept).not.toHaveAttribute('aria-disabled');
    await accept.click();
    await expect(answer(page)).toHaveText('unavailable ');
  });

  test('the sample app asks for the number by the SDK, and says what it was told', async () => {
    const olga = await server.person('Ольга');
    const page = await open(olga, '/apps?run=hello');
    const app = page.frameLocator('iframe[title="Привет"]');
    const sheet = page.getByRole('alertdialog', { name: 'Сообщить приложению «Привет» Ваш номер телефона?' });
    await app.getByRole('button', { name: 'Показать мой номер' }).click();
    await sheet.getByRole('button', { name: 'Не передавать' }).click();
    await expect(app.getByText('Вы не сообщили его')).toBeVisible();
    await app.getByRole('button', { name: 'Показать мой номер' }).click();
    const accept = sheet.getByRole('button', { name: 'Передать', exact: true });
    await expect(accept).not.toHaveAttribute('aria-disabled');
    await accept.click();
    await expect(app.getByText(olga.phone)).toBeVisible();
  });

  test('an app gets nothing by another way: undeclared, by a launch of its choice, or by granting itself', async () => {
    const nina = await server.person('Нина');
    const page = await open(nina, '/apps?run=clinic');
    for (const [what, said] of [
      ['Необъявленное', 'forbidden scope'],
      ['Чужой запуск', 'invalid_input launchId'],
      ['Себе', 'unknown_method '],
    ] as const) {
      await ask(page, what);
      await expect(answer(page), what).toHaveText(said);
      await expect(page.getByRole('alertdialog')).toHaveCount(0);
    }
    expectPlain((await nina.call('ledger.list', {})).entries).toEqual([]);
  });
});

describe('an app that is removed', () => {
  test('ends in the other tab, may have nothing more and asks anew, and is as it was when it is opened in time', async () => {
    const alla = await server.person('Алла Громова');
    await alla.call('apps.install', { app: 'clinic' });
    const { appId } = (await alla.call('apps.installed', {})).apps[0]!.app;
    await alla.call('appStorage.set', { appId, key: '4', value: 'Чехов' });
    const page = await open(alla, '/apps?run=clinic');
    await ask(page, 'Имя');
    await agree(page, 'Пока Вы не отзовёте');
    await expect(answer(page)).toHaveText('{"name":"Алла Громова"}');

    const other = await open(alla, '/settings/apps', { ...narrow, colorScheme: 'dark' });
    const own = other.getByRole('list', { name: 'Мои приложения' });
    await expect(own.getByText('1 запись')).toBeVisible();
    await expectGoodLooks(other);
    await other.getByRole('link', { name: 'Что можно и что узнавало «Поликлиника»' }).click();
    await expect(other.getByRole('combobox', { name: 'Приложение', exact: true })).toHaveValue(String(appId));
    await expect(other.getByRole('button', { name: 'Отозвать: Ваше имя, «Поликлиника»' })).toBeVisible();
    await other.goBack();

    const saved = other.waitForEvent('download');
    await own.getByRole('button', { name: 'Сохранить копию: Поликлиника' }).click();
    const copy = JSON.parse(await readFile(await (await saved).path(), 'utf8')) as Record<string, unknown[]>;
    expectPlain(copy['storage']).toEqual([{ key: '4', value: 'Чехов' }]);
    expectPlain(copy['ledger']).toHaveLength(2);

    // By keyboard alone.
    await own.getByRole('button', { name: 'Удалить: Поликлиника' }).press('Enter');
    const sure = other.getByRole('alertdialog', { name: 'Удалить «Поликлиника»?' });
    await expect(sure).toContainText('откройте его раньше');
    const accept = sure.getByRole('button', { name: 'Удалить' });
    await expect(accept).toBeEnabled();
    await accept.press('Enter');
    await expect(other.getByText('Приложений у Вас пока нет.')).toBeVisible();
    await expect(page.getByText('Вы удалили это приложение.', { exact: false })).toBeVisible();
    await expect(frame(page).locator('#answer')).toHaveCount(0);
    expectPlain((await alla.call('grants.list', { language: 'ru' })).grants).toEqual([]);

    await other.getByRole('button', { name: 'Открыть снова: Поликлиника' }).click();
    await ask(other, 'Имя');
    await refuse(other);
    await expect(answer(other)).toHaveText('forbidden ');
    expectPlain((await alla.call('apps.installed', {})).apps).toMatchObject([{ kept: { items: 1 }, scopes: [] }]);
    expectPlain((await alla.call('apps.installed', {})).apps[0]).not.toHaveProperty('deleteAt');
  });
});

describe('the page of what apps know', () => {
  /** Who let the clinic have the name until it is revoked, was asked for the phone and said no. */
  async function patient(name: string): Promise<TestPerson> {
    const person = await server.person(name);
    const { launchId } = await person.call('apps.launch', { app: 'clinic' });
    await person.call('grants.give', { launchId, scope: 'name', duration: 'untilRevoked' });
    await person.call('people.getAttributes', { launchId, scope: 'name' });
    await person.call('grants.refuse', { launchId, scope: 'phoneNumber' });
    return person;
  }
  const uses = (page: Page) => page.getByRole('list', { name: 'Что делали приложения' }).getByRole('listitem');

  test('has what an app told, shows it as it comes, and lets the person say how many a day', async () => {
    const kira = await server.person('Кира');
    const launchId = await kira.call('apps.launch', { app: 'reminders' }).then((launch) => launch.launchId);
    await kira.call('grants.give', { launchId, scope: 'notifications', duration: 'untilRevoked' });
    const page = await open(kira, '/settings/consents');
    const told = page.getByRole('list', { name: 'Что Вам сообщили приложения' }).getByRole('listitem');
    await expect(page.getByText('Приложения ничего Вам не сообщали.')).toBeVisible();
    const perDay = page.getByRole('combobox', { name: 'Уведомлений в день от приложения «Приложение reminders»' });
    await expect(perDay).toHaveValue('3');
    const { personId } = await kira.call('people.getAttributes', { launchId, scope: 'notifications' });
    await callHttp(server.url, 'apps.notify', { personId, template: 'ready' }, tokenOfReminders);
    await expect(told).toHaveText([/Приложение reminders.*Анализы готовы/s]);
    await expect(uses(page).first()).toHaveText(/Прислало уведомление.*ready/s);
    await perDay.selectOption('0');
    const grants = async () => (await kira.call('grants.list', { language: 'ru' })).grants;
    await expect.poll(async () => (await grants())[0]?.perDay).toBe(0);
    await expectGoodLooks(page);
  });

  test('shows every use, the newest first, by app and by what, and lets a grant end by itself', async () => {
    const page = await open(await patient('Алиса'), '/settings/consents');
    await expect(uses(page)).toHaveText([/Вы отказали.*номер/s, /Узнало.*Имя/s, /Вы разрешили: Пока Вы не отзовёте/]);
    await expectGoodLooks(page);
    await page.getByRole('combobox', { name: 'Что', exact: true }).selectOption('Ваше имя');
    await expect(uses(page)).toHaveCount(2);
    await page.getByRole('combobox', { name: 'Что', exact: true }).selectOption('Где Вы сейчас');
    await expect(page.getByText('Такого не было.')).toBeVisible();
    await page.getByRole('combobox', { name: 'Что', exact: true }).selectOption('');
    await page.getByRole('combobox', { name: 'Приложение', exact: true }).selectOption('Поликлиника');
    await expect(uses(page)).toHaveCount(3);

    await page.getByRole('button', { name: 'Закончить через 30 дней: Ваше имя, «Поликлиника»' }).press('Enter');
    await expect(page.getByText(/Закончится/)).toBeVisible();
    await expect(page.getByRole('list', { name: 'Что Вы разрешили' })).toContainText(/, до /);
  });

  test('is empty at first, narrow and in English', async () => {
    const page = await open(await server.person('Борис'), '/settings/consents', { ...narrow, locale: 'en-GB' });
    await expect(page.getByText('No app has learned anything about you.')).toBeVisible();
    await expect(page.getByText('You have let no app have anything.', { exact: false })).toBeVisible();
    expectPlain(await tooWide(page)).toEqual([]);
    await expectGoodLooks(page);
  });

  test('gives out a copy that is checked without the server, and fails with one byte changed', async () => {
    const page = await open(await patient('Вера'), '/settings/consents');
    const saved = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Сохранить копию с доказательством' }).click();
    const file = await saved;
    expectPlain(file.suggestedFilename()).toBe('ledger.json');
    const copy = await readFile(await file.path());
    expectPlain((await verifyAlone(copy)).said).toMatch(/^OK: 3 entries/);
    const at = copy.indexOf('"act":"used') + 8;
    copy[at] = copy[at]! ^ 1;
    expectPlain(await verifyAlone(copy)).toMatchObject({ exitCode: 1 });
    expectPlain((await verifyAlone(copy)).said).toMatch(/FAILED: entry 2 was changed/);
    const script = page.waitForEvent('download');
    await page.getByRole('link', { name: 'Скрипт для проверки' }).click();
    expectPlain((await script).suggestedFilename()).toBe('verify-ledger.mjs');
  });
});

test('no page complained', () => {
  expectPlain(complaints).toEqual([]);
});
