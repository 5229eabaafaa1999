import { open, type FileHandle } from 'node:fs/promises';

/** Samples of a waveform, and the loudest value of one (5 bits). */
const SAMPLES = 100;
const LOUDEST = 31;

/** Frames looked at for one sample: a long recording is measured at places. */
const FRAMES_A_SAMPLE = 4096;

const PCM = 1;
const FLOAT = 3;
const EXTENSIBLE = 0xfffe;

interface Format {
  format: number;
  bits: number;
  frameBytes: number;
  framesPerSecond: number;
}

interface Layout extends Format {
  dataAt: number;
  dataBytes: number;
}

/**
 * Duration and loudness of a WAV file in integer or float PCM; null when it is something else or broken. Other
 * recordings are measured by the client that made them.
 */
export async function measureWav(path: string): Promise<{ durationSeconds: number; waveform: number[] } | null> {
  const file = await open(path, 'r');
  try {
    const layout = await readLayout(file);
    if (layout === null) return null;
    const frames = Math.floor(layout.dataBytes / layout.frameBytes);
    if (frames === 0) return null;
    const durationSeconds = Math.round((frames / layout.framesPerSecond) * 1000) / 1000;
    const peaks = await readPeaks(file, layout, frames);
    const loudest = Math.max(...peaks, 1e-6);
    return { durationSeconds, waveform: peaks.map((peak) => Math.round((peak / loudest) * LOUDEST)) };
  } finally {
    await file.close();
  }
}

/** Walks the chunks of the RIFF container (Multimedia Programming Interface and Data Specifications 1.0). */
async function readLayout(file: FileHandle): Promise<Layout | null> {
  const { size } = await file.stat();
  const riff = await read(file, 0, 12);
  if (riff.toString('latin1', 0, 4) !== 'RIFF' || riff.toString('latin1', 8, 12) !== 'WAVE') return null;
  let format: Format | null = null;
  for (let at = 12, chunks = 0; at + 8 <= size && chunks < 100; chunks += 1) {
    const head = await read(file, at, 8);
    const name = head.toString('latin1', 0, 4);
    const bytes = head.readUInt32LE(4);
    if (name === 'fmt ') format = readFormat(await read(file, at + 8, Math.min(bytes, 40)));
    if (name === 'data') return format && { ...format, dataAt: at + 8, dataBytes: Math.min(bytes, size - at - 8) };
    at += 8 + bytes + (bytes % 2);
  }
  return null;
}

function readFormat(chunk: Buffer): Format | null {
  if (chunk.length < 16) return null;
  const stated = chunk.readUInt16LE(0);
  // The real format then stands in the first bytes of a GUID.
  const format = stated === EXTENSIBLE && chunk.length >= 26 ? chunk.readUInt16LE(24) : stated;
  const channels = chunk.readUInt16LE(2);
  const framesPerSecond = chunk.readUInt32LE(4);
  const bits = chunk.readUInt16LE(14);
  const isKnown = (format === PCM && [8, 16, 24, 32].includes(bits)) || (format === FLOAT && bits === 32);
  if (!isKnown || channels === 0 || channels > 64 || framesPerSecond === 0) return null;
  return { format, bits, frameBytes: (bits / 8) * channels, framesPerSecond };
}

async function readPeaks(file: FileHandle, layout: Layout, frames: number): Promise<number[]> {
  const count = Math.min(SAMPLES, frames);
  const peaks: number[] = [];
  for (let index = 0; index < count; index += 1) {
    const first = Math.floor((index * frames) / count);
    const last = Math.floor(((index + 1) * frames) / count);
    const length = Math.min(last - first, FRAMES_A_SAMPLE) * layout.frameBytes;
    peaks.push(peakOf(await read(file, layout.dataAt + first * layout.frameBytes, length), layout));
  }
  return peaks;
}

function peakOf(content: Buffer, { format, bits }: Layout): number {
  const bytes = bits / 8;
  let peak = 0;
  for (let at = 0; at + bytes <= content.length; at += bytes) {
    const value =
      format === FLOAT
        ? content.readFloatLE(at)
        : bits === 8
          ? (content.readUInt8(at) - 128) / 128
          : content.readIntLE(at, bytes) / 2 ** (bits - 1);
    // A float may be no number.
    if (Math.abs(value) > peak) peak = Math.min(1, Math.abs(value));
  }
  return peak;
}

async function read(file: FileHandle, position: number, length: number): Promise<Buffer> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, position);
  return buffer.subarray(0, bytesRead);
}
