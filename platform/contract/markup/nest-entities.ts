import type { Entity } from '../entities.ts';
import { endOf, inReadingOrder, placed } from './formatted-text.ts';

interface Open {
  readonly entity: Entity;
  /** Where the piece that is open began. */
  since: number;
}

/**
 * Cuts styles so that of any two entities one lies inside the other or beside it, in one pass over their edges.
 *
 * @param frames properly nested already and never cut
 * @param styles at most one of a kind at any place, so that few are ever open at once
 */
export function nestEntities(frames: readonly Entity[], styles: readonly Entity[]): Entity[] {
  const whole = new Set(frames);
  const opening = [...frames, ...styles].sort(inReadingOrder);
  const edges = [...new Set(opening.flatMap((entity) => [entity.offset, endOf(entity)]))].sort((a, b) => a - b);
  const nested: Entity[] = [];
  let open: Open[] = [];
  let next = 0;

  const closePiece = ({ entity, since }: Open, at: number) => {
    if (at > since) nested.push(placed(entity, since, at));
  };

  for (const edge of edges) {
    const deepest = open.findIndex(({ entity }) => endOf(entity) <= edge);
    if (deepest >= 0) {
      // Whatever stands above the one that ends is a style that goes on in a piece of its own.
      const above = open.slice(deepest);
      above.forEach((piece) => closePiece(piece, edge));
      const goesOn = above.filter(({ entity }) => endOf(entity) > edge);
      open = [...open.slice(0, deepest), ...goesOn.map(({ entity }) => ({ entity, since: edge }))];
    }
    for (let entity = opening[next]; entity?.offset === edge; entity = opening[++next]) {
      if (whole.has(entity)) open = openFrame(entity, edge);
      else open.push({ entity, since: edge });
    }
  }
  return nested.sort(inReadingOrder);

  /** Styles that end inside the frame are cut at its start and go on within it, and so is whatever stands above them. */
  function openFrame(frame: Entity, at: number): Open[] {
    const endsWithin = ({ entity }: Open) => !whole.has(entity) && endOf(entity) < endOf(frame);
    const first = open.findIndex(endsWithin);
    const cut = first < 0 ? [] : open.slice(first);
    cut.forEach((piece) => closePiece(piece, at));
    const again = cut.map(({ entity }) => ({ entity, since: at }));
    return [
      ...open.slice(0, open.length - cut.length),
      ...again.filter((piece) => !endsWithin(piece)),
      { entity: frame, since: at },
      ...again.filter(endsWithin),
    ];
  }
}
