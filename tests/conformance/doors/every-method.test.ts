import { invalidInput, type Method, methodList, type Scope } from '@veche/contract';
import { beforeAll, describe, expect, test } from 'vitest';
import { startTestServer } from '../../support/server.ts';
import { type DoorCall, doors, told } from './door.ts';
import { rightInput, wronglyTaken, wrongInputs } from './wrong-inputs.ts';

const server = await startTestServer();
/** What a bot is granted; everything else is a person's own business. */
const scopesOfBots: readonly Scope[] = [
  'public',
  'profile:read',
  'chats:read',
  'chats:manage',
  'messages:write',
  'media:read',
  'media:write',
  'bot:face',
  'bot:updates',
  'bot:notify',
];
const signedIn = methodList.filter(({ scope }) => scope !== 'public');
const forPeople = methodList.filter(({ scope }) => !scope.startsWith('bot:'));
const forBotsAlone = methodList.filter(({ scope }) => scope.startsWith('bot:'));
const closedToBots = methodList.filter(({ scope }) => !scopesOfBots.includes(scope));
const byName = (methods: readonly Method[]) => methods.map((method) => [method.name, method] as const);

let token: string;
let botToken: string;
beforeAll(async () => {
  const alice = await server.person('Алиса');
  token = await alice.token();
  botToken = (await alice.call('bots.register', { username: 'door_bot', name: 'Бот' })).token;
});

test('the contract gives this suite all it has', () => {
  expect(methodList.length).toBeGreaterThan(150);
  expect(closedToBots.length).toBeGreaterThan(50);
  expect(forBotsAlone.length).toBeGreaterThan(1);
  for (const method of methodList) {
    expect(method.input.safeParse(rightInput(method)).success, method.name).toBe(true);
    expect(wrongInputs(method).length, method.name).toBeGreaterThanOrEqual(Object.keys(rightInput(method)).length);
  }
});

describe.each(doors)('through $name', ({ door }) => {
  let alice: DoorCall;
  beforeAll(async () => {
    alice = await door.enter(server.url, token);
  });

  test.each(byName(forPeople))('%s names what is wrong in its input', async (_name, method) => {
    expect(await wronglyTaken(alice, method)).toEqual([]);
  });

  test.each(byName(signedIn))('%s asks who is signed out to sign in', async (_name, method) => {
    // A socket that says no hello is open for seconds only.
    const stranger = await door.enter(server.url);
    expect(await told(stranger(method.name, rightInput(method)))).toMatchObject({ code: 'unauthenticated' });
  });

  test.each(byName(forBotsAlone))('%s refuses a person', async (_name, method) => {
    expect(await told(alice(method.name, rightInput(method)))).toEqual({
      code: 'forbidden',
      message: `A person may not call ${method.name}.`,
    });
  });

  test('a method that does not exist is unknown', async () => {
    expect(await told(alice('messages.forget', {}))).toEqual({
      code: 'unknown_method',
      message: 'There is no method messages.forget.',
    });
  });

  test('a token of nobody opens nothing', async () => {
    const work = door.enter(server.url, 'nobody').then((call) => call('chats.list', {}));
    expect(await told(work)).toMatchObject({ code: 'unauthenticated' });
  });
});

describe('a bot', () => {
  test.each(byName(closedToBots))('is refused by %s', async (_name, method) => {
    const bot = await doors[0]?.door.enter(server.url, botToken);
    expect(await told(bot?.(method.name, rightInput(method)) ?? Promise.resolve())).toEqual({
      code: 'forbidden',
      message: `A bot may not call ${method.name}.`,
    });
  });

  test.each(byName(forBotsAlone))('is told by %s what is wrong in its input', async (_name, method) => {
    const bot = await doors[0]?.door.enter(server.url, botToken);
    expect(bot && (await wronglyTaken(bot, method))).toEqual([]);
  });
});

describe('a door that', () => {
  const method = methodList.find(({ name }) => name === 'messages.send') as Method;
  const refuse = (input: unknown) => {
    const parsed = method.input.safeParse(input);
    return parsed.success ? null : invalidInput(parsed.error);
  };

  test('takes what is wrong is found', async () => {
    expect(await wronglyTaken(() => Promise.resolve({}), method)).toHaveLength(wrongInputs(method).length);
  });

  test('forgets one field is found by that field', async () => {
    const forgetful: DoorCall = (_name, input) => {
      const { replyTo: _replyTo, ...rest } = input as Record<string, unknown>;
      const error = refuse(rest);
      return error === null ? Promise.resolve({}) : Promise.reject(error);
    };
    expect(await wronglyTaken(forgetful, method)).toEqual([expect.stringMatching(/^replyTo: /)]);
  });
});
