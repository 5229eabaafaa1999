import type { Entity } from '../../entities.ts';
import { checkEntities } from '../check-entities.ts';
import type { FormattedText } from '../formatted-text.ts';
import { type Details, entityOf } from '../links.ts';

/** A text written in pieces, some of which are taken out again before it is put together. */
export function createPieces(source: string) {
  const pieces: string[] = [];
  const marked: { details: Details; from: number; to: number }[] = [];
  /** Start of the plain text that is no piece yet. */
  let plainFrom = 0;

  return {
    /** Writes what the source has as it stands up to here; answers the number of the next piece. */
    plainUntil(at: number): number {
      if (at > plainFrom) pieces.push(source.slice(plainFrom, at));
      plainFrom = Math.max(plainFrom, at);
      return pieces.length;
    },
    /** Writes a piece of its own; the source goes on at `end`. Answers the piece's number. */
    write(text: string, end: number): number {
      plainFrom = end;
      return pieces.push(text) - 1;
    },
    takeOut(piece: number): void {
      pieces[piece] = '';
    },
    /** Whether anything but blanks stands from this piece on. */
    hasText(from: number): boolean {
      for (let piece = from; piece < pieces.length; piece++) if (pieces[piece]?.trim() !== '') return true;
      return false;
    },
    /** The pieces from `from` up to, but not including, `to` are an entity. */
    mark(details: Details, from: number, to: number): void {
      marked.push({ details, from, to });
    },
    assemble(): FormattedText {
      const offsets = [0];
      for (const piece of pieces) offsets.push((offsets.at(-1) ?? 0) + piece.length);
      const text = pieces.join('');
      const entities = marked.flatMap(({ details, from, to }): Entity[] => {
        const [start = 0, end = 0] = [offsets[from], offsets[to]];
        return end > start ? [entityOf(details, start, end)] : [];
      });
      return { text, entities: checkEntities(text, entities) };
    },
  };
}
