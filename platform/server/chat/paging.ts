import { VecheError } from '@veche/contract';

/** The numbers of a cursor that a list gave out, joined by `_`; undefined without one. */
export function numbersOfCursor(cursor: string | undefined, count: number): number[] | undefined {
  if (cursor === undefined) return undefined;
  const numbers = cursor.split('_');
  if (numbers.length !== count || !numbers.every((part) => /^\d{1,16}$/.test(part))) {
    throw new VecheError('invalid_input', 'cursor: not one that was given out', { field: 'cursor' });
  }
  return numbers.map(Number);
}

/** The place in a list that is ordered by one number. */
export function seqOfCursor(cursor: string | undefined): number | undefined {
  return numbersOfCursor(cursor, 1)?.[0];
}
