import { expect } from '../../support/expect.ts';
import { at, says, type Scene, state } from './state.ts';

export const strangers: Scene = {
  name: 'Signing in',
  person: null,
  states: [
    at('sign-in', '/sign-in', async (page) => expect(page.getByLabel('Номер телефона')).toBeVisible()),
    at('session-ended', '/sign-in?ended', says('Сеанс на этом устройстве завершён.')),
    state('sign-in-wrong-phone', 'Give a number that is none.', async ({ page }) => {
      await page.getByLabel('Номер телефона').fill('12');
      await page.getByRole('button', { name: 'Получить код' }).click();
      await expect(page.getByRole('alert')).toBeVisible();
    }),
    state('sign-in-code', 'Give a number: the code is asked for.', async ({ page }) => {
      await page.getByLabel('Номер телефона').fill('+7 999 555-44-33');
      await page.getByRole('button', { name: 'Получить код' }).click();
      await expect(page.getByLabel('Код из шести цифр')).toBeVisible();
    }),
    state('sign-in-wrong-code', 'Give another code.', async ({ page }) => {
      await page.getByLabel('Код из шести цифр').fill('000000');
      await page.getByRole('button', { name: 'Войти', exact: true }).click();
      await expect(page.getByRole('alert')).toBeVisible();
    }),
  ],
};
