import type { Page } from 'playwright';
import { expect as expectPlain, test } from 'vitest';
import { scriptBundle } from '../support/app-bundle.ts';
import { expect } from '../support/expect.ts';
import { phone, startShell } from '../support/shell.ts';
import { expectGoodLooks } from '../support/shell-looks.ts';

// The first person of the server is its moderator.
const { server, open, complaints } = await startShell({ moderatorPhones: ['+79991000001'] });
const moderator = await server.person('Мира Судейкина');
const developer = await server.person('Дмитрий Орлов');
const anna = await server.person('Анна Морозова');
const boris = await server.person('Борис Волков');
const vera = await server.person('Вера Ильина');

await developer.call(
  'apps.publish',
  scriptBundle('diary', () => (document.body.textContent = 'Оценки за неделю'), { name: 'Дневник' }),
);
const inside = (page: Page) => page.locator('veche-mini-app').frameLocator('iframe').getByText('Оценки за неделю');

test('a person makes a school, a moderator verifies it, a member agrees and finds the app that it gives', async () => {
  const a = await open(anna, '/settings/organisations');
  await expect(a.getByText('Вы не состоите в организациях.')).toBeVisible();
  await a.getByRole('button', { name: 'Создать организацию' }).click();
  const form = a.locator('veche-new-organisation');
  const make = form.getByRole('button', { name: 'Создать организацию' });
  await form.getByLabel('Название по-русски').fill('Школа при МВД');
  await form.getByLabel('Название по-английски').fill('School 7');
  await form.getByLabel('Короткий адрес').fill('school-7');
  await make.click();
  await expect(form.getByRole('alert')).toContainText('официальное название попросите при проверке');
  await form.getByLabel('Название по-русски').fill('Школа № 7');
  await make.click();
  await expect(a.getByText('Не проверено: Школа № 7')).toBeVisible();
  await a.getByLabel('Как проверить организацию').fill('Реестр школ, строка 7');
  await a.getByRole('button', { name: 'Попросить о проверке' }).click();
  await expect(a.getByText('Модераторы проверяют организацию.')).toBeVisible();

  const m = await open(moderator, '/moderation');
  await m.getByRole('button', { name: 'Организации' }).click();
  await expect(m.getByText('Реестр школ, строка 7')).toBeVisible();
  await m.getByRole('button', { name: 'Подтвердить: Школа № 7' }).click();
  const decide = m.locator('veche-organisation-queue').getByRole('button', { name: 'Решить' });
  await decide.click();
  await expect(m.getByRole('alert')).toBeVisible();
  await m.getByLabel('Почему').fill('Есть в реестре');
  await expectGoodLooks(m);
  await decide.click();
  await expect(m.getByRole('list', { name: 'Проверенные' })).toContainText('Проверено: Школа № 7');

  await a.reload();
  await expect(a.getByText('Проверено: Школа № 7', { exact: true })).toBeVisible();
  await a.getByRole('button', { name: 'Пригласить' }).click();
  await a.getByLabel('Имя, @имя или телефон').fill(boris.phone);
  await a.locator('veche-sheet').getByRole('button', { name: 'Борис Волков' }).click();
  await expect(a.getByText('Приглашение отправлено')).toBeVisible();
  await a.getByRole('button', { name: 'Дать приложение', exact: true }).click();
  await a.locator('veche-sheet').getByRole('button', { name: 'Дневник' }).click();
  await expect(a.getByRole('list', { name: 'Приложения для людей' })).toContainText('Дневник');
  await a.getByRole('button', { name: 'Закрыть организацию' }).click();
  await a.getByRole('alertdialog').getByRole('button', { name: 'Закрыть организацию' }).click();
  await expect(a.getByText('Сначала отзовите приглашения.')).toBeVisible();
  await expectGoodLooks(a);

  const b = await open(boris, '/apps', phone);
  const given = b.getByRole('list', { name: 'От организации: Школа № 7' });
  await expect(b.getByRole('list', { name: 'Приложения' })).toContainText('Дневник');
  await expect(given).toHaveCount(0);
  await b.goto(`${server.url}/settings`);
  await b.getByRole('link', { name: 'Организации Приглашения: 1' }).click();
  await expect(b.getByText('организация не узнаёт, открывали ли Вы его')).toBeVisible();
  await expectGoodLooks(b);
  await b.getByRole('button', { name: 'Вступить: Школа № 7' }).click();
  await b.getByRole('link', { name: /Проверено: Школа № 7/ }).click();
  await expect(b.getByText('Остальных участников видят только они.')).toBeVisible();
  await expect(b.getByRole('button', { name: 'Пригласить' })).toHaveCount(0);
  await expect(b.getByRole('button', { name: 'Дать приложение' })).toHaveCount(0);
  await b.goto(`${server.url}/apps`);
  await given.getByRole('button', { name: 'Дневник' }).click();
  await expect(inside(b)).toBeVisible();
  await b.getByRole('button', { name: 'Что ещё можно сделать' }).click();
  await b.getByRole('menuitem', { name: 'Пожаловаться' }).click();
  await b.locator('veche-report').getByRole('radio', { name: 'Мошенничество' }).check();
  await b.getByRole('button', { name: 'Отправить жалобу' }).click();
  await expect(b.getByText('Жалоба отправлена. Спасибо.')).toBeVisible();

  // Who is no member finds nothing there, and the address does not open it either.
  const v = await open(vera, `/apps${new URL(b.url()).search}`);
  await expect(v.locator('veche-mini-app').getByRole('alert')).toContainText('организация больше не даёт его Вам');
  await v.goto(`${server.url}/apps`);
  await expect(v.getByRole('list', { name: 'Приложения' })).toContainText('Дневник');
  await expect(v.getByRole('heading', { name: 'От Вашей организации' })).toHaveCount(0);

  await a.getByRole('button', { name: 'Убрать: Дневник' }).click();
  await expect(b.locator('veche-mini-app').getByRole('alert')).toContainText('организация больше не даёт его Вам');
  await expect(inside(b)).toHaveCount(0);
});

