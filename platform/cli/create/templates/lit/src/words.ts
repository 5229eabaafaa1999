import type { Language } from '@veche/mini-app-sdk';

const words = {
  ru: {
    lead: 'Приложение узнаёт имя, только если Вы разрешите.',
    ask: 'Представиться',
    greeting: (name: string) => `Здравствуйте, ${name}!`,
    refused: 'Можно и без имени.',
    failed: 'Сейчас не получилось. Попробуйте ещё раз.',
    outside: 'Откройте это приложение внутри Вече.',
  },
  en: {
    lead: 'The app learns your name only if you agree.',
    ask: 'Introduce myself',
    greeting: (name: string) => `Hello, ${name}!`,
    refused: 'No name is fine, too.',
    failed: 'It did not work now. Try again.',
    outside: 'Open this app inside Veche.',
  },
};

/** Texts in the person's language. */
export function wordsIn(language: Language) {
  return words[language];
}
