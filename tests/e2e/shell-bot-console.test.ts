import { expect as expectPlain, test } from 'vitest';
import { callHttp } from '../support/http.ts';
import { expect } from '../support/expect.ts';
import { phone, startShell } from '../support/shell.ts';
import { expectGoodLooks } from '../support/shell-looks.ts';
import { composer, send, sheetOf } from '../support/shell-parts.ts';
import { namedIn, partlyNamedIn } from '../support/shell-words.ts';
import { startTarget } from '../support/webhook-target.ts';

const { server, open, complaints } = await startShell();

const languages = [
  ['ru', 'ru-RU', {}],
  ['en', 'en-GB', phone],
] as const;

test.each(languages)('a bot is made, watched, repaired and deleted in %s', async (language, locale, size) => {
  const [named, partly] = [namedIn(language), partlyNamedIn(language)];
  const alice = await server.person(`Алиса ${language}`);
  const page = await open(alice, '/settings', { ...size, locale, permissions: ['clipboard-read', 'clipboard-write'] });
  const button = (text: string) => page.getByRole('button', { name: named(text) });
  const tab = async (text: string) => {
    await page.getByRole('link', { name: named(text) }).press('Enter');
    await expect(page.getByRole('link', { name: named(text) })).toHaveAttribute('aria-current', 'page');
  };
  const agree = (text: string) =>
    page
      .getByRole('alertdialog')
      .getByRole('button', { name: named(text) })
      .click();
  const row = (...text: Parameters<typeof partly>) => page.getByRole('listitem').filter({ hasText: partly(...text) });
  const username = `desk_${language}_bot`;

  // It is made, by the keyboard; its token is shown once.
  await page.getByRole('link', { name: named('Мои боты') }).press('Enter');
  await expect(page.getByText(named('У Вас пока нет ботов.'))).toBeVisible();
  await expectGoodLooks(page);
  await button('Создать бота').press('Enter');
  const form = sheetOf(page, named('Создать бота'));
  await form.getByLabel(named('Имя бота')).fill('Справочная');
  await form.getByLabel(named('Публичное имя бота')).fill('desk');
  await page.keyboard.press('Enter');
  await expect(form.getByRole('alert')).toHaveText(
    named('Публичное имя должно быть из 5–32 латинских букв, цифр или _, начинаться с буквы и кончаться на bot.'),
  );
  await form.getByLabel(named('Публичное имя бота')).fill(`@${username}`);
  await page.keyboard.press('Enter');
  const shown = sheetOf(page, named('Токен'));
  await shown.getByRole('button', { name: named('Скопировать токен') }).click();
  const token = await page.evaluate(() => navigator.clipboard.readText());
  expectPlain(token).toMatch(/^\d+:[\w-]{35}$/);
  await expectGoodLooks(page);
  await shown.getByRole('button', { name: named('Токен у меня') }).click();
  await page.getByRole('link', { name: `@${username}` }).press('Enter');

  // What people write to it is seen as it comes, with the answers of its address.
  let isUp = false;
  const target = await startTarget(() => (isUp ? { body: 'принято' } : { status: 503, body: 'ремонт' }));
  await callHttp(server.url, 'bots.setWebhook', { url: target.url }, token);
  await tab('Обновления');
  const updates = page.url();
  await expect(page.getByText(named('Здесь пока нет обновлений.'))).toBeVisible();
  const { bots } = await alice.call('bots.list', {});
  const { accountId } = bots[0]!.account;
  await page.goto(`${server.url}/settings/bots?bot=${accountId}`);
  await button('Открыть чат с ботом').click();
  await expect(composer(page)).toBeVisible();
  await send(page, 'Когда приём?');
  await page.goto(updates);
  await expect(row('Сообщение')).toContainText(partly('Не доходит'));
  await expect(row('Сообщение')).toContainText('503');
  await expectGoodLooks(page);
  isUp = true;
  // Another secret is another address: what failed is sent at once.
  await callHttp(server.url, 'bots.setWebhook', { url: target.url, secret: 'repaired' }, token);
  await expect(row('Сообщение')).toContainText(partly('Доставлено'));

  // One is looked at and delivered once more.
  await row('Сообщение').getByRole('button').press('Enter');
  const detail = page.locator('veche-bot-update');
  await expect(detail).toContainText('"text": "Когда приём?"');
  await expect(detail).toContainText('принято');
  await detail.getByRole('button', { name: 'Telegram Bot API' }).click();
  await expect(detail).toContainText('"update_id": 1');
  await expectGoodLooks(page);
  const before = target.deliveries.length;
  await detail.getByRole('button', { name: named('Доставить ещё раз') }).click();
  await agree('Доставить ещё раз');
  await expect(row('Сообщение')).toHaveCount(2);
  await expect(row('повтор № {number}', { number: 1 })).toHaveCount(1);
  await expect.poll(() => target.deliveries.length, { timeout: 20_000 }).toBe(before + 1);
  await page.getByRole('combobox', { name: named('О чём') }).selectOption('buttonPressed');
  await expect(page.getByText(named('Здесь пока нет обновлений.'))).toBeVisible();

  // What was never delivered waits apart.
  await server.app.sql`
    with gone as (delete from bot_update where bot_id = ${accountId} returning *)
    insert into bot_dead_letter (bot_id, update_id, at, died_at, chat_id, event, attempts)
    select bot_id, update_id, at, now(), chat_id, event, 9 from gone`;
  await tab('Недоставленные');
  await expect(row('Сообщение')).toHaveCount(2);
  await expectGoodLooks(page);
  await page.getByRole('button', { name: /Доставить ещё раз 2|Deliver 2 shown/ }).click();
  await agree('Доставить ещё раз');
  await expect(page.getByText(named('Всё доставлено.'))).toBeVisible();

  // What it calls, and how that ends.
  await tab('Вызовы');
  await fetch(`${server.url}/bot${token}/getMe`);
  await fetch(`${server.url}/bot${token}/sendMessage?chat_id=5&text=x`);
  await expect(page.getByRole('listitem').filter({ hasText: 'getMe' })).toBeVisible();
  await button('Только отказы').click();
  await expect(page.getByRole('listitem').filter({ hasText: 'sendMessage' })).toContainText('chat not found');
  await expect(page.getByRole('listitem').filter({ hasText: 'getMe' })).toHaveCount(0);
  await expectGoodLooks(page);

  // Its token, and its end.
  await tab('Обзор');
  await button('Все методы').click();
  await expect(page.getByRole('row', { name: /messages\.send/ })).toContainText('6000');
  await expectGoodLooks(page);
  await button('Отозвать токен').click();
  await agree('Отозвать токен');
  await expect(
    page.getByText(named('Токена нет: от имени бота никто не говорит. Обновления ждут сутки.')),
  ).toBeVisible();
  expectPlain((await fetch(`${server.url}/bot${token}/getMe`)).status).toBe(401);
  await button('Выпустить токен').click();
  await sheetOf(page, named('Токен'))
    .getByRole('button', { name: named('Токен у меня') })
    .click();
  await button('Создать группу для проверки').click();
  await expect(composer(page)).toBeVisible();
  await page.goBack();
  await button('Удалить бота').click();
  const end = sheetOf(page, named('Удалить бота'));
  await end.getByRole('textbox').fill('desk');
  await page.keyboard.press('Enter');
  await expect(end.getByRole('alert')).toHaveText(named('Это другое имя.'));
  await expectGoodLooks(page);
  await end.getByRole('textbox').fill(username);
  await page.keyboard.press('Enter');
  await expect(page.getByText(named('У Вас пока нет ботов.'))).toBeVisible();
  expectPlain((await alice.call('bots.list', {})).bots).toEqual([]);
});

test('a bot of another is as if it were none', async () => {
  const [alice, bob] = [await server.person('Алиса'), await server.person('Борис')];
  const { bot } = await alice.call('bots.register', { username: 'hers_alone_bot', name: 'Бот' });
  const page = await open(bob, `/settings/bots?bot=${bot.account.accountId}`);
  await expect(page.getByText('Такого бота среди Ваших нет.')).toBeVisible();
});

test('no page complained', () => expectPlain(complaints).toEqual([]));
