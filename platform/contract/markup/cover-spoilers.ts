import type { Entity } from '../entities.ts';

/**
 * A text as it is shown and read aloud where spoilers cannot be opened: `cover` stands in place of each, so that not
 * even its length is told. Offsets may reach over both ends of the text, as those of a passage's original do.
 */
export function coverSpoilers(text: string, entities: readonly Entity[] | undefined, cover: string): string {
  let covered = '';
  let at = -1;
  for (const { kind, offset, length } of entities ?? []) {
    const end = offset + length;
    if (kind !== 'spoiler' || end <= Math.max(at, 0) || offset >= text.length) continue;
    // One spoiler is several when other styles begin inside it.
    if (offset > at || at < 0) covered += text.slice(Math.max(at, 0), Math.max(offset, 0)) + cover;
    at = end;
  }
  return covered + text.slice(Math.max(at, 0));
}
