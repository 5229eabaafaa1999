import type { LaunchData, Language } from '@veche/mini-app-sdk';

type Place = NonNullable<LaunchData['chat']>['kind'] | 'none';

interface Words {
  greeting(name: string): string;
  lead: string;
  place: string;
  places: Record<Place, string>;
  language: string;
  languageName: string;
  colours: string;
  schemes: Record<'light' | 'dark', string>;
  strokes(count: number): string;
  ring: string;
  phone: string;
  askPhone: string;
  noPhone: string;
  phoneRefused: string;
  phoneFailed: string;
  close: string;
  outside: string;
}

const russianStrokes = new Intl.PluralRules('ru');

const words: Record<Language, Words> = {
  ru: {
    greeting: (name) => `Здравствуйте, ${name}!`,
    lead: 'Это мини-приложение. Вот что ему сообщило Вече.',
    place: 'Открыто из',
    places: {
      saved: 'избранного',
      direct: 'личной переписки',
      group: 'группы',
      channel: 'канала',
      none: 'списка приложений',
    },
    language: 'Язык',
    languageName: 'русский',
    colours: 'Оформление',
    schemes: { light: 'светлое', dark: 'тёмное' },
    strokes: (count) => {
      if (count === 0) return 'Колокол молчит';
      return `Колокол ударил ${count} ${russianStrokes.select(count) === 'few' ? 'раза' : 'раз'}`;
    },
    ring: 'Ударить в колокол',
    phone: 'Телефон',
    askPhone: 'Показать мой номер',
    noPhone: 'не указан',
    phoneRefused: 'Вы не сообщили его',
    phoneFailed: 'не удалось узнать',
    close: 'Закрыть',
    outside: 'Откройте это приложение внутри Вече.',
  },
  en: {
    greeting: (name) => `Hello, ${name}!`,
    lead: 'This is a mini-app. Here is what Veche told it.',
    place: 'Opened from',
    places: {
      saved: 'saved messages',
      direct: 'a direct chat',
      group: 'a group',
      channel: 'a channel',
      none: 'the list of apps',
    },
    language: 'Language',
    languageName: 'English',
    colours: 'Appearance',
    schemes: { light: 'light', dark: 'dark' },
    strokes: (count) => {
      if (count === 0) return 'The bell is silent';
      return count === 1 ? 'The bell rang once' : `The bell rang ${count} times`;
    },
    ring: 'Ring the bell',
    phone: 'Phone',
    askPhone: 'Show my number',
    noPhone: 'none in the profile',
    phoneRefused: 'you did not tell it',
    phoneFailed: 'could not be had',
    close: 'Close',
    outside: 'Open this app inside Veche.',
  },
};

/** Texts in the person's language. */
export function wordsIn(language: Language): Words {
  return words[language];
}
