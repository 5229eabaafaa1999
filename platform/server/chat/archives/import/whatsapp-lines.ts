import type { WallTime } from './local-time.ts';

/** A line that begins a message: three numbers of a date in an order yet unknown, a time, and the rest. */
export interface Heading {
  readonly date: readonly [number, number, number];
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly rest: string;
}

/** Order of the numbers of a date. */
export type DateOrder = 'dayFirst' | 'monthFirst' | 'yearFirst';

/** Phones of one kind write `[date, time] rest`, phones of the other kind `date, time - rest`. */
export type LineStyle = 'brackets' | 'dash';

const MARKS = '[\\u200e\\u200f\\u202a-\\u202e\\u2066-\\u2069\\ufeff]*';
const SPACE = '[ \\u00a0\\u202f]';
const DATE = '(\\d{1,4})[./-](\\d{1,2})[./-](\\d{1,4})';
const TIME = `(\\d{1,2})[:.](\\d{2})(?:[:.](\\d{2}))?(?:${SPACE}*([AaPpАаПп])\\.?${SPACE}?[MmМм]\\.?)?`;
const patterns: Record<LineStyle, RegExp> = {
  brackets: new RegExp(`^${MARKS}\\[${DATE},?${SPACE}+${TIME}\\]${SPACE}?(.*)$`, 'su'),
  dash: new RegExp(`^${MARKS}${DATE},?${SPACE}+${TIME}${SPACE}[-–]${SPACE}(.*)$`, 'su'),
};

/** The style of the first line that begins a message; null when none does. */
export function findLineStyle(line: string): LineStyle | null {
  if (readHeading(line, 'brackets') !== null) return 'brackets';
  return readHeading(line, 'dash') === null ? null : 'dash';
}

/** Reads a line that begins a message; null for the second and later lines of one. */
export function readHeading(line: string, style: LineStyle): Heading | null {
  const found = patterns[style].exec(line);
  if (found === null) return null;
  const [first = 0, second = 0, third = 0, rawHour = 0, minute = 0, seconds] = found
    .slice(1, 7)
    .map((part) => Number(part ?? 0));
  const half = found[7]?.toLowerCase();
  const isAfternoon = half === 'p' || half === 'п';
  const hour = half === undefined ? rawHour : (rawHour % 12) + (isAfternoon ? 12 : 0);
  if (hour > 23 || minute > 59 || (seconds ?? 0) > 60) return null;
  return { date: [first, second, third], hour, minute, second: seconds ?? 0, rest: found[8] ?? '' };
}

/** Finds the order of day and month from all dates of a file; give it every heading in the order of the file. */
export function createDateOrderFinder() {
  const impossible = new Set<DateOrder>();
  /** How often time went backwards under an order: a chat is written in its order. */
  const steps: Record<DateOrder, { last: number; backwards: number }> = {
    dayFirst: { last: 0, backwards: 0 },
    monthFirst: { last: 0, backwards: 0 },
    yearFirst: { last: 0, backwards: 0 },
  };
  return {
    add(heading: Heading): void {
      for (const order of ['dayFirst', 'monthFirst', 'yearFirst'] as const) {
        const time = wallTimeOf(heading, order);
        if (time === null) {
          impossible.add(order);
          continue;
        }
        const at = Date.UTC(time.year, time.month - 1, time.day, time.hour, time.minute, time.second);
        const step = steps[order];
        if (at < step.last) step.backwards += 1;
        step.last = at;
      }
    },
    /** The order under which every date exists and time runs forward; day first when both do. */
    find(): DateOrder {
      const possible = (['dayFirst', 'monthFirst', 'yearFirst'] as const).filter((order) => !impossible.has(order));
      const [best = 'dayFirst'] = possible.toSorted((a, b) => steps[a].backwards - steps[b].backwards);
      return best;
    },
  };
}

/** The wall time of a heading under an order of its date; null when there is no such date. */
export function wallTimeOf({ date, hour, minute, second }: Heading, order: DateOrder): WallTime | null {
  const [a, b, c] = date;
  const [rawYear, month, day] = order === 'yearFirst' ? [a, b, c] : order === 'dayFirst' ? [c, b, a] : [c, a, b];
  if (order === 'yearFirst' && a < 1000) return null;
  const year = rawYear < 100 ? 2000 + rawYear : rawYear;
  if (year < 1990 || year > 2200 || month < 1 || month > 12 || day < 1 || day > 31) return null;
  return { year, month, day, hour, minute, second };
}
