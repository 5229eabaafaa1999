import type { Entity } from '../entities.ts';
import { endOf, type FormattedText } from './formatted-text.ts';

/** A part of a text as it is drawn: plain, or an entity with what stands inside it. */
export type TextNode = string | { readonly entity: Entity; readonly children: readonly TextNode[] };

/** The text as nested nodes, in order and without gaps. Entities that cross another one are left out. */
export function toNodes({ text, entities }: FormattedText): TextNode[] {
  const nodes: TextNode[] = [];
  const open: { end: number; entity: Entity | null; children: TextNode[] }[] = [
    { end: text.length, entity: null, children: nodes },
  ];
  let at = 0;

  const goTo = (place: number) => {
    let innermost = open.at(-1);
    while (innermost !== undefined && innermost.end <= place && open.length > 1) {
      write(innermost.end);
      open.pop();
      innermost = open.at(-1);
    }
    write(place);
  };
  const write = (until: number) => {
    if (until > at) open.at(-1)?.children.push(text.slice(at, until));
    at = Math.max(at, until);
  };

  for (const entity of entities) {
    goTo(entity.offset);
    const frame = open.at(-1);
    const isInside = entity.offset >= at && endOf(entity) <= (frame?.end ?? 0) && entity.length > 0;
    if (!isInside) continue;
    const children: TextNode[] = [];
    frame?.children.push({ entity, children });
    open.push({ end: endOf(entity), entity, children });
  }
  goTo(text.length);
  return nodes;
}
