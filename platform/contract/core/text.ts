import { z } from 'zod';

/** Whether every store and client can hold a text: no NUL, well-formed Unicode. */
function isPlainText(text: string): boolean {
  return !text.includes('\0') && text.isWellFormed();
}

/** Text that every store and client can hold. */
export const PlainText = z.string().refine(isPlainText, 'must be well-formed text');

/** Address of a web page as it was given: `new URL` would pass over a NUL or half a character in it. */
export const WebAddress = z
  .url({ protocol: /^https?$/ })
  .max(2048)
  .refine(isPlainText, 'must be well-formed text');
