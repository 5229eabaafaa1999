import type { Span } from '../formatted-text.ts';

/** `+` and digits, or a Russian `8` and ten digits, in groups with blanks, hyphens and one pair of brackets. */
const CANDIDATE =
  /(?<![\p{L}\p{N}_+\-.,:/#@=&?%])(?:\+[1-9]|8)(?:[ \u00a0\u2011-\u2013-]{0,2}(?:\(\d{2,5}\)|\d)){6,17}(?![\p{L}\p{N}_])/gu;

/** Numbers that look like telephone numbers and could be called. */
export function findPhones(text: string): Span[] {
  return [...text.matchAll(CANDIDATE)].flatMap((match) => {
    const [whole] = match;
    const digits = whole.replace(/\D/g, '');
    const isRussian = /^(?:\+7|8)/.test(whole);
    const isCallable = isRussian ? /^[78][3-9]\d{9}$/.test(digits) : digits.length >= 8 && digits.length <= 15;
    return isCallable ? [{ start: match.index, end: match.index + whole.length }] : [];
  });
}
