import { type Entity, isPlainStyle } from '@veche/contract';
import { z } from 'zod';
import { cleanText } from './item.ts';

const Piece = z.object({
  type: z.string(),
  text: z.string(),
  href: z.string().optional().catch(undefined),
  language: z.string().optional().catch(undefined),
  collapsed: z.boolean().optional().catch(undefined),
});

/** A text of the export: plain, or pieces of which some are formatted. */
export const TelegramText = z.union([z.string(), z.array(z.union([z.string(), Piece]))]);
export type TelegramText = z.infer<typeof TelegramText>;

/** Joins the pieces and says where the formatted ones lie. */
export function readTelegramText(text: TelegramText): { text: string; entities: Entity[] } {
  if (typeof text === 'string') return { text: cleanText(text), entities: [] };
  let joined = '';
  const entities: Entity[] = [];
  for (const piece of text) {
    const offset = joined.length;
    const content = cleanText(typeof piece === 'string' ? piece : piece.text);
    joined += content;
    if (typeof piece === 'string' || content === '') continue;
    const entity = toEntity(piece, { offset, length: content.length });
    if (entity !== null) entities.push(entity);
  }
  return { text: joined, entities };
}

function toEntity(piece: z.infer<typeof Piece>, span: { offset: number; length: number }): Entity | null {
  // The rest (mentions, hashtags, addresses) the server finds by itself.
  if (isPlainStyle(piece.type)) return { kind: piece.type, ...span };
  switch (piece.type) {
    case 'pre': {
      const language = cleanText(piece.language ?? '').slice(0, 64);
      return { kind: 'pre', ...span, ...(language === '' ? {} : { language }) };
    }
    case 'blockquote':
      return { kind: 'blockquote', ...span, ...(piece.collapsed === true ? { expandable: true } : {}) };
    case 'text_link':
      return piece.href !== undefined && isWebAddress(piece.href) ? { kind: 'link', ...span, url: piece.href } : null;
    default:
      return null;
  }
}

function isWebAddress(address: string): boolean {
  return /^https?:\/\//i.test(address) && address.length <= 2048 && URL.canParse(address) && !address.includes('\0');
}
