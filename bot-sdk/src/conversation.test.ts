import { expect, test } from 'vitest';
import { type Bot, button, conversation, createBot, memoryStorage, type Step, type Storage } from './index.ts';
import { createTestHost, type TestHost, type TestSeat } from './test-host/index.ts';

type State = { said: string[] };

const street: Step<State, string> = {
  enter: ({ reply }) => reply('Street?', { buttons: [[button.callback('Help', 'help')]] }),
  message: ({ message }, talk) => {
    talk.state.said.push(message.text);
    talk.go('trees');
  },
  button: (_context, _talk, next) => next(),
};
const trees: Step<State, string> = {
  enter: ({ reply }) => reply('Trees?'),
  message: async ({ message, reply }, talk) => {
    await reply([...talk.state.said, message.text].join(', '));
    talk.end();
  },
};

/** A bot that asks two questions; what no step takes is answered with `else`. */
function program(host: TestHost, storage: Storage, first = 'street'): Bot {
  const bot = createBot({ ...host.options, storage });
  const steps: Record<string, Step<State, string>> = { [first]: street, trees };
  const form = conversation({ name: 'form', begin: (): State => ({ said: [] }), first, steps });
  bot.use(form.handler);
  bot.command('form', (context) => form.enter(context));
  bot.command('leave', async (context) => void (await context.reply(String(await form.leave(context)))));
  bot.button('help', ({ answer }) => answer({ text: 'helped' }));
  bot.on('message', ({ reply }) => reply('else'));
  bot.catch((error) => {
    throw error;
  });
  host.deliverTo(bot.webhook({ secret: 's' }), 's');
  return bot;
}

const textsOf = ({ messages }: TestSeat) => messages.map(({ text }) => text);

test('a step takes messages, and leaves to others what it passes on and every command', async () => {
  const host = createTestHost();
  program(host, memoryStorage());
  const anna = host.person('Анна');
  await anna.says('/form');
  expect(await anna.presses('Help')).toEqual({ text: 'helped' });
  await anna.says('/leave');
  await anna.says('/leave');
  await anna.says('Sadovaya');
  expect(textsOf(anna)).toEqual(['/form', 'Street?', '/leave', 'true', '/leave', 'false', 'Sadovaya', 'else']);
});

test('each person of a group has an own conversation', async () => {
  const host = createTestHost({ readsAllGroupMessages: true });
  program(host, memoryStorage());
  const [anna, bob] = [host.person('Анна'), host.person('Bob')];
  const yard = host.group('Двор', [anna, bob]);
  await anna.in(yard).says('/form');
  await bob.in(yard).says('Elm Street');
  expect(anna.in(yard).last?.text).toBe('else');
  await anna.in(yard).says('Sadovaya');
  expect(anna.in(yard).last?.text).toBe('Trees?');
  await anna.says('3');
  expect(anna.last?.text).toBe('else');
});

test('an update whose end was not written down comes again, and is not taken for the next answer', async () => {
  const host = createTestHost();
  const storage = memoryStorage();
  let isLost = false;
  const losing: Storage = {
    ...storage,
    set: async (key, value, expected) => {
      if (!isLost || !key.includes('handled/')) return storage.set(key, value, expected);
      isLost = false;
      throw new Error('the program ended here');
    },
  };
  program(host, losing);
  const anna = host.person('Анна');
  await anna.says('/form');
  isLost = true;
  await anna.says('Sadovaya');
  expect(isLost).toBe(false);
  expect(textsOf(anna)).toEqual(['/form', 'Street?', 'Sadovaya', 'Trees?']);
  isLost = true;
  await anna.says('3');
  await anna.says('thanks');
  expect(textsOf(anna).slice(4)).toEqual(['3', 'Sadovaya, 3', 'thanks', 'else']);
});

test('a step that could not be kept is taken again, and asks once', async () => {
  const host = createTestHost();
  const storage = memoryStorage();
  let isFailing = false;
  const failing: Storage = {
    ...storage,
    set: async (key, value, expected) => {
      if (!isFailing || !key.includes('talk/')) return storage.set(key, value, expected);
      isFailing = false;
      throw new Error('the storage is away');
    },
  };
  program(host, failing);
  const anna = host.person('Анна');
  await anna.says('/form');
  isFailing = true;
  await anna.says('Sadovaya');
  await anna.says('3');
  expect(textsOf(anna)).toEqual(['/form', 'Street?', 'Sadovaya', 'Trees?', '3', 'Sadovaya, 3']);
});

test('a program that was slower than another one is refused, and takes what that one kept', async () => {
  const host = createTestHost();
  const storage = memoryStorage();
  let isOvertaken = false;
  const overtaken: Storage = {
    ...storage,
    set: async (key, value, expected) => {
      if (isOvertaken && key.includes('talk/')) {
        isOvertaken = false;
        await storage.set(
          key,
          value.replace('Sadovaya', 'Lesnaya').replace(/"updateId":\d+/, '"updateId":1'),
          expected,
        );
      }
      return storage.set(key, value, expected);
    },
  };
  program(host, overtaken);
  const anna = host.person('Анна');
  await anna.says('/form');
  isOvertaken = true;
  await anna.says('Sadovaya');
  expect(textsOf(anna).at(-1)).toBe('Lesnaya, Sadovaya');
});

test('a step that a new release no longer has ends the conversation', async () => {
  const host = createTestHost();
  const storage = memoryStorage();
  program(host, storage);
  const anna = host.person('Анна');
  await anna.says('/form');
  program(host, storage, 'address');
  await anna.says('Sadovaya');
  expect(anna.last?.text).toBe('else');
});
