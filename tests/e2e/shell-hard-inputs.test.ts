import type { Page } from 'playwright';
import { expect as expectPlain, test } from 'vitest';
import { expect } from '../support/expect.ts';
import { clientId } from '../support/server.ts';
import { phone, startShell } from '../support/shell.ts';
import { expectGoodLooks } from '../support/shell-looks.ts';
import { composer, messages } from '../support/shell-parts.ts';

const { server, open, complaints } = await startShell();
const alice = await server.person('Алиса Соколова');
const bob = await server.person('Boris Volkov');

async function openGroup(title: string) {
  const { chat } = await alice.call('chats.createGroup', { clientId: clientId(), title, memberIds: [bob.accountId] });
  return { chatId: chat.chatId, page: await open(alice, `/c/${chat.chatId}`, phone) };
}

/** Pastes a text of this length, and what else the clipboard has; answers how long the page was busy with it. */
const paste = (page: Page, text: string, times: number, picture = false): Promise<number> =>
  composer(page).evaluate(
    (field, [part, count, withPicture]) => {
      const clipboardData = new DataTransfer();
      clipboardData.setData('text/plain', part.repeat(count));
      if (withPicture) clipboardData.items.add(new File(['x'], 'слова.png', { type: 'image/png' }));
      const startedAt = performance.now();
      field.dispatchEvent(new ClipboardEvent('paste', { bubbles: true, cancelable: true, clipboardData }));
      return performance.now() - startedAt;
    },
    [text, times, picture] as const,
  );

test('a paste of 20 MB freezes nothing: it is sent as a file, or its beginning is taken', async () => {
  const { page, chatId } = await openGroup('Война и мир');
  await composer(page).pressSequentially('Вот: ');
  expectPlain(await paste(page, 'Eh bien, mon prince. ', 1_000_000)).toBeLessThan(2000);
  const question = page.getByRole('alertdialog', { name: 'Текст слишком длинный' });
  await expect(question).toContainText(/до 4\s096 знаков, а здесь 21\s000\s000/);
  await expectGoodLooks(page);
  await question.getByRole('button', { name: 'Вставить начало' }).click();
  await expect.poll(async () => (await composer(page).inputValue()).length).toBe(4096);
  expectPlain((await composer(page).inputValue()).slice(0, 12)).toBe('Вот: Eh bien');
  await composer(page).fill('');
  await paste(page, 'Eh bien, mon prince. ', 1_000_000);
  await question.getByRole('button', { name: 'Отправить файлом .txt' }).click();
  await expect(messages(page).getByRole('link', { name: /Текст\.txt/ })).toBeVisible();
  const [sent] = (await bob.call('messages.history', { chatId, limit: 1 })).messages;
  expectPlain(sent?.attachments?.[0]).toMatchObject({ kind: 'file', sizeBytes: 21_000_000 });

  // Words that come with a picture of themselves stay words: they are the browser's to put into the field.
  await paste(page, 'ячейка', 1, true);
  await expect(page.getByRole('list', { name: 'Отправляются файлы' })).toHaveCount(0);
});

test('4,096 emoji are counted, refused as a message and sent as a file; as many as fit are shown whole', async () => {
  const { page, chatId } = await openGroup('Смайлики');
  await composer(page).fill('😀'.repeat(4096));
  await expect(page.getByText('4096 знаков', { exact: false })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Отправить', exact: true })).toBeDisabled();
  await expectGoodLooks(page);
  await page.getByRole('button', { name: 'Отправить файлом .txt' }).press('Enter');
  await expect(messages(page).getByRole('link', { name: /Текст\.txt/ })).toBeVisible();
  await expect(composer(page)).toHaveValue('');
  await composer(page).fill('😀'.repeat(2048));
  await composer(page).press('Enter');
  await expect(messages(page)).toHaveCount(2);
  const last = async () => (await bob.call('messages.history', { chatId, limit: 1 })).messages[0]?.text;
  await expect.poll(last).toBe('😀'.repeat(2048));
  await expectGoodLooks(page);
});

test('text from right to left runs so in the field and in the message, beside names from left to right', async () => {
  const { page, chatId } = await openGroup('שלום Привет');
  const { messageId } = await bob.call('messages.send', { chatId, clientId: clientId(), text: 'Hello, Алиса (1)' });
  await alice.call('messages.send', {
    chatId,
    clientId: clientId(),
    replyTo: messageId,
    text: 'שלום Boris, מה (שלומך)?',
  });
  const answer = messages(page).filter({ hasText: 'שלום Boris' });
  await expect(answer).toContainText('Boris Volkov');
  const direction = (text: string) =>
    page
      .getByText(text)
      .first()
      .evaluate((element) => getComputedStyle(element).direction);
  expectPlain(await direction('שלום Boris, מה')).toBe('rtl');
  expectPlain(await direction('Hello, Алиса (1)')).toBe('ltr');
  await composer(page).fill('مرحبا @Boris');
  expectPlain(await composer(page).evaluate((field) => getComputedStyle(field).direction)).toBe('rtl');
  await composer(page).fill('Привет שלום');
  expectPlain(await composer(page).evaluate((field) => getComputedStyle(field).direction)).toBe('ltr');
  await expectGoodLooks(page);
  expectPlain(complaints).toEqual([]);
});
