import { expect } from '../support/expect.ts';
import { describe, test } from 'vitest';
import { insertDemoPerson } from '../../platform/server/identity/index.ts';
import { clientId } from '../support/server.ts';
import { startShell } from '../support/shell.ts';
import { message, send } from '../support/shell-parts.ts';

const { server, open, complaints } = await startShell();
/** A person whom the sign-in page offers by one click. */
async function demoPerson(name: string, position: number) {
  const person = await server.person(name);
  await insertDemoPerson(server.app.sql, { accountId: person.accountId, position, role: 'citizen' });
  return person;
}
await demoPerson('Алиса Соколова', 1);

/** How many rows each table of the device's database has. */
async function rowsHeld(): Promise<Record<string, number>> {
  const opening = indexedDB.open('veche');
  await new Promise((resolve) => (opening.onsuccess = resolve));
  const database = opening.result;
  const names = [...database.objectStoreNames];
  const tx = database.transaction(names);
  const counts = names.map((name) => [name, tx.objectStore(name).count()] as const);
  await new Promise((resolve) => (tx.oncomplete = resolve));
  database.close();
  return Object.fromEntries(counts.map(([name, { result }]) => [name, result]));
}

const codeFor = (phone: string) => server.codes.findLast((sent) => sent.phone === phone)?.code ?? '';

