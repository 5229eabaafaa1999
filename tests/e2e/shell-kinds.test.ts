import { beforeAll, describe, expect as expectPlain, test } from 'vitest';
import { expect } from '../support/expect.ts';
import { image } from '../support/media-samples.ts';
import { audit, expectGoodLooks, tooWide } from '../support/shell-looks.ts';
import { clientId, type TestPerson } from '../support/server.ts';
import { narrow, phone, startShell } from '../support/shell.ts';
import { uploadFile } from '../support/uploads.ts';
import { choose, composer, message, send, sheetOf } from '../support/shell-parts.ts';

const { server, open, complaints } = await startShell();
let alice: TestPerson;
let bob: TestPerson;

beforeAll(async () => {
  [alice, bob] = [await server.person('Алиса Соколова'), await server.person('Борис Волков')];
});

/** A fresh group of alice and bob. */
async function group(title: string) {
  const memberIds = [bob.accountId];
  const { chat } = await alice.call('chats.createGroup', { clientId: clientId(), title, memberIds });
  return chat.chatId;
}

const say = (person: TestPerson, chatId: Awaited<ReturnType<typeof group>>, text: string) =>
  person.call('messages.send', { chatId, clientId: clientId(), text });

describe('a message', () => {
  test('is formatted as it was typed, and is edited as it was typed', async () => {
    const chatId = await group('Оформление');
    const page = await open(alice, `/c/${chatId}`);
    await send(page, 'Собрание **в субботу**, смета: `план.xlsx`, пароль ||зима||');
    const sent = message(page, 'Собрание');
    await expect(sent.locator('strong')).toHaveText('в субботу');
    await expect(sent.locator('code')).toHaveText('план.xlsx');
    await sent.getByRole('button', { name: 'Скрытый текст, показать' }).click();
    await expect(sent.getByText('зима')).toBeVisible();
    await composer(page).press('ArrowUp');
    await expect(composer(page)).toHaveValue('Собрание **в субботу**, смета: `план.xlsx`, пароль ||зима||');
    await composer(page).fill('Собрание **в воскресенье**');
    await composer(page).press('Enter');
    await expect(sent.locator('strong')).toHaveText('в воскресенье');

    await choose(page, sent, 'История правок');
    const sheet = sheetOf(page, 'История правок');
    await expect(sheet.locator('strong')).toHaveText('в субботу');
    expectPlain(await audit(page)).toEqual([]);
  });

  test('what is hidden in it is neither seen nor read aloud before it is pressed, nor told elsewhere', async () => {
    const chatId = await group('Тайны');
    const photo = { kind: 'photo', name: 'подарок.jpg' } as const;
    const { fileId } = await uploadFile(server, bob, await image('jpeg', { width: 320, height: 200 }), photo);
    await bob.call('messages.send', { chatId, clientId: clientId(), attachments: [{ fileId, spoiler: true }] });
    const entities = [
      { kind: 'spoiler' as const, offset: 6, length: 17 },
      { kind: 'url' as const, offset: 6, length: 11 },
    ];
    const text = 'Итог: example.org ничья, а вы?';
    const { messageId } = await bob.call('messages.send', { chatId, clientId: clientId(), text, entities });
    await say(alice, chatId, 'Жаль');
    const answer = { chatId, clientId: clientId(), text: 'Да', replyTo: messageId, quote: { text: 'ничья, а вы' } };
    await alice.call('messages.send', answer);
    await alice.call('pins.set', { chatId, messageId });
    const page = await open(alice, `/c/${chatId}`);
    const told = message(page, 'а вы?');
    const hidden = told.getByRole('button', { name: 'Скрытый текст, показать' });
    await expect(hidden).toBeVisible();
    await expect(told).toHaveAccessibleName(/Итог: Скрытый текст, показать, а вы\?/);
    await expect(told.getByText('ничья')).toBeHidden();
    await expect(message(page, 'Да').locator('.quote')).toContainText('[скрыто], а вы');
    await expect(page.locator('veche-pinned-bar')).toContainText('Итог: [скрыто], а вы?');
    await expectGoodLooks(page);
    // The link inside is out of reach until then.
    await told.focus();
    await page.keyboard.press('Tab');
    await expect(hidden).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(told.getByText('ничья')).toBeVisible();
    await expect(told).toHaveAccessibleName(/Итог: example\.org ничья, а вы\?/);
    await page.keyboard.press('Tab');
    await expect(told.getByRole('link', { name: 'example.org' })).toBeFocused();

    await page.getByRole('button', { name: 'Скрытый файл, показать' }).click();
    await expect(page.getByRole('button', { name: 'подарок.jpg' }).locator('img')).toBeVisible();

    await bob.call('messages.send', { chatId, clientId: clientId(), text, entities });
    await expect(page.getByRole('log')).toContainText('Итог: [скрыто], а вы?');
    const row = page.locator(`[data-chat="${chatId}"]`);
    await expect(row).toContainText('Итог: [скрыто], а вы?');
  });

  test('marks are put by keys around what is selected', async () => {
    const page = await open(alice, `/c/${await group('Клавиши')}`);
    await composer(page).fill('важно');
    await composer(page).press('ControlOrMeta+KeyA');
    await composer(page).press('ControlOrMeta+KeyB');
    await expect(composer(page)).toHaveValue('**важно**');
    await composer(page).press('ControlOrMeta+KeyB');
    await expect(composer(page)).toHaveValue('важно');
  });

  test('what is selected is formatted by the bar above the field, by mouse and keyboard; undo takes it back', async () => {
    const page = await open(alice, `/c/${await group('Панель')}`);
    const field = composer(page);
    const bar = page.getByRole('toolbar', { name: 'Оформление выделенного' });
    const select = (start: number, end: number) =>
      field.evaluate((area: HTMLTextAreaElement, [from, to]) => area.setSelectionRange(from!, to!), [start, end]);
    await field.fill('приходите в субботу');
    await expect(bar).toHaveCount(0);
    await select(12, 19);
    await bar.getByRole('button', { name: 'Жирный' }).click();
    await expect(field).toHaveValue('приходите в **субботу**');
    await expect(field).toBeFocused();
    await expectGoodLooks(page);
    await page.keyboard.press('ControlOrMeta+KeyZ');
    await expect(field).toHaveValue('приходите в субботу');

    await select(0, 9);
    for (let stop = 0; stop < 3; stop += 1) await page.keyboard.press('Shift+Tab');
    await expect(bar.getByRole('button', { name: 'Жирный' })).toBeFocused();
    await page.keyboard.press('End');
    await expect(bar.getByRole('button', { name: 'Ссылка' })).toBeFocused();
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('Enter');
    await expect(field).toHaveValue('> приходите в субботу');
    await bar.getByRole('button', { name: 'Цитата' }).click();
    await expect(field).toHaveValue('приходите в субботу');

    await select(0, 9);
    await field.press('ControlOrMeta+KeyK');
    const address = page.getByLabel('Адрес ссылки');
    await address.fill('не адрес');
    await address.press('Enter');
    await expect(page.getByText('Это не похоже на адрес')).toBeVisible();
    await expectGoodLooks(page);
    await address.press('Escape');
    await expect(field).toBeFocused();
    await bar.getByRole('button', { name: 'Ссылка' }).click();
    await address.fill('example.org/план');
    await address.press('Enter');
    await expect(field).toHaveValue(/^\[приходите\]\(https:\/\/example\.org\/.*\) в субботу$/);
    await field.press('Enter');
    await expect(message(page, 'в субботу').getByRole('link', { name: 'приходите' })).toBeVisible();
    // What is asked is about the text as it was.
    await field.fill('в субботу');
    await select(2, 9);
    await field.press('ControlOrMeta+KeyK');
    await expect(address).toBeVisible();
    await field.fill('в воскресенье');
    await expect(address).toHaveCount(0);
    await field.fill('');
    // Without a selection the same keys lead anywhere.
    await field.press('ControlOrMeta+KeyK');
    await expect(page.getByRole('searchbox', { name: /Поиск|Найти/ }).first()).toBeFocused();
  });

  test('is forwarded with its origin or without, and says so', async () => {
    const [from, to] = [await group('Откуда'), await group('Куда')];
    await say(bob, from, 'Лифт починят во вторник');
    const page = await open(alice, `/c/${from}`, phone);
    for (const hide of [false, true]) {
      await choose(page, message(page, 'Лифт'), 'Переслать');
      const sheet = sheetOf(page, 'Кому переслать');
      if (hide) await sheet.getByLabel('Не указывать источник').check();
      else expectPlain(await audit(page)).toEqual([]);
      await sheet.getByLabel('Найти чат').fill('Куда');
      await sheet.getByRole('button', { name: 'Куда', exact: true }).click();
      await expect(page.getByText('Переслано: Куда')).toBeVisible();
    }
    await page.goto(`${server.url}/c/${to}`);
    await expect(message(page, 'Лифт')).toHaveCount(2);
    await expect(page.getByText('Переслано от: Борис Волков')).toHaveCount(1);
  });

  test('is pinned, shown above the chat and found in the list of pins', async () => {
    const chatId = await group('Закрепы');
    for (const text of ['Правила двора', 'Телефон дворника']) await say(bob, chatId, text);
    const page = await open(alice, `/c/${chatId}`);
    for (const text of ['Правила двора', 'Телефон дворника']) await choose(page, message(page, text), 'Закрепить');
    const bar = page.getByRole('region', { name: 'Закреплённое сообщение' });
    await expect(bar).toContainText('Телефон дворника');
    await bar.getByRole('button', { name: 'Все закреплённые' }).click();
    const sheet = sheetOf(page, 'Все закреплённые');
    await expect(sheet.getByRole('button', { name: /Правила двора/ })).toBeVisible();
    expectPlain(await audit(page)).toEqual([]);
    await sheet.getByRole('button', { name: /Правила двора/ }).click();
    await expect(message(page, 'Правила двора')).toBeFocused();
  });

  test('is deleted for oneself alone when one chooses so', async () => {
    const chatId = await group('У себя');
    await say(bob, chatId, 'Лишнее');
    const [a, b] = [await open(alice, `/c/${chatId}`), await open(bob, `/c/${chatId}`)];
    await choose(a, message(a, 'Лишнее'), 'Удалить');
    await a.getByRole('alertdialog').getByRole('button', { name: 'У меня' }).click();
    await expect(message(a, 'Лишнее')).toHaveCount(0);
    await expect(message(b, 'Лишнее')).toBeVisible();
  });

  test('quotes the passage that was selected', async () => {
    const chatId = await group('Цитаты');
    await say(bob, chatId, 'Красим забор в субботу');
    const page = await open(alice, `/c/${chatId}`);
    await expect(message(page, 'Красим')).toBeVisible();
    await message(page, 'Красим')
      .locator('.words')
      .dblclick({ position: { x: 20, y: 8 } });
    await page.evaluate(() => document.dispatchEvent(new Event('selectionchange')));
    await message(page, 'Красим').focus();
    await page.keyboard.press('KeyR');
    await page.keyboard.type('В зелёный?');
    await page.keyboard.press('Enter');
    const quote = message(page, 'В зелёный?').getByRole('button', { name: /Ответ на сообщение/ });
    await expect(quote).toContainText('Красим');
    await expect(quote).not.toContainText('забор');
  });
});

