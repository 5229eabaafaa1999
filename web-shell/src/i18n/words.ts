import { computed, type ReadonlySignal, signal } from '@preact/signals-core';
import type { Language } from '@veche/contract';
import { createDates, type Dates } from './dates.ts';
import { fill, type Params, type Text } from './plural.ts';
import type { ruPages } from './ru-pages.ts';
import { ru } from './ru.ts';

export type MessageKey = keyof typeof ru | keyof typeof ruPages;
export type Catalogue = Readonly<Record<MessageKey, Text>>;

/** Every text, date and number the shell shows. Reading any of them while rendering follows the language. */
export interface Words {
  readonly language: ReadonlySignal<Language>;
  /** The text of a key with its `{places}` filled; `count` chooses the plural form. */
  t(key: MessageKey, params?: Params): string;
  readonly dates: Dates;
  /** Loads the catalogue when needed, then switches. */
  use(language: Language): Promise<void>;
  /** Loads the texts of pages that are not in the first load; asking again is free. */
  forPages(): Promise<void>;
}

export function createWords(): Words {
  let russian: Partial<Catalogue> = ru;
  let isForPages = false;
  const current = signal<{ language: Language; catalogue: Partial<Catalogue> }>({ language: 'ru', catalogue: ru });
  const language = computed(() => current.value.language);
  const loadPages = async () => {
    if (russian === ru) russian = { ...ru, ...(await import('./ru-pages.ts')).ruPages };
  };
  return {
    language,
    t: (key, params) => fill(current.value.language, current.value.catalogue[key] ?? key, params),
    dates: createDates(language),
    async use(next) {
      if (next === 'ru' && isForPages) await loadPages();
      current.value = { language: next, catalogue: next === 'ru' ? russian : (await import('./en.ts')).en };
      document.documentElement.lang = next;
    },
    async forPages() {
      isForPages = true;
      // The other catalogue is whole.
      if (current.peek().language !== 'ru') return;
      await loadPages();
      // Only once: what draws with these words asks for them again with each drawing.
      const { language: now, catalogue } = current.peek();
      if (now === 'ru' && catalogue !== russian) current.value = { language: now, catalogue: russian };
    },
  };
}
