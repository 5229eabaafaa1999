import type { ChatId } from '@veche/contract';
import { beforeAll, describe, expect as expectPlain, test } from 'vitest';
import { expect } from '../support/expect.ts';
import { clientId, type TestPerson } from '../support/server.ts';
import { narrow, startShell } from '../support/shell.ts';
import { expectGoodLooks } from '../support/shell-looks.ts';
import { choose, composer, message } from '../support/shell-parts.ts';

const { server, open, complaints } = await startShell();
let alice: TestPerson;
let bob: TestPerson;
let chatId: ChatId;

const say = (person: TestPerson, text: string, place = chatId) =>
  person.call('messages.send', { chatId: place, clientId: clientId(), text });

beforeAll(async () => {
  alice = await server.person('Алиса Соколова');
  bob = await server.person('Борис Волков');
  const memberIds = [bob.accountId];
  ({ chatId } = (await alice.call('chats.createGroup', { clientId: clientId(), title: 'Двор', memberIds })).chat);
});

describe('what happens between messages', () => {
  test('stands among them as quiet lines, at once, after a reload and in both languages', async () => {
    await say(alice, 'Здравствуйте, соседи');
    const b = await open(bob, `/c/${chatId}`, narrow);
    const lines = b.locator('.told');
    await expect(lines).toHaveText(['Создана группа «Двор»']);
    for (const name of ['Вера Ильина', 'Глеб Орлов', 'Дарья Белова', 'Егор Лис']) {
      const { accountId } = await server.person(name);
      await alice.call('chats.addMember', { chatId, accountId });
      if (name.startsWith('Вера'))
        await expect(lines.last()).toHaveText('В группе новый участник: Вера Ильина · Алиса Соколова');
    }
    const came = 'В группе новые участники: Вера Ильина, Глеб Орлов и ещё 2 · Алиса Соколова';
    await expect(lines.last()).toHaveText(came);
    const { messageId } = await say(bob, 'Субботник в десять');
    await alice.call('pins.set', { chatId, messageId });
    await alice.call('members.promote', { chatId, accountId: bob.accountId });
    await alice.call('chats.update', { chatId, title: 'Наш двор', messageTtlSeconds: 86_400 });
    await alice.call('chats.update', { chatId, slowModeSeconds: 60 });
    const zoya = await server.person('Зоя Крылова');
    await alice.call('chats.setUsername', { chatId, username: 'nash_dvor' });
    await zoya.call('chats.join', { username: 'nash_dvor' });
    await alice.call('chats.removeMember', { chatId, accountId: zoya.accountId });
    const after = [
      'Закреплено сообщение · Алиса Соколова',
      'Теперь администратор: Вы · Алиса Соколова',
      'Новое название: «Наш двор» · Новые сообщения исчезают через сутки · Алиса Соколова',
      'Теперь писать можно раз в минуту · Алиса Соколова',
      'Новое публичное имя: @nash_dvor · Алиса Соколова',
      'Зоя Крылова теперь в группе',
      'Из группы исключён участник: Зоя Крылова · Алиса Соколова',
    ];
    const all = ['Создана группа «Двор»', came, ...after];
    await expect(lines).toHaveText(all);
    await b.reload();
    await expect(lines).toHaveText(all);
    await expectGoodLooks(b);
    await lines.getByRole('button').press('Enter');
    await expect(b.locator('.message[data-lit]')).toContainText('Субботник');

    const english = await open(bob, `/c/${chatId}`, { ...narrow, locale: 'en-GB' });
    await expect(english.locator('.told')).toHaveText([
      'The group “Двор” was created',
      'Added to the group: Вера Ильина, Глеб Орлов and 2 more · Алиса Соколова',
      'A message was pinned · Алиса Соколова',
      'Now an admin: You · Алиса Соколова',
      'New name: “Наш двор” · New messages disappear after a day · Алиса Соколова',
      'One may now write every minute · Алиса Соколова',
      'New public name: @nash_dvor · Алиса Соколова',
      'Now in the group: Зоя Крылова',
      'Removed from the group: Зоя Крылова · Алиса Соколова',
    ]);
    await expectGoodLooks(english);
  });
});

