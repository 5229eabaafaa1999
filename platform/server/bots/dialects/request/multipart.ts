/** What a part's header says. */
export interface PartHeader {
  readonly name: string;
  /** Present for files, even when empty. */
  readonly filename?: string;
  readonly contentType?: string;
}

/** Takes the content of one part, in pieces. */
export interface PartSink {
  write(bytes: Uint8Array): void;
  end(): void;
}

/** The body is not multipart as its boundary promises. */
export class MultipartError extends Error {}

const MAX_HEADER_BYTES = 16 * 1024;
const MAX_PARTS = 1000;
const LF = 0x0a;
const CR = 0x0d;
const DASH = 0x2d;

/** The boundary that a Content-Type names, or null. */
export function boundaryOf(contentType: string): string | null {
  if (!/^\s*multipart\/form-data\b/i.test(contentType)) return null;
  const match = /;\s*boundary\s*=\s*(?:"([^"]{1,200})"|([^\s;"]{1,200}))/i.exec(contentType);
  return match?.[1] ?? match?.[2] ?? null;
}

/**
 * Reads multipart/form-data in pieces of any size, holding back no more than a boundary's length. Tolerates what
 * clients send: bare line feeds, header names in any case, no space after `:` and `;`, unquoted values.
 */
export function createMultipartReader(boundary: string, onPart: (header: PartHeader) => PartSink) {
  // Line breaks belong to the boundary after them; the first one may stand at the very start.
  const delimiter = Buffer.from(`\n--${boundary}`);
  let rest = Buffer.from('\n');
  let state: 'preamble' | 'header' | 'content' | 'done' = 'preamble';
  let sink: PartSink | null = null;
  let parts = 0;
  /** Bytes at the start of `rest` that are no content of the part. */
  let skip = 0;

  const take = (length: number): Buffer => {
    const taken = rest.subarray(0, length);
    rest = rest.subarray(length);
    return taken;
  };

  const give = (bytes: Buffer): void => {
    if (bytes.length > skip) sink?.write(bytes.subarray(skip));
    skip = 0;
  };

  /** Content up to the next boundary. False when more bytes are needed. */
  const readContent = (): boolean => {
    for (let from = 0; ;) {
      const at = rest.indexOf(delimiter, from);
      if (at < 0) {
        // A CR before the boundary's LF is held back with it.
        const safe = rest.length - delimiter.length - 1;
        if (safe > skip) give(take(safe));
        return false;
      }
      const after = lineAfter(at + delimiter.length);
      if (after === 'unknown') {
        if (at - 1 > skip) give(take(at - 1));
        return false;
      }
      if (after === null) {
        from = at + 1;
        continue;
      }
      const content = take(at);
      const end = content.at(-1) === CR ? content.length - 1 : content.length;
      give(content.subarray(0, Math.max(end, 0)));
      sink?.end();
      sink = null;
      take(after.next - at);
      state = after.isLast ? 'done' : 'header';
      return true;
    }
  };

  /** What follows a boundary: `--`, or the end of its line. Null when the text goes on: it was no boundary. */
  const lineAfter = (start: number): { next: number; isLast: boolean } | 'unknown' | null => {
    if (rest.length < start + 2) return 'unknown';
    if (rest[start] === DASH && rest[start + 1] === DASH) return { next: start + 2, isLast: true };
    let at = start;
    while (rest[at] === 0x20 || rest[at] === 0x09) at += 1;
    if (rest[at] === CR) at += 1;
    if (at >= rest.length) return at - start > 256 ? null : 'unknown';
    return rest[at] === LF ? { next: at + 1, isLast: false } : null;
  };

  /** A part's header up to its blank line. False when more bytes are needed. */
  const readHeader = (): boolean => {
    const blank = findBlankLine(rest);
    if (blank === null) {
      if (rest.length > MAX_HEADER_BYTES) throw new MultipartError('a part has too long a header');
      return false;
    }
    parts += 1;
    if (parts > MAX_PARTS) throw new MultipartError('there are too many parts');
    const header = readPartHeader(take(blank.start).toString('utf8'));
    // The blank line's line feed stays for a boundary right behind it, and is no content.
    take(blank.end - blank.start - 1);
    skip = 1;
    sink = onPart(header);
    state = 'content';
    return true;
  };

  const step = (): boolean => {
    if (state === 'done') return false;
    return state === 'header' ? readHeader() : readContent();
  };

  return {
    write(chunk: Uint8Array): void {
      if (state === 'done') return;
      rest = rest.length === 0 ? Buffer.from(chunk) : Buffer.concat([rest, chunk]);
      let goesOn = true;
      while (goesOn) goesOn = step();
    },
    end(): void {
      if (state !== 'done') throw new MultipartError('the body ends before its last boundary');
    },
  };
}

function findBlankLine(bytes: Buffer): { start: number; end: number } | null {
  // No header at all: the blank line comes at once.
  if (bytes[0] === LF) return { start: 0, end: 1 };
  if (bytes[0] === CR && bytes[1] === LF) return { start: 0, end: 2 };
  for (let at = bytes.indexOf(LF); at >= 0; at = bytes.indexOf(LF, at + 1)) {
    if (bytes[at + 1] === LF) return { start: at, end: at + 2 };
    if (bytes[at + 1] === CR && bytes[at + 2] === LF) return { start: at, end: at + 3 };
  }
  return null;
}

/** Reads `Content-Disposition` and `Content-Type` of a part. */
function readPartHeader(text: string): PartHeader {
  const lines = new Map(
    text.split(/\r?\n/).flatMap((line): [string, string][] => {
      const colon = line.indexOf(':');
      return colon < 0 ? [] : [[line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim()]];
    }),
  );
  const values = readDisposition(lines.get('content-disposition') ?? '');
  const name = values.get('name');
  if (name === undefined) throw new MultipartError('a part has no name');
  const filename = decodeExtended(values.get('filename*')) ?? values.get('filename');
  const contentType = lines.get('content-type');
  return {
    name,
    ...(filename === undefined ? {} : { filename }),
    ...(contentType === undefined ? {} : { contentType }),
  };
}

/** `form-data; name="a"; filename=b c.txt` as pairs; values may be unquoted and then reach to the next `;`. */
function readDisposition(text: string): Map<string, string> {
  const pairs = new Map<string, string>();
  const form = /;\s*([\w*-]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^;]*))/g;
  for (const match of text.matchAll(form)) {
    const value = match[2] === undefined ? (match[3] ?? '').trim() : match[2].replace(/\\(["\\])/g, '$1');
    const key = match[1]?.toLowerCase() ?? '';
    if (!pairs.has(key)) pairs.set(key, value);
  }
  return pairs;
}

/** `UTF-8''na%20me` of RFC 5987; undefined when it is not of that form. */
function decodeExtended(value: string | undefined): string | undefined {
  const match = /^utf-8'[^']*'(.*)$/i.exec(value ?? '');
  if (match?.[1] === undefined) return undefined;
  try {
    return decodeURIComponent(match[1]);
  } catch {
    return undefined;
  }
}
