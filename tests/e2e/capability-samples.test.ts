import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { FrameLocator, Locator, Page } from 'playwright';
import { Manifest } from '@veche/contract';
import { beforeAll, expect as expectPlain, test } from 'vitest';
import { expect } from '../support/expect.ts';
import type { TestPerson } from '../support/server.ts';
import { startShell } from '../support/shell.ts';
import { expectGoodLooks } from '../support/shell-looks.ts';

const samples = fileURLToPath(new URL('../../sample-apps/capabilities/', import.meta.url));
const { server, open, complaints } = await startShell();
let alice: TestPerson;
let page: Page;
let app: FrameLocator;
let shell: Locator;

beforeAll(async () => {
  alice = await server.person('Алиса Соколова');
  const dmitry = await server.person('Дмитрий Орлов');
  for (const name of readdirSync(samples).filter((name) => !/^(dist|node_modules)$|\./.test(name))) {
    const base = join(samples, name, 'dist');
    const paths = readdirSync(base, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    await dmitry.call('apps.publish', {
      manifest: Manifest.parse(JSON.parse(readFileSync(join(samples, name, 'app.json'), 'utf8'))),
      files: paths.map(({ parentPath, name: file }) => ({
        path: join(parentPath, file).slice(base.length + 1),
        contentBase64: readFileSync(join(parentPath, file), 'base64'),
      })),
    });
  }
  page = await open(alice, '/apps');
});

/** Opens a sample by its folder, in the one page of all tests. */
async function play(name: string): Promise<void> {
  await page.goto(`${server.url}/apps?run=sample-${name}`);
  shell = page.locator('veche-mini-app');
  app = shell.frameLocator('iframe');
  await expect(app.locator('main')).toBeVisible();
  // The cover goes last: before that, nothing of the app can be pressed.
  await expect(shell.getByRole('status')).toHaveCount(0);
}

const press = (name: string) => app.getByRole('button', { name, exact: true }).click();

test('ui-kit: a form in steps says what is missing, and what it kept is a list', async () => {
  await play('ui-kit');
  await press('Оформить');
  await expect(app.getByRole('listitem').filter({ hasText: 'Кто придёт' })).toHaveAttribute('aria-current', 'step');

  const name = app.getByRole('textbox', { name: 'Имя гостя' });
  await press('Дальше');
  await expect(name).toBeFocused();
  await expect(name).toHaveAttribute('aria-invalid', 'true');
  await expect(name).toHaveAccessibleDescription('Как в документе Заполните это поле.');
  await expectGoodLooks(page);
  await name.fill('Вера Ильина');
  await expect(name).toHaveAccessibleDescription('Как в документе');
  await name.press('Enter');

  await app.getByLabel('День').fill('2027-05-31');
  await app.getByRole('combobox', { name: 'Въезд' }).selectOption('Южный');
  await app.getByText('И ночью').click();
  await expect(app.getByRole('switch', { name: 'И ночью' })).toBeChecked();
  await press('Дальше');

  await expect(app.getByRole('listitem').filter({ hasText: 'Въезд' })).toContainText('Южный');
  await press('Исправить');
  await expect(name).toHaveValue('Вера Ильина');
  await press('Дальше');
  await shell.getByRole('button', { name: 'Назад' }).click();
  await press('Дальше');
  await press('Дальше');
  await press('Сохранить');
  await expect(app.getByRole('checkbox', { name: 'Гость знает правила двора' })).toBeFocused();
  await page.keyboard.press('Space');
  await press('Сохранить');
  await expect(app.getByRole('region', { name: 'Пропуска' })).toBeVisible();
  await expect(app.getByRole('listitem')).toHaveText([/Вера Ильина/]);
  await expectGoodLooks(page);
  await press('Удалить все');
  await expect(app.getByText('Пропусков пока нет.')).toBeVisible();
  expectPlain(complaints).toEqual([]);
});
