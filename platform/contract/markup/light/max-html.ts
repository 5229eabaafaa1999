import type { Entity } from '../../entities.ts';
import { checkEntities } from '../check-entities.ts';
import type { FormattedText } from '../formatted-text.ts';
import { decodeReference, decodeReferences } from '../html-references.ts';
import { type Details, entityOf, readMaxLink } from '../links.ts';
import { createOutput } from '../output.ts';

const STYLES = new Map<string, Details>([
  ['i', { kind: 'italic' }],
  ['em', { kind: 'italic' }],
  ['b', { kind: 'bold' }],
  ['strong', { kind: 'bold' }],
  ['h1', { kind: 'bold' }],
  ['del', { kind: 'strikethrough' }],
  ['s', { kind: 'strikethrough' }],
  ['ins', { kind: 'underline' }],
  ['u', { kind: 'underline' }],
  ['code', { kind: 'code' }],
  ['pre', { kind: 'pre' }],
  ['blockquote', { kind: 'blockquote' }],
]);

const TAG = /<(\/?)([a-z][a-z0-9-]{0,31})(?![a-z0-9-])([^<>]*)>/iy;
const HREF = /(?:^|\s)href\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"']+))/i;

interface Open {
  readonly name: string;
  readonly details: Details | null;
  readonly start: number;
}

/**
 * The `html` format of the MAX dialect: known tags are entities, all others are left out and their text stays. A
 * heading comes out bold, a highlight plain. Never fails: a tag that is not closed lasts to the end.
 */
export function parseMaxHtml(source: string): FormattedText {
  const output = createOutput();
  const entities: Entity[] = [];
  const open: Open[] = [];
  /** How many of each name are open: an end tag without a start is passed over without a search. */
  const openCount = new Map<string, number>();
  let at = 0;
  while (at < source.length) {
    const character = source.charAt(at);
    const tag = character === '<' ? matchTag(at) : null;
    if (tag !== null) {
      if (tag.isEnd) endTag(tag.name);
      else startTag(tag.name, tag.attributes);
      at = tag.end;
      continue;
    }
    const reference = character === '&' ? decodeReference(source, at) : null;
    output.push(reference?.text ?? character);
    at = reference?.end ?? at + 1;
  }
  while (open.length > 0) closeInnermost();
  const text = output.text().toWellFormed();
  return { text, entities: checkEntities(text, entities) };

  function matchTag(begin: number) {
    TAG.lastIndex = begin;
    const match = TAG.exec(source);
    if (match === null) return null;
    const [whole, slash, name = '', attributes = ''] = match;
    return { isEnd: slash === '/', name: name.toLowerCase(), attributes, end: begin + whole.length };
  }

  function startTag(name: string, attributes: string): void {
    if (name === 'br') return output.push('\n');
    const details = name === 'a' ? readMaxLink(hrefOf(attributes)) : (STYLES.get(name) ?? null);
    open.push({ name, details, start: output.length() });
    openCount.set(name, (openCount.get(name) ?? 0) + 1);
  }

  function endTag(name: string): void {
    if ((openCount.get(name) ?? 0) === 0) return;
    while (closeInnermost() !== name);
  }

  function closeInnermost(): string | undefined {
    const innermost = open.pop();
    if (innermost === undefined) return undefined;
    const { name, details, start } = innermost;
    openCount.set(name, (openCount.get(name) ?? 1) - 1);
    if (details !== null && output.length() > start) entities.push(entityOf(details, start, output.length()));
    return name;
  }
}

function hrefOf(attributes: string): string {
  const [, double, single, bare] = HREF.exec(attributes) ?? [];
  return decodeReferences(double ?? single ?? bare ?? '');
}
