import { beforeAll, expect as expectPlain, test } from 'vitest';
import { appBundle } from '../support/app-bundle.ts';
import { createDeveloper } from '../support/developer.ts';
import { expect } from '../support/expect.ts';
import { callHttp } from '../support/http.ts';
import type { TestPerson } from '../support/server.ts';
import { desktop, phone, startShell } from '../support/shell.ts';
import { expectGoodLooks } from '../support/shell-looks.ts';

// The first person of the server is its moderator. A production server reviews.
const { server, open, complaints } = await startShell({ mode: 'production', moderatorPhones: ['+79991000001'] });
const { publish } = createDeveloper(() => 'review-me');
let moderator: TestPerson;
let dasha: TestPerson;
let boris: TestPerson;

/** A person who signs in as on any server: by the code. */
async function signedIn(name: string): Promise<TestPerson> {
  const person = await server.person(name);
  const { phone } = person;
  await callHttp(server.url, 'identity.requestCode', { phone });
  const { code } = server.codes.findLast((sent) => sent.phone === phone)!;
  const answer = await callHttp(server.url, 'identity.signIn', { phone, code, device: 'test', transport: 'token' });
  return { ...person, token: async () => (answer as { token: string }).token };
}

const purpose = { ru: 'Чтобы поздороваться', en: 'To greet you' };
const scopes = [{ scope: 'name' as const, purpose, retention_days: 0 }];
const content = (code: number) => ({
  ...appBundle('review-me', { 'app.js': String(code) }, { version: { code, name: `${code}.0` }, scopes }),
  as: 'draft' as const,
});

beforeAll(async () => {
  moderator = await signedIn('Мира Судейкина');
  dasha = await signedIn('Даша Лебедева');
  boris = await signedIn('Борис Волков');
});

test('a release is handed in, refused, appealed, approved, given to people and rolled back, all on pages', async () => {
  const d = await open(dasha, '/settings/releases', phone);
  await expect(d.getByText('npx --no veche create')).toBeVisible();
  await expect(d.getByText('Выпуски здесь подписывает разработчик')).toBeVisible();
  await expect(d.getByText(`npx --no veche publish my-app --server ${server.url}`)).toHaveCount(1);
  await expect(d.getByRole('button', { name: 'Загрузить' })).toHaveCount(0);
  await expectGoodLooks(d);

  await publish(dasha, content(1));
  await d.reload();
  await d.getByRole('link', { name: /review-me/ }).click();
  const first = d.getByRole('listitem').filter({ hasText: '1.0 (№ 1)' }).first();
  await expect(first).toContainText('Черновик');
  await expect(first).toContainText('Новые разрешения: Ваше имя');
  await first.getByRole('button', { name: 'Отправить модераторам' }).click();
  await expect(first).toContainText('Ждёт модератора');

  const m = await open(moderator, '/moderation');
  const tab = m.getByRole('button', { name: 'Выпуски', exact: true });
  await tab.click();
  const queue = m.getByRole('list', { name: 'Выпуски' });
  await expect(queue).toContainText('Даша Лебедева');
  await expect(queue).toContainText('Чтобы поздороваться');
  await expectGoodLooks(m);
  await queue.getByRole('link', { name: 'Открыть для проверки' }).click();
  await expect(m.locator('veche-mini-app').getByRole('note')).toHaveText('Тестовый выпуск 1 (1.0), не опубликован');
  await m.goBack();
  await expect(tab).toHaveAttribute('aria-pressed', 'true');
  await queue.getByRole('button', { name: /^Отказать/ }).click();
  const sheet = m.locator('veche-sheet');
  await sheet.getByRole('button', { name: 'Решить' }).click();
  await expect(sheet.getByRole('alert')).toHaveText('Выберите хотя бы одну причину.');
  await sheet.getByRole('checkbox', { name: 'Берёт лишние данные' }).check();
  await sheet.getByRole('textbox', { name: 'Почему' }).fill('Зачем Вам имя?');
  await sheet.getByRole('button', { name: 'Решить' }).click();
  await expect(m.getByText('Выпуски не ждут решения.')).toBeVisible();

  await d.reload();
  await expect(first).toContainText('Берёт лишние данные');
  await expect(first).toContainText('Зачем Вам имя?');
  await first.getByRole('button', { name: 'Возразить' }).click();
  const asked = d.locator('veche-sheet');
  await asked.getByRole('button', { name: 'Отправить возражение' }).click();
  await expect(asked.getByRole('alert')).toHaveText('Напишите несколько слов.');
  await asked.getByRole('textbox').fill('Мы здороваемся по имени');
  await asked.getByRole('button', { name: 'Отправить возражение' }).click();
  await expect(first).toContainText('Ждёт модератора');

  await m.reload();
  await tab.click();
  await expect(queue).toContainText('Мы здороваемся по имени');
  await queue.getByRole('button', { name: /^Одобрить/ }).click();
  await sheet.getByRole('textbox', { name: 'Почему' }).fill('Убедили');
  await sheet.getByRole('button', { name: 'Решить' }).click();
  await expect(m.getByText('Выпуски не ждут решения.')).toBeVisible();

  await d.reload();
  await first.getByRole('button', { name: 'Отдать людям' }).click();
  await asked.getByRole('button', { name: 'Отдать', exact: true }).click();
  await expect(first).toContainText('У всех');
  await first.getByRole('button', { name: 'Вернуть прежний' }).click();
  await d.getByRole('alertdialog').getByRole('button', { name: 'Вернуть прежний' }).click();
  await expect(d.getByText('Вернуться не к чему')).toBeVisible();

  const next = await publish(dasha, content(2));
  const place = { app: 'review-me', releaseId: next.releaseId };
  await dasha.call('releases.submit', place);
  await moderator.call('releases.decide', { ...place, outcome: 'approved', note: 'Хорошо' });
  await d.reload();
  const second = d.getByRole('listitem').filter({ hasText: '2.0 (№ 2)' }).first();
  await second.getByRole('button', { name: 'Отдать людям' }).click();
  await asked.getByRole('combobox', { name: 'Кому' }).selectOption('25');
  await asked.getByRole('button', { name: 'Отдать', exact: true }).click();
  await expect(second).toContainText('У части людей: 25 %');
  await second.getByRole('button', { name: 'Отдать людям' }).click();
  await asked.getByRole('button', { name: 'Отдать', exact: true }).click();
  await expect(second).toContainText('У всех');
  await second.getByRole('button', { name: 'Вернуть прежний' }).click();
  await d.getByRole('alertdialog').getByRole('button', { name: 'Вернуть прежний' }).click();
  await expect(second).toContainText('Отозван у людей');
  await expect(first).toContainText('У всех');
  await expect(d.getByRole('list', { name: 'Открытый журнал' }).getByRole('listitem')).toHaveCount(5);
  await expectGoodLooks(d);
  expectPlain((await boris.call('apps.launch', { app: 'review-me' })).app.release).not.toBe(next.releaseId);
});

test('a stranger sees no releases, neither as a developer nor as a moderator', async () => {
  const page = await open(boris, '/settings/releases', { ...desktop, locale: 'en-US' });
  await expect(page.getByText('No apps yet.')).toBeVisible();
  await page.goto(`${server.url}/settings/releases?app=review-me`);
  await expect(page.getByText('There is no such app among yours.')).toBeVisible();
  await page.goto(`${server.url}/moderation`);
  await expect(page.getByText('This page is for moderators of the platform.')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Releases' })).toHaveCount(0);
});

test('no page complained', () => expectPlain(complaints).toEqual([]));
