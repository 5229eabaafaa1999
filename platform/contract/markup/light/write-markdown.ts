import type { Entity } from '../../entities.ts';
import type { FormattedText } from '../formatted-text.ts';
import { type TextNode, toNodes } from '../render.ts';
import { parseMarkdown } from './own-markdown.ts';

const AROUND: Partial<Record<Entity['kind'], string>> = {
  bold: '**',
  italic: '_',
  underline: '__',
  strikethrough: '~~',
  spoiler: '||',
};

const FOUND: readonly Entity['kind'][] = ['mention', 'hashtag', 'url', 'email', 'phone', 'botCommand'];

/**
 * Writes a text as a person would type it in the composer. `parseMarkdown` of the answer always has the same text;
 * it has the same entities but for the few that the composer cannot say, such as italics inside a word.
 */
export function writeMarkdown(formatted: FormattedText): string {
  const nodes = toNodes(formatted);
  const wanted = said(formatted);
  // Escapes only where it would be read wrong without: people have to read and edit this.
  const readable = write(nodes, (text) => text);
  const parsed = parseMarkdown(readable);
  if (parsed.text === formatted.text && said(parsed) === wanted) return readable;
  const escaped = write(nodes, escape);
  return parseMarkdown(escaped).text === formatted.text ? escaped : escape(formatted.text);
}

/** All but what everyone finds in the text. */
function said({ entities }: FormattedText): string {
  return JSON.stringify(entities.filter(({ kind }) => !FOUND.includes(kind)));
}

function escape(text: string): string {
  return text.replace(/[\\*_~`|[\]]|^>/gm, '\\$&');
}

function write(nodes: readonly TextNode[], plain: (text: string) => string): string {
  return nodes.map((node) => (typeof node === 'string' ? plain(node) : writeEntity(node, plain))).join('');
}

function writeEntity({ entity, children }: Exclude<TextNode, string>, plain: (text: string) => string): string {
  const inner = write(children, plain);
  const raw = children.map((child) => (typeof child === 'string' ? child : '')).join('');
  switch (entity.kind) {
    case 'code':
      return /[`\n]/.test(raw) ? inner : `\`${raw}\``;
    case 'pre':
      return raw.includes('```') ? inner : `\`\`\`${entity.language ?? ''}\n${raw}\n\`\`\``;
    case 'blockquote':
      return `> ${inner.replaceAll('\n', '\n> ')}`;
    case 'link':
      return `[${inner}](${closedAddress(entity.url)})`;
    case 'accountMention':
      return `[${inner}](account:${entity.accountId})`;
    default: {
      const mark = AROUND[entity.kind] ?? '';
      return mark + inner + mark;
    }
  }
}

/** Brackets of an address that would end it too soon. */
function closedAddress(url: string): string {
  if (/^[^()]*(?:\([^()]*\)[^()]*)*$/.test(url)) return url;
  return url.replaceAll('(', '%28').replaceAll(')', '%29');
}
