import { beforeAll, expect as expectPlain, test } from 'vitest';
import { expect } from '../support/expect.ts';
import { image } from '../support/media-samples.ts';
import { clientId, type TestPerson } from '../support/server.ts';
import { phone, startShell } from '../support/shell.ts';
import { audit } from '../support/shell-looks.ts';
import { messages } from '../support/shell-parts.ts';

const { server, open, complaints } = await startShell();
let alice: TestPerson;
let bob: TestPerson;

beforeAll(async () => {
  [alice, bob] = [await server.person('Алиса Соколова'), await server.person('Борис Волков')];
});

test('photos are sent as an album and seen in full; a file is sent and can be downloaded', async () => {
  const { chat } = await alice.call('chats.createGroup', {
    clientId: clientId(),
    title: 'Снимки',
    memberIds: [bob.accountId],
  });
  const page = await open(alice, `/c/${chat.chatId}`);
  const other = await open(bob, `/c/${chat.chatId}`, { ...phone, colorScheme: 'dark' });
  const attach = async (files: { name: string; mimeType: string; buffer: Buffer }[]) => {
    await page.getByRole('button', { name: 'Добавить к сообщению' }).click();
    const chooser = page.waitForEvent('filechooser');
    await page.getByRole('menuitem', { name: 'Фото или файл' }).click();
    await (await chooser).setFiles(files);
  };
  const photo = async (name: string) => ({ name, mimeType: 'image/jpeg', buffer: await image('jpeg') });
  await attach([await photo('двор.jpg'), await photo('клумба.jpg')]);
  const album = messages(other).first();
  await expect(album.getByRole('button', { name: 'Фото: двор.jpg' })).toBeVisible();
  await album.getByRole('button', { name: 'Фото: двор.jpg' }).click();
  await expect(other.getByRole('dialog', { name: 'Фото: двор.jpg' })).toBeVisible();
  await other.keyboard.press('ArrowRight');
  await expect(other.getByRole('dialog', { name: 'Фото: клумба.jpg' })).toBeVisible();
  expectPlain(await audit(other)).toEqual([]);
  await other.keyboard.press('Escape');
  await attach([{ name: 'смета.txt', mimeType: 'text/plain', buffer: Buffer.from('забор: 100') }]);
  const [download] = await Promise.all([
    other.waitForEvent('download'),
    other.getByRole('link', { name: /смета\.txt/ }).click(),
  ]);
  expectPlain(download.suggestedFilename()).toBe('смета.txt');
  expectPlain(await audit(other)).toEqual([]);
  expectPlain(complaints).toEqual([]);
});
