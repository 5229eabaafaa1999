import type { Language } from '@veche/contract';

/** A text that depends on `count`; forms are those of Intl.PluralRules for the language. */
export interface PluralText {
  readonly one: string;
  readonly few?: string;
  readonly many?: string;
  readonly other: string;
}

export type Text = string | PluralText;
export type Params = Readonly<Record<string, string | number>>;

const rules: Record<Language, Intl.PluralRules> = {
  ru: new Intl.PluralRules('ru'),
  en: new Intl.PluralRules('en'),
};

/** Chooses the plural form by `params.count` and fills `{name}` places; an unknown place stays as it is. */
export function fill(language: Language, text: Text, params: Params = {}): string {
  const form = typeof text === 'string' ? text : formOf(language, text, Number(params['count'] ?? 0));
  return form.replaceAll(/\{(\w+)\}/g, (place, name: string) => String(params[name] ?? place));
}

function formOf(language: Language, text: PluralText, count: number): string {
  const form = rules[language].select(count);
  return (form === 'one' || form === 'few' || form === 'many' ? text[form] : text.other) ?? text.other;
}
