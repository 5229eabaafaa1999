import type { ChatId } from '@veche/contract';
import { beforeAll, describe, expect as expectPlain, test } from 'vitest';
import { scriptBundle } from '../support/app-bundle.ts';
import { expect } from '../support/expect.ts';
import { clientId, type TestPerson } from '../support/server.ts';
import { phone, startShell } from '../support/shell.ts';
import { expectGoodLooks } from '../support/shell-looks.ts';
import { choose, message } from '../support/shell-parts.ts';

// The first person of the server is its moderator.
const { server, open, complaints } = await startShell({ moderatorPhones: ['+79991000001'] });
let moderator: TestPerson;
let alice: TestPerson;
let bob: TestPerson;
let vera: TestPerson;
let chatId: ChatId;

const say = (person: TestPerson, text: string) => person.call('messages.send', { chatId, clientId: clientId(), text });

beforeAll(async () => {
  moderator = await server.person('Мира Судейкина');
  alice = await server.person('Алиса Соколова');
  bob = await server.person('Борис Волков');
  vera = await server.person('Вера Ильина');
  const memberIds = [bob.accountId, vera.accountId];
  ({ chatId } = (await alice.call('chats.createGroup', { clientId: clientId(), title: 'Двор', memberIds })).chat);
});

describe('a report', () => {
  test('goes from the menu of a message to the admins, who delete what was reported', async () => {
    await say(bob, 'Куплю гараж, звоните');
    const v = await open(vera, `/c/${chatId}`, phone);
    await choose(v, message(v, 'Куплю гараж'), 'Пожаловаться');
    await expect(v.getByRole('heading', { name: 'Пожаловаться на сообщение' })).toBeVisible();
    await expectGoodLooks(v);
    await v.getByRole('button', { name: 'Отправить жалобу' }).click();
    await expect(v.getByRole('alert')).toContainText('Выберите, что не так.');
    await v.getByRole('radio', { name: 'Спам или реклама' }).press('Space');
    await v.getByLabel('Пояснение, если нужно').fill('Каждый день');
    await v.getByRole('button', { name: 'Отправить жалобу' }).press('Enter');
    await expect(v.getByText('Жалоба отправлена. Спасибо.')).toBeVisible();
    await expect(v.getByRole('dialog')).toHaveCount(0);

    const a = await open(alice, `/c/${chatId}?p=info`);
    const panel = a.getByRole('complementary');
    await panel.getByRole('button', { name: 'Жалобы' }).click();
    const report = panel.getByRole('listitem');
    await expect(report).toContainText('Куплю гараж');
    await expect(report).toContainText('Каждый день');
    await expectGoodLooks(a);
    await a.reload();
    await report.getByRole('button', { name: 'Удалить сообщение' }).press('Enter');
    await expect(panel.getByText('Жалоб нет. Всё спокойно.')).toBeVisible();
    await expect(message(v, 'Куплю гараж')).toHaveCount(0);
    await panel.getByRole('button', { name: 'Закрытые' }).click();
    await expect(report).toContainText('Сообщение удалено');
  });

  test('of something grave is not for admins but for the moderators, who say why', async () => {
    const { messageId } = await say(bob, 'Переведите деньги на безопасный счёт');
    await vera.call('reports.create', { chatId, messageId, reason: 'fraud' });
    const a = await open(alice, `/c/${chatId}?p=reports`);
    await expect(a.getByText('Жалоб нет. Всё спокойно.')).toBeVisible();

    const m = await open(moderator, '/settings', phone);
    await m.getByRole('link', { name: 'Модерация' }).click();
    const report = m.getByRole('listitem').filter({ hasText: 'безопасный счёт' });
    await expect(report).toContainText('Мошенничество');
    await expectGoodLooks(m);
    await report.getByRole('button', { name: 'Ограничить' }).press('Enter');
    await m.getByRole('button', { name: 'Решить' }).click();
    await expect(m.getByRole('alert')).toContainText('Напишите, почему');
    await m.getByLabel('Почему').fill('Обман жильцов');
    await m.getByLabel('На сколько').selectOption('30');
    await expectGoodLooks(m);
    await m.getByRole('button', { name: 'Решить' }).click();
    await expect(m.getByText('Жалоб нет. Всё спокойно.')).toBeVisible();
    await m.getByRole('button', { name: 'Решения' }).click();
    await expect(m.getByRole('listitem').filter({ hasText: 'Обман жильцов' })).toContainText('Борис Волков');
    const { own } = await bob.call('limits.get', {});
    expectPlain(Date.parse(own?.limitedUntil ?? '') - Date.now()).toBeGreaterThan(29 * 86_400_000);
  });

  test('of an app goes from its window and from the catalogue to the moderators, who stop it', async () => {
    await alice.call(
      'apps.publish',
      scriptBundle('lottery', () => (document.body.textContent = 'Вы выиграли')),
    );
    const v = await open(vera, '/apps?run=lottery');
    const app = v.locator('veche-mini-app');
    await app.getByRole('button', { name: 'Что ещё можно сделать' }).click();
    await app.getByRole('menuitem', { name: 'Пожаловаться' }).click();
    await expect(v.getByRole('heading', { name: 'Пожаловаться на «lottery»' })).toBeVisible();
    const sheet = v.locator('veche-report');
    await sheet.getByRole('radio', { name: 'Мошенничество' }).press('Space');
    await sheet.getByLabel('Пояснение, если нужно').fill('Просит перевод');
    await expectGoodLooks(v);
    await sheet.getByRole('button', { name: 'Отправить жалобу' }).click();
    await expect(v.getByText('Жалоба отправлена. Спасибо.')).toBeVisible();
    await expect(sheet).toHaveCount(0);
    const b = await open(bob, '/apps', phone);
    await b.getByRole('button', { name: 'Что сделать: lottery' }).click();
    await b.getByRole('menuitem', { name: 'Пожаловаться' }).click();
    await b.getByRole('radio', { name: 'Спам или реклама' }).press('Space');
    await b.getByRole('button', { name: 'Отправить жалобу' }).click();
    await expect(b.getByText('Жалоба отправлена. Спасибо.')).toBeVisible();

    const m = await open(moderator, '/moderation');
    await m.getByRole('button', { name: 'Приложения' }).click();
    const report = m.getByRole('list', { name: 'Жалобы' }).getByRole('listitem');
    await expect(report).toContainText('Мошенничество: 1, Спам или реклама: 1');
    await expect(report).toContainText('Просит перевод');
    await expect(report).toContainText('Алиса Соколова');
    await expectGoodLooks(m);
    await report.getByRole('button', { name: 'Остановить' }).click();
    await m.getByLabel('Почему').fill('Обман');
    await m.getByRole('button', { name: 'Решить' }).click();
    await expect(m.getByText('Жалоб нет. Всё спокойно.')).toBeVisible();
    await expect(app.getByRole('alert')).toContainText('Приложение остановлено разработчиком или модераторами.');
  });

  test('who is no moderator sees no way to the page, and nothing on it', async () => {
    const page = await open(vera, '/settings');
    await expect(page.getByRole('link', { name: 'Ограничения' })).toBeVisible();
    await expect(page.getByRole('link', { name: 'Модерация' })).toHaveCount(0);
    await page.goto(`${server.url}/moderation`);
    await expect(page.getByText('Эта страница — для модераторов площадки.')).toBeVisible();
    await expectGoodLooks(page);
  });
});

