/** What one sees as one letter though it is several characters may be in the text. */
const COMPOSED = /[\p{M}\p{Extended_Pictographic}\p{Regional_Indicator}\u200D]/u;

/** Two letters for a picture that there is none of: of the first two words, or the first two of one word. */
export function initials(name: string): string {
  const words = name.split(/[\s\-«»"'()]+/u).filter((word) => /[\p{L}\p{N}]/u.test(word));
  const letters = words.map((word) => graphemesOf(word.replace(/^[^\p{L}\p{N}]+/u, '')));
  const [first, second] = letters;
  if (first === undefined) return graphemesOf(name.trim())[0] ?? '';
  const pair = second === undefined ? first.slice(0, 2) : [first[0], second[0]];
  return pair.join('').toLocaleUpperCase();
}

/** The first segmenter takes a browser tens of milliseconds, at the worst moment: the start. Few names need one. */
function graphemesOf(text: string): string[] {
  if (!COMPOSED.test(text)) return [...text];
  return [...new Intl.Segmenter(undefined, { granularity: 'grapheme' }).segment(text)].map((part) => part.segment);
}
