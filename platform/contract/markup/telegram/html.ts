import type { Entity } from '../../entities.ts';
import { checkEntities } from '../check-entities.ts';
import type { FormattedText } from '../formatted-text.ts';
import { decodeReference } from '../html-references.ts';
import { type Details, entityOf, MAX_ADDRESS_LENGTH, preDetails, readTelegramLink } from '../links.ts';
import { byteOffsetAt, MarkupError } from '../markup-error.ts';
import { createOutput } from '../output.ts';
import { isEmojiId } from './emoji.ts';
import { readEndTag, readStartTag, type StartTag } from './html-tags.ts';

interface Open {
  readonly tag: StartTag;
  readonly start: number;
}

/** An entity, and the language that its tag stated. */
interface Found {
  entity: Entity;
  readonly language: string;
}

const STYLES: Record<string, Details> = {
  b: { kind: 'bold' },
  strong: { kind: 'bold' },
  i: { kind: 'italic' },
  em: { kind: 'italic' },
  u: { kind: 'underline' },
  ins: { kind: 'underline' },
  s: { kind: 'strikethrough' },
  strike: { kind: 'strikethrough' },
  del: { kind: 'strikethrough' },
  span: { kind: 'spoiler' },
  'tg-spoiler': { kind: 'spoiler' },
};

/** Telegram's `HTML`: a closed list of tags, each with its end. Throws MarkupError. */
export function parseTelegramHtml(source: string): FormattedText {
  const output = createOutput();
  const found: Found[] = [];
  const open: Open[] = [];
  let at = 0;
  while (at < source.length) {
    const character = source.charAt(at);
    if (character === '<') at = source.charAt(at + 1) === '/' ? endTag(at) : startTag(at);
    else {
      const reference = character === '&' ? decodeReference(source, at) : null;
      output.push(reference?.text ?? character);
      at = reference?.end ?? at + 1;
    }
  }
  const unended = open.at(-1);
  if (unended !== undefined) {
    const reason = `Can't find end tag corresponding to start tag "${unended.tag.name}"`;
    throw new MarkupError(reason, byteOffsetAt(source, unended.tag.at));
  }
  const text = output.text();
  if (!text.isWellFormed() && source.isWellFormed()) {
    const reason =
      'Text contains invalid Unicode characters after decoding HTML entities, check for unmatched surrogate code units';
    throw new MarkupError(reason, 0);
  }
  return {
    text,
    entities: checkEntities(
      text,
      found.map(({ entity }) => entity),
    ),
  };

  function startTag(begin: number): number {
    const tag = readStartTag(source, begin);
    open.push({ tag, start: output.length() });
    return tag.end;
  }

  function endTag(begin: number): number {
    const innermost = open.pop();
    const place = () => byteOffsetAt(source, begin);
    if (innermost === undefined) throw new MarkupError(`Unexpected end tag at byte offset ${place()}`, place());
    const { name, end } = readEndTag(source, begin);
    const expected = innermost.tag.name;
    if (name !== '' && name !== expected) {
      const reason = `Unmatched end tag at byte offset ${place()}, expected "</${expected}>", found "</${name}>"`;
      throw new MarkupError(reason, place());
    }
    if (output.length() > innermost.start) keep(innermost);
    return end;
  }

  function keep({ tag, start }: Open): void {
    const { name, attributes } = tag;
    const end = output.length();
    const place = (details: Details) => entityOf(details, start, end);
    const style = STYLES[name];
    if (style !== undefined) found.push({ entity: place(style), language: '' });
    else if (name === 'blockquote') {
      const isFolded = attributes.has('expandable');
      found.push({ entity: place({ kind: 'blockquote', ...(isFolded ? { expandable: true } : {}) }), language: '' });
    } else if (name === 'a') {
      const href = attributes.get('href') ?? '';
      const details = readTelegramLink(href === '' ? output.from(start, MAX_ADDRESS_LENGTH + 1) : href);
      if (details !== null) found.push({ entity: place(details), language: '' });
    } else if (name === 'pre' || name === 'code') keepCode(name, languageOf(tag), place);
    else if (name === 'tg-emoji' && !isEmojiId(attributes.get('emoji-id') ?? '')) {
      throw new MarkupError('Invalid custom emoji identifier specified', byteOffsetAt(source, tag.at));
    }
  }

  /** `pre` and a `code` that names a language, around the very same text and in either order, are one block. */
  function keepCode(name: 'pre' | 'code', language: string, place: (details: Details) => Entity): void {
    const entity = place({ kind: name });
    const inner = found.at(-1);
    const isSame = inner?.entity.offset === entity.offset && inner.entity.length === entity.length;
    const other = name === 'pre' ? 'code' : 'pre';
    const stated = name === 'pre' ? inner?.language : language;
    if (inner !== undefined && isSame && inner.entity.kind === other && stated)
      inner.entity = place(preDetails(stated));
    else found.push({ entity, language });
  }
}

function languageOf({ name, attributes }: StartTag): string {
  const [, language = ''] = /^language-(.*)$/s.exec((name === 'code' && attributes.get('class')) || '') ?? [];
  return language;
}
