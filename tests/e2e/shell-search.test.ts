import { beforeAll, describe, test } from 'vitest';
import { expect } from '../support/expect.ts';
import { clientId, type TestPerson } from '../support/server.ts';
import { desktop, phone, startShell } from '../support/shell.ts';
import { message } from '../support/shell-parts.ts';

const { server, open, complaints } = await startShell();
let alice: TestPerson;
let chatId: number;

beforeAll(async () => {
  alice = await server.person('Алиса Соколова');
  const bob = await server.person('Борис Волков');
  const created = await alice.call('chats.createGroup', {
    ...{ clientId: clientId(), title: 'Двор на Садовой' },
    memberIds: [bob.accountId],
  });
  chatId = created.chat.chatId;
  const say = (text: string) => bob.call('messages.send', { chatId: chatId, clientId: clientId(), text });
  await say('Купили новую ёлку для двора');
  for (let number = 1; number <= 60; number += 1) await say(`Сообщение ${number}`);
});

describe.each([
  ['desktop', desktop],
  ['phone', phone],
])('search on a %s', (_name, size) => {
  test('words lead to the message, which is shown in its chat far from the newest', async () => {
    const page = await open(alice, '/c', size);
    const search = page.getByRole('searchbox', { name: 'Поиск' });
    await search.fill('елка');
    const found = page.getByRole('link', { name: /Купили новую ёлку/ });
    await expect(found).toBeVisible();
    await expect(found.locator('mark')).toHaveText('ёлку');
    await found.click();
    await expect(message(page, 'Купили новую ёлку для двора')).toBeInViewport();
    expect(new URL(page.url()).pathname).toBe(`/c/${chatId}`);
    expect(complaints).toEqual([]);
  });
});

test('a mistake is forgiven aloud, and nothing found is said', async () => {
  const page = await open(alice, '/c');
  const search = page.getByRole('searchbox', { name: 'Поиск' });
  await search.fill('сообшение');
  await expect(page.getByText('Точных совпадений нет')).toBeVisible();
  await search.fill('абракадабра');
  await expect(page.getByText('В сообщениях ничего не нашлось.')).toBeVisible();
});