describe('a poll', () => {
  test('is made, voted in and closed; who may see the votes sees them', async () => {
    const chatId = await group('Опросы');
    const [a, b] = [await open(alice, `/c/${chatId}`), await open(bob, `/c/${chatId}`, phone)];
    await a.getByRole('button', { name: 'Добавить к сообщению' }).click();
    await a.getByRole('menuitem', { name: 'Опрос' }).click();
    const sheet = sheetOf(a, 'Новый опрос');
    await sheet.getByRole('button', { name: 'Отправить опрос' }).click();
    await expect(sheet.getByRole('alert')).toHaveText(/Нужен вопрос/);
    await sheet.getByLabel('Вопрос').fill('Когда субботник?');
    await sheet.getByLabel('Вариант 1').fill('В субботу');
    await sheet.getByLabel('Вариант 2').fill('В воскресенье');
    await sheet.getByLabel('Не показывать, кто как голосовал').uncheck();
    expectPlain(await audit(a)).toEqual([]);
    await sheet.getByRole('button', { name: 'Отправить опрос' }).click();

    const poll = message(b, 'Когда субботник?');
    await poll.getByRole('button', { name: 'В субботу' }).click();
    await expect(poll).toContainText('В субботу: 100%, ваш голос');
    expectPlain(await audit(b)).toEqual([]);
    const own = message(a, 'Когда субботник?');
    await own.getByRole('button', { name: 'Кто как голосовал' }).click();
    await expect(sheetOf(a, 'Кто как голосовал')).toContainText('Борис Волков');
    await a.keyboard.press('Escape');
    await own.getByRole('button', { name: 'Завершить опрос' }).click();
    await a.getByRole('alertdialog').getByRole('button', { name: 'Завершить опрос' }).click();
    await expect(poll).toContainText('Опрос завершён');
  });

  test('as a quiz tells what was right', async () => {
    const chatId = await group('Викторина');
    const quiz = { question: 'Столица Карелии?', options: ['Сегежа', 'Петрозаводск'], quiz: { correct: 1 } };
    await bob.call('messages.send', { chatId, clientId: clientId(), poll: quiz });
    const page = await open(alice, `/c/${chatId}`, { colorScheme: 'dark' });
    await message(page, 'Карелии').getByRole('button', { name: 'Сегежа' }).click();
    await expect(message(page, 'Карелии')).toContainText('неверный ответ');
    await expect(message(page, 'Карелии')).toContainText('верный ответ');
    expectPlain(await audit(page)).toEqual([]);
  });
});

