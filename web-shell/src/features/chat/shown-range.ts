/** Messages drawn at opening (a screen of them; more comes at once), on each side of one gone to, and at most. */
const FIRST = 20;
const AROUND = 20;
export const MOST = 120;
/** Added at an edge: so few that no frame waits for them. */
const STEP = 10;

/** The drawn part of a window, by keys so that it survives changes around it. `last: null` follows the newest. */
export interface ShownRange {
  readonly first: string | null;
  readonly last: string | null;
}

export const newest: ShownRange = { first: null, last: null };

/** Places of the range among the keys: from (inclusive) to (exclusive). A lost edge falls back to the newest. */
export function resolveRange(keys: readonly string[], range: ShownRange): readonly [from: number, to: number] {
  const lastAt = range.last === null ? -1 : keys.indexOf(range.last);
  const to = lastAt === -1 ? keys.length : lastAt + 1;
  const firstAt = range.first === null ? -1 : keys.indexOf(range.first);
  const from = firstAt === -1 || firstAt >= to ? Math.max(0, to - FIRST) : firstAt;
  return [Math.max(from, to - MOST), to];
}

/** Grows at the old edge; beyond the cap the new edge gives way. */
export function earlier(keys: readonly string[], range: ShownRange): ShownRange {
  const [from, to] = resolveRange(keys, range);
  const start = Math.max(0, from - STEP);
  return cut(keys, start, Math.min(to, start + MOST));
}

/** Grows at the new edge; beyond the cap the old edge gives way. */
export function later(keys: readonly string[], range: ShownRange): ShownRange {
  const [from, to] = resolveRange(keys, range);
  const end = Math.min(keys.length, to + STEP);
  return cut(keys, Math.max(from, end - MOST), end);
}

/** A range with the key in its middle. */
export function around(keys: readonly string[], key: string): ShownRange {
  const at = keys.indexOf(key);
  if (at === -1) return newest;
  return cut(keys, Math.max(0, at - AROUND), Math.min(keys.length, at + AROUND));
}

function cut(keys: readonly string[], from: number, to: number): ShownRange {
  return { first: keys[from] ?? null, last: to >= keys.length ? null : (keys[to - 1] ?? null) };
}
