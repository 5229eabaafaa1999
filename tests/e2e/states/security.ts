import { expect } from '../../support/expect.ts';
import { giveAuthenticator } from '../../support/virtual-authenticator.ts';
import { heading, says, type Scene, state } from './state.ts';

/** What is asked for after the code; at its end the password is to be lifted, which the next scene shows. */
export const secondStep: Scene = {
  name: 'Signing in with an additional password',
  person: null,
  states: [
    state(
      'second-step',
      'Give number and code of a person who has an additional password.',
      async ({ page, world, go }) => {
        await go('/sign-in');
        await page.getByLabel('Номер телефона').fill(world.keeper.phone);
        await page.getByRole('button', { name: 'Получить код' }).click();
        await page.getByLabel('Код из шести цифр').fill(await world.codeFor(world.keeper));
        await heading('Дополнительный пароль')(page);
      },
    ),
    state('second-step-wrong', 'Give another password, and look at it.', async ({ page }) => {
      await page.getByRole('textbox', { name: 'Дополнительный пароль' }).fill('совсем другой пароль');
      await page.getByRole('button', { name: 'Показать пароль' }).click();
      await page.getByRole('button', { name: 'Войти', exact: true }).click();
      await expect(page.getByRole('alert')).toBeVisible();
    }),
    state('second-step-recovery', 'Press "By recovery code".', async ({ page }) => {
      await page.getByRole('button', { name: 'По коду восстановления' }).click();
      await expect(page.getByLabel('Код восстановления')).toBeVisible();
    }),
    state('second-step-forgot', 'Go back, press "I forgot the password".', async ({ page }) => {
      await page.getByRole('button', { name: 'По паролю' }).click();
      await page.getByRole('button', { name: 'Не помню пароль' }).click();
      await expect(page.getByRole('button', { name: 'Снять пароль через 7 дней' })).toBeVisible();
    }),
    state('second-step-asked', 'Ask for it.', async ({ page }) => {
      await page.getByRole('button', { name: 'Снять пароль через 7 дней' }).click();
      await says(/Запрос принят/)(page);
    }),
  ],
};

export const security: Scene = {
  name: 'Sign-in and security',
  person: 'keeper',
  prepare: async (page) => void (await giveAuthenticator(page)),
  states: [
    state('security-lift', 'Open `/settings/security` while the password is to be lifted.', async ({ page, go }) => {
      await go('/settings/security');
      await heading('Кто-то просит снять дополнительный пароль')(page);
      await says('Включён. Задан:')(page);
    }),
    state('security-proof', 'There, add a passkey: the password is asked for.', async ({ page }) => {
      await page.getByRole('button', { name: 'Добавить ключ доступа' }).click();
      await expect(page.getByRole('textbox', { name: 'Дополнительный пароль' })).toBeVisible();
    }),
    state('security-passkey', 'Give it: the passkey is in the list.', async ({ page, world }) => {
      await page.bringToFront();
      await page.getByRole('textbox', { name: 'Дополнительный пароль' }).fill(world.keeperPassword);
      await page.keyboard.press('Enter');
      await says('Ещё не использовался')(page);
    }),
    state('security-change', 'Change the password.', async ({ page }) => {
      await page.getByRole('button', { name: 'Сменить' }).click();
      await page.getByLabel('Новый пароль').fill('мало');
      await page.keyboard.press('Enter');
      await expect(page.getByRole('alert')).toBeVisible();
    }),
    state('security-code', 'Give both passwords: the recovery code is shown once.', async ({ page, world }) => {
      await page.getByLabel('Нынешний пароль').fill(world.keeperPassword);
      await page.getByLabel('Новый пароль').fill('другие простые слова');
      await page.keyboard.press('Enter');
      await expect(page.getByRole('button', { name: 'Код у меня' })).toBeVisible();
    }),
  ],
};
