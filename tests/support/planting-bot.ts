import { expect } from 'vitest';

/** What a person sees of the newest message of a bot. */
export interface Seen {
  readonly text: string;
  readonly buttons: readonly string[];
  readonly keys: readonly string[];
  /** Name and content of the first file. */
  readonly file?: { readonly name: string; readonly content: string };
}

/** A person in the direct chat with the bot under test. */
export interface Visitor {
  says(text: string): Promise<unknown>;
  presses(text: string): Promise<{ readonly text?: string }>;
  last(): Promise<Seen>;
}

export type Visit = (name: string, language: 'ru' | 'en') => Promise<Visitor>;

type Behaviour = (visit: Visit) => Promise<void>;

/** Waits until the bot has said something. */
const hears = (visitor: Visitor, seen: Partial<Seen>) =>
  expect.poll(() => visitor.last(), { timeout: 20_000 }).toMatchObject(seen);

/** What both sample bots do, whatever they are built on and wherever they run. */
export const plantingBehaviours: Readonly<Record<string, Behaviour>> = {
  'it greets by name and language, and counts the rings of its bell': async (visit) => {
    const alice = await visit('Алиса Соколова', 'ru');
    await alice.says('/start');
    await hears(alice, {
      text: 'Привет, Алиса! Я повторяю то, что мне пишут.',
      buttons: ['Позвонить в колокол', 'Открыть мини-приложение'],
    });
    expect(await alice.presses('Позвонить в колокол')).toMatchObject({ text: 'Колокол звонит' });
    await alice.presses('Позвонить в колокол');
    await hears(alice, { text: 'Бом! Звонили раз: 2.' });
    const bob = await visit('Bob Wolf', 'en');
    await bob.says('/start');
    await hears(bob, { text: 'Hello, Bob! I repeat what people write to me.' });
  },

  'it repeats what people write': async (visit) => {
    const alice = await visit('Алиса Соколова', 'ru');
    await alice.says('Ау? 😀');
    await hears(alice, { text: 'Ау? 😀' });
  },

  'a request goes from question to question, and a file is its receipt': async (visit) => {
    const alice = await visit('Алиса Соколова', 'ru');
    await alice.says('/plant');
    await hears(alice, { text: 'На какой улице сажаем?' });
    await alice.says('Садовая');
    await hears(alice, {
      text: 'Сколько деревьев, от 1 до 9?',
      keys: ['1', '2', '3', '4', '5', '6', '7', '8', '9'],
    });
    await alice.says('много');
    await hears(alice, { text: 'Нужно число от 1 до 9.' });
    await alice.says('3');
    await hears(alice, {
      text: 'Садовая, деревьев: 3. Отправить заявку?',
      buttons: ['Отправить', 'Не надо'],
    });
    await alice.presses('Отправить');
    const content = 'Посадка деревьев\nУлица: Садовая\nДеревьев: 3\n';
    await hears(alice, { text: 'Заявка отправлена.', file: { name: 'заявка.txt', content } });
    await alice.says('спасибо');
    await hears(alice, { text: 'спасибо' });
  },

  'a link leads into the request, and a command or a button out of it': async (visit) => {
    const alice = await visit('Алиса Соколова', 'ru');
    await alice.says('/start plant');
    await hears(alice, { text: 'На какой улице сажаем?' });
    await alice.says('/cancel');
    await hears(alice, { text: 'Заявка отменена.' });
    await alice.says('/cancel');
    await hears(alice, { text: 'Заявки сейчас нет.' });
    for (const [said, answer] of [
      ['/plant', 'На какой улице сажаем?'],
      ['Лесная', 'Сколько деревьев, от 1 до 9?'],
      ['1', 'Лесная, деревьев: 1. Отправить заявку?'],
    ] as const) {
      await alice.says(said);
      await hears(alice, { text: answer });
    }
    await alice.presses('Не надо');
    await hears(alice, { text: 'Заявка отменена.' });
  },

  'two people fill in their requests side by side': async (visit) => {
    const [alice, bob] = [await visit('Алиса Соколова', 'ru'), await visit('Bob Wolf', 'en')];
    await alice.says('/plant');
    await bob.says('/plant');
    await hears(alice, { text: 'На какой улице сажаем?' });
    await hears(bob, { text: 'Which street shall we plant?' });
    await alice.says('Садовая');
    await bob.says('Elm Street');
    await hears(alice, { text: 'Сколько деревьев, от 1 до 9?' });
    await hears(bob, { text: 'How many trees, 1 to 9?' });
    await bob.says('2');
    await alice.says('9');
    await hears(alice, { text: 'Садовая, деревьев: 9. Отправить заявку?' });
    await hears(bob, { text: 'Elm Street, trees: 2. Send the request?' });
  },
};
