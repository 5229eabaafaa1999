import type { Language } from '@veche/contract';
import { en } from '../../web-shell/src/i18n/en.ts';
import { fill, type Params } from '../../web-shell/src/i18n/plural.ts';
import { ruPages } from '../../web-shell/src/i18n/ru-pages.ts';
import { ru } from '../../web-shell/src/i18n/ru.ts';

const russian = { ...ru, ...ruPages };

/**
 * Finds what is called so in Russian by its name in a language, from the catalogues: one journey is gone in both. A
 * word of several meanings is any of its translations. Throws where no text of the shell reads so.
 */
export function namedIn(language: Language): (text: string, params?: Params) => RegExp {
  const catalogue = language === 'ru' ? russian : en;
  return (text, params) => {
    const keys = (Object.keys(russian) as (keyof typeof russian)[]).filter((key) => russian[key] === text);
    if (keys.length === 0) throw new Error(`no text of the shell is «${text}»`);
    const names = keys.map((key) => escaped(fill(language, catalogue[key], params)));
    return new RegExp(`^(${[...new Set(names)].join('|')})$`);
  };
}

/** As `namedIn`, for what has more in its name. */
export function partlyNamedIn(language: Language): (text: string, params?: Params) => RegExp {
  const named = namedIn(language);
  return (text, params) => new RegExp(named(text, params).source.slice(1, -1));
}

function escaped(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
