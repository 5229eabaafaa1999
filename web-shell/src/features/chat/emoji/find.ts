import type { OneEmoji } from './set.ts';
import { plain } from './tones.ts';

/** Words of all emoji as they are looked through: ` name name|word word `, with ё as е. */
export function asFound(lines: readonly string[]): readonly string[] {
  return lines.map((line) => ` ${line.split('|').map(folded).join(' | ')} `);
}

/**
 * Those that have a word for each that was typed, in one of the languages, each by the beginning of a word; what is
 * called so comes first. An emoji finds itself.
 */
export function findEmoji(
  all: readonly OneEmoji[],
  languages: readonly (readonly string[])[],
  query: string,
): readonly OneEmoji[] {
  const itself = plain(query.trim());
  const typed = folded(query);
  if (typed === '') return all.filter(({ emoji }) => emoji === itself);
  const parts = typed.split(' ');
  return all
    .map((one) => ({ one, rank: Math.min(...languages.map((lines) => rankOf(lines[one.at] ?? '', typed, parts))) }))
    .filter(({ rank }) => rank < Infinity)
    .sort((a, b) => a.rank - b.rank)
    .map(({ one }) => one);
}

/** 0: is called so, 1: it is a word of the name, 2: one of its words, 3: the beginning of one; else not found. */
function rankOf(line: string, typed: string, parts: readonly string[]): number {
  if (!parts.every((part) => line.includes(` ${part}`))) return Infinity;
  const [name = ''] = line.split('|');
  if (name === ` ${typed} `) return 0;
  const isIn = (text: string) => parts.every((part) => text.includes(` ${part} `));
  return isIn(name) ? 1 : isIn(line) ? 2 : 3;
}

function folded(text: string): string {
  return text
    .toLocaleLowerCase()
    .replaceAll('ё', 'е')
    .replaceAll(/[^\p{L}\p{N}+]+/gu, ' ')
    .trim();
}
