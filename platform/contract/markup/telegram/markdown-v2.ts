import type { Entity } from '../../entities.ts';
import { checkEntities } from '../check-entities.ts';
import type { FormattedText } from '../formatted-text.ts';
import { type Details, entityOf, MAX_ADDRESS_LENGTH, preDetails, readTelegramLink } from '../links.ts';
import { byteOffsetAt, MarkupError } from '../markup-error.ts';
import { createOutput } from '../output.ts';
import { emojiFault } from './emoji.ts';
import { readFence } from './read-fence.ts';

/** The name is the one that errors call it by. */
interface Mark {
  readonly name: string;
  readonly closing: string;
  readonly details: Details | null;
  /** Nothing but its end has a meaning inside. */
  readonly isCode?: true;
}

interface Open {
  readonly mark: Mark;
  /** Place of its opening in the source. */
  readonly at: number;
  /** Place of its text in the output. */
  readonly start: number;
}

const ITALIC: Mark = { name: 'Italic', closing: '_', details: { kind: 'italic' } };
const UNDERLINE: Mark = { name: 'Underline', closing: '__', details: { kind: 'underline' } };
const BOLD: Mark = { name: 'Bold', closing: '*', details: { kind: 'bold' } };
const STRIKETHROUGH: Mark = { name: 'Strikethrough', closing: '~', details: { kind: 'strikethrough' } };
const SPOILER: Mark = { name: 'Spoiler', closing: '||', details: { kind: 'spoiler' } };
const CODE: Mark = { name: 'Code', closing: '`', details: { kind: 'code' }, isCode: true };
const LINK: Mark = { name: 'TextUrl', closing: ']', details: null };
const EMOJI: Mark = { name: 'CustomEmoji', closing: ']', details: null };
const QUOTE: Mark = { name: 'BlockQuote', closing: '', details: { kind: 'blockquote' } };

const RESERVED = '_*[]()~`>#+-=|{}.!\n';

/**
 * Telegram's `MarkdownV2`. Every reserved character that is no mark must be escaped. A quote is a run of lines that
 * begin with `>`; one that ends with `||` is shown folded. Throws MarkupError.
 */
