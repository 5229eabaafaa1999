/** A word of the bench that few messages have. */
export const RARE_WORD = 'перламутр';

const CONSONANTS = ['б', 'в', 'г', 'д', 'к', 'л', 'м', 'н', 'п', 'р', 'с', 'т', 'ст', 'пр', 'тр', 'х', 'ш'];
const VOWELS = ['а', 'о', 'у', 'и', 'е', 'я'];
const VOCABULARY = 20_000;

/** Numbers that look random and are the same in every run. */
export function createDice(seed: number): () => number {
  let state = seed;
  // xorshift32
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}

/** Words of two to four syllables, the most common first. */
export function makeVocabulary(dice: () => number): string[] {
  const pick = (list: readonly string[]) => list[Math.floor(dice() * list.length)] ?? '';
  const words = new Set<string>();
  while (words.size < VOCABULARY) {
    const syllables = 2 + Math.floor(dice() * 3);
    words.add(Array.from({ length: syllables }, () => pick(CONSONANTS) + pick(VOWELS)).join(''));
  }
  return [...words];
}

/** Halves of messages: a few words are in most of them, most words in few, as people write. */
export function makeSentences(words: readonly string[], dice: () => number, count: number): string[] {
  return Array.from({ length: count }, () =>
    Array.from({ length: 6 }, () => words[Math.floor(dice() ** 4 * words.length)] ?? '').join(' '),
  );
}