test('an app of a verified school says so on its card, on its shelf and in English', async () => {
  const { organisations } = await anna.call('organisations.own', {});
  const [school] = organisations;
  const place = { organisationId: school!.organisationId, accountId: developer.accountId };
  await anna.call('organisations.invite', place);
  await developer.call('organisations.answer', { organisationId: place.organisationId, isAccepted: true });
  await anna.call('organisations.setRole', { ...place, role: 'owner' });
  const d = await open(developer, `/settings/organisations?organisation=${place.organisationId}`);
  await d.getByRole('button', { name: 'Передать приложение, которое Вы опубликовали' }).click();
  await d.locator('veche-sheet').getByRole('button', { name: 'Дневник' }).click();
  await d.getByRole('alertdialog').getByRole('button', { name: 'Передать', exact: true }).click();
  await expect(d.locator('veche-sheet').getByRole('group', { name: 'Токен' })).toHaveText(/^\d+:\S+$/);
  await d.getByRole('button', { name: 'Токен у меня' }).click();
  await expect(d.getByRole('list', { name: 'Приложения организации' })).toContainText('Дневник');

  await vera.call('identity.updateProfile', { language: 'en' });
  const v = await open(vera, '/apps', { locale: 'en-GB' });
  await v.getByRole('button', { name: 'Official' }).click();
  await expect(v.getByText('Nothing found.')).toBeVisible();
  await v.getByRole('button', { name: 'Schools' }).click();
  await expect(v.getByRole('list', { name: 'Apps' }).getByRole('listitem')).toContainText('Verified: School 7');
  await expectGoodLooks(v);
});

test('no page complained', () => expectPlain(complaints).toEqual([]));