describe('mentions', () => {
  test('are offered while an @ is typed, and lead the one who is meant to the message', async () => {
    const chatId = await group('Упоминания');
    const [a, b] = [await open(alice, `/c/${chatId}`), await open(bob, '/c')];
    for (let index = 1; index <= 30; index++) await say(alice, chatId, `Раньше ${index}\n\n…`);
    await composer(a).pressSequentially('Ключ у @бор');
    await expect(a.getByRole('option', { name: /Борис Волков/ })).toBeVisible();
    await composer(a).press('Enter');
    await composer(a).pressSequentially('в будке');
    await composer(a).press('Enter');
    await expect(message(a, 'Ключ у')).toContainText('Борис Волков');
    for (let index = 1; index <= 10; index++) await say(alice, chatId, `Прочее ${index}\n\n…`);
    await b.getByRole('link', { name: /Упоминания/ }).click();
    const jump = b.getByRole('button', { name: /К упоминанию/ });
    await jump.click();
    await expect(message(b, 'Ключ у')).toBeFocused();
  });
});

describe('sending', () => {
  test('can be silent or later; what waits is listed, changed, sent at once or deleted', async () => {
    const chatId = await group('Позже');
    const page = await open(alice, `/c/${chatId}`);
    const add = (item: string) =>
      page
        .getByRole('button', { name: 'Добавить к сообщению' })
        .click()
        .then(() => page.getByRole('menuitem', { name: item }).click());
    await composer(page).fill('Тихо');
    await page.getByRole('button', { name: 'Отправить', exact: true }).click({ button: 'right' });
    await page.getByRole('menuitem', { name: 'Отправить без звука' }).click();
    await expect(message(page, 'Тихо').getByText('Отправлено')).toBeAttached();

    for (const text of ['Первое', 'Второе']) {
      await composer(page).fill(text);
      await add('Отправить позже…');
      await page.getByRole('button', { name: 'Отправить в это время' }).click();
      await expect(page.getByText('Сообщение уйдёт в назначенное время.')).toBeVisible();
      await expect(composer(page)).toHaveValue('');
    }
    await add('Отложенные сообщения');
    const sheet = sheetOf(page, 'Отложенные сообщения');
    expectPlain(await audit(page)).toEqual([]);
    await sheet.getByRole('article').filter({ hasText: 'Первое' }).getByRole('button', { name: 'Изменить' }).click();
    await page.getByRole('textbox', { name: 'Текст' }).fill('Первое, **исправленное**');
    await page.getByRole('button', { name: 'Сохранить' }).click();
    const first = sheet.getByRole('article').filter({ hasText: 'Первое, исправленное' });
    await first.getByRole('button', { name: 'Отправить сейчас' }).click();
    await expect(message(page, 'Первое, исправленное')).toBeAttached();
    await sheet.getByRole('article').filter({ hasText: 'Второе' }).getByRole('button', { name: 'Удалить' }).click();
    await expect(sheet).toContainText('Отложенных сообщений нет.');
  });

  test('a time that has passed is refused in words', async () => {
    const page = await open(alice, `/c/${await group('Вчера')}`);
    await composer(page).fill('Поздно');
    await page.getByRole('button', { name: 'Отправить', exact: true }).click({ button: 'right' });
    await page.getByRole('menuitem', { name: 'Отправить позже…' }).click();
    await page.getByLabel('День и время').fill('2020-01-01T10:00');
    await page.getByRole('button', { name: 'Отправить в это время' }).click();
    await expect(page.getByRole('alert')).toHaveText('Это время уже прошло. Выберите время позже.');
    await page.keyboard.press('Escape');
    await expect(composer(page)).toHaveValue('Поздно');
  });
});

