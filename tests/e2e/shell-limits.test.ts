import { expect as expectPlain, test } from 'vitest';
import { expect } from '../support/expect.ts';
import { clientId } from '../support/server.ts';
import { phone, startShell } from '../support/shell.ts';
import { expectGoodLooks } from '../support/shell-looks.ts';

const { server, open, complaints } = await startShell();

test('limits tell what is left today, and those of every method', async () => {
  const alice = await server.person('Алиса Соколова');
  await alice.call('chats.createGroup', { clientId: clientId(), title: 'Двор', memberIds: [] });
  const page = await open(alice, '/settings', phone);
  await page.getByRole('link', { name: 'Ограничения' }).press('Enter');
  const { own } = await alice.call('limits.get', {});
  const chats = own?.budgets.find(({ kind }) => kind === 'createdChats');
  const row = page.getByRole('row', { name: /Создать чаты/ });
  await expect(row).toContainText(`${chats?.left}`);
  expectPlain(chats?.left).toBe((chats?.perDay ?? 0) - 1);
  await page.getByRole('searchbox', { name: 'Поиск по названию' }).fill('reports.cre');
  await expect(page.getByRole('row', { name: /reports\.create/ })).toContainText('10');
  await expectGoodLooks(page);
  await page.getByRole('searchbox').fill('нет такого');
  await expect(page.getByText('С таким названием ничего нет.')).toBeVisible();
  await page.reload();
  await expect(page.getByRole('heading', { name: 'Ограничения' })).toBeVisible();

  const english = await open(alice, '/settings/limits', { locale: 'en-GB' });
  await expect(english.getByRole('columnheader', { name: 'Left' })).toBeVisible();
});

test('no page complained', () => expectPlain(complaints).toEqual([]));
