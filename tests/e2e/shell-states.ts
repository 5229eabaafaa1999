import type { BrowserContextOptions, Page } from 'playwright';
import { closeCodes } from '@veche/contract';
import { expect } from '../support/expect.ts';
import type { TestPerson } from '../support/server.ts';
import { chatLink, choose, composer, message, send } from '../support/shell-parts.ts';

/** The people and chats that the states are shown with; `shell-world.ts` makes them. */
export interface StatesWorld {
  readonly url: string;
  readonly alice: TestPerson;
  /** Has no chat yet. */
  readonly newcomer: TestPerson;
  readonly bob: TestPerson;
  /** A group with what a message can carry, and one with a history of several pages. */
  readonly yard: number;
  readonly long: number;
  /** A direct chat without messages, a group where Alice may not write, a channel, a group with topics. */
  readonly silent: number;
  readonly restricted: number;
  readonly channel: number;
  readonly topics: number;
  /** A chat with the bot Echo that was not started. */
  readonly bot: number;
  /** Token of an invitation that Alice has not used. */
  readonly invitation: string;
  say(person: TestPerson, chatId: number, text: string): Promise<unknown>;
}

interface Reaching {
  readonly page: Page;
  readonly world: StatesWorld;
  go(path: string): Promise<void>;
}

export interface ShellState {
  /** Names the screenshots. */
  readonly name: string;
  /** How a person comes to it. */
  readonly how: string;
  reach(at: Reaching): Promise<void>;
}

/** States that one page comes through, each from where the one before left it. */
export interface Scene {
  readonly name: string;
  readonly person: 'alice' | 'newcomer' | null;
  readonly options?: BrowserContextOptions;
  /** Before the first page is loaded. */
  prepare?(page: Page): Promise<void>;
  readonly states: readonly ShellState[];
}

const state = (name: string, how: string, reach: ShellState['reach']): ShellState => ({ name, how, reach });
/** A page that is there by its address alone. */
const at = (name: string, path: string, ready: (page: Page) => Promise<void>): ShellState =>
  state(name, `Open \`${path}\`.`, async ({ page, go }) => {
    await go(path);
    await ready(page);
  });
const heading = (name: string) => async (page: Page) =>
  expect(page.getByRole('heading', { name }).first()).toBeVisible();
const says = (text: string | RegExp) => async (page: Page) =>
  expect(page.getByText(text).filter({ visible: true }).first()).toBeVisible();
const menu = (page: Page) => page.getByRole('menu');

/** Sockets of a worker cannot be answered by a test: without one, the page keeps everything itself. */
const onPage = (page: Page) => page.addInitScript(() => Object.assign(globalThis, { Worker: undefined }));

const list: Scene = {
  name: 'The list of chats',
  person: 'alice',
  states: [
    state('list', 'Open the chats.', async ({ page, go }) => {
      await go('/c');
      await expect(chatLink(page, 'Двор на Садовой')).toBeVisible();
      await expect(page.getByText('Черновик:')).toBeVisible();
    }),
    state('list-menu', 'Press a chat with the right button, or long.', async ({ page }) => {
      await chatLink(page, 'Двор на Садовой').click({ button: 'right' });
      await expect(menu(page)).toBeVisible();
    }),
    state('list-search', 'Look for a word that messages have.', async ({ page }) => {
      await page.keyboard.press('Escape');
      await page.getByRole('searchbox').fill('парковку');
      await expect(page.locator('veche-search-results').getByRole('link').first()).toBeVisible();
    }),
    state('list-search-nothing', 'Look for a word that is nowhere.', async ({ page }) => {
      await page.getByRole('searchbox').fill('щщщщ');
      await expect(page.locator('veche-search-results')).toContainText(/нич/i);
    }),
    state('new-chat', 'Press the pencil.', async ({ page }) => {
      await page.getByRole('searchbox').fill('');
      await page.getByRole('button', { name: 'Новый чат' }).click();
      await expect(page.getByRole('button', { name: 'Новая группа' })).toBeVisible();
    }),
    state('new-group', 'There, choose a new group.', async ({ page }) => {
      await page.getByRole('button', { name: 'Новая группа' }).click();
      await expect(page.getByLabel('Название группы')).toBeVisible();
    }),
    state('invitation', 'Open a link of invitation.', async ({ page, world, go }) => {
      await go(`/#/join/${world.invitation}`);
      await expect(page.getByRole('button', { name: 'Вступить в группу' })).toBeVisible();
    }),
    state('list-offline', 'Lose the network: what is kept stays in sight.', async ({ page, go }) => {
      await go('/c');
      await expect(chatLink(page, 'Двор на Садовой')).toBeVisible();
      await page.context().setOffline(true);
      await says('Сообщения сохранятся здесь')(page);
    }),
  ],
};

