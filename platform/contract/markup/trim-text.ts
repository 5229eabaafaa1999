import type { Entity } from '../entities.ts';
import { endOf, type FormattedText, placed } from './formatted-text.ts';

/** Without blank edges, entities moved along: what both bot dialects do before they look at a length. */
export function trimText({ text, entities }: FormattedText): FormattedText {
  const end = text.trimEnd().length;
  const start = text.length - text.trimStart().length;
  if (start === 0 && end === text.length) return { text, entities };
  const trimmed = text.slice(start, Math.max(start, end));
  const moved = entities.flatMap((entity): Entity[] => {
    const from = Math.max(0, entity.offset - start);
    const to = Math.min(trimmed.length, endOf(entity) - start);
    return from < to ? [placed(entity, from, to)] : [];
  });
  return { text: trimmed, entities: moved };
}
