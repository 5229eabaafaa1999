import type { AccountId, ChatId, MessageId } from '@veche/contract';
import { afterAll, expect, test } from 'vitest';
import { createTestDatabase } from '../../../../tests/setup/database.ts';
import { createTestBots } from '../../../../tests/support/bots-wing.ts';
import { readGiven } from './given.ts';

const { sql } = await createTestDatabase();
const world = createTestBots(sql);
const alice = await world.person('Алиса Соколова');
await world.start();
afterAll(() => world.stop());

const readTexts = async (botId: AccountId, chatId: ChatId, messageIds: MessageId[]) =>
  (await readGiven(sql, { chatId, messageIds, botId })).map(({ text }) => text);

test('a bot that may read its groups from now on is not given what was said before, but for what was meant for it', async () => {
  const botId = await world.bot(alice, 'late_reader_bot');
  const chatId = await world.group(alice, [botId]);
  const said = [await world.say(alice, chatId, 'между нами'), await world.say(alice, chatId, '/start')];
  const allow = (readsAllGroupMessages: boolean) =>
    world.call(alice, 'bots.setGroupReading', { accountId: botId, readsAllGroupMessages });
  await allow(true);
  said.push(await world.say(alice, chatId, 'при боте'));
  expect(await readTexts(botId, chatId, said)).toEqual(['/start', 'при боте']);
  // Saying it once more moves nothing.
  await allow(true);
  expect(await readTexts(botId, chatId, said)).toEqual(['/start', 'при боте']);
  await allow(false);
  expect(await readTexts(botId, chatId, said)).toEqual(['/start']);
});

test('what was said before it was let read a group is not told to a bot when it is edited or deleted', async () => {
  const botId = await world.bot(alice, 'fresh_reader_bot');
  const chatId = await world.group(alice, [botId]);
  const kinds = ['message', 'messageEdited', 'messageDeleted'] as const;
  const told = async () =>
    (await world.callAsBot(botId, 'bots.getUpdates', { kinds: [...kinds] })).updates.map(({ event }) => event.kind);
  // Says what it wants to hear.
  await told();
  const before = await world.say(alice, chatId, 'между нами');
  await world.call(alice, 'bots.setGroupReading', { accountId: botId, readsAllGroupMessages: true });
  await world.call(alice, 'messages.edit', { chatId, messageId: before, text: 'всё ещё между нами' });
  await world.call(alice, 'messages.delete', { chatId, messageIds: [before] });
  const after = await world.say(alice, chatId, 'при боте');
  await world.call(alice, 'messages.delete', { chatId, messageIds: [after] });
  await expect.poll(told).toEqual(['selfChanged', 'message', 'messageDeleted']);
});
