import { expect } from '../support/expect.ts';
import { expect as expectPlain, test } from 'vitest';
import { startShell } from '../support/shell.ts';
import { chatLink, composer, message, messages, send } from '../support/shell-parts.ts';

const { server, open, complaints } = await startShell();
const alice = await server.person('Алиса Соколова');
const bob = await server.person('Борис Волков');
const { chat } = await alice.call('chats.createDirect', { accountId: bob.accountId });
const path = `/c/${chat.chatId}`;

test('two tabs of one browser share drafts, queue and session, and each message goes out once', async () => {
  const first = await open(alice, path);
  const second = await first.context().newPage();
  await second.goto(server.url + path);
  await expect(composer(second)).toBeVisible();

  await send(first, 'Из первой вкладки');
  await expect(message(second, 'Из первой вкладки')).toBeVisible();
  await send(second, 'Из второй вкладки');
  await expect(message(first, 'Из второй вкладки').getByText('Отправлено')).toBeAttached();

  await first.context().setOffline(true);
  await send(second, 'Без связи');
  await expect(message(first, 'Без связи').getByText('Ждёт отправки')).toBeAttached();
  await first.context().setOffline(false);
  for (const tab of [first, second]) {
    await expect(message(tab, 'Без связи').getByText('Отправлено')).toBeAttached({ timeout: 20_000 });
    await expect(messages(tab)).toHaveCount(3);
  }
  const { messages: stored } = await bob.call('messages.history', { chatId: chat.chatId });
  expectPlain(stored.map(({ text }) => text)).toEqual(['Из первой вкладки', 'Из второй вкладки', 'Без связи']);

  // The tab that sends for both goes away; the other takes over.
  await first.close();
  await send(second, 'Осталась одна');
  await expect(message(second, 'Осталась одна').getByText('Отправлено')).toBeAttached();
});

test('where no worker can start, the page does its work; out of reach of the server, it shows what is stored', async () => {
  const page = await open(bob, path);
  await expect(message(page, 'Осталась одна')).toBeVisible();
  await page.route(/worker-[^/]*\.js$/, (route) => route.abort());
  await page.reload();
  await send(page, 'Без помощника');
  await expect(message(page, 'Без помощника').getByText('Отправлено')).toBeAttached();

  // Only sockets of the page itself can be kept from the server, hence both in one story.
  await page.routeWebSocket('**/ws', (socket) => void socket.close());
  await page.reload();
  await expect(message(page, 'Без помощника')).toBeVisible();
  await expect(chatLink(page, 'Алиса Соколова')).toBeVisible();
  await expect(page.getByText('Сообщения сохранятся здесь и уйдут, когда связь вернётся.')).toBeVisible();
});

test('no page complained', () => expectPlain(complaints).toEqual([]));
