import { expect } from '../support/expect.ts';
import { expect as expectPlain, test } from 'vitest';
import { clientId } from '../support/server.ts';
import { startShell } from '../support/shell.ts';
import { composer, message, messages, send } from '../support/shell-parts.ts';

const { server, open, complaints } = await startShell();
const alice = await server.person('Алиса Соколова');
const bob = await server.person('Борис Волков');
const { chat } = await alice.call('chats.createDirect', { accountId: bob.accountId });

test('without a network a message waits in sight and goes out once when the network returns', async () => {
  const [a, b] = [await open(alice, `/c/${chat.chatId}`), await open(bob, `/c/${chat.chatId}`)];
  await send(a, 'На связи');
  await expect(message(b, 'На связи')).toBeVisible();
  await a.context().setOffline(true);
  await expect(a.getByText('Сообщения сохранятся здесь и уйдут, когда связь вернётся.')).toBeVisible();
  await send(a, 'Из тоннеля');
  await send(a, 'Ещё из тоннеля');
  await expect(message(a, 'Ещё из тоннеля').getByText('Ждёт отправки')).toBeAttached();
  await expect(composer(a)).toHaveValue('');
  await a.context().setOffline(false);
  await expect(message(a, 'Ещё из тоннеля').getByText('Отправлено')).toBeAttached({ timeout: 20_000 });
  await expect(messages(b)).toHaveCount(3);
  await expect(messages(b).last()).toContainText('Ещё из тоннеля');
});

test('what cannot be sent says so, and is sent again or forgotten', async () => {
  const group = await alice.call('chats.createGroup', {
    clientId: clientId(),
    title: 'Без Бориса',
    memberIds: [bob.accountId],
  });
  const { chatId } = group.chat;
  const page = await open(bob, `/c/${chatId}`);
  await send(page, 'Пока все вместе');
  await expect(message(page, 'Пока все').getByText('Отправлено')).toBeAttached();
  await page.context().setOffline(true);
  await send(page, 'Я ещё здесь?');
  await alice.call('chats.removeMember', { chatId, accountId: bob.accountId });
  await page.context().setOffline(false);
  await expect(page.getByText('Этот чат Вам недоступен')).toBeVisible({ timeout: 20_000 });
});

test('no page complained', () => expectPlain(complaints).toEqual([]));