export function parseTelegramMarkdownV2(source: string): FormattedText {
  const output = createOutput();
  const entities: Entity[] = [];
  const open: Open[] = [];
  let inQuote = false;
  let mayBeginQuote = true;
  let at = 0;

  while (at < source.length) {
    const character = source.charAt(at);
    const innermost = open.at(-1);
    if (isEscape(source, at)) {
      const escaped = source.charAt(at + 1);
      if (escaped !== '\r') mayBeginQuote = escaped === '\n';
      output.push(escaped);
      at += 2;
    } else if (!(innermost?.mark.isCode ? '`' : RESERVED).includes(character)) {
      if (character !== '\r') mayBeginQuote = false;
      output.push(character);
      at++;
    } else if (character === '\n') {
      const quote = inQuote && source.charAt(at + 1) !== '>' ? takeQuote() : null;
      output.push('\n');
      at++;
      mayBeginQuote = true;
      // A quote takes its line break with it.
      if (quote !== null) keep(quote.details, quote.start);
    } else if (innermost !== undefined && closes(innermost.mark)) {
      open.pop();
      close(innermost);
    } else begin(character);
  }
  if (inQuote) {
    const quote = takeQuote();
    keep(quote.details, quote.start);
  }
  const unended = open.at(-1);
  if (unended !== undefined) throw noEnd(unended);
  const text = output.text();
  return { text, entities: checkEntities(text, entities) };

  function keep(details: Details, start: number): void {
    if (output.length() > start) entities.push(entityOf(details, start, output.length()));
  }

  function closes(mark: Mark): boolean {
    if (mark === ITALIC && source.charAt(at + 1) === '_') return false;
    return mark.closing !== '' && source.startsWith(mark.closing, at);
  }

  function begin(character: string): void {
    const opening = openingAt(character);
    if (opening === null) throw reserved(character);
    const { mark, length } = opening;
    if (mark === QUOTE) {
      if (!mayBeginQuote) throw reserved(character);
      if (!inQuote) open.push({ mark, at, start: output.length() });
      inQuote = true;
    } else open.push({ mark, at, start: output.length() });
    at += length;
  }

  function openingAt(character: string): { mark: Mark; length: number } | null {
    switch (character) {
      case '_':
        return source.charAt(at + 1) === '_' ? { mark: UNDERLINE, length: 2 } : { mark: ITALIC, length: 1 };
      case '*':
        return { mark: BOLD, length: 1 };
      case '~':
        return { mark: STRIKETHROUGH, length: 1 };
      case '|':
        return source.charAt(at + 1) === '|' ? { mark: SPOILER, length: 2 } : null;
      case '[':
        return { mark: LINK, length: 1 };
      case '!':
        return source.charAt(at + 1) === '[' ? { mark: EMOJI, length: 2 } : null;
      case '>':
        return { mark: QUOTE, length: 1 };
      case '`':
        return source.startsWith('```', at) ? fence() : { mark: CODE, length: 1 };
      default:
        return null;
    }
  }

  function fence(): { mark: Mark; length: number } {
    const { language, end } = readFence(source, at);
    const name = language === '' ? 'Pre' : 'PreCode';
    return { mark: { name, closing: '```', details: preDetails(language), isCode: true }, length: end - at };
  }

  /** Of the entity that was just taken off. */
  function close({ mark, start, at: begun }: Open): void {
    at += mark.closing.length;
    if (mark.details !== null) return keep(mark.details, start);
    const hasAddress = source.charAt(at) === '(';
    if (mark === EMOJI) {
      const fault = emojiFault(hasAddress ? readAddress() : null);
      if (fault !== null) throw new MarkupError(fault, byteOffsetAt(source, begun));
    } else {
      // Without an address in brackets the text itself is one.
      const details = readTelegramLink(hasAddress ? readAddress() : output.from(start, MAX_ADDRESS_LENGTH + 1));
      if (details !== null) keep(details, start);
    }
  }

  function readAddress(): string {
    const begun = at + 1;
    let address = '';
    for (at = begun; at < source.length && source.charAt(at) !== ')'; at++) {
      if (isEscape(source, at)) at++;
      address += source.charAt(at);
    }
    if (at >= source.length) {
      const place = byteOffsetAt(source, begun);
      throw new MarkupError(`Can't find end of a URL at byte offset ${place}`, place);
    }
    at++;
    return address;
  }

  /** Ends the quote, which must be the innermost entity but for the `||` that folds it. */
  function takeQuote(): { details: Details; start: number } {
    let innermost = open.pop();
    const isFolded = innermost?.mark === SPOILER && /^\|\|\r?$/.test(source.slice(innermost.at, at));
    if (isFolded) innermost = open.pop();
    if (innermost?.mark !== QUOTE) throw noEnd(innermost ?? { mark: QUOTE, at, start: 0 });
    inQuote = false;
    return {
      details: isFolded ? { kind: 'blockquote', expandable: true } : { kind: 'blockquote' },
      start: innermost.start,
    };
  }

  function noEnd({ mark, at: begun }: Open): MarkupError {
    const place = byteOffsetAt(source, begun);
    return new MarkupError(`Can't find end of ${mark.name} entity at byte offset ${place}`, place);
  }

  function reserved(character: string): MarkupError {
    const reason = `Character '${character}' is reserved and must be escaped with the preceding '\\'`;
    return new MarkupError(reason, byteOffsetAt(source, at));
  }
}

/** Any character of ASCII may be escaped, also where it would mean nothing. */
function isEscape(source: string, at: number): boolean {
  const code = source.charCodeAt(at + 1);
  return source.charAt(at) === '\\' && code > 0 && code <= 126;
}
