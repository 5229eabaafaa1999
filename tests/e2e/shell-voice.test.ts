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
