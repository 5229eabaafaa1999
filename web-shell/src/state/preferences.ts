import { signal } from '@preact/signals-core';
import type { Language } from '@veche/contract';

/** What is chosen on this device; the first of each stands where nothing was chosen. */
const choices = {
  theme: ['auto', 'light', 'dark'],
  contrast: ['auto', 'more'],
  /** Size of all text. */
  text: ['normal', 'small', 'large', 'largest'],
  motion: ['auto', 'less'],
  /** Whether screen readers are told of new messages: at once, in pauses of typing, not at all. */
  announce: ['on', 'pauses', 'off'],
  /** Whether single letters are shortcuts. */
  letters: ['on', 'off'],
} as const;
type Choices = typeof choices;
export type Preference = keyof Choices;
export type Choice<Name extends Preference> = Choices[Name][number];

/** What this device remembers about looks and ways. public/theme.js reads the looks before the first paint. */
export interface Preferences {
  /** The present choice; drawn anew when it changes. */
  of<Name extends Preference>(name: Name): Choice<Name>;
  choose<Name extends Preference>(name: Name, choice: Choice<Name>): void;
  readLanguage(): Language;
  keepLanguage(language: Language): void;
  readListWidth(): number;
  keepListWidth(width: number): void;
}

export const listWidth = { least: 280, start: 340, most: 420 };

export function createPreferences(storage: Storage, languages: readonly string[]): Preferences {
  const chosen = signal<Partial<Record<Preference, string>>>({});
  const isOne = (name: Preference, text: string | null) => (choices[name] as readonly (string | null)[]).includes(text);
  for (const name of Object.keys(choices) as Preference[]) {
    const text = read(storage, `veche.${name}`);
    if (text !== null && isOne(name, text)) chosen.value = { ...chosen.value, [name]: text };
  }
  return {
    of: <Name extends Preference>(name: Name) => (chosen.value[name] ?? choices[name][0]) as Choice<Name>,
    choose(name, choice) {
      chosen.value = { ...chosen.value, [name]: choice };
      keep(storage, `veche.${name}`, choice);
      const { dataset } = document.documentElement;
      if (choice === choices[name][0]) delete dataset[name];
      else dataset[name] = choice;
    },
    readLanguage() {
      const kept = read(storage, 'veche.language');
      if (kept === 'ru' || kept === 'en') return kept;
      const known = languages.map((tag) => tag.slice(0, 2)).find((tag) => tag === 'ru' || tag === 'en');
      return known === 'en' ? 'en' : 'ru';
    },
    keepLanguage: (language) => keep(storage, 'veche.language', language),
    readListWidth() {
      const width = Number(read(storage, 'veche.listWidth') ?? listWidth.start);
      return Number.isFinite(width) ? Math.min(listWidth.most, Math.max(listWidth.least, width)) : listWidth.start;
    },
    keepListWidth: (width) => keep(storage, 'veche.listWidth', String(width)),
  };
}

/** What this device keeps under a key. Storage may be switched off; the shell then forgets, and works. */
export function read(storage: Storage, key: string): string | null {
  try {
    return storage.getItem(key);
  } catch {
    return null;
  }
}

export function keep(storage: Storage, key: string, value: string): void {
  try {
    storage.setItem(key, value);
  } catch {
    // Nothing depends on it.
  }
}
