import { expect as expectPlain, test } from 'vitest';
import { expect } from '../support/expect.ts';
import { clientId } from '../support/server.ts';
import { startShell } from '../support/shell.ts';
import { expectGoodLooks } from '../support/shell-looks.ts';

const { server, open, complaints } = await startShell();

test('who may restrict members says whether those who come see what was said before, others do not', async () => {
  const [alice, bob] = [await server.person('Алиса Соколова'), await server.person('Борис Волков')];
  const memberIds = [bob.accountId];
  const { chatId } = (await alice.call('chats.createGroup', { clientId: clientId(), title: 'Двор', memberIds })).chat;
  const read = async () => (await alice.call('chats.get', { chatId })).chat.historyForNewMembers;
  const page = await open(alice, `/c/${chatId}?p=info`);
  const field = page.getByRole('switch', { name: /Новые участники видят прошлые сообщения/ });
  await expect(field).toBeChecked();
  await field.press('Space');
  await expect.poll(read).toBe('hidden');
  await expectGoodLooks(page);
  await page.reload();
  await expect(field).not.toBeChecked();
  await field.press('Space');
  await expect.poll(read).toBeUndefined();

  const other = await open(bob, `/c/${chatId}?p=info`);
  await expect(other.getByRole('heading', { name: 'Участники' })).toBeVisible();
  await expect(other.getByRole('switch')).toHaveCount(0);
  expectPlain(complaints).toEqual([]);
});