describe('recent acts', () => {
  test('are told to admins, by all or by one of them, page by page', async () => {
    await alice.call('members.promote', { chatId, accountId: bob.accountId, rights: ['changeInfo', 'seeAdminLog'] });
    for (let count = 1; count <= 52; count++) await alice.call('chats.update', { chatId, title: `Двор ${count}` });
    await bob.call('chats.update', { chatId, title: 'Двор и сад' });
    const page = await open(alice, `/c/${chatId}?p=info`, phone);
    await page.getByRole('button', { name: 'Недавние действия' }).press('Enter');
    await expect(page.getByRole('listitem').first()).toContainText('Изменение чата (название): «Двор и сад»');
    await expectGoodLooks(page);
    await expect(page.getByText('Назначение администратором: Борис Волков')).toHaveCount(0);
    await page.getByRole('button', { name: 'Показать ещё' }).click();
    await expect(page.getByText('Назначение администратором: Борис Волков')).toBeVisible();
    await page.getByLabel('Чьи действия').selectOption({ label: 'Борис Волков' });
    await expect(page.getByRole('complementary').getByRole('listitem')).toHaveCount(1);
    await page.getByLabel('О чём').selectOption({ label: 'О жалобах' });
    await expect(page.getByText('Таких действий нет.')).toBeVisible();
    await page.getByLabel('Чьи действия').selectOption({ label: 'Все администраторы' });
    await page.getByLabel('О чём').selectOption({ label: 'Об участниках' });
    await expect(page.getByRole('complementary').getByRole('listitem').first()).toContainText('Борис Волков');
    await expectGoodLooks(page);
    await page.reload();
    await expect(page.getByRole('heading', { name: 'Недавние действия' })).toBeVisible();
    await page.getByRole('button', { name: 'Назад' }).click();
    await expect(page.getByRole('heading', { name: 'О группе' })).toBeVisible();
  });

  test('are in English for who reads English, and not shown to members', async () => {
    const page = await open(bob, `/c/${chatId}?p=acts`, { locale: 'en-GB' });
    await expect(page.getByRole('heading', { name: 'Recent acts' })).toBeVisible();
    await expect(page.getByText('Made an admin: Борис Волков')).toHaveCount(0);
    await expect(page.getByText('Chat changed (title): «Двор и сад»')).toBeVisible();
    const member = await open(vera, `/c/${chatId}?p=acts`);
    await expect(member.getByRole('heading', { name: 'О группе' })).toBeVisible();
    await expect(member.getByText('Недавние действия')).toHaveCount(0);
  });
});

