import type { DemoKey } from './people.ts';

/** Who says what, in order. */
export type Lines = readonly (readonly [DemoKey, string])[];

export const group: { readonly title: string; readonly ownedBy: DemoKey; readonly lines: Lines } = {
  title: 'Двор на Садовой',
  ownedBy: 'alice',
  lines: [
    ['galina', 'Добрый день, соседи! В субботу в 11:00 сажаем сирень во дворе. Кто с нами?'],
    ['bob', 'Буду. Возьму грабли и перчатки 🙂'],
    ['alice', 'Мы с детьми тоже придём. Что принести?'],
    ['vera', 'Саженцы привезём: десять кустов. Нужны две-три лопаты и вода для полива.'],
    ['dmitry', 'Лопаты есть. Ещё позову Тома с третьего этажа — он пока говорит только по-английски.'],
    ['alice', 'Tom is welcome! Чай и пирог с меня.'],
    ['bob', 'Тогда встречаемся у детской площадки. До субботы!'],
  ],
};

export const directChats: readonly { readonly between: readonly [DemoKey, DemoKey]; readonly lines: Lines }[] = [
  {
    between: ['bob', 'dmitry'],
    lines: [
      ['dmitry', 'Hi Bob! The first version of my bot is ready. Заглянешь?'],
      ['bob', 'Hi! Вечером посмотрю. What does it do?'],
      ['dmitry', 'It answers whatever you write. Скоро научу его расписанию автобусов.'],
    ],
  },
  {
    between: ['alice', 'galina'],
    lines: [
      ['galina', 'Здравствуйте, Алиса! Завтра у 3 «Б» экскурсия в музей, сбор в 8:45 у школы.'],
      ['alice', 'Здравствуйте! Хорошо, Миша будет. Сменная обувь нужна?'],
      ['galina', 'Нет, только хорошее настроение и бутерброд.'],
    ],
  },
  {
    between: ['alice', 'vera'],
    lines: [
      ['alice', 'Здравствуйте, Вера! Подскажите, что нужно для справки о составе семьи?'],
      ['vera', 'Здравствуйте! Только паспорт. Приём во вторник и в четверг с 9 до 18, заявление заполним на месте.'],
      ['alice', 'Спасибо большое, приду во вторник.'],
    ],
  },
  {
    between: ['alice', 'bob'],
    lines: [
      ['bob', 'Алиса, привет! Ты забрала посылку с почты?'],
      ['alice', 'Привет! Да, она у меня. Зайди вечером после семи.'],
      ['bob', 'Спасибо! Зайду и принесу яблок с дачи 🍎'],
    ],
  },
];
