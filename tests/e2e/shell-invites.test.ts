import { beforeAll, describe, test } from 'vitest';
import { expect } from '../support/expect.ts';
import { clientId, type TestPerson } from '../support/server.ts';
import { phone, startShell } from '../support/shell.ts';
import { chatLink, composer, message, send } from '../support/shell-parts.ts';

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

describe('an invitation', () => {
  test('a link made by one lets another in, who then appears among the members', async () => {
    const { chat } = await alice.call('chats.createGroup', { clientId: clientId(), title: 'Двор', memberIds: [] });
    const a = await open(alice, `/c/${chat.chatId}?p=info`);
    const panel = a.getByRole('complementary');
    await panel.getByRole('button', { name: 'Приглашения' }).click();
    await a.getByRole('button', { name: 'Создать ссылку' }).click();
    await a.getByRole('button', { name: 'QR-код ссылки' }).click();
    await expect(a.getByRole('img', { name: 'QR-код ссылки' })).toBeVisible();
    const link = await a.getByRole('link', { name: /#\/join\// }).innerText();
    await a.getByRole('dialog').getByRole('button', { name: 'Закрыть' }).click();

    const b = await open(bob, new URL(link).pathname + new URL(link).hash, phone);
    await expect(b.getByRole('heading', { name: 'Двор' })).toBeVisible();
    await b.getByRole('button', { name: 'Вступить в группу' }).press('Enter');
    await expect(composer(b)).toBeVisible();
    await send(b, 'Здравствуйте, соседи!');
    await expect(message(a, 'Здравствуйте, соседи!')).toBeVisible();
    await expect(panel.getByText('Борис Волков')).toBeVisible();
    await expect(panel.getByText('2 участника')).toBeVisible();
  });

  test('a request waits until an admin lets its maker in', async () => {
    const { chat } = await alice.call('chats.createGroup', { clientId: clientId(), title: 'Совет', memberIds: [] });
    const { chatId } = chat;
    const { invite } = await alice.call('invites.create', { chatId, clientId: clientId(), needsApproval: true });
    const v = await open(vera, `/#/join/${invite.token}`);
    await v.getByRole('button', { name: 'Попроситься' }).click();
    await expect(v.getByRole('status').filter({ hasText: 'Просьба отправлена' })).toBeVisible();
    await v.getByRole('dialog').getByRole('button', { name: 'Закрыть' }).click();
    const a = await open(alice, `/c/${chatId}?p=info`);
    await a.getByRole('button', { name: /Приглашения.*1 ждёт/ }).click();
    await a.getByRole('button', { name: 'Впустить: Вера Ильина' }).click();
    await expect(chatLink(v, 'Совет')).toBeVisible();
  });

  test('a channel shows no composer to who follows it, and posts of its owner', async () => {
    const { chat } = await alice.call('chats.createChannel', { clientId: clientId(), title: 'Новости двора' });
    const { chatId } = chat;
    const { invite } = await alice.call('invites.create', { chatId, clientId: clientId() });
    const b = await open(bob, `/#/join/${invite.token}`);
    await b.getByRole('button', { name: 'Подписаться на канал' }).click();
    await expect(b.getByRole('button', { name: 'Выключить уведомления' })).toBeVisible();
    await expect(composer(b)).toHaveCount(0);
    const a = await open(alice, `/c/${chatId}`);
    await send(a, 'Каток открыт');
    await expect(message(b, 'Каток открыт')).toBeVisible();
    await b.getByRole('button', { name: 'Выключить уведомления' }).click();
    await expect(b.getByRole('button', { name: 'Включить уведомления' })).toBeVisible();
  });

  test('no page complained', () => expect(complaints).toEqual([]));
});
