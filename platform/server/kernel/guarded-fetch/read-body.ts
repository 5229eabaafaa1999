import { type Duplex, pipeline } from 'node:stream';
import { createBrotliDecompress, createGunzip } from 'node:zlib';
import { FetchFailure } from './failure.ts';

/** What we can take apart; offered to the other side as well. */
export const ACCEPTED_ENCODINGS = 'gzip, br';

export interface BodyLimits {
  /** Before and after decompression. */
  readonly maxBytes: number;
  /** Keep what fits instead of refusing what does not. */
  readonly truncate: boolean;
  /** Called with every piece that comes. */
  readonly onPiece: () => void;
}

/** Reads and decompresses; never holds more than the limit and one piece. */
export async function readBody(
  body: AsyncIterable<Uint8Array>,
  encoding: string,
  limits: BodyLimits,
): Promise<{ bytes: Uint8Array; truncated: boolean }> {
  const decoder = decoderOf(encoding);
  const raw = bounded(body, limits);
  const pieces: AsyncIterable<Uint8Array> = decoder === null ? raw : decoded(raw, decoder);
  const kept: Uint8Array[] = [];
  let size = 0;
  for await (const piece of pieces) {
    const room = limits.maxBytes - size;
    if (piece.length > room && !limits.truncate) throw new FetchFailure('too_large');
    kept.push(piece.subarray(0, room));
    size += Math.min(piece.length, room);
    if (piece.length > room) return { bytes: Buffer.concat(kept), truncated: true };
  }
  return { bytes: Buffer.concat(kept), truncated: false };
}

/** Counts what comes over the wire: compressed emptiness would never reach the limit behind the decoder. */
async function* bounded(body: AsyncIterable<Uint8Array>, limits: BodyLimits): AsyncGenerator<Uint8Array> {
  let size = 0;
  for await (const piece of body) {
    limits.onPiece();
    yield piece;
    size += piece.length;
    if (size > limits.maxBytes) {
      if (limits.truncate) return;
      throw new FetchFailure('too_large');
    }
  }
}

function decoderOf(encoding: string): Duplex | null {
  switch (encoding.trim().toLowerCase()) {
    case '':
    case 'identity':
      return null;
    case 'gzip':
    case 'x-gzip':
      return createGunzip();
    case 'br':
      return createBrotliDecompress();
    default:
      // Also a chain of them: nobody but an attacker compresses twice.
      throw new FetchFailure('bad_response', `content-encoding ${encoding}`);
  }
}

function decoded(raw: AsyncGenerator<Uint8Array>, decoder: Duplex): AsyncIterable<Uint8Array> {
  // An error of either side reaches the reader through the decoder, and leaving it ends both.
  return pipeline(raw, decoder, () => undefined);
}