describe('cards', () => {
  test('a contact is chosen and leads to the person; a place shows where', async () => {
    const chatId = await group('Карточки');
    const context = { geolocation: { latitude: 61.78, longitude: 34.35 }, permissions: ['geolocation'] };
    const page = await open(alice, `/c/${chatId}`, { ...phone, ...context });
    await page.getByRole('button', { name: 'Добавить к сообщению' }).click();
    await page.getByRole('menuitem', { name: 'Контакт' }).click();
    await sheetOf(page, 'Чей контакт отправить')
      .getByRole('button', { name: /Борис Волков/ })
      .click();
    await expect(message(page, 'Борис Волков').getByRole('button', { name: 'Написать' })).toBeVisible();
    await page.getByRole('button', { name: 'Добавить к сообщению' }).click();
    await page.getByRole('menuitem', { name: 'Где я сейчас' }).click();
    await expect(message(page, '61.78000').getByRole('link', { name: 'Открыть карту' })).toBeVisible();
    expectPlain(await audit(page)).toEqual([]);
  });
});

describe('disappearing messages', () => {
  test('are switched on in the panel, and every new message says when it goes', async () => {
    const { chat } = await alice.call('chats.createDirect', { accountId: bob.accountId });
    const page = await open(alice, `/c/${chat.chatId}?p=info`);
    await page.getByLabel('Исчезающие сообщения').selectOption({ label: 'Через неделю' });
    await expect
      .poll(async () => (await alice.call('chats.get', { chatId: chat.chatId })).chat.messageTtlSeconds)
      .toBe(604_800);
    await send(page, 'Ненадолго');
    await expect(message(page, 'Ненадолго').getByText(/Исчезнет:/)).toBeAttached();
    expectPlain(await audit(page)).toEqual([]);
  });
});

