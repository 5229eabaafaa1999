/** What a bench answers: figures with units in their names, and ratios of ours to a peer or limit of the same run. */
export interface BenchResult {
  readonly figures: Record<string, number>;
  /** Larger is better; 1 is the peer. */
  readonly ratios: Record<string, number>;
}

/** `quick` shows in seconds that a bench works, and its figures mean nothing; `full` adds what takes many minutes. */
export type BenchSize = 'quick' | 'usual' | 'full';

export interface BenchContext {
  readonly size: BenchSize;
  say(line: string): void;
  /** Work to undo when the bench ends, fails or is interrupted; the last thing first. */
  defer(undo: () => unknown): void;
}

export interface Bench {
  readonly name: string;
  /** One line for the list. */
  readonly about: string;
  run(context: BenchContext): Promise<BenchResult>;
}

/** Middle of several measurements. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

/** The value that a share of the measurements stay under. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = Float64Array.from(values).sort();
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

/** Three meaningful digits are all that a noisy machine gives. */
export function round(value: number): number {
  return Number(value.toPrecision(3));
}
