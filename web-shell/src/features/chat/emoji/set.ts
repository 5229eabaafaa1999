import { newestDrawn } from './drawn.ts';

/** An emoji that is offered; `at` is its place in the lists of words. */
export interface OneEmoji {
  readonly emoji: string;
  readonly hasTones: boolean;
  readonly at: number;
}

/** In the order in which they are shown. */
export const groupNames = [
  'smileys',
  'people',
  'nature',
  'food',
  'travel',
  'activities',
  'objects',
  'symbols',
  'flags',
] as const;

const wordFiles = {
  ru: () => import('emojibase-data/ru/data.json?words'),
  en: () => import('emojibase-data/en/data.json?words'),
};

/** What is offered, with the words of a language. */
export async function loadEmoji(language: 'ru' | 'en') {
  const [groups, names] = await Promise.all([loadGroups(), loadWords(language)]);
  return { groups, names };
}

/** The emoji that this device can draw, in their groups. */
async function loadGroups(): Promise<readonly (readonly OneEmoji[])[]> {
  const { groups } = await import('emojibase-data/en/data.json?list');
  const newest = newestDrawn();
  let at = 0;
  return groups.map((group) =>
    group
      .map(([emoji, version, tones]) => ({ emoji, version, hasTones: tones === 1, at: at++ }))
      .filter(({ version }) => version <= newest),
  );
}

/** A line for each emoji: its name, and behind `|` what else it is found by. */
export async function loadWords(language: 'ru' | 'en'): Promise<readonly string[]> {
  return (await wordFiles[language]()).lines;
}
