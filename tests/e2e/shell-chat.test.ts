import { expect } from '../support/expect.ts';
import { beforeAll, describe, test } from 'vitest';
import { clientId, type TestPerson } from '../support/server.ts';
import { startShell } from '../support/shell.ts';
import { chatLink, choose, composer, message, messages, send } from '../support/shell-parts.ts';

const { server, open, complaints } = await startShell();
let alice: TestPerson;
let bob: TestPerson;
let vera: TestPerson;

beforeAll(async () => {
  [alice, bob, vera] = [
    await server.person('Алиса Соколова'),
    await server.person('Борис Волков'),
    await server.person('Вера Ильина'),
  ];
});

/** A fresh group of alice and bob. */
async function group(title: string, members: readonly TestPerson[] = [bob]): Promise<number> {
  const memberIds = members.map(({ accountId }) => accountId);
  const { chat } = await alice.call('chats.createGroup', { clientId: clientId(), title, memberIds });
  return chat.chatId;
}

const say = (person: TestPerson, chatId: number, text: string) =>
  person.call('messages.send', { chatId: chatId, clientId: clientId(), text });

describe('a chat', () => {
  test('what one person sends the other sees at once, and back', async () => {
    const chatId = await group('Двор');
    const [a, b] = [await open(alice, `/c/${chatId}`), await open(bob, `/c/${chatId}`)];
    await send(a, 'Добрый вечер!');
    await expect(message(b, 'Добрый вечер!')).toBeVisible();
    await send(b, 'И Вам добрый');
    await expect(message(a, 'И Вам добрый')).toBeVisible();
    await expect(message(a, 'Добрый вечер!').getByText('Прочитано')).toBeAttached();
    await expect(composer(a)).toHaveValue('');
  });

  test('a person alone with the keyboard finds a chat, writes, reacts and answers', async () => {
    const chatId = await group('Клавиатура');
    await say(bob, chatId, 'Кто придёт в субботу?');
    const page = await open(alice, '/c');
    await expect(chatLink(page, 'Клавиатура')).toBeVisible();
    await page.keyboard.press('ControlOrMeta+KeyK');
    await page.keyboard.type('клавиат');
    await page.keyboard.press('Enter');
    await expect(composer(page)).toBeFocused();
    await page.keyboard.type('Я приду');
    await page.keyboard.press('Shift+Enter');
    await page.keyboard.type('с пирогом');
    await page.keyboard.press('Enter');
    await expect(message(page, 'с пирогом')).toBeVisible();

    for (let stop = 0; stop < 3; stop += 1) await page.keyboard.press('Shift+Tab');
    await expect(message(page, 'с пирогом')).toBeFocused();
    await page.keyboard.press('ArrowUp');
    await expect(message(page, 'Кто придёт')).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(page.getByRole('menuitemcheckbox').first()).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(message(page, 'Кто придёт').getByRole('button', { name: '👍: 1' })).toHaveAttribute(
      'aria-pressed',
      'true',
    );
    await expect(message(page, 'Кто придёт')).toBeFocused();
    await page.keyboard.press('KeyR');
    await expect(composer(page)).toBeFocused();
    await page.keyboard.type('И соседа приведу');
    await page.keyboard.press('Enter');
    await expect(message(page, 'И соседа приведу').getByRole('button', { name: /Ответ на сообщение/ })).toBeVisible();
  });

  test('a reaction is counted for both and is taken back by a second press', async () => {
    const chatId = await group('Отметки');
    const [a, b] = [await open(alice, `/c/${chatId}`), await open(bob, `/c/${chatId}`)];
    await send(a, 'Лавочки покрашены');
    await message(b, 'Лавочки').click({ button: 'right' });
    await b.getByRole('menuitemcheckbox', { name: '❤️' }).click();
    const [seenByA, seenByB] = [a, b].map((page) => message(page, 'Лавочки').getByRole('button', { name: '❤️: 1' }));
    await expect(seenByA!).toHaveAttribute('aria-pressed', 'false');
    await expect(seenByB!).toHaveAttribute('aria-pressed', 'true');
    await seenByA!.click();
    await expect(message(b, 'Лавочки').getByRole('button', { name: '❤️: 2' })).toBeVisible();
    await message(a, 'Лавочки').getByRole('button', { name: '❤️: 2' }).click();
    await message(b, 'Лавочки').getByRole('button', { name: '❤️: 1' }).click();
    await expect(message(a, 'Лавочки').getByRole('group', { name: 'Отметки' })).toHaveCount(0);
  });

  test('an own message is edited with Up and deleted from its menu; others see both', async () => {
    const chatId = await group('Правки');
    const [a, b] = [await open(alice, `/c/${chatId}`), await open(bob, `/c/${chatId}`)];
    await send(a, 'Собрание в 18:00');
    await expect(message(b, 'Собрание в 18:00')).toBeVisible();
    await expect(message(a, 'Собрание').getByText('Отправлено')).toBeAttached();
    await composer(a).press('ArrowUp');
    await expect(composer(a)).toHaveValue('Собрание в 18:00');
    await composer(a).fill('Собрание в 19:00');
    await composer(a).press('Enter');
    await expect(message(b, 'Собрание в 19:00')).toContainText('изменено');

    await message(b, 'Собрание').focus();
    await b.keyboard.press('Enter');
    await expect(b.getByRole('menuitem', { name: 'Ответить' })).toBeVisible();
    await expect(b.getByRole('menuitem', { name: 'Изменить' })).toHaveCount(0);

    await choose(a, message(a, 'Собрание'), 'Удалить');
    await a.getByRole('alertdialog').getByRole('button', { name: 'У всех' }).click();
    for (const page of [a, b]) await expect(message(page, 'Собрание')).toHaveCount(0);
  });

  test('a draft survives a reload and is marked in the list', async () => {
    const chatId = await group('Черновики');
    const page = await open(alice, `/c/${chatId}`);
    await composer(page).pressSequentially('Недописанное пис');
    await expect(chatLink(page, 'Черновики')).toContainText('Черновик: Недописанное пис');
    await page.reload();
    await expect(composer(page)).toHaveValue('Недописанное пис');
  });

  test('unread messages are counted, divided from the read ones, and read by looking', async () => {
    const chatId = await group('Непрочитанное');
    await say(bob, chatId, 'Старое');
    const page = await open(alice, `/c/${chatId}`);
    await expect(message(page, 'Старое')).toBeVisible();
    await expect.poll(async () => (await alice.call('chats.get', { chatId: chatId })).chat.unreadCount).toBe(0);
    await page.goto(`${server.url}/settings`);
    for (let index = 1; index <= 3; index++) await say(bob, chatId, `Новое ${index}`);
    await expect(page).toHaveTitle(/^\(\d+\) /);
    await page.goto(`${server.url}/c`);
    await expect(chatLink(page, 'Непрочитанное')).toContainText('3 непрочитанных сообщения');
    await chatLink(page, 'Непрочитанное').click();
    await expect(page.getByText('Новые сообщения', { exact: true })).toBeVisible();
    await expect(chatLink(page, 'Непрочитанное')).not.toContainText('непрочитанн');
  });

  test('who scrolls up in the moment in which the chat is drawn anew stays there', async () => {
    const chatId = await group('Листают');
    for (let index = 1; index < 30; index++) await say(bob, chatId, `Запись ${index}.`);
    await alice.call('chats.markRead', { chatId, seq: (await say(bob, chatId, 'Запись 30.')).seq });
    const page = await open(alice, `/c/${chatId}`);
    await expect(message(page, 'Запись 30.')).toBeInViewport();
    const list = page.locator('veche-message-list');
    const left = await list.evaluate(
      async (element: HTMLElement & { requestUpdate(): void; updateComplete: Promise<unknown> }) => {
        const scroller = element.shadowRoot!.querySelector('.scroller')!;
        scroller.scrollTop -= 400;
        const { scrollTop } = scroller;
        element.requestUpdate();
        await element.updateComplete;
        return scroller.scrollTop - scrollTop;
      },
    );
    expect(left).toBe(0);
    await expect(page.getByRole('button', { name: /^К новым сообщениям/ })).toBeVisible();
  });

  test('a chat opens at the first unread message however many there are, and what was not seen stays unread', async () => {
    const chatId = await group('Давно не заходили');
    const { seq } = await say(bob, chatId, 'Прочитано');
    await alice.call('chats.markRead', { chatId, seq });
    for (let index = 1; index <= 70; index++) await say(bob, chatId, `Весть ${index}.\n\nПодробности`);
    const page = await open(alice, '/c');
    await chatLink(page, 'Давно не заходили').click();
    await expect(page.getByText('Новые сообщения', { exact: true })).toBeInViewport();
    await expect(message(page, 'Весть 1.')).toBeInViewport();
    const unread = async () => (await alice.call('chats.get', { chatId })).chat.unreadCount;
    await expect.poll(unread).toBeLessThan(70);
    await expect.poll(unread).toBeGreaterThan(40);
    await page.getByRole('button', { name: /^К новым сообщениям/ }).click();
    await expect(message(page, 'Весть 70.')).toBeInViewport();
    await expect.poll(unread).toBe(0);
  });

  test('a message over the limit is counted and not sent', async () => {
    const page = await open(alice, `/c/${await group('Длинное')}`);
    await composer(page).fill('я'.repeat(4097));
    await expect(page.getByText('Длиннее на 1 знак')).toBeVisible();
    await composer(page).press('Enter');
    await expect(page.getByRole('button', { name: 'Отправить', exact: true })).toBeDisabled();
    await composer(page).fill('я'.repeat(4096));
    await composer(page).press('Enter');
    await expect(messages(page)).toHaveCount(1);
  });

  test('the announcer tells of news; the list itself is silent', async () => {
    const chatId = await group('Вслух');
    const page = await open(alice, `/c/${chatId}`);
    await send(page, 'Своё не читают');
    await expect(message(page, 'Своё').getByText('Отправлено')).toBeAttached();
    await say(bob, chatId, 'Здравствуйте');
    await expect(page.getByRole('log')).toHaveText('Борис Волков: Здравствуйте');
    for (let index = 0; index < 5; index++) await say(bob, chatId, `Весть ${index}`);
    await expect(page.getByRole('log')).toHaveText('5 новых сообщений');
  });

  test('a group is made, renamed, joined and left in the shell', async () => {
    const page = await open(alice, '/c');
    await page.getByRole('button', { name: 'Новый чат' }).click();
    await page.getByRole('button', { name: 'Новая группа' }).click();
    await page.getByLabel('Название группы').fill('Родители 5 «Б»');
    await page.getByLabel('Имя, @имя или телефон').fill(bob.phone);
    await page.getByRole('button', { name: 'Борис Волков' }).click();
    await page.getByRole('button', { name: 'Создать группу' }).click();
    await expect(page.getByText('2 участника').first()).toBeVisible();
    await expect(page.getByText('Создана группа «Родители 5 «Б»»')).toBeVisible();

    await page.getByRole('button', { name: 'Сведения о чате' }).click();
    const panel = page.getByRole('complementary');
    await panel.getByRole('button', { name: 'Добавить участника' }).click();
    await page.getByLabel('Имя, @имя или телефон').fill(vera.phone);
    await page.getByRole('button', { name: 'Вера Ильина' }).click();
    await expect(panel.getByText('3 участника')).toBeVisible();
    await panel.getByRole('button', { name: 'Переименовать' }).click();
    await page.getByRole('textbox', { name: 'Название группы' }).fill('Родители 6 «Б»');
    await page.getByRole('button', { name: 'Сохранить', exact: true }).click();
    await expect(chatLink(page, 'Родители 6 «Б»')).toBeVisible();

    const other = await open(bob, '/c');
    await chatLink(other, 'Родители 6 «Б»').click();
    await other.getByRole('button', { name: 'Сведения о чате' }).click();
    await expect(other.getByRole('button', { name: 'Переименовать' })).toHaveCount(0);
    await other.getByRole('button', { name: 'Выйти из группы' }).click();
    await other.getByRole('alertdialog').getByRole('button', { name: 'Выйти из группы' }).click();
    await expect(other).toHaveURL(/\/c$/);
    await expect(chatLink(other, 'Родители 6 «Б»')).toHaveCount(0);
    await expect(panel.getByText('2 участника')).toBeVisible();
  });

  test('no page complained', () => expect(complaints).toEqual([]));
});
