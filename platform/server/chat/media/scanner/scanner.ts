import type { Readable } from 'node:stream';

/** `tooLarge`: the scanner takes no file of this size. */
export type Verdict = 'clean' | 'tooLarge' | { readonly infected: string };

/** Looks for malware in uploads before they become files. */
export interface Scanner {
  /** Rejects when the scanner cannot be asked now: the file then waits. */
  scan(content: Readable): Promise<Verdict>;
}
