import type { ChatId } from '@veche/contract';
import { beforeAll, describe, expect as expectPlain, test } from 'vitest';
import { expect } from '../support/expect.ts';
import { scriptBundle } from '../support/app-bundle.ts';
import { clientId, type TestPerson } from '../support/server.ts';
import { narrow, startShell } from '../support/shell.ts';
import { composer, message, messages, sheetOf } from '../support/shell-parts.ts';
import { tellStart } from './windowed-apps.ts';
import { audit, tooWide } from '../support/shell-looks.ts';

const { server, open, complaints } = await startShell();
let alice: TestPerson;
let bob: TestPerson;

beforeAll(async () => {
  [alice, bob] = [await server.person('Алиса Соколова'), await server.person('Борис Волков')];
});

/** A bot of alice that is spoken for through the dialect, and her chat with it. */
async function makeBot(username: string, name: string) {
  const { bot, token } = await alice.call('bots.register', { username, name });
  const { accountId } = bot.account;
  const api = async (method: string, parameters: object = {}) => {
    const response = await fetch(`${server.url}/bot${token}/${method}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(parameters),
    });
    const body = (await response.json()) as { ok: boolean; result: unknown; description?: string };
    if (!body.ok) throw new Error(body.description);
    return body.result;
  };
  const { chat } = await alice.call('chats.createDirect', { accountId });
  return { accountId, username, api, chatId: chat.chatId };
}

const group = async (title: string, memberIds: TestPerson['accountId'][]): Promise<ChatId> =>
  (await alice.call('chats.createGroup', { clientId: clientId(), title, memberIds })).chat.chatId;

describe('commands', () => {
  const commands = [
    { command: 'help', description: 'Что я умею' },
    { command: 'hours', description: 'Часы приёма' },
  ];

  test('a bot says what it is, and its commands are chosen by keys, by its button and in messages', async () => {
    const clerk = await makeBot('clerk_desk_bot', 'Справочная');
    await clerk.api('setMyCommands', { commands });
    await clerk.api('setMyDescription', { description: 'Отвечаю на вопросы о доме.' });
    const page = await open(alice, `/c/${clerk.chatId}`, narrow);
    await expect(page.getByText('Отвечаю на вопросы о доме.')).toBeVisible();
    await page.getByRole('button', { name: 'Начать' }).click();
    await expect(message(page, '/start')).toBeVisible();

    await page.getByRole('button', { name: 'Команды бота' }).click();
    const offered = page.getByRole('listbox', { name: 'Команды бота' });
    await expect(offered.getByRole('option')).toHaveCount(2);
    expectPlain(await audit(page)).toEqual([]);
    expectPlain(await tooWide(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await expect(offered).toHaveCount(0);

    await composer(page).pressSequentially('/h');
    await expect(offered.getByRole('option')).toHaveCount(2);
    await page.keyboard.press('ArrowDown');
    await expect(offered.getByRole('option', { selected: true })).toContainText('/hours');
    await page.keyboard.press('Tab');
    await expect(composer(page)).toHaveValue('/hours ');
    // What is typed whole is sent by Enter, not chosen once more.
    await composer(page).fill('');
    await composer(page).pressSequentially('/help');
    await expect(offered.getByRole('option')).toHaveCount(1);
    await page.keyboard.press('Enter');
    await expect(message(page, '/help')).toBeVisible();

    await clerk.api('sendMessage', { chat_id: alice.accountId, text: 'Нажмите /hours' });
    await message(page, 'Нажмите').getByRole('button', { name: '/hours' }).click();
    await expect(messages(page).filter({ hasText: '/hours' })).toHaveCount(2);
    await expect(message(page, '/hours').last()).toHaveAttribute('data-own');
  });

  test('in a group of several bots the one that is meant is named', async () => {
    const [one, two] = [await makeBot('first_of_bot', 'Первый'), await makeBot('second_of_bot', 'Второй')];
    for (const bot of [one, two]) await bot.api('setMyCommands', { commands });
    const chatId = await group('Двор', [bob.accountId, one.accountId, two.accountId]);
    await one.api('sendMessage', { chat_id: -(1e12 + chatId), text: 'Есть /help' });
    const page = await open(alice, `/c/${chatId}`);
    await composer(page).pressSequentially('/help');
    await expect(page.getByRole('option')).toHaveCount(2);
    await page.getByRole('option').filter({ hasText: 'Второй' }).click();
    await expect(composer(page)).toHaveValue('/help@second_of_bot ');
    await message(page, 'Есть').getByRole('button', { name: '/help' }).click();
    await expect(message(page, '/help@first_of_bot')).toBeVisible();
  });
});

describe('keys of a bot', () => {
  test('stand over the field, are sent by a press, and go once they were pressed when they are for once', async () => {
    const clerk = await makeBot('keys_desk_bot', 'Запись');
    const send = (text: string, reply_markup: object) =>
      clerk.api('sendMessage', { chat_id: alice.accountId, text, reply_markup });
    await send('Когда Вам удобно?', { keyboard: [['Утром', 'Днём'], ['Не приду']], resize_keyboard: true });
    const page = await open(alice, `/c/${clerk.chatId}`, narrow);
    const keys = page.getByRole('group', { name: 'Клавиши бота' });
    await expect(keys.getByRole('button')).toHaveText(['Утром', 'Днём', 'Не приду']);
    expectPlain(await audit(page)).toEqual([]);
    expectPlain(await tooWide(page)).toEqual([]);
    await keys.getByRole('button', { name: 'Днём' }).click();
    await expect(message(page, 'Днём')).toBeVisible();
    await expect(keys).toBeVisible();
    await page.getByRole('button', { name: 'Убрать клавиши бота' }).click();
    await expect(keys).toHaveCount(0);

    await send('Точно?', { keyboard: [['Да']], one_time_keyboard: true, input_field_placeholder: 'Да или нет' });
    await expect(composer(page)).toHaveAttribute('placeholder', 'Да или нет');
    await keys.getByRole('button', { name: 'Да' }).click();
    await expect(keys).toHaveCount(0);
    await page.reload();
    await expect(page.getByRole('button', { name: 'Показать клавиши бота' })).toBeVisible();
    await expect(keys).toHaveCount(0);
    await send('Записал', { remove_keyboard: true });
    await expect(message(page, 'Записал')).toBeVisible();
    await expect(page.getByRole('button', { name: 'Показать клавиши бота' })).toHaveCount(0);

    await send('Как Вас называть?', { force_reply: true });
    await expect(page.getByText('Ответ: Запись')).toBeVisible();
    // An answer that a bot asks for neither takes the focus nor what is being written.
    const stop = page.getByRole('button', { name: 'Не отвечать' });
    await stop.click();
    await composer(page).fill('Пишу сам');
    await page.getByRole('button', { name: 'Сведения о чате' }).focus();
    await send('А отчество?', { force_reply: true });
    await expect(message(page, 'А отчество?')).toBeVisible();
    await expect(stop).toHaveCount(0);
    await expect(composer(page)).not.toBeFocused();
    await expect(composer(page)).toHaveValue('Пишу сам');
  });

  test('and its commands leave the screen with the bot that is removed', async () => {
    const clerk = await makeBot('leaving_desk_bot', 'Дежурный');
    const chatId = await group('Без дежурного', [clerk.accountId]);
    await clerk.api('setMyCommands', { commands: [{ command: 'help', description: 'Помощь' }] });
    const keyboard = [['Вызвать']];
    await clerk.api('sendMessage', { chat_id: -(1e12 + chatId), text: 'Я здесь', reply_markup: { keyboard } });
    const page = await open(alice, `/c/${chatId}`);
    const keys = page.getByRole('group', { name: 'Клавиши бота' });
    const commands = page.getByRole('button', { name: 'Команды бота' });
    await expect(keys.getByRole('button')).toHaveText(['Вызвать']);
    await expect(commands).toBeVisible();
    await alice.call('chats.removeMember', { chatId, accountId: clerk.accountId });
    await expect(keys).toHaveCount(0);
    await expect(commands).toHaveCount(0);
    await expect(page.getByRole('button', { name: /клавиши бота/ })).toHaveCount(0);
  });

  test('ask before they give a number or a place away', async () => {
    const clerk = await makeBot('asking_desk_bot', 'Доставка');
    const keyboard = [
      [
        { text: 'Мой номер', request_contact: true },
        { text: 'Где я', request_location: true },
      ],
      [{ text: 'Свой опрос', request_poll: { type: 'quiz' } }],
    ];
    await clerk.api('sendMessage', { chat_id: alice.accountId, text: 'Куда везти?', reply_markup: { keyboard } });
    const here = { geolocation: { latitude: 55.75, longitude: 37.62 }, permissions: ['geolocation'] };
    const page = await open(alice, `/c/${clerk.chatId}`, here);
    const question = page.getByRole('alertdialog');
    await page.getByRole('button', { name: 'Мой номер' }).click();
    await expect(question).toContainText(alice.phone);
    await expect(question).toContainText('Не проверено');
    expectPlain(await audit(page)).toEqual([]);
    await question.getByRole('button', { name: 'Не делиться' }).click();
    await page.getByRole('button', { name: 'Где я' }).click();
    await expect(question).toContainText('Доставка');
    await question.getByRole('button', { name: 'Поделиться', exact: true }).click();
    await expect(message(page, '55.75')).toBeVisible();
    await expect(message(page, alice.phone)).toHaveCount(0);
    await page.getByRole('button', { name: 'Мой номер' }).click();
    await question.getByRole('button', { name: 'Поделиться', exact: true }).click();
    await expect(message(page, alice.phone)).toBeVisible();
    await page.getByRole('button', { name: 'Свой опрос' }).click();
    await expect(sheetOf(page, 'Новый опрос').getByLabel('Почему он верный')).toBeVisible();
  });
});

test('buttons under a message copy a text, and put a query into the field here or in a chat that is chosen', async () => {
  const clerk = await makeBot('light_desk_bot', 'Кнопки');
  const elsewhere = await group('Куда впишем', [bob.accountId]);
  await alice.call('drafts.set', { chatId: elsewhere, text: 'не забыть' });
  const inline_keyboard = [
    [
      { text: 'Код', copy_text: { text: 'A-17' } },
      { text: 'Здесь', switch_inline_query_current_chat: 'кошки' },
    ],
    [{ text: 'В группе', switch_inline_query_chosen_chat: { query: 'собаки', allow_group_chats: true } }],
  ];
  await clerk.api('sendMessage', { chat_id: alice.accountId, text: 'Кнопки', reply_markup: { inline_keyboard } });
  await alice.call('messages.send', { chatId: clerk.chatId, clientId: clientId(), text: 'Своё' });
  const permissions = ['clipboard-read', 'clipboard-write'];
  const page = await open(alice, `/c/${clerk.chatId}`, { permissions });
  await page.getByRole('button', { name: 'Код' }).click();
  await expect(page.getByText('Скопировано: A-17')).toBeVisible();
  expectPlain(await page.evaluate(() => navigator.clipboard.readText())).toBe('A-17');
  // What is being written is not lost unasked, and a message that is edited is not replaced at all.
  const question = page.getByRole('alertdialog', { name: 'Заменить то, что уже написано?' });
  await composer(page).press('ArrowUp');
  await expect(composer(page)).toHaveValue('Своё');
  await page.getByRole('button', { name: 'Здесь' }).click();
  await expect(page.getByText('Сначала сохраните правку')).toBeVisible();
  // A query at its beginning does not make a message a question to a bot.
  await composer(page).fill('@light_desk_bot моё');
  await expect(page.getByText('Бот ищет…')).toHaveCount(0);
  await composer(page).press('Enter');
  await expect(message(page, '@light_desk_bot моё')).toBeVisible();
  await composer(page).fill('не забыть');
  await page.getByRole('button', { name: 'Здесь' }).click();
  await question.getByRole('button', { name: 'Оставить' }).click();
  await expect(composer(page)).toHaveValue('не забыть');
  await page.getByRole('button', { name: 'Здесь' }).click();
  await question.getByRole('button', { name: 'Заменить' }).click();
  await expect(composer(page)).toHaveValue('@light_desk_bot кошки');
  await page.getByRole('button', { name: 'В группе' }).click();
  const sheet = sheetOf(page, 'В какой чат вписать запрос');
  await expect(sheet.getByRole('button', { name: 'Кнопки', exact: true })).toHaveCount(0);
  expectPlain(await audit(page)).toEqual([]);
  await sheet.getByRole('button', { name: 'Куда впишем', exact: true }).click();
  await question.getByRole('button', { name: 'Заменить' }).click();
  await expect(page).toHaveURL(new RegExp(`/c/${elsewhere}`));
  await expect(composer(page)).toHaveValue('@light_desk_bot собаки');
});

test('a bot is asked from any chat by its name, and what is chosen is sent as one’s own', async () => {
  const words = await makeBot('words_desk_bot', 'Слова');
  const inline = { placeholder: 'Слово', feedback: false };
  await alice.call('bots.setInline', { accountId: words.accountId, inline });
  const answering = (async () => {
    for (let offset = 0, left = 2; left > 0;) {
      const updates = (await words.api('getUpdates', { offset, timeout: 20 })) as {
        update_id: number;
        inline_query?: { id: string; query: string };
      }[];
      for (const { update_id, inline_query } of updates) {
        offset = update_id + 1;
        if (inline_query === undefined) continue;
        const { id, query } = inline_query;
        const titles = query === 'кот' ? ['Кот', 'Котёнок'] : [];
        const results = titles.map((title) => {
          const said = { title, description: 'Животное', input_message_content: { message_text: `${title}!` } };
          return { type: 'article', id: title, ...said };
        });
        await words.api('answerInlineQuery', { inline_query_id: id, results });
        left -= 1;
      }
    }
  })();
  const chatId = await group('Слова на ходу', [bob.accountId]);
  const page = await open(alice, `/c/${chatId}`, narrow);
  await composer(page).fill('@words_desk_bot йцук');
  await expect(page.getByText('Слово', { exact: true }).last()).toBeVisible();
  await composer(page).fill('@words_desk_bot кот');
  const offered = page.getByRole('listbox', { name: 'Что предлагает Слова' });
  await expect(offered.getByRole('option')).toHaveCount(2);
  expectPlain(await audit(page)).toEqual([]);
  expectPlain(await tooWide(page)).toEqual([]);
  await composer(page).press('ArrowDown');
  await composer(page).press('Enter');
  await expect(message(page, 'Котёнок!')).toContainText('через @words_desk_bot');
  await expect(composer(page)).toHaveValue('');
  await answering;
  // A name that is of no such bot is but a text.
  await composer(page).fill('@nobody_desk_bot привет');
  const waiting = page.getByText('Бот ищет…').first();
  await expect(waiting).toBeAttached();
  await expect(waiting).toHaveCount(0);
  await composer(page).press('Enter');
  await expect(message(page, 'привет')).toBeVisible();
});

test('the mini-app of a bot opens from a message, a key, the button beside the field and the header', async () => {
  const clerk = await makeBot('passes_desk_bot', 'Бюро пропусков');
  const { manifest, files } = scriptBundle('passes', tellStart, { name: 'Пропуска' });
  await alice.call('apps.publish', { manifest: { ...manifest, bot: 'passes_desk_bot' }, files });
  const web_app = (word: string) => ({ url: `http://passes.apps.localhost:${server.port}/?startapp=${word}` });
  const send = (text: string, reply_markup: object) =>
    clerk.api('sendMessage', { chat_id: alice.accountId, text, reply_markup });
  await clerk.api('setChatMenuButton', {
    menu_button: { type: 'web_app', text: 'Все пропуска', web_app: web_app('menu') },
  });
  await send('Ваш пропуск', { inline_keyboard: [[{ text: 'Показать', web_app: web_app('pass-7') }]] });
  await send('Что дальше?', { keyboard: [[{ text: 'Новый пропуск', web_app: web_app('new') }]] });

  const page = await open(alice, `/c/${clerk.chatId}`, narrow);
  const app = page.locator('veche-mini-app');
  const ways = [
    [message(page, 'Ваш пропуск').getByRole('button', { name: 'Показать' }), 'pass-7'],
    [page.getByRole('group', { name: 'Клавиши бота' }).getByRole('button', { name: 'Новый пропуск' }), 'new'],
    [page.getByRole('button', { name: 'Все пропуска' }), 'menu'],
    [page.getByRole('button', { name: 'Открыть: Пропуска' }), 'none'],
  ] as const;
  for (const [button, word] of ways) {
    await button.click();
    await expect(app.frameLocator('iframe').getByText(`private ${word}`)).toBeVisible();
    await app.getByRole('button', { name: 'Закрыть', exact: true }).click();
    await expect(app).toHaveCount(0);
  }
  expectPlain(await audit(page)).toEqual([]);
  expectPlain(await tooWide(page)).toEqual([]);
  // A chat with a bot that has none looks as before.
  const other = await makeBot('empty_desk_bot', 'Пустое бюро');
  await page.goto(`${server.url}/c/${other.chatId}`);
  await expect(page.getByRole('heading', { name: 'Пустое бюро' })).toBeVisible();
  await expect(page.getByRole('button', { name: /^Открыть: / })).toHaveCount(0);
});

test('no page complained', () => expectPlain(complaints).toEqual([]));
