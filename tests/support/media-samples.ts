import { crc32, deflateSync } from 'node:zlib';
import sharp from 'sharp';

/** Stands in the metadata of each image. */
export const PHOTOGRAPHER = 'Alisa Sokolova';

/** An image of one colour, with what a camera adds. */
export async function image(
  format: 'jpeg' | 'png' | 'webp' | 'gif' | 'avif' | 'tiff',
  {
    width = 64,
    height = 48,
    alpha = 1,
    orientation,
  }: { width?: number; height?: number; alpha?: number; orientation?: number } = {},
): Promise<Buffer> {
  const background = { r: 200, g: 40, b: 90, alpha };
  const plain = sharp({ create: { width, height, channels: alpha < 1 ? 4 : 3, background } });
  const turned = orientation === undefined ? plain : plain.withMetadata({ orientation });
  const shot = turned.withExifMerge({
    IFD0: { Copyright: PHOTOGRAPHER },
    IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '55/1 45/1 0/1', GPSLongitudeRef: 'E', GPSLongitude: '37/1 37/1 0/1' },
  });
  return shot.toFormat(format).toBuffer();
}

/** Frames of different greys, played in a loop. */
export async function animation(format: 'gif' | 'webp', frames = 3): Promise<Buffer> {
  const [width, height] = [32, 24];
  const raw = Buffer.concat(
    Array.from({ length: frames }, (_, index) => Buffer.alloc(width * height * 3, 40 + index * 60)),
  );
  return sharp(raw, { raw: { width, height: height * frames, channels: 3, pageHeight: height } })
    .toFormat(format, { loop: 0, delay: Array.from({ length: frames }, () => 100) })
    .toBuffer();
}

/** A valid PNG whose few bytes unpack to so many pixels of one bit. */
export function pixelBomb(width: number, height: number): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header[8] = 1;
  const rows = Buffer.alloc((Math.ceil(width / 8) + 1) * height);
  return Buffer.concat([
    Buffer.from('89504e470d0a1a0a', 'hex'),
    pngChunk('IHDR', header),
    pngChunk('IDAT', deflateSync(rows, { level: 9 })),
    pngChunk('IEND', Buffer.alloc(0)),
  ]);
}

function pngChunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const chunk = Buffer.alloc(body.length + 8);
  chunk.writeUInt32BE(data.length, 0);
  body.copy(chunk, 4);
  chunk.writeUInt32BE(crc32(body), body.length + 4);
  return chunk;
}

/** A mono WAV of 16 bits that grows from silence to full loudness. */
export function wav(seconds: number, framesPerSecond = 8000): Buffer {
  const frames = Math.round(seconds * framesPerSecond);
  const data = Buffer.alloc(frames * 2);
  for (let frame = 0; frame < frames; frame += 1) {
    const loudness = frame / frames;
    data.writeInt16LE(Math.round(Math.sin(frame / 3) * loudness * 32_767), frame * 2);
  }
  const header = Buffer.alloc(44);
  header.write('RIFF', 0, 'latin1');
  header.writeUInt32LE(36 + data.length, 4);
  header.write('WAVEfmt ', 8, 'latin1');
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(1, 22);
  header.writeUInt32LE(framesPerSecond, 24);
  header.writeUInt32LE(framesPerSecond * 2, 28);
  header.writeUInt16LE(2, 32);
  header.writeUInt16LE(16, 34);
  header.write('data', 36, 'latin1');
  header.writeUInt32LE(data.length, 40);
  return Buffer.concat([header, data]);
}

/** Beginnings of containers: enough to be known by, and nothing to play. */
export const beginnings = {
  webm: Buffer.from('1a45dfa387428284' + Buffer.from('webm').toString('hex'), 'hex'),
  mp4: Buffer.from('000000186674797069736f6d0000020069736f6d6d703432', 'hex'),
  ogg: Buffer.concat([Buffer.from('OggS'), Buffer.alloc(24), Buffer.from('OpusHead'), Buffer.alloc(64)]),
  pdf: Buffer.from('%PDF-1.7\n%\xe2\xe3\xcf\xd3\n', 'latin1'),
};
