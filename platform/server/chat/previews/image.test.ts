import sharp from 'sharp';
import { expect, test } from 'vitest';
import { toThumbnail } from './image.ts';

const plain = (width: number, height: number) => sharp({ create: { width, height, channels: 3, background: 'teal' } });

test('a picture becomes a small WebP of its own pixels', async () => {
  const photo = await plain(1000, 2000)
    .withExif({ IFD0: { Copyright: 'secret place' } })
    .jpeg()
    .toBuffer();
  const thumbnail = await toThumbnail(photo);
  expect(thumbnail).toMatchObject({ width: 240, height: 480 });
  const { format, exif } = await sharp(thumbnail?.content).metadata();
  expect([format, exif]).toEqual(['webp', undefined]);
});

test('icons and drawings are none to show', async () => {
  expect(await toThumbnail(await plain(32, 400).png().toBuffer())).toBeNull();
  const drawing = '<svg xmlns="http://www.w3.org/2000/svg" width="400" height="400"><rect width="9" height="9"/></svg>';
  expect(await toThumbnail(Buffer.from(drawing))).toBeNull();
});

test('a bomb and a broken picture are refused before they are unpacked', async () => {
  const bomb = await plain(5000, 5000).png({ compressionLevel: 9 }).toBuffer();
  expect(bomb.byteLength).toBeLessThan(500_000);
  await expect(toThumbnail(bomb)).rejects.toThrow(/pixel limit/);
  await expect(toThumbnail(bomb.subarray(0, 200))).rejects.toThrow();
  await expect(toThumbnail(Buffer.from('no picture'))).rejects.toThrow();
});
