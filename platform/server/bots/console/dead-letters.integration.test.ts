import { botConsole } from '@veche/contract';
import { afterAll, expect, test } from 'vitest';
import { createTestDatabase } from '../../../../tests/setup/database.ts';
import { createTestBots } from '../../../../tests/support/bots-wing.ts';
import { refusal } from '../../../../tests/support/refusal.ts';
import { startTarget } from '../../../../tests/support/webhook-target.ts';
import { forgetUpdatesAbout } from './forget.ts';

const DAY = 86_400;
/** Long enough for a busy machine. */
const soon = { timeout: 20_000 };
const { sql } = await createTestDatabase();
const world = createTestBots(sql);
const alice = await world.person('Алиса Соколова');
await world.start();
afterAll(() => world.stop());

const dead = async (bot: number) =>
  (await world.call(alice, 'bots.listUpdates', { accountId: bot, state: 'dead' })).updates;

/** A bot whose target took nothing of two messages for a day. */
async function makeDead(username: string) {
  const bot = await world.bot(alice, username);
  const chatId = await world.direct(alice, bot);
  let isUp = false;
  const target = await startTarget(() => ({ status: isUp ? 200 : 503, body: 'закрыто' }));
  await world.callAsBot(bot, 'bots.setWebhook', { url: target.url });
  const messageIds = [await world.say(alice, chatId, 'раз'), await world.say(alice, chatId, 'два')];
  await expect.poll(() => target.deliveries.length, soon).toBeGreaterThan(0);
  await expect.poll(async () => (await world.callAsBot(bot, 'bots.getState', {})).waitingCount, soon).toBe(2);
  await expect
    .poll(async () => (await world.call(alice, 'bots.getOverview', { accountId: bot })).failingCount, soon)
    .toBeGreaterThan(0);
  world.pass(DAY + 600);
  await world.runRetention();
  return { bot, chatId, target, messageIds, open: () => (isUp = true) };
}

test('what no webhook took for a day is kept aside with its last answer, and is replayed as new', async () => {
  const { bot, target, open } = await makeDead('dead_desk_bot');
  const letters = await dead(bot);
  expect(letters.map(({ updateId, state }) => [updateId, state])).toEqual([
    [2, 'dead'],
    [1, 'dead'],
  ]);
  expect(letters[1]).toMatchObject({ status: 503, response: 'закрыто', diedAt: expect.any(String) });
  expect((await world.call(alice, 'bots.listUpdates', { accountId: bot })).updates).toEqual([]);
  open();
  const updateIds = letters.map(({ updateId }) => updateId);
  const { replayed } = await world.call(alice, 'bots.replayUpdates', { accountId: bot, updateIds });
  expect(replayed).toEqual([
    { updateId: 3, replayOf: 1 },
    { updateId: 4, replayOf: 2 },
  ]);
  const taken = () => target.deliveries.map(({ body }) => body as { replayOf?: number; event: { message: object } });
  await expect
    .poll(
      () => taken().flatMap(({ replayOf, event }) => (replayOf === undefined ? [] : [[replayOf, event.message]])),
      soon,
    )
    .toMatchObject([
      [1, { text: 'раз' }],
      [2, { text: 'два' }],
    ]);
  expect(await dead(bot)).toEqual([]);
});

test('what a poll did not take for a day is let go', async () => {
  const bot = await world.bot(alice, 'unpolled_desk_bot');
  await world.say(alice, await world.direct(alice, bot), 'раз');
  await expect.poll(async () => (await world.callAsBot(bot, 'bots.getState', {})).waitingCount, soon).toBe(1);
  world.pass(DAY + 600);
  await world.runRetention();
  expect([await dead(bot), (await world.callAsBot(bot, 'bots.getState', {})).waitingCount]).toEqual([[], 0]);
});