describe('several messages', () => {
  test('are chosen by keyboard and by touch, copied with names and times, forwarded and deleted', async () => {
    const said = { clientId: clientId(), title: 'Совет', memberIds: [bob.accountId] };
    const place = (await alice.call('chats.createGroup', said)).chat.chatId;
    await alice.call('chats.createDirect', { accountId: bob.accountId });
    for (const [person, text] of [
      [bob, 'Раз'],
      [alice, 'Два'],
      [bob, 'Три'],
      [bob, 'Четыре'],
    ] as const)
      await say(person, text, place);
    const b = await open(bob, `/c/${place}`, { ...narrow, permissions: ['clipboard-read', 'clipboard-write'] });
    const bar = b.getByRole('toolbar', { name: 'Действия с выбранными сообщениями' });
    await choose(b, message(b, 'Раз'), 'Выбрать');
    await expect(bar.getByRole('status')).toHaveText('Выбрано: 1');
    await message(b, 'Раз').focus();
    await b.keyboard.press('ArrowDown');
    await b.keyboard.press('Space');
    await expect(message(b, 'Два').getByRole('checkbox')).toBeChecked();
    await expectGoodLooks(b);
    await bar.getByRole('button', { name: 'Копировать текст' }).press('Enter');
    await expect(b.getByText('Текст скопирован')).toBeVisible();
    const copied = await b.evaluate(() => navigator.clipboard.readText());
    expectPlain(copied).toMatch(/^Борис Волков, .+\d\d:\d\d\nРаз\n\nАлиса Соколова, .+\nДва$/);
    await expect(bar).toHaveCount(0);

    // Escape ends it and leaves the chat open; a message that is deleted meanwhile is no longer chosen.
    await choose(b, message(b, 'Три'), 'Выбрать');
    await message(b, 'Четыре').click();
    await expect(bar.getByRole('status')).toHaveText('Выбрано: 2');
    await b.keyboard.press('Escape');
    await expect(bar).toHaveCount(0);
    await expect(composer(b)).toBeVisible();
    await choose(b, message(b, 'Три'), 'Выбрать');
    await message(b, 'Два').getByRole('checkbox').click();
    await bar.getByRole('button', { name: 'Переслать' }).click();
    await b.getByRole('button', { name: 'Алиса Соколова' }).click();
    await expect(bar).toHaveCount(0);
    const { chat } = await bob.call('chats.createDirect', { accountId: alice.accountId });
    const { messages } = await bob.call('messages.history', { chatId: chat.chatId });
    expectPlain(messages.map(({ text }) => text)).toEqual(['Два', 'Три']);

    // Not all of them may be deleted for everyone.
    await choose(b, message(b, 'Три'), 'Выбрать');
    await message(b, 'Два').click();
    await bar.getByRole('button', { name: 'Удалить' }).click();
    const asked = b.getByRole('alertdialog', { name: 'Удалить 2 сообщения?' });
    await expect(asked.getByRole('button')).toHaveText(['Отмена', 'У меня']);
    await asked.getByRole('button', { name: 'Отмена' }).click();
    await message(b, 'Два').click();
    await message(b, 'Раз').click();
    await bar.getByRole('button', { name: 'Удалить' }).click();
    await asked.getByRole('button', { name: 'У всех' }).click();
    await expect(message(b, 'Раз')).toHaveCount(0);
    const left = await alice.call('messages.history', { chatId: place });
    expectPlain(left.messages.map(({ text }) => text)).toEqual(['Два', 'Четыре']);
  });
});

describe('in a chat', () => {
  test('words are found and gone through, and a date is gone to, by keyboard', async () => {
    const said = { clientId: clientId(), title: 'Дача', memberIds: [bob.accountId] };
    const place = (await alice.call('chats.createGroup', said)).chat.chatId;
    for (let number = 1; number <= 70; number += 1)
      await say(alice, number % 30 === 5 ? `Калитка номер ${number}` : `Грядка ${number}`, place);
    await server.app.sql`
      update message set at = at - (70 - ordinal) * interval '1 day' where chat_id = ${place}`;
    await server.app.sql`
      update message_search s set at = m.at from message m
      where s.chat_id = ${place} and m.chat_id = s.chat_id and m.message_id = s.message_id`;
    const { chat } = await bob.call('chats.get', { chatId: place });
    await bob.call('chats.markRead', { chatId: place, seq: chat.lastSeq });
    const b = await open(bob, `/c/${place}`);
    await expect(message(b, 'Грядка 70')).toBeVisible();
    await expect
      .poll(async () => (await bob.call('search.messages', { chatId: place, query: 'калитка' })).messages.length)
      .toBe(3);
    await b.keyboard.press('Control+KeyF');
    const bar = b.getByRole('search', { name: 'Поиск в чате' });
    await expect(bar.getByRole('searchbox')).toBeFocused();
    await b.keyboard.type('калитка');
    await expect(bar.getByRole('status')).toHaveText('1 из 3');
    await expect(message(b, 'Калитка номер 65')).toBeInViewport();
    await b.keyboard.press('Enter');
    await expect(bar.getByRole('status')).toHaveText('2 из 3');
    await expect(message(b, 'Калитка номер 35')).toBeInViewport();
    await bar.getByRole('button', { name: 'Предыдущее совпадение' }).click();
    await expect(message(b, 'Калитка номер 5')).toBeInViewport();
    await bar.getByRole('searchbox').press('Shift+Enter');
    await expect(bar.getByRole('status')).toHaveText('2 из 3');
    await expectGoodLooks(b);
    await bar.getByRole('searchbox').fill('неттакогослова');
    await expect(bar.getByRole('status')).toHaveText('Ничего не найдено.');

    const day = new Date(Date.now() - 50 * 86_400_000 + 3 * 3_600_000).toISOString().slice(0, 10);
    await bar.getByLabel('Перейти к дате').fill(day);
    await expect(message(b, 'Грядка 20')).toBeInViewport();
    await b.keyboard.press('Escape');
    await expect(bar).toHaveCount(0);
    await expect(b).toHaveURL(new RegExp(`/c/${place}`));
    await b.locator('.date button').first().click();
    // The picker of the browser, which has the focus then, is not of the page.
    await expect(bar).toBeVisible();
  });
});

test('no page complained', () => expectPlain(complaints).toEqual([]));
