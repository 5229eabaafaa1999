import { MAX_FILE_BYTES as contractFile, media as contractMedia } from '@veche/contract';
import { expect, test } from 'vitest';
import { cleanName, kindsOf, MAX_ATTACHMENTS, MAX_FILE_BYTES, MAX_PHOTO_BYTES } from './file-kinds.ts';
import { MOST_NOTE_SECONDS } from './square-recorder.ts';

const [photo, video, sound, text] = ['image/png', 'video/webm', 'audio/mpeg', 'text/plain'].map((type) => ({
  type,
  size: 10,
})) as [Chosen, Chosen, Chosen, Chosen];
interface Chosen {
  type: string;
  size: number;
}

test('the limits are those of the contract', () => {
  expect(MOST_NOTE_SECONDS).toBe(contractMedia.MAX_VIDEO_NOTE_SECONDS);
  expect([MAX_ATTACHMENTS, MAX_FILE_BYTES, MAX_PHOTO_BYTES]).toEqual([
    contractMedia.MAX_ATTACHMENTS,
    contractFile,
    contractMedia.MAX_PHOTO_BYTES,
  ]);
});

test('photos and videos make an album, sounds stay sounds, and what is mixed goes as files', () => {
  expect(kindsOf([photo, video, photo])).toEqual(['photo', 'video', 'photo']);
  expect(kindsOf([sound, sound])).toEqual(['audio', 'audio']);
  expect(kindsOf([photo, text])).toEqual(['file', 'file']);
  expect(kindsOf([photo, sound])).toEqual(['file', 'file']);
  expect(kindsOf([{ type: 'image/heic', size: 10 }])).toEqual(['file']);
});

test('a picture that is too heavy to be shown goes as a file', () => {
  expect(kindsOf([{ type: 'image/png', size: MAX_PHOTO_BYTES }])).toEqual(['photo']);
  expect(kindsOf([{ type: 'image/png', size: MAX_PHOTO_BYTES + 1 }, photo])).toEqual(['file', 'file']);
});

test('a name cannot turn itself around, and a long one keeps its ending', () => {
  expect(cleanName('отчёт\u202Egpj.exe')).toBe('отчётgpj.exe');
  expect(cleanName('‏שלום.txt')).toBe('שלום.txt');
  const long = cleanName(`${'я'.repeat(5000)}.pdf`);
  expect([long.length, long.endsWith('я.pdf')]).toEqual([200, true]);
  expect(cleanName(`${'a'.repeat(195)}😀😀😀.txt`).isWellFormed()).toBe(true);
});