const newcomer: Scene = {
  name: 'A person without chats',
  person: 'newcomer',
  states: [
    at('list-empty', '/c', says('Здесь будут Ваши чаты.')),
    at('not-found', '/c/1/2/3', says('Такой страницы нет.')),
  ],
};

const waiting: Scene = {
  name: 'Before the first answer',
  person: 'newcomer',
  async prepare(page) {
    await onPage(page);
    await page.routeWebSocket('**/ws', (socket) => void socket.close());
  },
  states: [
    state('list-skeleton', 'Open the chats on a new device that has no connection.', async ({ page, go }) => {
      await go('/c');
      await says('Сообщения сохранятся здесь')(page);
    }),
  ],
};

const outdated: Scene = {
  name: 'A newer version',
  person: 'alice',
  async prepare(page) {
    await onPage(page);
    const old = { code: closeCodes.unsupportedVersion, reason: 'old' };
    await page.routeWebSocket('**/ws', (socket) => void socket.close(old));
  },
  states: [at('update-ready', '/c', says('Есть новая версия.'))],
};

const unkept: Scene = {
  name: 'A browser that refuses storage',
  person: 'alice',
  async prepare(page) {
    await onPage(page);
    await page.addInitScript(() => {
      IDBFactory.prototype.open = () => {
        throw new DOMException('refused', 'SecurityError');
      };
    });
  },
  states: [at('storage-refused', '/c', says('Браузер не хранит данные'))],
};

const chat: Scene = {
  name: 'A chat',
  person: 'alice',
  states: [
    state(
      'chat',
      'Open a group: runs, a reply, a reaction, an edit, a deletion, a poll, a pin.',
      async ({ page, world, go }) => {
        await go(`/c/${world.yard}`);
        await expect(message(page, 'Кто придёт на субботник?')).toBeVisible();
      },
    ),
    state('chat-menu', 'Open the menu of a message.', async ({ page }) => {
      await message(page, 'Ответ с отметкой').focus();
      await page.keyboard.press('Enter');
      await expect(menu(page)).toBeVisible();
    }),
    state('chat-delete', 'There, delete: the question.', async ({ page }) => {
      await page.getByRole('menuitem', { name: 'Удалить' }).click();
      await expect(page.getByRole('alertdialog')).toBeVisible();
    }),
    state('chat-reply', 'Reply to a message.', async ({ page }) => {
      await page.keyboard.press('Escape');
      await choose(page, message(page, 'Ответ с отметкой'), 'Ответить');
      await expect(page.getByText('Ответ: ')).toBeVisible();
    }),
    state('chat-edit', 'Edit a message of one’s own.', async ({ page }) => {
      await page.getByRole('button', { name: 'Не отвечать' }).click();
      await choose(page, message(page, 'Ответ с отметкой'), 'Изменить');
      await expect(page.getByText('Изменение сообщения')).toBeVisible();
    }),
    state('chat-over-limit', 'Write more than a message takes.', async ({ page }) => {
      await page.getByRole('button', { name: 'Не изменять' }).click();
      await composer(page).fill('длинно '.repeat(700));
      await expect(page.getByRole('button', { name: 'Отправить', exact: true })).toBeDisabled();
    }),
    state('chat-attach', 'Press the plus beside the field.', async ({ page }) => {
      await composer(page).fill('');
      await page.getByRole('button', { name: 'Добавить к сообщению' }).click();
      await expect(menu(page)).toBeVisible();
    }),
    state('chat-emoji', 'Press the smiley.', async ({ page }) => {
      await page.keyboard.press('Escape');
      await page.getByRole('button', { name: 'Смайлики' }).click();
      await expect(page.getByRole('searchbox', { name: 'Поиск смайлика' })).toBeVisible();
    }),
    state('chat-forward', 'Forward a message.', async ({ page }) => {
      await page.keyboard.press('Escape');
      await choose(page, message(page, 'Ответ с отметкой'), 'Переслать');
      await expect(page.getByRole('dialog', { name: 'Кому переслать' })).toBeVisible();
    }),
  ],
};

