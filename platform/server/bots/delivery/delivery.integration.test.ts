import { type BotUpdate, VecheError } from '@veche/contract';
import { afterAll, expect, test } from 'vitest';
import { createTestBots } from '../../../../tests/support/bots-wing.ts';
import { createTestDatabase } from '../../../../tests/setup/database.ts';
import { refusal } from '../../../../tests/support/refusal.ts';

const database = await createTestDatabase();
const world = createTestBots(database.sql);
const alice = await world.person('Алиса Соколова');
const bob = await world.person('Борис Волков');
await world.start();
afterAll(() => world.stop());

const textOf = ({ event }: BotUpdate) => {
  if ('message' in event) return 'data' in event ? event.data : event.message.text;
  return 'query' in event ? event.query : event.kind;
};

test('a bot is told of what people write to it, with their names and language, once each', async () => {
  const bot = await world.bot(alice, 'told_once_bot');
  const chatId = await world.direct(bob, bot);
  const messageId = await world.say(bob, chatId, 'hello');
  const [update, ...others] = await world.take(bot);
  expect(others).toEqual([]);
  expect(update).toMatchObject({
    updateId: 1,
    event: {
      kind: 'message',
      chat: { chatId, kind: 'direct' },
      message: { messageId, text: 'hello' },
      sender: { accountId: bob, name: 'Борис Волков', language: 'ru' },
    },
  });
  await world.edit(bob, chatId, messageId, 'hello again');
  expect((await world.take(bot, 1)).map(({ updateId, event }) => [updateId, event.kind])).toEqual([
    [2, 'messageEdited'],
  ]);
});

test('a bot is not told of its own messages, nor of those of other bots', async () => {
  const [one, two] = [await world.bot(alice, 'chatty_one_bot'), await world.bot(alice, 'chatty_two_bot')];
  const group = await world.group(alice, [one, two]);
  await world.say(one, group, '/start');
  await world.say(alice, group, '/go');
  expect((await world.take(one, 0, 2)).map(textOf)).toEqual(['selfChanged', '/go']);
  expect((await world.take(two, 0, 2)).map(textOf)).toEqual(['selfChanged', '/go']);
});

test('in a group a bot reads what is meant for it, or everything when its owner says so', async () => {
  const bot = await world.bot(alice, 'private_bot');
  const group = await world.group(alice, [bot, bob]);
  const own = await world.say(bot, group, 'I am here');
  await world.say(bob, group, 'between us');
  await world.say(bob, group, 'what say you', own);
  await world.say(bob, group, 'a reply to a person', await world.say(alice, group, 'to each other'));
  await world.say(bob, group, '@private_bot hi');
  // After the news that it was brought in.
  const updates = await world.take(bot, 1, 2);
  expect(updates.map(textOf)).toEqual(['what say you', '@private_bot hi']);
  expect(updates[0]?.event).toMatchObject({ replied: { message: { text: 'I am here' }, sender: { accountId: bot } } });

  await expect(
    world.call(bob, 'bots.setGroupReading', { accountId: bot, readsAllGroupMessages: true }),
  ).rejects.toThrow(VecheError);
  await world.call(alice, 'bots.setGroupReading', { accountId: bot, readsAllGroupMessages: true });
  await world.say(bob, group, 'now it hears');
  expect((await world.take(bot, 3)).map(textOf)).toEqual(['now it hears']);
});

test('a poll waits for news without asking the database, and a stop ends it empty', async () => {
  const bot = await world.bot(alice, 'patient_bot');
  const chatId = await world.direct(bob, bot);
  const waiting = world.callAsBot(bot, 'bots.getUpdates', { timeoutSeconds: 20 });
  await new Promise((resolve) => setTimeout(resolve, 100));
  const before = world.countQueries();
  await new Promise((resolve) => setTimeout(resolve, 500));
  expect(world.countQueries()).toBe(before);
  await world.say(bob, chatId, 'news');
  expect((await waiting).updates.map(textOf)).toEqual(['news']);

  const left = new AbortController();
  const leaving = world.callAsBot(bot, 'bots.getUpdates', { after: 1, timeoutSeconds: 20 }, left.signal);
  left.abort();
  expect((await leaving).updates).toEqual([]);
});

test('a later poll takes over from an earlier one', async () => {
  const bot = await world.bot(alice, 'twofold_bot');
  const first = refusal(world.callAsBot(bot, 'bots.getUpdates', { timeoutSeconds: 20 }));
  await new Promise((resolve) => setTimeout(resolve, 100));
  const second = world.callAsBot(bot, 'bots.getUpdates', { timeoutSeconds: 1 });
  expect((await first).code).toBe('conflict');
  expect((await second).updates).toEqual([]);
});

test('updates are kept for a day, and numbering goes on after them', async () => {
  const bot = await world.bot(alice, 'forgetful_bot');
  const chatId = await world.direct(bob, bot);
  await world.say(bob, chatId, 'old');
  expect(await world.take(bot)).toHaveLength(1);
  await database.sql`update bot_update set at = at - interval '25 hours' where bot_id = ${bot}`;
  await world.runRetention();
  expect((await world.callAsBot(bot, 'bots.getUpdates', {})).updates).toEqual([]);
  await world.say(bob, chatId, 'new');
  expect((await world.take(bot)).map(({ updateId }) => updateId)).toEqual([2]);
});

test('an answer to a press is taken for a minute, and the first one stands', async () => {
  const bot = await world.bot(alice, 'answering_bot');
  const chatId = await world.direct(bob, bot);
  const messageId = await world.say(bot, chatId, 'press', undefined, [
    [{ text: 'go', action: { kind: 'callback', data: 'go' } }],
  ]);
  const press = (clientId: string) =>
    world.call(bob, 'messages.pressButton', { chatId, messageId, clientId, data: 'go' });

  const answered = press('0d9fbd05-2f4f-4f1c-9f5e-3b0a8f6f0001');
  const [first] = await world.take(bot);
  const callbackId = first?.event.kind === 'buttonPressed' ? first.event.callbackId : '';
  await world.callAsBot(bot, 'bots.answerButton', { callbackId, text: 'one' });
  await world.callAsBot(bot, 'bots.answerButton', { callbackId, text: 'two' });
  expect(await answered).toEqual({ answered: true, text: 'one' });

  const silent = press('0d9fbd05-2f4f-4f1c-9f5e-3b0a8f6f0002');
  const [second] = await world.take(bot, 1);
  const lateId = second?.event.kind === 'buttonPressed' ? second.event.callbackId : '';
  world.pass(61);
  expect((await refusal(world.callAsBot(bot, 'bots.answerButton', { callbackId: lateId }))).code).toBe('expired');
  expect(await press('0d9fbd05-2f4f-4f1c-9f5e-3b0a8f6f0002')).toEqual({ answered: false });
  void silent.catch(() => undefined);
  expect(
    (
      await refusal(
        world.call(bob, 'messages.pressButton', {
          chatId,
          messageId,
          clientId: '0d9fbd05-2f4f-4f1c-9f5e-3b0a8f6f0002',
          data: 'stop',
        }),
      )
    ).code,
  ).toBe('not_found');
});