test('dead letters go after a week, and before it with their message', async () => {
  const { bot, chatId, messageIds } = await makeDead('weekly_desk_bot');
  await world.call(alice, 'messages.delete', { chatId, messageIds: messageIds.slice(0, 1) });
  await world.runRetention();
  expect((await dead(bot)).map(({ updateId }) => updateId)).toEqual([2]);
  world.pass(botConsole.DEAD_LETTER_DAYS * DAY + 600);
  await world.runRetention();
  expect(await dead(bot)).toEqual([]);
});

test('of one bot the newest thousand are kept', async () => {
  const { bot } = await makeDead('crowded_desk_bot');
  await sql`
    insert into bot_dead_letter (bot_id, update_id, at, died_at, chat_id, event, attempts)
    select bot_id, update_id + n * 10, at, died_at, chat_id, event, attempts
    from bot_dead_letter, generate_series(1, ${botConsole.DEAD_LETTERS_PER_BOT}) n
    where bot_id = ${bot} and update_id = 2`;
  await world.callAsBot(bot, 'bots.deleteWebhook', {});
  const target = await startTarget(() => ({ status: 500 }));
  await world.callAsBot(bot, 'bots.setWebhook', { url: target.url });
  await world.say(alice, await world.direct(alice, bot), 'ещё');
  await expect.poll(() => target.deliveries.length, soon).toBeGreaterThan(0);
  world.pass(DAY + 600);
  await world.runRetention();
  const [row] = await sql<{ count: number; least: number }[]>`
    select count(*)::int as count, min(update_id) as least from bot_dead_letter where bot_id = ${bot}`;
  expect(row).toEqual({ count: botConsole.DEAD_LETTERS_PER_BOT, least: 12 });
});

test('those of an erased person are forgotten, those of others stay', async () => {
  const { bot } = await makeDead('forgetful_desk_bot');
  const stranger = await world.person('Борис');
  await forgetUpdatesAbout(sql, stranger);
  expect(await dead(bot)).toHaveLength(2);
  await forgetUpdatesAbout(sql, alice);
  expect(await dead(bot)).toEqual([]);
});

test('what waits and names an erased person goes, too, and the numbers go on', async () => {
  const bot = await world.bot(alice, 'unread_desk_bot');
  const boris = await world.person('Борис');
  const ours = await world.direct(alice, bot);
  await world.say(boris, await world.direct(boris, bot), 'от Бориса');
  await world.take(bot);
  await world.say(alice, ours, 'от Алисы');
  await world.take(bot, 0, 2);
  await forgetUpdatesAbout(sql, boris);
  expect((await world.take(bot)).map(({ updateId }) => updateId)).toEqual([2]);
  await forgetUpdatesAbout(sql, alice);
  await world.say(boris, await world.direct(boris, bot), 'ещё');
  expect((await world.take(bot)).map(({ updateId }) => updateId)).toEqual([3]);
});

test('replays are counted by their updates', async () => {
  const bot = await world.bot(alice, 'counted_desk_bot');
  const updateIds = Array.from({ length: botConsole.MAX_REPLAYED }, (_, index) => index + 1);
  const replay = () => world.call(alice, 'bots.replayUpdates', { accountId: bot, updateIds });
  const most = botConsole.REPLAYED_PER_MINUTE / botConsole.MAX_REPLAYED;
  for (let times = 0; times < most; times++) await replay();
  expect(await refusal(replay())).toMatchObject({ code: 'rate_limited' });
});

test('a long queue expires page by page', async () => {
  const bot = await world.bot(alice, 'long_desk_bot');
  const chatId = await world.direct(alice, bot);
  await sql`
    insert into bot_update (bot_id, update_id, at, chat_id, event)
    select ${bot}, n, now() - interval '30 days', ${chatId}, '{"kind": "message"}' from generate_series(1, 4500) n`;
  await world.runRetention();
  expect(await sql`select from bot_update where bot_id = ${bot}`).toHaveLength(0);
});
