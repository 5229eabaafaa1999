import type { ChatId } from '@veche/contract';
import { beforeAll, describe, expect as expectPlain, test } from 'vitest';
import { expect } from '../support/expect.ts';
import { clientId, type TestPerson } from '../support/server.ts';
import { narrow, startShell } from '../support/shell.ts';
import { expectGoodLooks } from '../support/shell-looks.ts';

const { server, open, complaints } = await startShell();
let alice: TestPerson;
let bob: TestPerson;
let chatId: ChatId;

const say = (person: TestPerson, text: string, place = chatId) =>
  person.call('messages.send', { chatId: place, clientId: clientId(), text });

beforeAll(async () => {
  alice = await server.person('Алиса Соколова');
  bob = await server.person('Борис Волков');
  const memberIds = [bob.accountId];
  ({ chatId } = (await alice.call('chats.createGroup', { clientId: clientId(), title: 'Двор', memberIds })).chat);
});

describe('what happens between messages', () => {
  test('stands among them as quiet lines, at once, after a reload and in both languages', async () => {
    await say(alice, 'Здравствуйте, соседи');
    const b = await open(bob, `/c/${chatId}`, narrow);
    const lines = b.locator('.told');
    await expect(lines).toHaveText(['Создана группа «Двор»']);
    for (const name of ['Вера Ильина', 'Глеб Орлов', 'Дарья Белова', 'Егор Лис']) {
      const { accountId } = await server.person(name);
      await alice.call('chats.addMember', { chatId, accountId });
      if (name.startsWith('Вера')) await expect(lines.last()).toHaveText('Вера Ильина теперь в группе');
    }
    await expect(lines.last()).toHaveText('Вера Ильина, Глеб Орлов и ещё 2 теперь в группе');
    const { messageId } = await say(bob, 'Субботник в десять');
    await alice.call('pins.set', { chatId, messageId });
    await alice.call('members.promote', { chatId, accountId: bob.accountId });
    await alice.call('chats.update', { chatId, title: 'Наш двор', messageTtlSeconds: 86_400 });
    const after = [
      'Закреплено сообщение · Алиса Соколова',
      'Теперь администратор: Вы',
      'Новое название: «Наш двор» · Новые сообщения исчезают через сутки · Алиса Соколова',
    ];
    const all = ['Создана группа «Двор»', 'Вера Ильина, Глеб Орлов и ещё 2 теперь в группе', ...after];
    await expect(lines).toHaveText(all);
    await b.reload();
    await expect(lines).toHaveText(all);
    await expectGoodLooks(b);
    await lines.getByRole('button').press('Enter');
    await expect(b.locator('.message[data-lit]')).toContainText('Субботник');

    const english = await open(bob, `/c/${chatId}`, { ...narrow, locale: 'en-GB' });
    await expect(english.locator('.told')).toHaveText([
      'The group “Двор” was created',
      'Now in the group: Вера Ильина, Глеб Орлов and 2 more',
      'A message was pinned · Алиса Соколова',
      'Now an admin: You',
      'New name: “Наш двор” · New messages disappear after a day · Алиса Соколова',
    ]);
    await expectGoodLooks(english);
    expectPlain(complaints).toEqual([]);
  });
});
