import { type AccountId, checkEntities } from '@veche/contract';
import { expect, test } from 'vitest';
import { isMeantFor as isMessageMeantFor } from './group-reading.ts';

const botId = 7 as AccountId;
const isMeantFor = (text: string, isReplyToBot: boolean, username: string) =>
  isMessageMeantFor({ text, entities: checkEntities(text, []) }, isReplyToBot, { botId, username });

test('in a group a bot is told of commands, replies to it and mentions of it', () => {
  expect(isMeantFor('/start', false, 'Echo_Bot')).toBe(true);
  expect(isMeantFor('now /help@echo_bot please', false, 'Echo_Bot')).toBe(true);
  expect(isMeantFor('ask @ECHO_BOT!', false, 'Echo_Bot')).toBe(true);
  expect(isMeantFor('just a reply', true, 'Echo_Bot')).toBe(true);
});

test('talk of people, commands for other bots and lookalikes are none of its business', () => {
  for (const text of [
    'hello',
    '/start@other_bot',
    'mail me@echo_bot.com',
    'and/or',
    '@echo_bot2',
    'x@echo_bot',
    'https://a.b/start',
  ]) {
    expect([text, isMeantFor(text, false, 'echo_bot')]).toEqual([text, false]);
  }
});

test('a command within code is no command', () => {
  const text = 'type /start to begin';
  const entities = checkEntities(text, [{ kind: 'code', offset: 5, length: 6 }]);
  expect(isMessageMeantFor({ text, entities }, false, { botId, username: 'echo_bot' })).toBe(false);
});

test('a name that leads to the bot is a mention of it, whatever the words', () => {
  const text = 'ask the herald';
  const leadingTo = (accountId: number) =>
    checkEntities(text, [{ kind: 'accountMention', offset: 8, length: 6, accountId: accountId as AccountId }]);
  const bot = { botId, username: 'echo_bot' };
  expect(isMessageMeantFor({ text, entities: leadingTo(7) }, false, bot)).toBe(true);
  expect(isMessageMeantFor({ text, entities: leadingTo(8) }, false, bot)).toBe(false);
});
