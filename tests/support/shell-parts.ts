import type { Locator, Page } from 'playwright';

/** Parts of the shell by the names a person knows them by. */
export const composer = (page: Page): Locator => page.getByRole('textbox', { name: /^(Сообщение|Message)$/ });
export const messages = (page: Page): Locator => page.getByRole('article');
export const message = (page: Page, text: string): Locator => messages(page).filter({ hasText: text });
export const chatLink = (page: Page, title: string): Locator => page.getByRole('link', { name: title });

/** Types and sends with the keyboard. */
export async function send(page: Page, text: string): Promise<void> {
  await composer(page).fill(text);
  await composer(page).press('Enter');
}

/** Chooses from a message's menu, opened by the keyboard. */
export async function choose(page: Page, target: Locator, item: string): Promise<void> {
  await target.focus();
  await page.keyboard.press('Enter');
  await page.getByRole('menuitem', { name: item }).click();
}

/** An open sheet with what stands in it. */
export const sheetOf = (page: Page, heading: string | RegExp): Locator =>
  page.locator('veche-sheet').filter({ has: page.getByRole('dialog', { name: heading }) });
