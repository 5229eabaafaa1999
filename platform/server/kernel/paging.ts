import { VecheError } from '@veche/contract';

/** Beyond this year moments are written in a way that the database does not read. */
const LAST_MOMENT = Date.UTC(9999, 11, 31);

/** Refuses a cursor that no list has given out. */
export function strangeCursor(): VecheError {
  return new VecheError('invalid_input', 'cursor: not one that was given out', { field: 'cursor' });
}

/** The numbers of a cursor that a list gave out, joined by `_`; undefined without one. */
export function numbersOfCursor(cursor: string | undefined, count: number): number[] | undefined {
  if (cursor === undefined) return undefined;
  const numbers = cursor.split('_');
  if (numbers.length !== count || !numbers.every((part) => /^\d{1,16}$/.test(part))) throw strangeCursor();
  return numbers.map(Number);
}

/** The same in a list that is ordered by time: the first number is a moment in milliseconds. */
export function momentOfCursor(cursor: string | undefined, count: number): number[] | undefined {
  const numbers = numbersOfCursor(cursor, count);
  if ((numbers?.[0] ?? 0) > LAST_MOMENT) throw strangeCursor();
  return numbers;
}

/** The place in a list that is ordered by one number. */
export function seqOfCursor(cursor: string | undefined): number | undefined {
  return numbersOfCursor(cursor, 1)?.[0];
}

/** A page of rows, of which one more was asked for than it has, and with it the cursor of the next one if there is any. */
export function pageOf<Row>(
  rows: readonly Row[],
  limit: number,
  cursorOf: (last: Row) => string,
): { page: Row[]; next: { nextCursor?: string } } {
  const page = rows.slice(0, limit);
  const last = rows.length > limit ? page.at(-1) : undefined;
  return { page, next: last === undefined ? {} : { nextCursor: cursorOf(last) } };
}
