import { beforeAll, describe, test } from 'vitest';
import { expect } from '../support/expect.ts';
import { clientId, type TestPerson } from '../support/server.ts';
import { phone, startShell } from '../support/shell.ts';
import { composer, message, send } from '../support/shell-parts.ts';

const { server, open, complaints } = await startShell();
let alice: TestPerson;
let bob: TestPerson;

beforeAll(async () => {
  [alice, bob] = [await server.person('Алиса Соколова'), await server.person('Борис Волков')];
});

describe('topics', () => {
  test('are switched on, opened, and hold their messages apart; others see what is unread', async () => {
    const memberIds = [bob.accountId];
    const { chat } = await alice.call('chats.createGroup', { clientId: clientId(), title: 'Двор', memberIds });
    const { chatId } = chat;
    await bob.call('messages.send', { chatId, clientId: clientId(), text: 'Всем привет' });
    const a = await open(alice, `/c/${chatId}?p=info`);
    await a.getByRole('button', { name: 'Разделить на темы' }).click();
    await expect(a.getByRole('link', { name: /Общее/ })).toBeVisible();
    await a.getByRole('button', { name: 'Новая тема' }).click();
    await a.getByRole('textbox', { name: 'Название темы' }).fill('Парковка');
    await a.getByRole('button', { name: 'Создать тему' }).click();
    await expect(composer(a)).toBeVisible();
    await send(a, 'Кто закрыл въезд?');
    await expect(message(a, 'Кто закрыл въезд?')).toBeVisible();
    await expect(message(a, 'Всем привет')).toHaveCount(0);

    const b = await open(bob, `/c/${chatId}`, phone);
    const topic = b.getByRole('link', { name: /Парковка/ });
    await expect(topic.getByLabel('Непрочитанных: 2')).toBeVisible();
    await topic.press('Enter');
    await expect(message(b, 'Кто закрыл въезд?')).toBeVisible();
    await send(b, 'Дворник');
    await expect(message(a, 'Дворник')).toBeVisible();
    await b.getByRole('link', { name: 'К списку тем' }).click();
    await expect(b.getByRole('link', { name: /Парковка/ }).getByLabel(/Непрочитанных/)).toHaveCount(0);
    await b.getByRole('link', { name: /Общее/ }).click();
    await expect(message(b, 'Всем привет')).toBeVisible();
    await expect(message(b, 'Дворник')).toHaveCount(0);
  });

  test('no page complained', () => expect(complaints).toEqual([]));
});
