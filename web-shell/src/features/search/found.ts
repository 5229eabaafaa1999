/** Letters before the first match that are shown with it. */
const LEAD = 40;
const LENGTH = 200;

interface Piece {
  readonly text: string;
  readonly found: boolean;
}

/**
 * The part of a text around the first word that was looked for, cut where the words stand. Endings differ, so a word is
 * found by its first letters: all but one or two of a longer one.
 */
export function splitFound(text: string, query: string): Piece[] {
  const flat = text.replaceAll(/\s+/g, ' ');
  const stems = (
    query
      .toLowerCase()
      .replaceAll('ё', 'е')
      .match(/[\p{L}\p{N}]+/gu) ?? []
  ).map((word) => word.slice(0, word.length - (word.length > 5 ? 2 : word.length > 3 ? 1 : 0)));
  const pattern =
    stems.length === 0
      ? null
      : new RegExp(
          `(?<![\\p{L}\\p{N}])(?:${stems.map((stem) => stem.replaceAll('е', '[её]')).join('|')})[\\p{L}\\p{N}]*`,
          'giu',
        );
  const first = pattern === null ? -1 : flat.search(pattern);
  const start = first > LEAD ? wholeAt(flat, first - LEAD) : 0;
  const shown = flat.slice(start, wholeAt(flat, start + LENGTH));
  const pieces: Piece[] = [];
  let end = 0;
  for (const match of pattern === null ? [] : shown.matchAll(pattern)) {
    if (match.index > end) pieces.push({ text: shown.slice(end, match.index), found: false });
    pieces.push({ text: match[0], found: true });
    end = match.index + match[0].length;
  }
  if (end < shown.length) pieces.push({ text: shown.slice(end), found: false });
  const lead: Piece[] = start > 0 ? [{ text: '…', found: false }] : [];
  return [...lead, ...pieces];
}

/** A place that splits no character in two. */
function wholeAt(text: string, index: number): number {
  const code = text.charCodeAt(index);
  return code >= 0xdc00 && code <= 0xdfff ? index - 1 : index;
}
