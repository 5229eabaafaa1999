import type { Entity } from '@veche/contract';
import { parseMaxHtml, parseMaxMarkdown, trimText } from '@veche/contract/markup';
import { badRequest } from './max-error.ts';

const MAX_TEXT_LENGTH = 4000;

const parsers = { markdown: parseMaxMarkdown, html: parseMaxHtml };

/** Reads `text` by its `format`; without one it is plain. */
export function readText(text: string, format: string | undefined): { text: string; entities?: Entity[] } {
  if (text.length > MAX_TEXT_LENGTH) throw badRequest(`text: may have up to ${MAX_TEXT_LENGTH} characters`);
  if (!text.isWellFormed() || text.includes('\0')) throw badRequest('text: must be well-formed text');
  if (format === undefined) return { text };
  if (format !== 'markdown' && format !== 'html') throw badRequest('format: must be markdown or html');
  const formatted = trimText(parsers[format](text));
  return { text: formatted.text, entities: [...formatted.entities] };
}
