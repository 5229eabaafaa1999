import { computed, type ReadonlySignal, signal } from '@preact/signals-core';
import type { Language } from '@veche/contract';
import { createDates, type Dates } from './dates.ts';
import { fill, type Params, type Text } from './plural.ts';
import { type MessageKey, ru } from './ru.ts';

export type { MessageKey } from './ru.ts';
export type Catalogue = Readonly<Record<MessageKey, Text>>;

/** Every text, date and number the shell shows. Reading any of them while rendering follows the language. */
export interface Words {
  readonly language: ReadonlySignal<Language>;
  /** The text of a key with its `{places}` filled; `count` chooses the plural form. */
  t(key: MessageKey, params?: Params): string;
  readonly dates: Dates;
  /** Loads the catalogue when needed, then switches. */
  use(language: Language): Promise<void>;
}

export function createWords(): Words {
  const current = signal<{ language: Language; catalogue: Catalogue }>({ language: 'ru', catalogue: ru });
  const language = computed(() => current.value.language);
  return {
    language,
    t: (key, params) => fill(current.value.language, current.value.catalogue[key], params),
    dates: createDates(language),
    async use(next) {
      current.value = { language: next, catalogue: next === 'ru' ? ru : (await import('./en.ts')).en };
      document.documentElement.lang = next;
    },
  };
}
