type Language = 'ru' | 'en';

interface Words {
  greeting(name: string): string;
  lead: string;
  place: string;
  /** By `chat_type` of the launch data. */
  places: Record<string, string>;
  language: string;
  languageName: string;
  colours: string;
  schemes: Record<'light' | 'dark', string>;
  strokes(count: number): string;
  ring: string;
  close: string;
  outside: string;
}

const russianStrokes = new Intl.PluralRules('ru');

const words: Record<Language, Words> = {
  ru: {
    greeting: (name) => (name === '' ? 'Здравствуйте!' : `Здравствуйте, ${name}!`),
    lead: 'Это мини-приложение. Вот что ему сообщило Вече.',
    place: 'Открыто из',
    places: {
      sender: 'избранного',
      private: 'личной переписки',
      supergroup: 'группы',
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
    close: 'Закрыть',
    outside: 'Откройте это приложение внутри Вече.',
  },
  en: {
    greeting: (name) => (name === '' ? 'Hello!' : `Hello, ${name}!`),
    lead: 'This is a mini-app. Here is what Veche told it.',
    place: 'Opened from',
    places: {
      sender: 'saved messages',
      private: 'a direct chat',
      supergroup: 'a group',
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
    close: 'Close',
    outside: 'Open this app inside Veche.',
  },
};

/** Texts in the person's language; whoever does not read Russian gets English. */
export function wordsIn(languageCode: string | undefined): Words {
  return words[languageCode?.startsWith('ru') ? 'ru' : 'en'];
}
