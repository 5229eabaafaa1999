/** A part of a chat's log, both ends included. `from` 0: it reaches the beginning. */
export type Range = readonly [from: number, to: number];

/** Adds a part; what touches or overlaps becomes one. */
export function addRange(ranges: readonly Range[], [from, to]: Range): readonly Range[] {
  const apart: Range[] = [];
  let [low, high] = [from, to];
  for (const range of ranges) {
    if (range[1] < low - 1 || range[0] > high + 1) apart.push(range);
    else [low, high] = [Math.min(low, range[0]), Math.max(high, range[1])];
  }
  return [...apart, [low, high] as const].sort((a, b) => a[0] - b[0]);
}

/** Follows the log by one event: the newest part grows; a new message alone begins one. */
export function extendRanges(ranges: readonly Range[], seq: number, isMessage: boolean): readonly Range[] {
  const newest = ranges.at(-1);
  if (newest !== undefined && newest[1] >= seq) return ranges;
  if (newest !== undefined && newest[1] === seq - 1) return [...ranges.slice(0, -1), [newest[0], seq]];
  return isMessage ? [...ranges, [seq, seq]] : ranges;
}

/** The part that holds a place in the log. */
export function rangeAt(ranges: readonly Range[], seq: number): Range | undefined {
  return ranges.find(([from, to]) => from <= seq && seq <= to);
}
