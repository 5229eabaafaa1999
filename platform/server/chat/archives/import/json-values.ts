import { ArchiveError } from './item.ts';

type Path = readonly (string | number)[];

/** One value of a wanted place of a JSON document. */
interface FoundValue {
  readonly path: Path;
  readonly value: unknown;
}

/** Longest single value in characters: a message with its text and buttons is a few thousand. */
const MAX_VALUE_LENGTH = 4_000_000;
const MAX_DEPTH = 64;
const MAX_KEY_LENGTH = 1_000;

interface Level {
  readonly kind: 'object' | 'array';
  /** Key or index of the value under way. */
  at: string | number;
  /** Objects: whether the next string is a key. */
  expectsKey: boolean;
}

/**
 * Reads the wanted values of a JSON document that is larger than memory, in their order. `wanted` is asked at the
 * start of each value; what is inside a wanted value is not asked again.
 */
export async function* jsonValues(
  chunks: AsyncIterable<string>,
  wanted: (path: Path) => boolean,
): AsyncGenerator<FoundValue> {
  const levels: Level[] = [];
  let inString = false;
  let isEscaped = false;
  let inWord = false;
  /** Text of the key or of the wanted value under way: null when it is passed over. */
  let kept: string | null = null;
  let isKey = false;
  /** Depth at which the wanted value began; -1 when there is none. */
  let captureDepth = -1;
  let ended = false;

  const path = (): Path => levels.map((level) => level.at);
  const begin = (): void => {
    if (ended) throw new ArchiveError('malformed', 'There is something after the end of the JSON document.');
    if (captureDepth >= 0 || !wanted(path())) return;
    captureDepth = levels.length;
    kept = '';
  };
  /** After a whole value: the found one, when it was wanted. */
  const end = (): FoundValue | null => {
    if (levels.length === 0) ended = true;
    if (captureDepth !== levels.length) return null;
    captureDepth = -1;
    const text = kept ?? '';
    kept = null;
    return { path: path(), value: parse(text) };
  };

  for await (const chunk of chunks) {
    let from = 0;
    const keep = (upTo: number): void => {
      if (kept === null) return;
      kept += chunk.slice(from, upTo);
      from = upTo;
      if (kept.length > (isKey ? MAX_KEY_LENGTH : MAX_VALUE_LENGTH))
        throw new ArchiveError('tooLarge', 'One value of the JSON document is too long.');
    };
    for (let index = 0; index < chunk.length; index += 1) {
      const code = chunk.charCodeAt(index);
      if (inString) {
        if (isEscaped) isEscaped = false;
        else if (code === BACKSLASH) isEscaped = true;
        else if (code === QUOTE) {
          inString = false;
          if (isKey) {
            keep(index + 1);
            const level = levels.at(-1);
            if (level !== undefined) level.at = String(parse(kept ?? '""'));
            kept = null;
            isKey = false;
          } else {
            keep(index + 1);
            const found = end();
            if (found !== null) yield found;
          }
        }
        continue;
      }
      const isSpace = code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09;
      const isMark = code === COMMA || code === COLON || code === CLOSE_OBJECT || code === CLOSE_ARRAY;
      if (inWord && (isSpace || isMark)) {
        inWord = false;
        keep(index);
        const found = end();
        if (found !== null) yield found;
      }
      if (isSpace || code === COLON || inWord || code === BYTE_ORDER_MARK) continue;
      const level = levels.at(-1);
      if (code === COMMA) {
        if (level?.kind === 'array') level.at = Number(level.at) + 1;
        else if (level !== undefined) level.expectsKey = true;
        continue;
      }
      if (code === CLOSE_OBJECT || code === CLOSE_ARRAY) {
        if (level?.kind !== (code === CLOSE_OBJECT ? 'object' : 'array')) throw broken();
        levels.pop();
        keep(index + 1);
        const found = end();
        if (found !== null) yield found;
        continue;
      }
      if (code === QUOTE && level?.kind === 'object' && level.expectsKey) {
        level.expectsKey = false;
        inString = true;
        if (captureDepth < 0) {
          isKey = true;
          kept = '';
          from = index;
        }
        continue;
      }
      if (level?.kind === 'object' && level.expectsKey) throw broken();
      const wasCapturing = captureDepth >= 0;
      begin();
      if (!wasCapturing && kept !== null) from = index;
      if (code === QUOTE) inString = true;
      else if (code === OPEN_OBJECT || code === OPEN_ARRAY) {
        if (levels.length >= MAX_DEPTH) throw broken();
        levels.push(
          code === OPEN_OBJECT
            ? { kind: 'object', at: '', expectsKey: true }
            : { kind: 'array', at: 0, expectsKey: false },
        );
      } else inWord = true;
    }
    keep(chunk.length);
  }
  if (levels.length > 0 || inString || !(ended || inWord)) throw broken();
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;
const OPEN_ARRAY = 0x5b;
const CLOSE_ARRAY = 0x5d;
const BYTE_ORDER_MARK = 0xfeff;

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw broken();
  }
}

function broken(): ArchiveError {
  return new ArchiveError('malformed', 'The file is not whole, well-formed JSON.');
}
