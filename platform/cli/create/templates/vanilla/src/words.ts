import type { Language } from '@veche/mini-app-sdk';

const words = {
  ru: {
    greeting: (name: string) => (name === '' ? 'Здравствуйте!' : `Здравствуйте, ${name}!`),
    count: (count: number) => `Нажатий: ${count}`,
    press: 'Нажать',
    outside: 'Откройте это приложение внутри Вече.',
  },
  en: {
    greeting: (name: string) => (name === '' ? 'Hello!' : `Hello, ${name}!`),
    count: (count: number) => `Presses: ${count}`,
    press: 'Press',
    outside: 'Open this app inside Veche.',
  },
};

/** Texts in the person's language. */
export function wordsIn(language: Language) {
  return words[language];
}
