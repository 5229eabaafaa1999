import type { Page } from 'playwright';
import { beforeAll, expect as expectPlain, test } from 'vitest';
import { expect } from '../support/expect.ts';
import { image } from '../support/media-samples.ts';
import { clientId, type TestPerson } from '../support/server.ts';
import { phone, startShell } from '../support/shell.ts';
import { audit, expectGoodLooks } from '../support/shell-looks.ts';
import { composer, message, messages, send } from '../support/shell-parts.ts';
import { createUpload, uploaderOf } from '../support/uploads.ts';

type FilePayload = { name: string; mimeType: string; buffer: Buffer };

const { server, open, complaints } = await startShell({ fileQuotaBytes: 120 * 1024 ** 2 });
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

/** A group with what is sent through its composer. */
async function openGroup(title: string, person = alice) {
  const { chat } = await alice.call('chats.createGroup', { clientId: clientId(), title, memberIds: [bob.accountId] });
  const page = await open(person, `/c/${chat.chatId}`);
  const attach = async (files: FilePayload[]) => {
    await page.getByRole('button', { name: 'Добавить к сообщению' }).click();
    const chooser = page.waitForEvent('filechooser');
    await page.getByRole('menuitem', { name: 'Фото или файл' }).click();
    await (await chooser).setFiles(files);
  };
  return { page, attach, chatId: chat.chatId, uploads: page.getByRole('list', { name: 'Отправляются файлы' }) };
}

/** Lets a page send this many bytes of each upload, and holds what follows. */
async function holdUploads(page: Page, afterBytes: number) {
  let isHolding = true;
  const offsets: number[] = [];
  await page.context().route('**/files/uploads/*', async (route) => {
    const request = route.request();
    if (request.method() !== 'PATCH') return route.continue();
    const offset = Number(request.headers()['upload-offset']);
    if (isHolding && offset >= afterBytes) return;
    offsets.push(offset);
    await route.continue();
  });
  return { offsets, letGo: () => (isHolding = false) };
}

const MIB = 1024 ** 2;
const archive = Uint8Array.from({ length: 20 * MIB }, (_, place) => place % 251);

/** Drops a file of 20 MiB, which is made in the page. */
const dropArchive = (page: Page) =>
  give(page, 'drop', () =>
    Promise.resolve([new File([Uint8Array.from({ length: 20 * 1024 ** 2 }, (_, place) => place % 251)], 'архив.zip')]),
  );

test('an upload goes on after a reload from where it was, and the message arrives whole', async () => {
  const { page, chatId, uploads } = await openGroup('Архив');
  const held = await holdUploads(page, 8 * MIB);
  await dropArchive(page);
  await expect(uploads.getByRole('progressbar', { name: 'архив.zip' })).toHaveAttribute('value', '40');
  await expectGoodLooks(page);
  await expect(uploads.getByText('Не закрывайте страницу')).toHaveCount(0);
  await page.reload();
  await expect(uploads.getByText('архив.zip')).toBeVisible();
  // What is written meanwhile does not wait for the file.
  await send(page, 'Сейчас пришлю архив');
  await expect(message(page, 'Сейчас пришлю').getByText('Отправлено')).toBeAttached();
  held.letGo();
  await page.reload();
  await expect(messages(page).getByRole('link', { name: /архив\.zip/ })).toBeVisible();
  await expect(uploads).toHaveCount(0);
  // What the server had is not sent again; a chunk that it did not take may be tried anew.
  expectPlain(held.offsets.filter((offset) => offset < 8 * MIB)).toEqual([0]);
  const { messages: all } = await bob.call('messages.history', { chatId });
  expectPlain(all.map(({ attachments }) => attachments?.[0]?.sizeBytes)).toEqual([undefined, archive.length]);
  const fileId = all[1]?.attachments?.[0]?.fileId;
  const answer = await fetch(`${server.url}/files/${fileId}?chat=${chatId}&message=${all[1]?.messageId}`, {
    headers: { authorization: `Bearer ${await bob.token()}` },
  });
  expectPlain(Buffer.from(await answer.arrayBuffer()).equals(archive)).toBe(true);
});

test('a cancelled upload is gone from the screen, the server and the chat, also after a reload', async () => {
  const { page, chatId, uploads } = await openGroup('Передумала');
  await holdUploads(page, 8 * MIB);
  await dropArchive(page);
  await expect(uploads.getByRole('progressbar')).toHaveAttribute('value', '40');
  await expect(uploads.getByText('Не закрывайте страницу')).toHaveCount(0);
  await page.reload();
  await uploads.getByRole('button', { name: 'Не отправлять: архив.zip' }).click();
  await expect(uploads).toHaveCount(0);
  await expect.poll(async () => (await alice.call('media.usage', {})).openUploads).toBe(0);
  await page.reload();
  await expect(composer(page)).toBeVisible();
  await expect(uploads).toHaveCount(0);
  expectPlain((await alice.call('messages.history', { chatId })).messages).toEqual([]);
});