describe('comments', () => {
  test('of a post are read by followers of the channel, who join the group to write', async () => {
    const memberIds = [bob.accountId];
    const channel = await alice.call('chats.createChannel', { clientId: clientId(), title: 'Вестник', memberIds });
    const talk = await alice.call('chats.createGroup', { clientId: clientId(), title: 'Обсуждение', memberIds: [] });
    const { chatId } = channel.chat;
    await alice.call('chats.linkDiscussion', { chatId, discussionId: talk.chat.chatId });
    await say(alice, chatId, 'Мост откроют в мае');
    const [a, b] = [await open(alice, `/c/${chatId}`), await open(bob, `/c/${chatId}`, phone)];
    await message(a, 'Мост').getByRole('button', { name: 'Комментировать' }).click();
    await expect(message(a, 'Мост')).toContainText('Запись канала');
    await send(a, 'Наконец-то');
    await message(b, 'Мост').getByRole('button', { name: '1 комментарий' }).click();
    const sheet = sheetOf(b, 'Комментарии');
    await expect(sheet).toContainText('Наконец-то');
    expectPlain(await audit(b)).toEqual([]);
    await sheet.getByRole('button', { name: 'Вступить и написать' }).click();
    await send(b, 'Ура');
    await expect(message(a, 'Ура')).toBeVisible();
  });
});

test('in English, and within 320 pixels', async () => {
  const chatId = await group('Узко');
  const options = ['Очень длинный вариант ответа, который не помещается', 'Нет'];
  await bob.call('messages.send', { chatId, clientId: clientId(), poll: { question: 'Согласны?', options } });
  const page = await open(alice, `/c/${chatId}`, { ...narrow, locale: 'en-GB' });
  await expect(message(page, 'Согласны?').getByText('Anonymous poll')).toBeVisible();
  expectPlain(await tooWide(page)).toEqual([]);
});

test('no page complained', () => expectPlain(complaints).toEqual([]));
