import type { FormattedText } from '../formatted-text.ts';
import { readMaxLink } from '../links.ts';
import { type LightMarkdown, parseLight } from './parse-light.ts';

const max: LightMarkdown = {
  marks: [
    { mark: '**', details: { kind: 'bold' } },
    { mark: '__', details: { kind: 'bold' }, wordsOnly: true },
    { mark: '*', details: { kind: 'italic' } },
    { mark: '_', details: { kind: 'italic' }, wordsOnly: true },
    { mark: '~~', details: { kind: 'strikethrough' } },
    { mark: '++', details: { kind: 'underline' } },
    { mark: '^^', details: null },
  ],
  headings: true,
  readLink: readMaxLink,
};

/** The `markdown` format of the MAX dialect. Headings come out bold, highlights plain. Never fails. */
export function parseMaxMarkdown(source: string): FormattedText {
  return parseLight(source, max);
}
