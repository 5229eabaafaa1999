const ru = {
  hello: (name: string) => `Привет, ${name}! Я повторяю то, что мне пишут.`,
  ring: 'Позвонить в колокол',
  rung: (times: number) => `Бом! Звонили раз: ${times}.`,
  heard: 'Колокол звонит',
  openApp: 'Открыть мини-приложение',
  commands: { start: 'Начать', plant: 'Посадить деревья', cancel: 'Прервать заявку' },
  whichStreet: 'На какой улице сажаем?',
  howMany: 'Сколько деревьев, от 1 до 9?',
  notThis: 'Нужно число от 1 до 9.',
  summary: (street: string, trees: number) => `${street}, деревьев: ${trees}. Отправить заявку?`,
  send: 'Отправить',
  discard: 'Не надо',
  sent: 'Заявка отправлена.',
  discarded: 'Заявка отменена.',
  nothing: 'Заявки сейчас нет.',
  receiptName: 'заявка.txt',
  receipt: (street: string, trees: number) => `Посадка деревьев\nУлица: ${street}\nДеревьев: ${trees}\n`,
};
export type Texts = typeof ru;

const en: Texts = {
  hello: (name) => `Hello, ${name}! I repeat what people write to me.`,
  ring: 'Ring the bell',
  rung: (times) => `Bong! Rung so far: ${times}.`,
  heard: 'The bell rings',
  openApp: 'Open the mini-app',
  commands: { start: 'Begin', plant: 'Plant trees', cancel: 'Drop the request' },
  whichStreet: 'Which street shall we plant?',
  howMany: 'How many trees, 1 to 9?',
  notThis: 'It takes a number from 1 to 9.',
  summary: (street, trees) => `${street}, trees: ${trees}. Send the request?`,
  send: 'Send',
  discard: 'Leave it',
  sent: 'The request is sent.',
  discarded: 'The request is dropped.',
  nothing: 'There is no request now.',
  receiptName: 'request.txt',
  receipt: (street, trees) => `Planting of trees\nStreet: ${street}\nTrees: ${trees}\n`,
};

export const texts: Readonly<Record<'ru' | 'en', Texts>> = { ru, en };
