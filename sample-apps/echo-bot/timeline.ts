import type { Timeline } from '@veche/cli/timeline';

/** `npx --no veche dev sample-apps/echo-bot/main.ts --timeline sample-apps/echo-bot/timeline.ts --once` */
// eslint-disable-next-line no-restricted-syntax -- the emulator plays the default export
export default [
  { do: 'write', person: 'bob', text: '/start' },
  { do: 'expect', text: /^Привет, Борис!/, buttons: ['Позвонить в колокол'] },
  { do: 'press', person: 'bob', button: 'Позвонить в колокол', answer: 'Колокол звонит' },
  { do: 'expect', text: 'Бом! Звонили раз: 1.' },

  { do: 'write', person: 'alice', text: '/plant' },
  { do: 'expect', text: 'На какой улице сажаем?' },
  { do: 'write', person: 'alice', text: 'Садовая' },
  { do: 'expect', text: 'Сколько деревьев, от 1 до 9?', buttons: ['1', '9'] },
  { do: 'write', person: 'alice', text: '3' },
  { do: 'expect', text: /^Садовая, деревьев: 3/ },
  { do: 'press', person: 'alice', button: 'Отправить' },
  { do: 'expect', text: 'Заявка отправлена.', file: 'заявка.txt' },

  { do: 'write', person: 'vera', place: 'yard', text: '/cancel' },
  { do: 'expect', text: 'Заявки сейчас нет.' },

  { name: 'Bob has a message sent in two days', do: 'write', person: 'bob', text: 'Доброе утро', later: '2 days' },
  { do: 'wait', time: '2 days' },
  { name: 'the bot repeats it then', do: 'expect', text: 'Доброе утро' },
] satisfies Timeline;
