import { type ReadonlySignal, signal } from '@preact/signals-core';
import type { Language } from '@veche/contract';

export type Theme = 'auto' | 'light' | 'dark';

/** What this device remembers about looks. public/theme.js reads the theme before the first paint. */
export interface Preferences {
  readonly theme: ReadonlySignal<Theme>;
  setTheme(theme: Theme): void;
  readLanguage(): Language;
  keepLanguage(language: Language): void;
  readListWidth(): number;
  keepListWidth(width: number): void;
}

export const listWidth = { least: 280, start: 340, most: 420 };

export function createPreferences(storage: Storage, languages: readonly string[]): Preferences {
  const theme = signal<Theme>(readTheme(read(storage, 'veche.theme')));
  return {
    theme,
    setTheme(next) {
      theme.value = next;
      keep(storage, 'veche.theme', next);
      if (next === 'auto') delete document.documentElement.dataset['theme'];
      else document.documentElement.dataset['theme'] = next;
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

function readTheme(text: string | null): Theme {
  return text === 'light' || text === 'dark' ? text : 'auto';
}

// Storage may be switched off; the shell then forgets, and works.
function read(storage: Storage, key: string): string | null {
  try {
    return storage.getItem(key);
  } catch {
    return null;
  }
}

function keep(storage: Storage, key: string, value: string): void {
  try {
    storage.setItem(key, value);
  } catch {
    // Nothing depends on it.
  }
}
