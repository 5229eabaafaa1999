/** Turns the direction of what follows around, or hides: never part of a page's honest title. */
const DECEIVING = /[\u061c\u200b\u200e\u200f\u2028\u2029\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]|\p{Cc}/gu;

/** One line of plain text of at most `maxLength` UTF-16 units, cut with an ellipsis; undefined when nothing is left. */
export function cleanText(text: string | undefined, maxLength: number): string | undefined {
  if (text === undefined) return undefined;
  // What is cut off anyway need not be looked through.
  const line = text
    .slice(0, maxLength * 8)
    .toWellFormed()
    .replace(DECEIVING, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  if (line === '') return undefined;
  if (line.length <= maxLength) return line;
  const cut = line.slice(0, maxLength - 1);
  const isHalf = /[\ud800-\udbff]$/.test(cut);
  return `${(isHalf ? cut.slice(0, -1) : cut).trimEnd()}…`;
}
