import { z } from 'zod';

/** Whether every store and client can hold a text: no NUL, well-formed Unicode. */
function isPlainText(text: string): boolean {
  return !text.includes('\0') && text.isWellFormed();
}

/** Text that every store and client can hold. */
export const PlainText = z.string().refine(isPlainText, 'must be well-formed text');

/**
 * One line that looks like what it is: something to see, no control characters, nothing that turns text around or hides
 * in it, so that no name passes for another. Joiners stay where words and emoji are made with them.
 */
const SHOWN =
  /^(?=.*(?![\u115f\u1160\u2800\u3164\uffa0])[\p{L}\p{N}\p{P}\p{S}])(?:(?![\p{Cc}\p{Cf}\p{Zl}\p{Zp}]).|(?<![\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}])[\u200c\u200d]|[\u{e0020}-\u{e007f}])+$/u;

/** Name or title as others see it. */
export const ShownName = PlainText.trim().min(1).regex(SHOWN, 'must be visible and without control characters');

/** Address of a web page as it was given: `new URL` would pass over a NUL or half a character in it. */
export const WebAddress = z
  .url({ protocol: /^https?$/ })
  .max(2048)
  .refine(isPlainText, 'must be well-formed text');
