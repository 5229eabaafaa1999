import type { Page } from 'playwright';
import { beforeAll, expect as expectPlain, test } from 'vitest';
import { expect } from '../support/expect.ts';
import { wav } from '../support/media-samples.ts';
import { clientId, type TestPerson } from '../support/server.ts';
import { phone, startShell } from '../support/shell.ts';
import { expectGoodLooks } from '../support/shell-looks.ts';
import { composer, messages } from '../support/shell-parts.ts';
import { uploadFile } from '../support/uploads.ts';

// A microphone that gives a tone each second, allowed without a question.
const browserArgs = ['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream'];
const { server, open, complaints } = await startShell({}, browserArgs);
let alice: TestPerson;
let bob: TestPerson;

beforeAll(async () => {
  [alice, bob] = [await server.person('Алиса Соколова'), await server.person('Борис Волков')];
});

async function group(title: string) {
  const { chat } = await alice.call('chats.createGroup', { clientId: clientId(), title, memberIds: [bob.accountId] });
  return chat.chatId;
}

test('a voice note is recorded where nothing is written, can be thrown away, and is sent with its waveform', async () => {
  const chatId = await group('Двор');
  const page = await open(alice, `/c/${chatId}`);
  const record = page.getByRole('button', { name: 'Записать голосовое' });
  await record.click();
  const recorder = page.getByRole('group', { name: 'Идёт запись' });
  await expect(recorder.getByRole('timer')).toHaveText('0:01');
  await expectGoodLooks(page);
  await page.keyboard.press('Escape');
  await expect(recorder).toHaveCount(0);
  await expect(composer(page)).toBeFocused();

  await composer(page).fill('слова');
  await expect(record).toHaveCount(0);
  await composer(page).fill('');
  await record.press('Enter');
  await expect(recorder.getByRole('timer')).toHaveText('0:02');
  await page.keyboard.press('Enter');
  await expect(messages(page).getByRole('group', { name: 'Голосовое' })).toBeVisible();
  await expect(recorder).toHaveCount(0);
  const [sent] = (await bob.call('messages.history', { chatId, limit: 1 })).messages;
  const [voice] = sent?.attachments ?? [];
  expectPlain(voice).toMatchObject({ kind: 'voice', mimeType: expectPlain.stringMatching(/^audio\//) });
  expectPlain(voice?.durationSeconds).toBeGreaterThan(1);
  expectPlain(voice?.waveform).toHaveLength(100);
  expectPlain(Math.max(...(voice?.waveform ?? []))).toBe(31);

  // What a browser has recorded can be sought in, though it does not say its length.
  const place = messages(page).getByRole('slider', { name: 'Место в записи' });
  await place.press('End');
  await expect
    .poll(() => page.locator('veche-voice audio').evaluate((audio: HTMLAudioElement) => audio.currentTime))
    .toBeGreaterThan(1);
  expectPlain(complaints).toEqual([]);
});

test('who refuses the microphone is told what to do, and can write', async () => {
  const page = await open(alice, `/c/${await group('Без звука')}`);
  await page.evaluate(
    () => (navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('', 'NotAllowedError'))),
  );
  await page.getByRole('button', { name: 'Записать голосовое' }).click();
  await expect(page.getByText('Нет доступа к микрофону: разрешите его этому сайту')).toBeVisible();
  await expect(composer(page)).toBeVisible();
});

test('a received voice note is played, sought by keyboard and sped up', async () => {
  const chatId = await group('Слушать');
  const voice = await uploadFile(server, alice, wav(12), { kind: 'voice', name: 'голос.wav' });
  await alice.call('messages.send', { chatId, clientId: clientId(), attachments: [{ fileId: voice.fileId }] });
  const page = await open(bob, `/c/${chatId}`, { ...phone, colorScheme: 'dark' });
  const player = page.getByRole('group', { name: 'Голосовое' });
  const place = player.getByRole('slider', { name: 'Место в записи' });
  await expect(place).toHaveAttribute('aria-valuetext', '0:00 из 0:12');
  await place.press('ArrowRight');
  await place.press('ArrowRight');
  await expect(place).toHaveAttribute('aria-valuetext', '0:02 из 0:12');
  await player.getByRole('button', { name: 'Слушать' }).click();
  await player.getByRole('button', { name: 'Скорость 1×' }).click();
  await player.getByRole('button', { name: 'Скорость 1,5×' }).click();
  await expect(player.getByRole('button', { name: 'Скорость 2×' })).toBeVisible();
  const heard = () =>
    page
      .locator('veche-voice audio')
      .evaluate(({ playbackRate, currentTime }: HTMLAudioElement) => playbackRate === 2 && currentTime > 2.5);
  await expect.poll(heard).toBe(true);
  await player.getByRole('button', { name: 'Пауза' }).click();
  await expect(player.getByRole('button', { name: 'Слушать' })).toBeVisible();
  await expectGoodLooks(page);
  expectPlain(complaints).toEqual([]);
});

const attach = async (page: Page, item: string) => {
  await page.getByRole('button', { name: 'Добавить к сообщению' }).click();
  await page.getByRole('menuitem', { name: item }).click();
};

test('a photo is taken, taken again and sent', async () => {
  const chatId = await group('Снимаю');
  const page = await open(alice, `/c/${chatId}`);
  await attach(page, 'Снять фото');
  const sheet = page.getByRole('dialog', { name: 'Снять фото' });
  await expect(page.getByRole('button', { name: 'Снять', exact: true })).toBeEnabled();
  await expectGoodLooks(page);
  const take = async () => {
    await page.getByRole('button', { name: 'Снять', exact: true }).press('Enter');
    await expect(page.getByRole('img', { name: 'Снятое фото' })).toBeVisible();
  };
  await expect
    .poll(() => page.locator('veche-camera video').evaluate((one: HTMLVideoElement) => one.videoWidth))
    .toBeGreaterThan(0);
  await take();
  await page.getByRole('button', { name: 'Ещё раз' }).click();
  await take();
  await expectGoodLooks(page);
  await page.keyboard.press('Enter');
  await expect(sheet).toHaveCount(0);
  await expect(messages(page).getByRole('button', { name: /^Фото: Фото/ })).toBeVisible();
  expectPlain(complaints).toEqual([]);
});

test('a video note is recorded by keyboard, looked at, sent round and square, and played where it stands', async () => {
  const chatId = await group('Кружок');
  const page = await open(alice, `/c/${chatId}`);
  await attach(page, 'Записать видеосообщение');
  const record = page.getByRole('button', { name: 'Записать', exact: true });
  await expect(record).toBeFocused();
  await expectGoodLooks(page);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('timer')).toContainText('0:01');
  await page.getByRole('button', { name: 'Остановить' }).press('Enter');
  await expect(page.getByLabel('Записанное видеосообщение')).toBeVisible();
  await page.getByRole('button', { name: 'Ещё раз' }).click();
  // Held: it ends when the button is let go.
  const box = (await record.boundingBox())!;
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await page.mouse.down();
  await expect(page.getByRole('timer')).toContainText('0:02');
  await page.mouse.up();
  await expect(page.getByRole('button', { name: 'Отправить' }).last()).toBeFocused();
  await expectGoodLooks(page);
  await page.keyboard.press('Enter');
  const note = messages(page).getByRole('button', { name: /^Видеосообщение, 0:02/ });
  await expect(note).toBeVisible({ timeout: 20_000 });
  const [sent] = (await bob.call('messages.history', { chatId, limit: 1 })).messages;
  expectPlain(sent?.attachments?.[0]).toMatchObject({ kind: 'videoNote', width: 384, height: 384 });
  expectPlain(sent?.attachments?.[0]?.thumbnail).toBeDefined();

  const other = await open(bob, `/c/${chatId}`, { ...phone, reducedMotion: 'reduce' });
  const video = other.locator('veche-note video');
  await expect(video).toBeVisible();
  const state = () =>
    video.evaluate(({ paused, muted, currentTime }: HTMLVideoElement) => ({ paused, muted, moved: currentTime > 0 }));
  expectPlain((await state()).paused).toBe(true);
  await messages(other)
    .getByRole('button', { name: /смотреть со звуком/ })
    .press('Enter');
  await expect.poll(state).toEqual({ paused: false, muted: false, moved: true });
  await expect(messages(other).getByRole('button', { name: /смотреть со звуком/ })).toBeVisible();
  await expectGoodLooks(other);
  expectPlain(complaints).toEqual([]);
});

test.each([
  ['NotFoundError', /Камера не найдена|нужны камера и микрофон/],
  ['NotAllowedError', 'Нет доступа к камере'],
  ['NotReadableError', 'Камера занята'],
])('who has no camera for %s is told what to do', async (error, words) => {
  const page = await open(alice, `/c/${await group(error)}`);
  await page.evaluate((name) => {
    navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('', name));
  }, error);
  for (const item of ['Снять фото', 'Записать видеосообщение']) {
    await attach(page, item);
    await expect(page.getByRole('alert').filter({ hasText: words })).toBeVisible();
    await expect(page.getByRole('button', { name: 'Повторить' })).toBeVisible();
    await page.keyboard.press('Escape');
  }
});
