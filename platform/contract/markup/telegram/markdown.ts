import type { Entity } from '../../entities.ts';
import { checkEntities } from '../check-entities.ts';
import type { FormattedText } from '../formatted-text.ts';
import { type Details, entityOf, MAX_ADDRESS_LENGTH, preDetails, readTelegramLink } from '../links.ts';
import { byteOffsetAt, MarkupError } from '../markup-error.ts';
import { createOutput } from '../output.ts';
import { readFence } from './read-fence.ts';

const CLOSING: Record<string, string> = { '*': '*', _: '_', '`': '`', '[': ']' };

/**
 * Telegram's first `Markdown`: bold, italic, code, blocks of code and links, none inside another. Nothing can be
 * escaped within an entity. Throws MarkupError.
 */
export function parseTelegramMarkdown(source: string): FormattedText {
  const output = createOutput();
  const entities: Entity[] = [];
  let at = 0;
  while (at < source.length) {
    const character = source.charAt(at);
    const next = source.charAt(at + 1);
    if (character === '\\' && next !== '' && '_*`['.includes(next)) {
      output.push(next);
      at += 2;
    } else if (CLOSING[character] === undefined) {
      output.push(character);
      at++;
    } else at = readEntity(character, at);
  }
  const text = output.text();
  return { text, entities: checkEntities(text, entities) };

  function readEntity(mark: string, begin: number): number {
    const fence = source.startsWith('```', begin) ? readFence(source, begin) : null;
    const closing = fence === null ? (CLOSING[mark] ?? '') : '```';
    const from = fence?.end ?? begin + 1;
    const end = source.indexOf(closing, from);
    if (end < 0) {
      const place = byteOffsetAt(source, begin);
      throw new MarkupError(`Can't find end of the entity starting at byte offset ${place}`, place);
    }
    const content = source.slice(from, end);
    const start = output.length();
    output.push(content);
    const link = mark === '[' ? readAddress(content, end + 1) : null;
    const details = link === null ? styleOf(mark, fence?.language) : readTelegramLink(link.address);
    if (details !== null && content !== '') entities.push(entityOf(details, start, output.length()));
    return link?.end ?? end + closing.length;
  }

  /** Without an address in brackets the text itself is one. */
  function readAddress(content: string, after: number): { address: string; end: number } {
    if (source.charAt(after) !== '(') return { address: content.slice(0, MAX_ADDRESS_LENGTH + 1), end: after };
    const close = source.indexOf(')', after);
    const end = close < 0 ? source.length : close;
    return { address: source.slice(after + 1, end), end: end + 1 };
  }
}

function styleOf(mark: string, language: string | undefined): Details {
  if (language !== undefined) return preDetails(language);
  return { kind: mark === '*' ? 'bold' : mark === '_' ? 'italic' : 'code' };
}
