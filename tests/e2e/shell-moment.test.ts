import type { ChatId } from '@veche/contract';
import { beforeAll, expect as expectNow, test } from 'vitest';
import { expect } from '../support/expect.ts';
import { clientId, type TestPerson } from '../support/server.ts';
import { startShell } from '../support/shell.ts';
import { audit } from '../support/shell-looks.ts';
import { chatLink, composer, message, send } from '../support/shell-parts.ts';

const { server, open, complaints } = await startShell();
let alice: TestPerson;
let bob: TestPerson;
let chatId: ChatId;

beforeAll(async () => {
  [alice, bob] = [await server.person('Алиса Соколова'), await server.person('Борис Волков')];
  chatId = (await alice.call('chats.createDirect', { accountId: bob.accountId })).chat.chatId;
});

test('ticks tell what was sent, what has arrived and what was read', async () => {
  const a = await open(alice, `/c/${chatId}`);
  await send(a, 'Слышно?');
  const tick = (label: string) => message(a, 'Слышно?').getByText(label, { exact: true });
  await expect(tick('Отправлено')).toBeAttached();
  const b = await open(bob, '/c');
  await expect(tick('Доставлено')).toBeAttached();
  await chatLink(b, 'Алиса Соколова').click();
  await expect(tick('Прочитано')).toBeAttached();
  await Promise.all([a, b].map((page) => page.context().close()));
});

test('the header tells who is here and who is typing, and the list of chats too', async () => {
  const [a, b] = [await open(alice, `/c/${chatId}`), await open(bob, `/c/${chatId}`)];
  await expect(a.locator('veche-chat header')).toContainText('в сети');
  await composer(b).pressSequentially('При');
  await expect(a.locator('veche-chat header')).toContainText('печатает…');
  await expect(chatLink(a, 'Борис Волков')).toContainText('печатает…');
  expectNow(await audit(a)).toEqual([]);
  await send(b, 'Привет');
  await expect(a.locator('veche-chat header')).not.toContainText('печатает…');
  await expect(message(a, 'Привет')).toBeVisible();
  await Promise.all([a, b].map((page) => page.context().close()));
});

test('who hides the own presence is told of others as little', async () => {
  await alice.call('privacy.set', { subject: 'lastSeen', audience: 'nobody' });
  const [a, b] = [await open(alice, `/c/${chatId}`), await open(bob, `/c/${chatId}`)];
  for (const page of [a, b]) await expect(page.locator('veche-chat header')).toContainText('последний раз: недавно');
  await alice.call('privacy.set', { subject: 'lastSeen', audience: 'everyone' });
  for (const page of [a, b]) await expect(page.locator('veche-chat header')).toContainText('в сети');
  await Promise.all([a, b].map((page) => page.context().close()));
});

test('a large group moves in the list without its messages, and is whole when it is opened', async () => {
  const memberIds = [bob.accountId];
  const { chat } = await alice.call('chats.createGroup', { clientId: clientId(), title: 'Район', memberIds });
  await server.app.sql`update chat set member_count = 900 where chat_id = ${chat.chatId}`;
  const b = await open(bob, '/c');
  await expect(chatLink(b, 'Район')).toBeVisible();
  for (const text of ['раз', 'два', 'три'])
    await alice.call('messages.send', { chatId: chat.chatId, clientId: clientId(), text });
  await expect(chatLink(b, 'Район')).toContainText('3 непрочитанных');
  await expect(chatLink(b, 'Район')).toContainText('три');
  await chatLink(b, 'Район').click();
  for (const text of ['раз', 'два', 'три']) await expect(message(b, text)).toBeVisible();
  await alice.call('messages.send', { chatId: chat.chatId, clientId: clientId(), text: 'четыре' });
  await expect(message(b, 'четыре')).toBeVisible();
  expectNow(complaints).toEqual([]);
});
