import type { FormattedText } from '../formatted-text.ts';
import { type Details, preDetails, type ReadLink } from '../links.ts';
import { createPieces } from './pieces.ts';

/** A pair of equal marks around a text. */
export interface Mark {
  readonly mark: string;
  /** Null for a look that we have none for: the marks go, the text stays. */
  readonly details: Details | null;
  /** Inside a word it is a letter like others: `snake_case`. */
  readonly wordsOnly?: true;
}

/** A light markdown: what is no pair of marks stands for itself, and nothing is ever refused. */
export interface LightMarkdown {
  /** Where one begins with another one, the longer one first. */
  readonly marks: readonly Mark[];
  /** Whether lines that begin with `#` and a blank are headings, which are shown bold. */
  readonly headings: boolean;
  readonly readLink: ReadLink;
}

/** Opened, and perhaps never closed. A bracket has no mark. */
interface Open {
  readonly mark: Mark | null;
  /** Its own piece, which is taken out when its partner is found. */
  readonly piece: number;
}

const ADDRESS = /\]\(([^\s()<>]*(?:\([^\s()<>]*\)[^\s()<>]*)*)\)/y;
/** Marks inside a bare address are a part of it. */
const BARE_ADDRESS = /(?<![\p{L}\p{N}_])https?:\/\/[^\s<>[\]()`|*~]*[^\s<>[\]()`|*~_.,;:!?]/iuy;
const ESCAPED = /\\([\\*_~`|[\]>+^#])/y;
const FENCE = /```(?:([\w+#.-]{0,64})\n)?/y;
const QUOTE_LINE = />(?: |(?=\n|$))/y;
const HEADING = /#{1,6} +(?=\S)/y;

/** One pass: each kind of mark is open at most once, so that a closing one is matched at once or not at all. */
export function parseLight(source: string, { marks, headings, readLink }: LightMarkdown): FormattedText {
  const special = new Set(['\\', '`', '[', ']', 'h', 'H', ...marks.map(({ mark }) => mark.charAt(0))]);
  const pieces = createPieces(source);
  const nextTick = createFinder(source, '`');
  const nextFence = createFinder(source, '```');
  const nextBreak = createFinder(source, '\n');
  let open: Open[] = [];
  let quoteFrom: number | null = null;
  let headingFrom: number | null = null;
  let at = 0;

  beginLine();
  while (at < source.length) {
    const character = source.charAt(at);
    if (character === '\n') endLine();
    else if (!special.has(character) || !readSpecial(character)) at++;
  }
  const end = pieces.plainUntil(at);
  endHeading(end);
  endQuote(end);
  return pieces.assemble();

  function endLine(): void {
    const last = pieces.plainUntil(at);
    endHeading(last);
    const lineBreak = pieces.write('\n', ++at);
    beginLine(lineBreak);
  }

  function beginLine(lineBreak = 0): void {
    const quote = match(QUOTE_LINE)?.[0];
    if (quote === undefined) endQuote(lineBreak);
    else {
      at += quote.length;
      const first = pieces.write('', at);
      quoteFrom ??= first;
    }
    const heading = headings ? match(HEADING)?.[0] : undefined;
    if (heading !== undefined) headingFrom = pieces.write('', (at += heading.length));
  }

  function endQuote(to: number): void {
    if (quoteFrom !== null) pieces.mark({ kind: 'blockquote' }, quoteFrom, to);
    quoteFrom = null;
  }

  function endHeading(to: number): void {
    if (headingFrom !== null) pieces.mark({ kind: 'bold' }, headingFrom, to);
    headingFrom = null;
  }

  /** Whether the character was more than itself. */
  function readSpecial(character: string): boolean {
    switch (character) {
      case '\\':
        return readEscaped();
      case '`':
        return readFenced() || readCode();
      case '[':
        return beginLink();
      case ']':
        return endLink();
      case 'h':
      case 'H':
        return passAddress();
      default:
        return endMark() || beginMark();
    }
  }

  function readEscaped(): boolean {
    const escaped = match(ESCAPED)?.[1];
    if (escaped === undefined) return false;
    pieces.plainUntil(at);
    pieces.write(escaped, (at += 2));
    return true;
  }

  function readFenced(): boolean {
    const [whole, language = ''] = match(FENCE) ?? [];
    if (whole === undefined) return false;
    const close = nextFence(at + whole.length);
    const code = source.slice(at + whole.length, close).replace(/\n$/, '');
    if (close < 0 || code.trim() === '') return false;
    return writeWhole(preDetails(language), code, close + 3);
  }

  function readCode(): boolean {
    const close = nextTick(at + 1);
    const lineBreak = nextBreak(at + 1);
    if (close < 0 || (lineBreak >= 0 && lineBreak < close)) return false;
    const code = source.slice(at + 1, close);
    return code.trim() !== '' && writeWhole({ kind: 'code' }, code, close + 1);
  }

  function writeWhole(details: Details, text: string, end: number): true {
    pieces.plainUntil(at);
    const piece = pieces.write(text, (at = end));
    pieces.mark(details, piece, piece + 1);
    return true;
  }

  /** Of nested brackets the innermost makes the link. */
  function beginLink(): boolean {
    open = open.filter(({ mark }) => mark !== null);
    pieces.plainUntil(at);
    open.push({ mark: null, piece: pieces.write('[', ++at) });
    return true;
  }

  function endLink(): boolean {
    const bracket = open.findLast(({ mark }) => mark === null);
    const [whole, address] = (bracket && match(ADDRESS)) ?? [];
    if (bracket === undefined || whole === undefined || address === undefined) return false;
    const details = readLink(address);
    return details !== null && join(bracket, details, whole.length);
  }

  function passAddress(): boolean {
    const address = match(BARE_ADDRESS)?.[0];
    if (address !== undefined) at += address.length;
    return address !== undefined;
  }

  function endMark(): boolean {
    const partner = open.findLast(({ mark }) => mark !== null && isHere(mark) && isClosing(source, at, mark));
    return partner?.mark ? join(partner, partner.mark.details, partner.mark.mark.length) : false;
  }

  /** A mark that cannot begin here stands for itself as a whole: half of it is not another mark. */
  function beginMark(): boolean {
    const mark = marks.find(isHere);
    if (mark === undefined) return false;
    const begins = isOpening(source, at, mark) && !open.some((some) => some.mark === mark);
    pieces.plainUntil(at);
    const piece = pieces.write(mark.mark, (at += mark.mark.length));
    if (begins) open.push({ mark, piece });
    return true;
  }

  /** Takes the pair of marks out. What was opened between them and not closed stands for itself. */
  function join(partner: Open, details: Details | null, length: number): boolean {
    const to = pieces.plainUntil(at);
    if (!pieces.hasText(partner.piece + 1)) return false;
    pieces.takeOut(partner.piece);
    if (details !== null) pieces.mark(details, partner.piece, to);
    open = open.slice(0, open.indexOf(partner));
    pieces.write('', (at += length));
    return true;
  }

  function isHere({ mark }: Mark): boolean {
    return source.startsWith(mark, at);
  }

  function match(form: RegExp): RegExpExecArray | null {
    form.lastIndex = at;
    return form.exec(source);
  }
}

function isOpening(source: string, at: number, { mark, wordsOnly }: Mark): boolean {
  const [before, after] = [source.charAt(at - 1), source.charAt(at + mark.length)];
  return !isBlank(after) && !(wordsOnly === true && isWord(before));
}

function isClosing(source: string, at: number, { mark, wordsOnly }: Mark): boolean {
  const [before, after] = [source.charAt(at - 1), source.charAt(at + mark.length)];
  return !isBlank(before) && !(wordsOnly === true && isWord(after));
}

function isBlank(character: string): boolean {
  return /^\s?$/.test(character);
}

function isWord(character: string): boolean {
  return /^[\p{L}\p{N}]/u.test(character);
}

/** Finds the next place of a text for a caller that only goes forward; what is missing is looked for once. */
function createFinder(source: string, wanted: string): (from: number) => number {
  let found = -2;
  return (from) => {
    if (found !== -1 && found < from) found = source.indexOf(wanted, from);
    return found;
  };
}
