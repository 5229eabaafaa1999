import { errorWords } from './error-words.ts';
import type { Shell } from './shell.ts';

/** Does something for the person; a failure is told at the edge of the screen. True when it was done. */
export async function attempt({ notices, words }: Shell, act: () => Promise<unknown>): Promise<boolean> {
  try {
    await act();
    return true;
  } catch (error) {
    notices.show(errorWords(words, error));
    return false;
  }
}