const chats: Scene = {
  name: 'More of chats',
  person: 'alice',
  states: [
    state('chat-info', 'Open what is known of the group.', async ({ page, world, go }) => {
      await go(`/c/${world.yard}?p=info`);
      await says('это Вы')(page);
    }),
    state('chat-reports', 'Open the reports of a group one leads.', async ({ page, world, go }) => {
      await go(`/c/${world.yard}?p=reports`);
      await says('Жалоб нет. Всё спокойно.')(page);
    }),
    state('chat-jump', 'Read earlier messages: the button back to the newest.', async ({ page, world, go }) => {
      await go(`/c/${world.yard}`);
      await expect(message(page, 'Ответ с отметкой')).toBeVisible();
      await page.locator('veche-message-list .scroller').evaluate((scroller) => (scroller.scrollTop -= 1200));
      await expect(page.getByRole('button', { name: /К новым сообщениям/ })).toBeVisible();
    }),
    state('chat-unread', 'Open a chat with unread messages: the divider.', async ({ page, world, go }) => {
      await go('/c');
      await expect(chatLink(page, 'Двор на Садовой')).toBeVisible();
      await world.say(world.bob, world.yard, 'Кто забыл грабли?');
      await expect(chatLink(page, 'Двор на Садовой').getByText(/непрочитанн/)).toBeAttached();
      await chatLink(page, 'Двор на Садовой').click();
      await expect(page.locator('.unread')).toBeVisible();
    }),
    state('chat-empty', 'Open a chat in which nobody said a word.', async ({ page, world, go }) => {
      await go(`/c/${world.silent}`);
      await says('Поздоровайтесь!')(page);
    }),
    state('chat-bot', 'Open a chat with a bot that was not started.', async ({ page, world, go }) => {
      await go(`/c/${world.bot}`);
      await expect(page.getByRole('button', { name: 'Начать' })).toBeVisible();
    }),
    state('chat-restricted', 'Open a group where one may not write.', async ({ page, world, go }) => {
      await go(`/c/${world.restricted}`);
      await says('Сейчас Вы не можете писать в этот чат.')(page);
    }),
    state('channel', 'Open a channel one follows.', async ({ page, world, go }) => {
      await go(`/c/${world.channel}`);
      await expect(page.getByRole('button', { name: /уведомления/ }).first()).toBeVisible();
    }),
    state('topics', 'Open a group that has topics.', async ({ page, world, go }) => {
      await go(`/c/${world.topics}`);
      await says('Общее')(page);
    }),
    state('chat-gone', 'Open a chat that one is not in.', async ({ page, go }) => {
      await go('/c/4004');
      await says('Этот чат Вам недоступен')(page);
    }),
    state('report', 'Report a message.', async ({ page, world, go }) => {
      await go(`/c/${world.yard}?report=1`);
      await says('Спам или реклама')(page);
    }),
    state('chat-waiting', 'Send without a network.', async ({ page, world, go }) => {
      await go(`/c/${world.silent}`);
      await says('Поздоровайтесь!')(page);
      await page.context().setOffline(true);
      await says('Нет связи')(page);
      await send(page, 'Уйдёт, когда появится связь');
      await expect(message(page, 'Уйдёт').getByText('Ждёт отправки')).toBeAttached();
    }),
  ],
};

