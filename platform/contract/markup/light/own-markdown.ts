import type { FormattedText } from '../formatted-text.ts';
import { readOwnLink } from '../links.ts';
import { type LightMarkdown, parseLight } from './parse-light.ts';

const own: LightMarkdown = {
  marks: [
    { mark: '**', details: { kind: 'bold' } },
    { mark: '__', details: { kind: 'underline' }, wordsOnly: true },
    { mark: '_', details: { kind: 'italic' }, wordsOnly: true },
    { mark: '~~', details: { kind: 'strikethrough' } },
    { mark: '||', details: { kind: 'spoiler' } },
  ],
  headings: false,
  readLink: readOwnLink,
};

/**
 * What people write in the composer: `**bold**`, `_italic_`, `__underline__`, `~~struck~~`, `||spoiler||`, `` `code` ``,
 * blocks between lines of three backticks, lines that begin with `> `, `[text](address)`, and `[name](account:1)`. A
 * backslash takes a mark's meaning away. Never fails: what is no markup is text.
 */
export function parseMarkdown(source: string): FormattedText {
  return parseLight(source, own);
}
