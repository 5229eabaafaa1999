import { Readable } from 'node:stream';

/** A stream that is opened when it is read, for callers who cannot wait. */
export function lazyStream(open: () => Promise<Readable>): Readable {
  return Readable.from(
    (async function* () {
      yield* await open();
    })(),
    { objectMode: false },
  );
}