test('what is dropped and pasted is sent: a video that plays, a picture, a file under a name that hides nothing', async () => {
  const { page, chatId } = await openGroup('Разное');
  await bob.call('messages.send', { chatId, clientId: clientId(), text: 'Пришлите видео' });
  await messages(page).first().focus();
  await page.keyboard.press('KeyR');
  await give(page, 'drop', async () => {
    const canvas = Object.assign(document.createElement('canvas'), { width: 64, height: 48 });
    const context = canvas.getContext('2d')!;
    const recorder = new MediaRecorder(canvas.captureStream(25), { mimeType: 'video/webm' });
    const pieces: Blob[] = [];
    recorder.ondataavailable = ({ data }) => pieces.push(data);
    recorder.start();
    for (let frame = 0; frame < 15; frame += 1) {
      context.fillStyle = frame % 2 === 0 ? 'teal' : 'orange';
      context.fillRect(0, 0, 64, 48);
      await new Promise((resolve) => setTimeout(resolve, 40));
    }
    const stopped = new Promise((resolve) => (recorder.onstop = resolve));
    recorder.stop();
    await stopped;
    return [new File(pieces, 'двор.webm', { type: 'video/webm' })];
  });
  const video = messages(page).last().locator('video');
  await expect(video).toBeVisible();
  await expect(messages(page).last()).toContainText('Пришлите видео');
  await video.evaluate((element: HTMLVideoElement) => ((element.muted = true), element.play()));
  await expect.poll(() => video.evaluate((element: HTMLVideoElement) => element.currentTime)).toBeGreaterThan(0);
  const [sent] = (await bob.call('messages.history', { chatId, limit: 1 })).messages;
  expectPlain(sent?.attachments?.[0]).toMatchObject({ kind: 'video', width: 64, height: 48, mimeType: 'video/webm' });
  expectPlain(sent?.attachments?.[0]?.thumbnail).toBeDefined();

  await give(page, 'paste', async () => {
    const canvas = new OffscreenCanvas(40, 30);
    canvas.getContext('2d')!.fillRect(0, 0, 40, 30);
    return [new File([await canvas.convertToBlob()], 'снимок.png', { type: 'image/png' })];
  });
  await expect(page.getByRole('button', { name: /Фото: снимок\./ })).toBeVisible();

  const long = `${'очень-длинное-имя-'.repeat(30)}.txt`;
  await give(page, 'drop', () =>
    Promise.resolve([new File(['a'], 'счёт\u202Efdp.exe'), new File(['b'], '\u2067מסמך.txt')]),
  );
  await expect(messages(page).getByRole('link', { name: /счётfdp\.exe/ })).toBeVisible();
  await expect(messages(page).getByRole('link', { name: /מסמך\.txt/ })).toBeVisible();
  await page.evaluate((name) => Object.assign(window, { longName: name }), long);
  await give(page, 'drop', () =>
    Promise.resolve([new File(['c'], (window as unknown as { longName: string }).longName)]),
  );
  await expect(messages(page).getByRole('link', { name: /очень-длинное-имя.*\.txt/ })).toBeVisible();
  await expectGoodLooks(page);
});

test('what cannot be sent is refused in words that say why, and what is no picture can go as a file', async () => {
  const { page, attach, chatId, uploads } = await openGroup('Отказы');
  await give(page, 'drop', () => {
    const part = new Blob([new Uint8Array(64 * 1024 ** 2)]);
    return Promise.resolve([new File([], 'пусто.txt'), new File(Array<Blob>(33).fill(part), 'фильм.mkv')]);
  });
  await expect(page.getByText('Файл «пусто.txt» пустой, отправлять нечего.')).toBeVisible();
  await expect(page.getByText('Файл «фильм.mkv» слишком большой: можно отправить до 2 ГБ.')).toBeVisible();
  await attach([{ name: 'не-фото.jpg', mimeType: 'image/jpeg', buffer: Buffer.from('просто слова') }]);
  await expect(uploads.getByText('Этот файл не открывается как фото или видео.')).toBeVisible();
  await expectGoodLooks(page);
  await page.reload();
  await uploads.getByRole('button', { name: 'Отправить файлом' }).press('Enter');
  await expect(messages(page).getByRole('link', { name: /не-фото\.jpg/ })).toBeVisible();

  const { quotaBytes, usedBytes, reservedBytes } = await alice.call('media.usage', {});
  await createUpload(await uploaderOf(server, alice), { size: quotaBytes - usedBytes - reservedBytes - MIB });
  await dropArchive(page);
  await expect(uploads.getByText('Файл не помещается в Ваше хранилище.', { exact: false })).toBeVisible();
  await uploads.getByRole('button', { name: 'Не отправлять: архив.zip' }).click();
  await expect(uploads).toHaveCount(0);

  await alice.call('chats.update', { chatId, permissions: ['sendMessages'] });
  const other = await open(bob, `/c/${chatId}`, { ...phone, colorScheme: 'dark' });
  await expect(composer(other)).toBeVisible();
  await give(other, 'paste', () => Promise.resolve([new File(['a'], 'a.txt')]));
  await expect(other.getByText('В этом чате Вам нельзя отправлять файлы.')).toBeVisible();
  expectPlain(complaints).toEqual([]);
});

/** Drops on the composer, or pastes into it, files that are made in the page. */
async function give(page: Page, how: 'drop' | 'paste', make: () => Promise<File[]>): Promise<void> {
  const made = await page.evaluateHandle(make);
  const field = await composer(page).elementHandle();
  await page.evaluate(
    ([target, files, kind]) => {
      const data = new DataTransfer();
      for (const file of files) data.items.add(file);
      const options = { bubbles: true, composed: true, cancelable: true };
      const event =
        kind === 'drop'
          ? new DragEvent('drop', { ...options, dataTransfer: data })
          : new ClipboardEvent('paste', { ...options, clipboardData: data });
      target?.dispatchEvent(event);
    },
    [field, made, how] as const,
  );
}
