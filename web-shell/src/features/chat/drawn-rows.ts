import { computed, type ReadonlySignal } from '@preact/signals-core';
import type { TemplateResult } from 'lit';
import { guard } from 'lit/directives/guard.js';
import type { PlacedMessage } from './rows.ts';

interface DrawnRow {
  readonly placed: PlacedMessage;
  readonly marks: readonly boolean[];
  readonly view: ReadonlySignal<TemplateResult>;
}

/**
 * Draws rows of a list anew only when they, or a signal they were drawn from, changed: mostly one of a hundred did.
 * Begin each drawing of the list with `begin`: what is not drawn after it is forgotten.
 */
export function createDrawnRows() {
  let rows = new Map<string, DrawnRow>();
  let before = rows;
  return {
    begin(): void {
      before = rows;
      rows = new Map();
    },
    /** `marks`: what of the list's own state `view` draws. */
    draw(placed: PlacedMessage, marks: readonly boolean[], view: () => TemplateResult): unknown {
      const { key } = placed.message;
      let row = before.get(key);
      if (row === undefined || !isSame(row, placed, marks)) row = { placed, marks, view: computed(view) };
      rows.set(key, row);
      const drawn = row.view.value;
      return guard([drawn], () => drawn);
    },
  };
}

function isSame(row: DrawnRow, placed: PlacedMessage, marks: readonly boolean[]): boolean {
  return (
    row.placed.message === placed.message &&
    row.placed.firstOfRun === placed.firstOfRun &&
    row.placed.lastOfRun === placed.lastOfRun &&
    row.marks.every((mark, index) => mark === marks[index])
  );
}