/** Answers some calls of the socket with a refusal; the rest reaches the server. */
const refuse = (method: string, code: string) => async (page: Page) => {
  await onPage(page);
  await page.routeWebSocket('**/ws', (socket) => {
    const server = socket.connectToServer();
    socket.onMessage((text) => {
      const frame = JSON.parse(String(text)) as { t: string; id?: number; method?: string };
      if (frame.method !== method) return server.send(text);
      socket.send(JSON.stringify({ t: 'err', id: frame.id, error: { code, message: 'Refused by the test.' } }));
    });
  });
};

const failing: Scene = {
  name: 'Sending that fails',
  person: 'alice',
  prepare: refuse('messages.send', 'forbidden'),
  states: [
    state('chat-failed', 'Send what the server refuses: again, or forget it.', async ({ page, world, go }) => {
      await go(`/c/${world.yard}`);
      await expect(message(page, 'Ответ с отметкой')).toBeVisible();
      await send(page, 'Это не уйдёт');
      await expect(page.getByRole('button', { name: 'Отправить снова' }).last()).toBeVisible();
    }),
  ],
};

const unread: Scene = {
  name: 'Messages that cannot be loaded',
  person: 'alice',
  prepare: refuse('messages.history', 'internal'),
  states: [
    state('chat-load-failed', 'Open a chat while the server cannot give its messages.', async ({ page, world, go }) => {
      await go(`/c/${world.yard}`);
      await says('Сообщения не загрузились.')(page);
    }),
  ],
};

const apps: Scene = {
  name: 'Apps',
  person: 'alice',
  states: [
    at('apps', '/apps', heading('Приложения')),
    state('app-ready', 'Run an app beside a chat.', async ({ page, world, go }) => {
      await go(`/c/${world.yard}?run=hello`);
      await expect(page.getByRole('button', { name: 'Ударить в колокол' })).toBeVisible();
    }),
    state('app-failed', 'Run an app that there is not.', async ({ page, world, go }) => {
      await go(`/c/${world.yard}?run=nothing-of-the-kind`);
      await expect(page.locator('veche-mini-app').getByRole('alert')).toBeVisible();
    }),
  ],
};

const pages: Scene = {
  name: 'Settings',
  person: 'alice',
  states: [
    at('settings', '/settings', says('Это устройство')),
    at('notification-check', '/settings/notifications', says('Вот что мешает')),
    at('contacts', '/settings/contacts', heading('Контакты')),
    at('privacy', '/settings/privacy', heading('Приватность')),
    at('blocked', '/settings/blocked', heading('Заблокированные')),
    at('limits', '/settings/limits', async (page) => expect(page.getByRole('row').nth(3)).toBeVisible()),
    at('data', '/settings/data', heading('Данные и учётная запись')),
    at('import', '/settings/import', heading('Перенос переписки')),
    at('delete', '/settings/delete', heading('Удаление учётной записи')),
    at('parts', '/dev/parts', heading('Меню, листы, вопросы')),
    at('moderation-refused', '/moderation', async (page) => expect(page.locator('veche-moderation')).toBeVisible()),
  ],
};

const strangers: Scene = {
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

const english: Scene = {
  name: 'In English',
  person: 'alice',
  options: { locale: 'en-GB' },
  states: [
    state('english-list', 'Open the chats.', async ({ page, go }) => {
      await go('/c');
      await expect(chatLink(page, 'Двор на Садовой')).toBeVisible();
    }),
    state('english-chat', 'Open a group.', async ({ page, world, go }) => {
      await go(`/c/${world.yard}`);
      await expect(message(page, 'Ответ с отметкой')).toBeVisible();
    }),
    at('english-parts', '/dev/parts', heading('Menus, sheets, questions')),
    state('english-settings', 'Open the settings.', async ({ page, go }) => {
      await go('/settings');
      await says('This device')(page);
    }),
  ],
};

/** Every designed state of the shell. */
export const scenes: readonly Scene[] = [
  ...[list, newcomer, waiting, outdated, unkept, chat, chats, failing, unread, apps, pages, strangers, english],
];
