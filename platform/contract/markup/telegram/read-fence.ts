/**
 * Reads the opening of a block of code: three backticks, a language if white space follows it, one line break.
 * `end` is where the code begins.
 */
export function readFence(source: string, begin: number): { language: string; end: number } {
  let end = begin + 3;
  const word = /[^\s`]*/y;
  word.lastIndex = end;
  const language = word.exec(source)?.[0] ?? '';
  const after = source.charAt(end + language.length);
  const isLanguage = language !== '' && after !== '' && after !== '`';
  if (isLanguage) end += language.length;
  const [first, second] = [source.charAt(end), source.charAt(end + 1)];
  if (isBreak(first)) end += isBreak(second) && second !== first ? 2 : 1;
  return { language: isLanguage ? language : '', end };
}

function isBreak(character: string): boolean {
  return character === '\n' || character === '\r';
}
