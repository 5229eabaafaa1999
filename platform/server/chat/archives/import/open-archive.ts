import type { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { type Entry, fromRandomAccessReaderPromise, RandomAccessReader } from 'yauzl';
import { ArchiveError } from './item.ts';

/** An uploaded file that can be read from any place. */
export interface ByteSource {
  readonly size: number;
  readonly name: string;
  /** Bytes from `start` to before `end`. */
  read(start: number, end: number): Readable;
}

/** An uploaded archive: its text, and the files beside it when it is a zip. */
export interface Archive {
  readonly format: 'telegram' | 'whatsapp';
  /** Name of the uploaded file, which may have the title of the chat. */
  readonly name: string;
  /** Anew on each call. */
  openText(): AsyncIterable<Uint8Array>;
  /** A file by its path beside the text; null when it is not there or cannot be read. */
  openFile(path: string): Promise<{ content: Readable; size: number } | null>;
  close(): void;
}

const MEGABYTE = 1_000_000;
/** Most entries of a zip. */
const MAX_ENTRIES = 200_000;
/** Most bytes of the text of an archive. */
const MAX_TEXT_BYTES = 2_000 * MEGABYTE;
/** Most bytes of a file beside it. */
const MAX_FILE_BYTES = 2_000 * MEGABYTE;
/** How many times larger than the zip all its content may be; text packs about ten times, a bomb a thousand. */
const MAX_RATIO = 200;
/** Ends of names of texts we know, the best first. */
const TEXTS = [/(?:^|\/)result\.json$/, /(?:^|\/)_chat\.txt$/, /(?:^|\/)[^/]*whatsapp[^/]*\.txt$/i, /^[^/]+\.txt$/];

/** Opens an upload and finds the text within it. Throws ArchiveError. */
export async function openArchive(source: ByteSource): Promise<Archive> {
  const head = await buffer(source.read(0, Math.min(source.size, 512)));
  if (head.subarray(0, 2).toString('latin1') === 'PK') return openZip(source);
  return {
    format: formatOf(head),
    name: source.name,
    openText: () => source.read(0, source.size),
    openFile: () => Promise.resolve(null),
    close: () => undefined,
  };
}

class SourceReader extends RandomAccessReader {
  readonly #source: ByteSource;
  constructor(source: ByteSource) {
    super();
    this.#source = source;
  }
  override _readStreamForRange(start: number, end: number): Readable {
    return this.#source.read(start, end);
  }
}

async function openZip(source: ByteSource): Promise<Archive> {
  const zip = await fromRandomAccessReaderPromise(new SourceReader(source), source.size, {
    lazyEntries: true,
    autoClose: false,
  }).catch(unsafe);
  try {
    const entries = new Map<string, Entry>();
    let total = 0;
    if (zip.entryCount > MAX_ENTRIES) throw new ArchiveError('tooLarge', `The zip has more than ${MAX_ENTRIES} files.`);
    // The reader refuses absolute names, `..` and drive letters; names are only looked up, never written to.
    for await (const entry of zip.eachEntry()) {
      total += entry.uncompressedSize;
      if (entries.size >= MAX_ENTRIES || total > source.size * MAX_RATIO + MEGABYTE)
        throw new ArchiveError('unsafeZip', 'The zip holds far more than its size lets expect.');
      if (!entry.fileName.endsWith('/') && !entry.isEncrypted()) entries.set(entry.fileName, entry);
    }
    const text = findText([...entries.keys()]);
    const textEntry = text === undefined ? undefined : entries.get(text);
    if (text === undefined || textEntry === undefined)
      throw new ArchiveError('unknownFormat', 'The zip has neither result.json nor a text of a chat.');
    if (textEntry.uncompressedSize > MAX_TEXT_BYTES)
      throw new ArchiveError('tooLarge', 'The text of the archive is larger than 2 GB.');
    const folder = text.slice(0, text.lastIndexOf('/') + 1);
    return {
      format: text.endsWith('.json') ? 'telegram' : 'whatsapp',
      name: source.name,
      openText: () => openEntry(textEntry),
      async openFile(path) {
        const entry = entries.get(folder + path);
        if (entry === undefined || entry.uncompressedSize > MAX_FILE_BYTES) return null;
        const content = await zip.openReadStreamPromise(entry).catch(() => null);
        return content === null ? null : { content, size: entry.uncompressedSize };
      },
      close: () => zip.close(),
    };
    async function* openEntry(entry: Entry): AsyncGenerator<Uint8Array> {
      const content = await zip.openReadStreamPromise(entry).catch(unsafe);
      try {
        for await (const chunk of content) yield chunk as Uint8Array;
      } catch (error) {
        // Sizes and checksums that do not fit what is there.
        unsafe(error);
      }
    }
  } catch (error) {
    zip.close();
    return unsafe(error);
  }
}

/** The text with the best name, nearest to the top. */
function findText(names: readonly string[]): string | undefined {
  const depth = (name: string) => name.split('/').length;
  for (const pattern of TEXTS) {
    const found = names.filter((name) => pattern.test(name) && depth(name) <= 3).sort((a, b) => depth(a) - depth(b));
    if (found[0] !== undefined) return found[0];
  }
  return undefined;
}

function formatOf(head: Buffer): Archive['format'] {
  const text = head
    .toString('utf8')
    .replace(/^\ufeff/, '')
    .trimStart();
  return text.startsWith('{') ? 'telegram' : 'whatsapp';
}

function unsafe(error: unknown): never {
  if (error instanceof ArchiveError) throw error;
  throw new ArchiveError('unsafeZip', `The zip cannot be read: ${error instanceof Error ? error.message : 'broken'}.`);
}
