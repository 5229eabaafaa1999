import type { Entity } from '../entities.ts';
import { findEntities } from './detect/find-entities.ts';
import { endOf, inReadingOrder, MAX_ENTITIES, placed } from './formatted-text.ts';
import { nestEntities } from './nest-entities.ts';

type Kind = Entity['kind'];

/** Styles may lie across anything but code; they are cut where something else begins or ends. */
const STYLES: readonly Kind[] = ['bold', 'italic', 'underline', 'strikethrough', 'spoiler'];
/** None of these lies inside another one. */
const WHOLES: readonly Kind[] = ['pre', 'code', 'link', 'accountMention'];

/**
 * Puts what a client or a parser says of a text into the one form that is stored and drawn: inside the text, no half
 * characters, no blank edges, sorted, properly nested, at most MAX_ENTITIES. Overlaps of one kind become one entity,
 * partial overlaps of different kinds are cut; code lies in nothing but quotes and has nothing inside. Addresses,
 * mentions, hashtags, commands and numbers are found in the text itself, outside links and code; what is said of them
 * is passed over.
 *
 * Never refuses; doing it twice is the same as once.
 */
export function checkEntities(text: string, entities: readonly Entity[]): Entity[] {
  const found = findEntities(text);
  if (entities.length === 0) return found.slice(0, MAX_ENTITIES);
  const edges = solidEdges(text);
  const given = entities.flatMap((entity) => clip(text, entity)).sort(inReadingOrder);
  const quotes = solid(edges, merge(given.filter(({ kind }) => kind === 'blockquote')));
  const wholes = solid(edges, cutAtQuotes(firstOfEach(given.filter(({ kind }) => WHOLES.includes(kind))), quotes));
  const code = wholes.filter(({ kind }) => kind === 'code' || kind === 'pre');
  const styles = STYLES.flatMap((style) => {
    const ofKind = given.filter(({ kind }) => kind === style);
    return solid(edges, without(merge(ofKind, 'touching too'), code));
  });
  const said = nestEntities([...quotes, ...wholes], styles);
  // What was said comes first; of what was found there is as much as there is room for.
  const more = beside(found, wholes, quotes).slice(0, Math.max(0, MAX_ENTITIES - said.length));
  return (more.length === 0 ? said : nestEntities([...quotes, ...wholes, ...more], styles)).slice(0, MAX_ENTITIES);
}

/** Those that touch no whole and no edge of a quote. All lists are sorted and without overlaps of their own. */
function beside(found: readonly Entity[], wholes: readonly Entity[], quotes: readonly Entity[]): Entity[] {
  const borders = quotes.flatMap((quote) => [quote.offset, endOf(quote)]);
  let whole = 0;
  let border = 0;
  return found.filter((entity) => {
    for (let next = wholes[whole]; next !== undefined && endOf(next) <= entity.offset; next = wholes[whole]) whole++;
    while ((borders[border] ?? Infinity) <= entity.offset) border++;
    return (wholes[whole]?.offset ?? Infinity) >= endOf(entity) && (borders[border] ?? Infinity) >= endOf(entity);
  });
}

function clip(text: string, entity: Entity): Entity[] {
  let start = Math.max(0, entity.offset);
  let end = Math.min(text.length, endOf(entity));
  if (start >= end) return [];
  if (isInsidePair(text, start)) start--;
  if (isInsidePair(text, end)) end++;
  return [placed(entity, start, end)];
}

function isInsidePair(text: string, index: number): boolean {
  return (text.codePointAt(index - 1) ?? 0) > 0xffff;
}

/** Overlapping entities of one kind as one; the first says its details. */
function merge(sorted: readonly Entity[], touching?: 'touching too'): Entity[] {
  const merged: Entity[] = [];
  for (const entity of sorted) {
    const last = merged.at(-1);
    if (last !== undefined && entity.offset < endOf(last) + (touching ? 1 : 0)) {
      merged[merged.length - 1] = placed(last, last.offset, Math.max(endOf(last), endOf(entity)));
    } else merged.push(entity);
  }
  return merged;
}

function firstOfEach(sorted: readonly Entity[]): Entity[] {
  let end = 0;
  return sorted.filter((entity) => {
    if (entity.offset < end) return false;
    end = endOf(entity);
    return true;
  });
}

/** Both lists sorted and without overlaps of their own. */
function cutAtQuotes(entities: readonly Entity[], quotes: readonly Entity[]): Entity[] {
  const borders = quotes.flatMap((quote) => [quote.offset, endOf(quote)]);
  let next = 0;
  return entities.flatMap((entity) => {
    const pieces: Entity[] = [];
    let start = entity.offset;
    while ((borders[next] ?? Infinity) <= start) next++;
    for (; (borders[next] ?? Infinity) < endOf(entity); next++) {
      const border = borders[next] ?? start;
      if (border > start) pieces.push(placed(entity, start, border));
      start = border;
    }
    return [...pieces, placed(entity, start, endOf(entity))];
  });
}

/** What remains of the first list outside the second; both sorted and without overlaps of their own. */
function without(entities: readonly Entity[], holes: readonly Entity[]): Entity[] {
  let next = 0;
  return entities.flatMap((entity) => {
    const pieces: Entity[] = [];
    let start = entity.offset;
    const end = endOf(entity);
    for (let hole = holes[next]; hole !== undefined && hole.offset < end; hole = holes[next]) {
      if (hole.offset > start) pieces.push(placed(entity, start, hole.offset));
      start = Math.max(start, endOf(hole));
      // A hole that reaches beyond this entity may be in the way of the next one as well.
      if (start >= end) break;
      next++;
    }
    return start < end ? [...pieces, placed(entity, start, end)] : pieces;
  });
}

interface Edges {
  /** For each index the first place from it on that is not blank. */
  readonly from: Int32Array;
  /** For each index the end of the last place before it that is not blank. */
  readonly until: Int32Array;
}

function solidEdges(text: string): Edges {
  const from = new Int32Array(text.length + 1);
  const until = new Int32Array(text.length + 1);
  const isBlank = (index: number) => isBlankCode(text.charCodeAt(index));
  from[text.length] = text.length;
  for (let index = text.length - 1; index >= 0; index--) from[index] = isBlank(index) ? (from[index + 1] ?? 0) : index;
  for (let index = 0; index < text.length; index++) until[index + 1] = isBlank(index) ? (until[index] ?? 0) : index + 1;
  return { from, until };
}

function isBlankCode(code: number): boolean {
  if (code < 0x80) return code === 32 || (code >= 9 && code <= 13);
  return /\s/.test(String.fromCharCode(code));
}

/** Without blank edges, which in code have a meaning; without those that are blank altogether. */
function solid({ from, until }: Edges, entities: readonly Entity[]): Entity[] {
  return entities.flatMap((entity) => {
    const start = from[entity.offset] ?? 0;
    const end = until[endOf(entity)] ?? 0;
    if (start >= end) return [];
    return entity.kind === 'code' || entity.kind === 'pre' ? [entity] : [placed(entity, start, end)];
  });
}