describe('what is set in the panel of a chat', () => {
  test('what members may do and how often, for who may say it; each change counts at once', async () => {
    const { chat } = await alice.call('chats.createGroup', {
      clientId: clientId(),
      title: 'Порядки',
      memberIds: [bob.accountId],
    });
    const page = await open(alice, `/c/${chat.chatId}?p=info`, phone);
    await page.getByRole('button', { name: 'Что можно участникам' }).press('Enter');
    const polls = page.getByRole('switch', { name: 'Создавать опросы' });
    await expect(polls).toBeChecked();
    await expectGoodLooks(page);
    await polls.press('Space');
    await expect(polls).not.toBeChecked();
    await page.getByLabel('Как часто можно писать').selectOption({ label: 'Раз в минуту' });
    const face = async () => (await bob.call('chats.get', { chatId: chat.chatId })).chat;
    await expect.poll(async () => (await face()).slowModeSeconds).toBe(60);
    expectPlain((await face()).permissions).not.toContain('sendPolls');
    // The second press does not wait for what the first one has changed.
    const both = page.getByRole('switch', { name: /^(Создавать опросы|Закреплять сообщения)$/ });
    const before = (await face()).permissions!;
    await both.evaluateAll((fields) => fields.forEach((field) => (field as HTMLElement).click()));
    const rights = async () => {
      const { permissions = [] } = await face();
      return [permissions.includes('sendPolls'), permissions.includes('pinMessages')];
    };
    await expect.poll(rights).toEqual([true, !before.includes('pinMessages')]);
    await polls.press('Space');
    await expect(polls).not.toBeChecked();
    const member = await open(bob, `/c/${chat.chatId}?p=permissions`, { locale: 'en-GB' });
    await expect(member.getByRole('heading', { name: 'About the group' })).toBeVisible();
    await expect(member.getByRole('switch', { name: 'Create polls' })).toHaveCount(0);
  });

  test('what one admin or one member may do, right by right; refusals are told, and it can be undone', async () => {
    const memberIds = [bob.accountId, vera.accountId];
    const { chat } = await alice.call('chats.createGroup', { clientId: clientId(), title: 'Совет дома', memberIds });
    const target = { chatId: chat.chatId, accountId: bob.accountId };
    const seat = async () => {
      const { members } = await alice.call('chats.listMembers', { chatId: chat.chatId });
      return members.find(({ account }) => account.accountId === bob.accountId)!;
    };
    const page = await open(alice, `/c/${chat.chatId}?p=info`, phone);
    const act = async (name: string) => {
      await page.getByRole('button', { name: 'Действия: Борис Волков' }).press('Enter');
      await page.getByRole('menuitem', { name }).click();
    };
    const may = (name: string) => page.getByRole('switch', { name });

    await act('Что можно участнику');
    await expect(may('Создавать опросы')).toBeChecked();
    await expect(may('Закреплять сообщения')).toBeDisabled();
    await may('Создавать опросы').press('Space');
    await page.getByLabel('Как долго действует запрет').selectOption({ label: 'Сутки' });
    await expectGoodLooks(page);
    await page.getByRole('button', { name: 'Сохранить', exact: true }).click();
    await expect.poll(async () => (await seat()).restriction?.denied).toEqual(['sendPolls']);
    const hours = (Date.parse((await seat()).restriction!.until!) - Date.now()) / 3_600_000;
    expectPlain(hours).toBeGreaterThan(23);
    await expect(page.getByText('с ограничениями')).toBeVisible();
    await page.getByRole('button', { name: 'Отменить' }).click();
    await expect.poll(async () => (await seat()).restriction).toBeUndefined();

    await act('Сделать администратором');
    await expect(may('Назначать администраторов')).not.toBeChecked();
    await may('Удалять чужие сообщения').press('Space');
    await expectGoodLooks(page);
    await page.getByRole('button', { name: 'Сделать администратором' }).click();
    await expect.poll(async () => (await seat()).rights).toContain('restrictMembers');
    expectPlain((await seat()).rights).not.toContain('deleteMessages');
    await act('Права администратора');
    await expect(may('Закреплять сообщения')).toBeChecked();
    const off = (fields: Element[]) =>
      fields.forEach((one) => (one as HTMLInputElement).checked && (one as HTMLInputElement).click());
    await page.getByRole('switch').evaluateAll(off);
    await page.getByRole('button', { name: 'Сохранить', exact: true }).click();
    await expect(page.getByRole('alert').filter({ hasText: 'Оставьте хотя бы одно право' })).toBeVisible();
    await may('Закреплять сообщения').press('Space');
    // Meanwhile he left: that is told where it was asked.
    await bob.call('chats.leave', { chatId: chat.chatId });
    await page.getByRole('button', { name: 'Сохранить', exact: true }).click();
    await expect(page.locator('veche-member-rights').getByRole('alert')).toBeVisible();
    await alice.call('chats.addMember', target);
    await alice.call('members.promote', { ...target, rights: ['addAdmins', 'pinMessages'] });

    const other = await open(bob, `/c/${chat.chatId}?p=info`, { locale: 'en-GB' });
    await other.getByRole('button', { name: 'Actions: Вера Ильина' }).press('Enter');
    await expect(other.getByRole('menuitem', { name: 'What the member may do' })).toHaveCount(0);
    await other.getByRole('menuitem', { name: 'Make an admin' }).click();
    await expect(other.getByRole('switch', { name: 'Pin messages' })).toBeChecked();
    await expect(other.getByRole('switch', { name: 'Delete messages of others' })).toBeDisabled();
  });

  test('of which news one is told, and for how long of none, for oneself alone', async () => {
    const page = await open(bob, `/c/${chatId}?p=info`);
    const field = page.getByLabel('Уведомления об этом чате');
    await field.selectOption({ label: 'Не уведомлять 8 часов' });
    await expect(field.locator('option:checked')).toHaveText(/^Не уведомлять до/);
    const own = async () => (await bob.call('chats.get', { chatId })).chat;
    const hours = (Date.parse((await own()).mutedUntil!) - Date.now()) / 3_600_000;
    expectPlain(hours).toBeGreaterThan(7.9);
    await field.selectOption({ label: 'Когда упомянули меня' });
    await expect.poll(async () => [(await own()).notify, (await own()).mutedUntil]).toEqual(['mentions', undefined]);
    await expect(field.locator('option:checked')).toHaveText('Когда упомянули меня');
    await expectGoodLooks(page);
  });
});

test('no page complained', () => expectPlain(complaints).toEqual([]));
