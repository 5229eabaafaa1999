import type { MessageRow } from './client.ts';

/**
 * The engine's end of what a window shows: a row that the page was given already is told by its key, so that neither
 * side copies it and what was drawn from it stays.
 */
export function createRowNews(): (rows: readonly MessageRow[]) => (MessageRow | string)[] {
  let told = new Map<string, MessageRow>();
  return (rows) => {
    const before = told;
    told = new Map(rows.map((row) => [row.key, row]));
    return rows.map((row) => (before.get(row.key) === row ? row.key : row));
  };
}

/** The page's end: what it holds, with the news put in. */
export function createHeldRows(): (news: readonly (MessageRow | string)[]) => MessageRow[] {
  let held = new Map<string, MessageRow>();
  return (news) => {
    const rows = news.flatMap((one) => (typeof one === 'string' ? (held.get(one) ?? []) : one));
    held = new Map(rows.map((row) => [row.key, row]));
    return rows;
  };
}
