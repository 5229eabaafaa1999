import { beforeAll, expect as expectPlain, test } from 'vitest';
import { expect } from '../support/expect.ts';
import { clientId, type TestPerson } from '../support/server.ts';
import { phone, startShell } from '../support/shell.ts';
import { chatLink, composer, message, messages, send, sheetOf } from '../support/shell-parts.ts';
import { namedIn, partlyNamedIn } from '../support/shell-words.ts';

// A microphone that gives a tone each second, allowed without a question.
const browserArgs = ['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream'];
const { server, open, complaints } = await startShell({}, browserArgs);
let alice: TestPerson;
let bob: TestPerson;

beforeAll(async () => {
  await server.app.seedDemo();
  [alice, bob] = [await server.person('Алиса Соколова'), await server.person('Борис Волков')];
});

/** The main things a person does, each found by its name in the language: nothing is said in another one. */
const languages = [
  ['ru', 'ru-RU', {}],
  ['en', 'en-GB', phone],
] as const;

test.each(languages)('the journey of a day is gone in %s', async (language, locale, size) => {
  const [named, partly] = [namedIn(language), partlyNamedIn(language)];
  const page = await open(alice, '/c', { ...size, locale });
  const button = (text: string) => page.getByRole('button', { name: named(text) });
  const item = (text: string) => page.getByRole('menuitem', { name: named(text) });
  const choose = async (text: string, what: string) => {
    await message(page, text).last().focus();
    await page.keyboard.press('Enter');
    await item(what).click();
  };
  const title = `Двор ${language}`;

  // A group is made.
  await button('Новый чат').click();
  await button('Новая группа').click();
  await page.getByLabel(named('Название группы')).fill(title);
  await button('Создать группу').click();

  // Written, edited, answered.
  await send(page, 'Собираемся в суботу');
  await expect(message(page, 'суботу').getByText(named('Отправлено'))).toBeAttached();
  await choose('суботу', 'Изменить');
  await send(page, 'Собираемся в субботу');
  await expect(message(page, 'субботу').getByText(named('изменено'))).toBeVisible();
  await choose('субботу', 'Ответить');
  await send(page, 'В десять утра');
  await expect(messages(page)).toHaveCount(2);

  // A file and a poll.
  await button('Добавить к сообщению').click();
  const chooser = page.waitForEvent('filechooser');
  await item('Фото или файл').click();
  await (await chooser).setFiles([{ name: 'plan.txt', mimeType: 'text/plain', buffer: Buffer.from('План') }]);
  await expect(message(page, 'plan.txt')).toBeVisible();
  await button('Добавить к сообщению').click();
  await item('Опрос').click();
  await page.getByLabel(named('Вопрос')).fill('Кто придёт?');
  await page.getByLabel(named('Вариант {number}', { number: 1 }), { exact: true }).fill('Я');
  await page.getByLabel(named('Вариант {number}', { number: 2 }), { exact: true }).fill('Мы');
  await button('Отправить опрос').click();
  await message(page, 'Кто придёт?').getByRole('button', { name: 'Я', exact: true }).click();
  await expect(message(page, 'Кто придёт?')).toContainText('100');

  // Forwarded to oneself.
  await choose('В десять', 'Переслать');
  await sheetOf(page, named('Кому переслать')).getByRole('button', { name: title }).click();
  await expect(message(page, 'В десять')).toHaveCount(2);

  // Invited by a link.
  await page
    .getByRole('button', { name: named('Сведения о чате') })
    .last()
    .click();
  await button('Приглашения').click();
  await button('Создать ссылку').click();
  const link = new URL(await page.getByRole('link', { name: /#\/join\// }).innerText());
  const other = await open(bob, link.pathname + link.hash, { ...phone, locale });
  await other.getByRole('button', { name: named('Вступить в группу') }).press('Enter');
  await send(other, 'Здравствуйте');
  await other.context().close();

  // Found by words.
  await page.goto(`${server.url}/c`);
  await page.getByRole('searchbox', { name: named('Поиск чатов и сообщений') }).fill('субботу');
  await expect(page.locator('veche-search-results').getByRole('link', { name: title }).first()).toBeVisible();

  // An app and the settings.
  await page.getByRole('link', { name: named('Приложения') }).click();
  await page
    .getByRole('button', { name: partly('Открыть') })
    .first()
    .click();
  const app = page.locator('veche-mini-app');
  await expect(app.locator('.cover')).toHaveCount(0);
  await app.getByRole('button', { name: named('Закрыть') }).click();
  await expect(app).toHaveCount(0);
  await page.getByRole('link', { name: named('Настройки') }).click();
  await page.getByRole('link', { name: partly('Внешний вид') }).click();
  await page.getByRole('radio', { name: named('Тёмное') }).check();
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  await page.goto(`${server.url}/c`);
  await expect(chatLink(page, title)).toBeVisible();
  await chatLink(page, title).click();
  await expect(composer(page)).toBeVisible();
  expectPlain(complaints).toEqual([]);
});

test.each(languages)(
  'what is rarer is done in %s: folders, topics, stickers, voice, bots, apps',
  async (language, locale) => {
    const [named, partly] = [namedIn(language), partlyNamedIn(language)];
    const title = `Школа ${language}`;
    const memberIds = [bob.accountId];
    const { chat } = await alice.call('chats.createGroup', { clientId: clientId(), title, memberIds });
    const { packId } = await alice.call('stickers.createPack', { clientId: clientId(), title: `Коты ${language}` });
    await alice.call('stickers.addSticker', { packId, clientId: clientId(), emoji: '🐱' });
    const page = await open(alice, '/c', { locale });
    const button = (text: string) => page.getByRole('button', { name: named(text) });
    const item = (text: string) => page.getByRole('menuitem', { name: named(text) });

    // A folder of the list.
    await chatLink(page, title).click({ button: 'right' });
    await item('В папку…').click();
    await sheetOf(page, named('Папки'))
      .getByRole('button', { name: named('Новая папка') })
      .click();
    await button('Сохранить').click();
    await expect(page.getByRole('alert')).toHaveText(named('Назовите папку: от 1 до 32 знаков.'));
    await page.getByRole('textbox', { name: named('Название') }).fill(`Дети ${language}`);
    await button('Сохранить').click();
    await page.keyboard.press('Escape');
    await page.getByRole('tab', { name: `Дети ${language}` }).click();
    await expect(page.getByRole('list', { name: named('Чаты') }).getByRole('link')).toHaveCount(1);
    await page.getByRole('tab', { name: partly('Все') }).click();

    // An emoji, a sticker, a voice note.
    await chatLink(page, title).click();
    await button('Смайлики').click();
    await page.getByRole('searchbox', { name: named('Поиск смайлика') }).fill(language === 'ru' ? 'rainbow' : 'радуга');
    await expect(page.getByRole('group', { name: named('Найденные смайлики') })).toContainText('🌈');
    await page.keyboard.press('Enter');
    await expect(composer(page)).toHaveValue('🌈');
    await composer(page).fill('');
    await button('Стикеры').click();
    await sheetOf(page, named('Стикеры'))
      .getByRole('group', { name: `Коты ${language}` })
      .getByRole('button', { name: named('Стикер {emoji}', { emoji: '🐱' }) })
      .click();
    await expect(
      page.getByRole('button', { name: named('Стикер {emoji}, показать набор', { emoji: '🐱' }) }),
    ).toBeVisible();
    await button('Записать голосовое').click();
    await expect(page.getByRole('group', { name: named('Идёт запись') }).getByRole('timer')).toHaveText('0:01');
    await page.keyboard.press('Enter');
    await expect(messages(page).getByRole('group', { name: named('Голосовое') })).toBeVisible();

    // Without a network.
    await page.context().setOffline(true);
    await expect(
      page.getByText(named('Нет связи. Сообщения сохранятся здесь и уйдут, когда связь вернётся.')),
    ).toBeVisible();
    await send(page, 'Из тоннеля');
    await expect(message(page, 'Из тоннеля').getByText(named('Ждёт отправки'))).toBeAttached();
    await page.context().setOffline(false);
    await expect(message(page, 'Из тоннеля').getByText(named('Отправлено'))).toBeAttached({ timeout: 20_000 });

    // Topics.
    await page
      .getByRole('button', { name: named('Сведения о чате') })
      .last()
      .click();
    await button('Разделить на темы').click();
    await expect(page.getByRole('link', { name: partly('Общее') })).toBeVisible();
    await button('Новая тема').click();
    await page.getByRole('textbox', { name: named('Название темы') }).fill('Экскурсии');
    await button('Создать тему').click();
    await send(page, 'Едем в музей');
    await expect(message(page, 'Едем в музей')).toBeVisible();
    const other = await open(bob, `/c/${chat.chatId}`, { ...phone, locale });
    const topic = other.getByRole('link', { name: /Экскурсии/ });
    await expect(topic.getByLabel(named('Непрочитанных: {count}', { count: 2 }))).toBeVisible();
    await other.context().close();

    // A bot with commands and keys.
    const name = `Справочная ${language}`;
    const { bot, token } = await alice.call('bots.register', { username: `journey_${language}_bot`, name });
    const api = (method: string, body: object) =>
      fetch(`${server.url}/bot${token}/${method}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
    await api('setMyCommands', { commands: [{ command: 'help', description: 'Что я умею' }] });
    const { chat: desk } = await alice.call('chats.createDirect', { accountId: bot.account.accountId });
    await page.goto(`${server.url}/c/${desk.chatId}`);
    await button('Начать').click();
    await expect(message(page, '/start')).toBeVisible();
    await button('Команды бота').click();
    await expect(page.getByRole('listbox', { name: named('Команды бота') }).getByRole('option')).toHaveCount(1);
    await page.keyboard.press('Escape');
    const reply_markup = { keyboard: [['Днём']] };
    await api('sendMessage', { chat_id: alice.accountId, text: 'Когда?', reply_markup });
    await expect(page.getByRole('group', { name: named('Клавиши бота') }).getByRole('button')).toHaveText(['Днём']);
    await button('Убрать клавиши бота').click();
    await expect(button('Показать клавиши бота')).toBeVisible();

    // An app is set aside and taken up; what one is told of.
    await page.goto(`${server.url}/apps`);
    const app = page.locator('veche-mini-app');
    await page
      .getByRole('button', { name: partly('Открыть') })
      .first()
      .click();
    await app.getByRole('button', { name: named('Отложить') }).click();
    await page
      .getByRole('navigation', { name: named('Отложенные приложения') })
      .getByRole('button')
      .first()
      .click();
    await app.getByRole('button', { name: named('Закрыть') }).click();
    await page.goto(`${server.url}/settings`);
    await page.getByRole('combobox', { name: partly('Группы') }).selectOption('mentions');
    await page.getByRole('switch', { name: partly('Тихие часы') }).check();
    await page.getByRole('link', { name: partly('Проверка уведомлений') }).click();
    await expect(page.getByRole('heading', { name: named('Проверка уведомлений') })).toBeVisible();
    expectPlain(complaints).toEqual([]);
  },
);
