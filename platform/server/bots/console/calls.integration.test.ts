import { beforeAll, describe, expect, test } from 'vitest';
import { type ConsoleBot, makeConsoleBot } from '../../../../tests/support/console-bot.ts';
import { refusal } from '../../../../tests/support/refusal.ts';
import { clientId, startTestServer, type TestPerson } from '../../../../tests/support/server.ts';

const server = await startTestServer({ limitFactor: 1 });
let alice: TestPerson;
beforeAll(async () => {
  alice = await server.person('Алиса Соколова');
});
const makeBot = (username: string) => makeConsoleBot(server, alice, username);

describe('calls', () => {
  const calls = async (bot: ConsoleBot, more: object = {}) =>
    (await alice.call('bots.listCalls', { accountId: bot.accountId, ...more })).calls;

  test('through both doors are kept with how they ended, and nothing of their content', async () => {
    const bot = await makeBot('calling_desk_bot');
    const mark = 'меткаслово';
    await bot.dialect('sendMessage', { chat_id: alice.accountId, text: mark });
    await bot.dialect('sendMessage', { chat_id: 5, text: mark });
    await bot.own('chats.list');
    await refusal(bot.own('messages.send', { chatId: bot.chatId, clientId: clientId(), text: mark, [mark]: 1 }));
    await refusal(bot.own(`${mark}.%00`));
    await expect.poll(async () => (await calls(bot)).length, { timeout: 20_000 }).toBe(5);
    expect((await calls(bot)).map(({ dialect, method, status, code }) => [dialect, method, status, code])).toEqual([
      ['veche', '?', 404, 'unknown_method'],
      ['veche', 'messages.send', 400, 'invalid_input'],
      ['veche', 'chats.list', 200, undefined],
      ['telegram', 'sendMessage', 400, 'Bad Request: chat not found'],
      ['telegram', 'sendMessage', 200, undefined],
    ]);
    expect((await calls(bot, { failed: true })).map(({ status }) => status)).toEqual([404, 400, 400]);
    expect(await calls(bot, { limit: 2, cursor: String((await calls(bot))[3]?.callId) })).toHaveLength(1);
    const kept = await server.app.sql`select from bot_call c where position(${mark} in c::text) > 0`;
    expect(kept).toHaveLength(0);
  });
});

test('limits tell what is left of each method that a bot may call', async () => {
  const bot = await makeBot('limited_desk_bot');
  const of = async (name: string) =>
    (await alice.call('bots.listLimits', { accountId: bot.accountId })).methods.find((one) => one.name === name);
  const before = await of('bots.answerButton');
  expect(before).toEqual({ name: 'bots.answerButton', perMinute: 6000, left: 6000 });
  expect(await of('bots.register')).toBeUndefined();
  await Promise.all(Array.from({ length: 30 }, () => bot.own('limits.get')));
  const { left = 0, perMinute = 0 } = (await of('limits.get')) ?? {};
  expect(perMinute).toBe(60);
  expect(left).toBeLessThan(60);
});
