import type { Entity } from '../entities.ts';

/** Most entities that one text holds; what a text has beyond is shown plain. */
export const MAX_ENTITIES = 100;

/** A text and what its parts are. Offsets and lengths count UTF-16 units, as JavaScript strings do. */
export interface FormattedText {
  readonly text: string;
  readonly entities: readonly Entity[];
}

/** Start and end (exclusive) of a part of a text. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** The same entity at another place. */
export function placed(entity: Entity, start: number, end: number): Entity {
  return entity.offset === start && entity.length === end - start
    ? entity
    : { ...entity, offset: start, length: end - start };
}

export function endOf(entity: Entity): number {
  return entity.offset + entity.length;
}

/** Outer entities stand before inner ones; of two at one place the one that may hold the other comes first. */
export function inReadingOrder(a: Entity, b: Entity): number {
  return a.offset - b.offset || b.length - a.length || RANK[a.kind] - RANK[b.kind];
}

const RANK: Record<Entity['kind'], number> = {
  blockquote: 0,
  pre: 1,
  code: 2,
  link: 3,
  accountMention: 4,
  mention: 5,
  hashtag: 6,
  url: 7,
  email: 8,
  phone: 9,
  botCommand: 10,
  bold: 11,
  italic: 12,
  underline: 13,
  strikethrough: 14,
  spoiler: 15,
};
