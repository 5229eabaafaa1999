import { describe, test } from 'vitest';
import type { Page } from 'playwright';
import { expect } from '../support/expect.ts';
import { startShell } from '../support/shell.ts';
import { giveAuthenticator } from '../support/virtual-authenticator.ts';

const { server, open, complaints } = await startShell();
const codeFor = (phone: string) => server.codes.findLast((sent) => sent.phone === phone)?.code ?? '';
/** A number may ask again after a minute; nobody waits for that here. */
const forgetWaiting = () => server.app.sql`delete from code_budget`;

/** Gives number and code on a page in English; what comes then is another step. */
async function enterCode(page: Page, phone: string): Promise<void> {
  await forgetWaiting();
  await page.getByLabel('Phone number').fill(phone);
  await page.getByRole('button', { name: 'Get a code' }).click();
  await page.getByLabel('Six-digit code').pressSequentially(await newCode(phone));
  await expect(page.getByRole('heading', { name: 'Additional password' })).toBeVisible();
}
let used = '';
async function newCode(phone: string): Promise<string> {
  await expect.poll(() => codeFor(phone) !== '' && codeFor(phone) !== used).toBe(true);
  return (used = codeFor(phone));
}

async function signOut(page: Page): Promise<void> {
  await page.goto(`${server.url}/settings`);
  await page.getByRole('button', { name: 'Выйти', exact: true }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Выйти' }).click();
  await expect(page.getByRole('heading', { name: 'Вход в Вече' })).toBeVisible();
}

/** As a browser that cannot offer passkeys in a field: only the button signs in, and nobody before it. */
const offerNothingInFields = (page: Page) =>
  page.addInitScript(() => (PublicKeyCredential.isConditionalMediationAvailable = () => Promise.resolve(false)));

describe('the ways into an account', () => {
  const password = 'четыре простых слова';
  let first: Page;
  let recoveryCode = '';
  let phone = '';

  test('a passkey is made, named anew, and signs in without a number', async () => {
    const anna = await server.person('Анна Морозова');
    phone = anna.phone;
    first = await open(anna, '/settings/security');
    const device = await giveAuthenticator(first);
    await first.bringToFront();
    await first.getByRole('button', { name: 'Добавить ключ доступа' }).click();
    await expect(first.getByText('Ключ доступа добавлен')).toBeVisible();
    expect(await device.keys()).toBe(1);
    await first.getByRole('button', { name: /^Переименовать/ }).click();
    await first.getByLabel('Название', { exact: true }).fill('Телефон Анны');
    await first.keyboard.press('Enter');
    await expect(first.getByRole('listitem').filter({ hasText: 'Телефон Анны' })).toContainText('Ещё не использовался');

    // The same device has a key already, and says so.
    await first.getByRole('button', { name: 'Добавить ключ доступа' }).click();
    await expect(first.getByText('На этом устройстве уже есть ключ доступа')).toBeVisible();

    await offerNothingInFields(first);
    await signOut(first);
    await first.getByRole('button', { name: 'Войти с ключом доступа' }).click();
    // Where it was left.
    await expect(first).toHaveURL(/\/settings$/);
    await first.goto(`${server.url}/settings/security`);
    await expect(first.getByRole('listitem').filter({ hasText: 'Телефон Анны' })).toContainText('Последний вход');
  });

  test('the additional password is set with a hint, and its recovery code is shown once', async () => {
    await first.getByRole('button', { name: 'Задать пароль' }).click();
    await expect(first.getByRole('dialog', { name: 'Задать пароль' })).toBeVisible();
    await first.getByLabel('Новый пароль').fill('коротко');
    await first.keyboard.press('Enter');
    await expect(first.getByRole('alert')).toContainText('Не меньше 8 знаков');
    await expect(first.getByLabel('Новый пароль')).toBeFocused();
    await first.getByLabel('Новый пароль').fill(password);
    await first.getByRole('button', { name: 'Показать пароль' }).click();
    await expect(first.getByLabel('Новый пароль')).toHaveAttribute('type', 'text');
    await first.getByLabel('Подсказка').fill(`это ${password}`);
    await first.keyboard.press('Enter');
    await expect(first.getByRole('alert')).toContainText('Подсказка выдаёт пароль');
    await first.getByLabel('Подсказка').fill('как на даче');
    await first.keyboard.press('Enter');
    await expect(first.getByRole('dialog', { name: 'Код восстановления' })).toBeVisible();
    recoveryCode = (await first.getByRole('group', { name: 'Код восстановления' }).textContent()) ?? '';
    expect(recoveryCode.trim()).toMatch(/^([0-9A-Z]{4}-){4}[0-9A-Z]{4}$/);
    await first.getByRole('button', { name: 'Код у меня' }).click();
    await expect(first.getByText('Включён. Задан:')).toBeVisible();

    // A passkey opens the account without the password: making one needs it, or another passkey.
    await first.getByRole('button', { name: 'Добавить ключ доступа' }).click();
    await first.getByRole('textbox', { name: 'Дополнительный пароль' }).fill('не тот пароль');
    await first.keyboard.press('Enter');
    await expect(first.getByRole('alert')).toContainText('Пароль не подошёл');
    await first.keyboard.press('Escape');
    await first.getByRole('button', { name: 'Новый код' }).click();
    await first.getByRole('button', { name: 'Подтвердить ключом доступа' }).click();
    await expect(first.getByRole('dialog', { name: 'Код восстановления' })).toBeVisible();
    recoveryCode = (await first.getByRole('group', { name: 'Код восстановления' }).textContent()) ?? '';
    await first.getByRole('button', { name: 'Код у меня' }).click();
  });

  test('another device comes in by code and password, shown the hint', async () => {
    const second = await open(null, '/sign-in', { locale: 'en-GB' });
    await enterCode(second, phone);
    await expect(second.getByText('Hint: как на даче')).toBeVisible();
    await second.getByLabel('Additional password').fill('nothing like it');
    await second.keyboard.press('Enter');
    await expect(second.getByRole('alert')).toContainText('The password is not right');
    await expect(second.getByLabel('Additional password')).toBeFocused();
    await second.getByLabel('Additional password').fill(password);
    await second.keyboard.press('Enter');
    await expect(second).toHaveURL(/\/c$/);
    await second.context().close();
  });

  test('a forgotten password is not lifted when the first device says no', async () => {
    const third = await open(null, '/sign-in', { locale: 'en-GB' });
    await enterCode(third, phone);
    await third.getByRole('button', { name: 'I forgot the password' }).click();
    await third.getByRole('button', { name: 'Lift the password in 7 days' }).click();
    await expect(third.getByText('The request is taken.')).toBeVisible();
    await third.getByRole('button', { name: 'All right' }).click();
    await expect(third.getByLabel('Phone number')).toBeVisible();

    // Told without a reload.
    await expect(first.getByRole('heading', { name: 'Кто-то просит снять дополнительный пароль' })).toBeVisible();
    await first.goto(`${server.url}/settings`);
    await first.getByRole('button', { name: 'Отменить, пароль нужен' }).click();
    await expect(first.getByText('Запрос отменён, пароль остаётся')).toBeVisible();
    await expect(first.getByRole('heading', { name: 'Кто-то просит снять' })).toHaveCount(0);

    await enterCode(third, phone);
    await expect(third.getByText('was asked for already')).toHaveCount(0);
    await third.getByRole('button', { name: 'By recovery code' }).click();
    await third.getByLabel('Recovery code').fill(recoveryCode.trim().toLowerCase().replaceAll('-', ' '));
    await third.keyboard.press('Enter');
    await expect(third).toHaveURL(/\/c$/);
    await first.goto(`${server.url}/settings/security`);
    await expect(first.getByRole('button', { name: 'Задать пароль' })).toBeVisible();
    await third.context().close();
  });

  test('a removed passkey signs nobody in', async () => {
    await first.getByRole('button', { name: /^Удалить/ }).click();
    await first.getByRole('alertdialog').getByRole('button', { name: 'Удалить ключ' }).click();
    await expect(first.getByRole('listitem').filter({ hasText: 'Телефон Анны' })).toHaveCount(0);
    await signOut(first);
    await first.getByRole('button', { name: 'Войти с ключом доступа' }).click();
    await expect(first.getByRole('alert')).toContainText('Этот ключ доступа удалён');
    await first.context().close();
  });

  test('a passkey offered in the field of the number signs in without a click', async () => {
    const vera = await server.person('Вера Ключева');
    const page = await open(vera, '/settings/security');
    await giveAuthenticator(page);
    await page.bringToFront();
    await page.getByRole('button', { name: 'Добавить ключ доступа' }).click();
    await expect(page.getByText('Ключ доступа добавлен')).toBeVisible();
    await page.goto(`${server.url}/settings`);
    await page.getByRole('button', { name: 'Выйти', exact: true }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Выйти' }).click();
    const uses = () =>
      server.app.sql`select 1 from passkey where last_used_at is not null and account_id = ${vera.accountId}`;
    await expect.poll(async () => (await uses()).length).toBe(1);
    await expect(page.getByRole('button', { name: 'Выйти', exact: true })).toBeVisible();
    await page.context().close();
  });

  test('no page complained', () => expect(complaints).toEqual([]));
});
