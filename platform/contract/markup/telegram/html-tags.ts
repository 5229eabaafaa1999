import { decodeReferences } from '../html-references.ts';
import { byteOffsetAt, MarkupError } from '../markup-error.ts';

export interface StartTag {
  /** In lower case. */
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  /** Place of its `<` in the source, and of what follows its `>`. */
  readonly at: number;
  readonly end: number;
}

const TAGS = new Set(
  'a b strong i em s strike del u ins tg-spoiler tg-emoji tg-time span pre code blockquote'.split(' '),
);

const NAME = /[^\s>]*/y;
const SPACE = /\s*/y;
const ATTRIBUTE_NAME = /[^\s=>/"']*/y;
const TOKEN = /[a-z0-9.-]*/iy;

/** Reads the form of a start tag at `<`; whether its name is one of ours is said before its attributes are read. */
export function readStartTag(source: string, at: number): StartTag {
  let cursor = at + 1;
  const take = (form: RegExp): string => {
    form.lastIndex = cursor;
    const text = form.exec(source)?.[0] ?? '';
    cursor += text.length;
    return text;
  };
  const isOver = () => cursor >= source.length;
  const place = byteOffsetAt.bind(null, source);
  const unclosed = (name = '') =>
    new MarkupError(`Unclosed start tag${name === '' ? '' : ` "${name}"`} at byte offset ${place(at)}`, place(at));

  const name = take(NAME).toLowerCase();
  if (isOver()) throw unclosed();
  if (!TAGS.has(name)) throw new MarkupError(`Unsupported start tag "${name}" at byte offset ${place(at)}`, place(at));

  const attributes = new Map<string, string>();
  for (take(SPACE); source.charAt(cursor) !== '>'; take(SPACE)) {
    const attribute = take(ATTRIBUTE_NAME);
    if (attribute === '') {
      const reason = `Empty attribute name in the tag "${name}" at byte offset ${place(at)}`;
      throw new MarkupError(reason, place(at));
    }
    take(SPACE);
    if (isOver()) throw unclosed(name);
    attributes.set(attribute, source.charAt(cursor) === '=' ? readValue() : '');
  }
  if (name === 'span' && attributes.get('class') !== 'tg-spoiler') {
    const reason = `Tag "span" must have class "tg-spoiler" at byte offset ${place(at)}`;
    throw new MarkupError(reason, place(at));
  }
  return { name, attributes, at, end: cursor + 1 };

  function readValue(): string {
    cursor++;
    take(SPACE);
    if (isOver()) throw unclosed(name);
    const quote = source.charAt(cursor);
    if (quote !== '"' && quote !== "'") return readToken();
    const end = source.indexOf(quote, cursor + 1);
    if (end < 0 || end + 1 >= source.length) throw unclosed();
    const value = source.slice(cursor + 1, end);
    cursor = end + 1;
    return decodeReferences(value);
  }

  function readToken(): string {
    const begin = cursor;
    const token = take(TOKEN).toLowerCase();
    if (isOver()) throw unclosed();
    if (!/[\s>]/.test(source.charAt(cursor))) {
      throw new MarkupError(`Unexpected end of name token at byte offset ${place(begin)}`, place(begin));
    }
    return token;
  }
}

/** Reads `</name >`; an end tag without a name ends the innermost one. */
export function readEndTag(source: string, at: number): { name: string; end: number } {
  const form = /<\/([^\s>]*)\s*(>?)/y;
  form.lastIndex = at;
  const [whole = '', name = '', close = ''] = form.exec(source) ?? [];
  if (close === '') {
    const place = byteOffsetAt(source, at);
    throw new MarkupError(`Unclosed end tag at byte offset ${place}`, place);
  }
  return { name: name.toLowerCase(), end: at + whole.length };
}