describe('sign-in', () => {
  test('a new person enters by phone and code, says their name, and is in', async () => {
    const page = await open(null);
    await expect(page).toHaveURL(/\/sign-in$/);
    await page.getByLabel('Номер телефона').fill('8 (999) 555-00-01');
    await page.keyboard.press('Enter');
    await expect(page.getByText('Код отправлен на +7 999 555-00-01.')).toBeVisible();

    await page.getByLabel('Код из шести цифр').fill(codeFor('+79995550001') === '000000' ? '000001' : '000000');
    await expect(page.getByRole('alert')).toContainText('Код не подошёл');

    await page.getByLabel('Код из шести цифр').fill('');
    await page.getByLabel('Код из шести цифр').pressSequentially(codeFor('+79995550001'));
    await page.getByLabel('Имя и фамилия').fill('Егор Белов');
    await page.getByRole('button', { name: 'Продолжить' }).click();
    await expect(page).toHaveURL(/\/c$/);
    await page.goto(`${server.url}/settings`);
    await expect(page.getByLabel('Имя', { exact: true })).toHaveValue('Егор Белов');
  });

  test('a number that is none is told so before anything is sent', async () => {
    const page = await open(null, '/sign-in');
    await page.getByLabel('Номер телефона').fill('12');
    await page.getByRole('button', { name: 'Получить код' }).click();
    await expect(page.getByRole('alert')).toContainText('Проверьте номер');
  });

  test('a session ended from elsewhere is told of, and leaves nothing on the device', async () => {
    const vera = await server.person('Вера Ильина');
    const { chat } = await vera.call('chats.createGroup', { clientId: clientId(), title: 'Архив', memberIds: [] });
    const page = await open(vera, `/c/${chat.chatId}`);
    await page.getByRole('textbox', { name: 'Сообщение' }).fill('Недописанное');
    const { sessions } = await vera.call('identity.listSessions', {});
    for (const { sessionId } of sessions) await vera.call('identity.revokeSession', { sessionId });
    await expect(page.getByText('Сеанс на этом устройстве завершён.')).toBeVisible();
    await expect(page.getByLabel('Номер телефона')).toBeVisible();
    const rows = () =>
      page.evaluate(async () => {
        const opening = indexedDB.open('veche');
        await new Promise((resolve) => (opening.onsuccess = resolve));
        const names = [...opening.result.objectStoreNames];
        const counts = names.map(
          (name) =>
            new Promise<number>((resolve) => {
              const counting = opening.result.transaction(name).objectStore(name).count();
              counting.onsuccess = () => resolve(counting.result);
            }),
        );
        const all = await Promise.all(counts);
        opening.result.close();
        return all.reduce((sum, count) => sum + count, 0);
      });
    await expect.poll(rows).toBe(0);
    await page.context().close();
  });

  test('a demo person enters by one click, comes back after a reload, and leaves', async () => {
    const page = await open(null, '/settings');
    await page.getByRole('button', { name: /Алиса Соколова/ }).click();
    // Where the stranger wanted to go.
    await expect(page).toHaveURL(/\/settings$/);
    await page.reload();
    await expect(page.getByLabel('Имя', { exact: true })).toHaveValue('Алиса Соколова');
    await page.getByRole('button', { name: 'Выйти', exact: true }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Выйти' }).click();
    await expect(page.getByRole('heading', { name: 'Вход в Вече' })).toBeVisible();
    await page.goto(`${server.url}/c`);
    await expect(page).toHaveURL(/\/sign-in$/);
  });

  test('who leaves in a tab that lost its store leaves nothing on the device', async () => {
    const vera = await demoPerson('Вера Ильина', 3);
    const { chat } = await vera.call('chats.createGroup', { clientId: clientId(), title: 'Дача', memberIds: [] });
    const page = await open(vera, `/c/${chat.chatId}`);
    await send(page, 'Ключ под крыльцом');
    await expect(message(page, 'Ключ под крыльцом').getByText('Отправлено')).toBeAttached();
    // Parts that nobody waits for are there.
    await page.waitForFunction(() => performance.getEntriesByType('resource').some(({ name }) => /later-/.test(name)));
    await page.context().setOffline(true);
    await send(page, 'И никому ни слова');
    await expect(message(page, 'И никому ни слова').getByText('Ждёт отправки')).toBeAttached();
    const held = () => page.evaluate(rowsHeld);
    expect(await held()).toMatchObject({ meta: 1, chats: 1, queue: 1 });
    // Another tab with a newer version takes the database over, which it can only once this one gave way.
    await page.evaluate(async () => {
      const { version = 0 } = (await indexedDB.databases()).find(({ name }) => name === 'veche') ?? {};
      const opening = indexedDB.open('veche', version + 1);
      await new Promise((resolve) => (opening.onsuccess = resolve));
      opening.result.close();
    });
    // The session ends before the waiting message is heard of.
    await vera.http('identity.signOut', {});
    await page.context().setOffline(false);
    await expect(page.getByRole('heading', { name: 'Вход в Вече' })).toBeVisible({ timeout: 20_000 });
    const empty = { meta: 0, accounts: 0, chats: 0, messages: 0, queue: 0, contents: 0, drafts: 0 };
    await expect.poll(held).toEqual(empty);
  });

  test('a device that another device signs out returns to the sign-in page', async () => {
    const zoya = await demoPerson('Зоя Лебедева', 2);
    const page = await open(zoya, '/c');
    await expect(page.getByText('Здесь будут Ваши чаты.')).toBeVisible();
    const other = await open(null, '/sign-in');
    await other.getByRole('button', { name: /Зоя Лебедева/ }).click();
    await expect(other).toHaveURL(/\/c$/);
    await other.goto(`${server.url}/settings`);
    await other.getByRole('button', { name: /^Отключить/ }).click();
    await expect(page.getByRole('heading', { name: 'Вход в Вече' })).toBeVisible();
  });

  test('the page speaks English to those who ask for it, also after a reload', async () => {
    const page = await open(null, '/sign-in');
    await page.getByRole('button', { name: 'English' }).click();
    await expect(page.getByRole('heading', { name: 'Sign in to Veche' })).toBeVisible();
    await page.reload();
    await expect(page.getByRole('heading', { name: 'Sign in to Veche' })).toBeVisible();
    await expect(page.locator('html')).toHaveAttribute('lang', 'en');
  });

  test('no page complained', () => expect(complaints).toEqual([]));
});
