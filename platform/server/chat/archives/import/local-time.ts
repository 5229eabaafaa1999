/** Date and time as a clock on a wall shows them; month from 1. */
export interface WallTime {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
}

/** Turns wall times of one time zone (IANA name) into moments. What the clocks skip in spring is moved forward. */
export function wallClock(timeZone: string): (time: WallTime) => Date {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  const offsetAt = (moment: number): number => {
    const parts = new Map(format.formatToParts(moment).map(({ type, value }) => [type, Number(value)]));
    const shown = (name: Intl.DateTimeFormatPartTypes) => parts.get(name) ?? 0;
    const wall = Date.UTC(
      shown('year'),
      shown('month') - 1,
      shown('day'),
      shown('hour'),
      shown('minute'),
      shown('second'),
    );
    return wall - Math.floor(moment / 1000) * 1000;
  };
  /** Offsets change on the hour or the half hour; archives ask for the same hours again and again. */
  const known = new Map<number, number>();
  const cachedOffsetAt = (moment: number): number => {
    const slot = Math.floor(moment / 900_000);
    const found = known.get(slot);
    if (found !== undefined) return found;
    if (known.size > 10_000) known.clear();
    const offset = offsetAt(moment);
    known.set(slot, offset);
    return offset;
  };
  return ({ year, month, day, hour, minute, second }) => {
    const wall = Date.UTC(year, month - 1, day, hour, minute, second);
    const first = wall - cachedOffsetAt(wall);
    return new Date(wall - cachedOffsetAt(first));
  };
}
