import type { BotUpdate, ChatId, MessageId } from '@veche/contract';
import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import { createTestBots } from '../../../../tests/support/bots-wing.ts';
import { createTestDatabase } from '../../../../tests/setup/database.ts';
import { connect } from '../../kernel/database/sql.ts';

const { sql, connection } = await createTestDatabase();
const other = connect({ ...connection, max: 2 });
afterAll(() => other.end({ timeout: 5 }));

const world = createTestBots(sql);
const alice = await world.person('Алиса Соколова');
const bob = await world.person('Борис Волков');
const vera = await world.person('Вера Ильина');
let runs = 0;

const textOf = ({ event }: BotUpdate) => {
  if ('message' in event) return 'data' in event ? event.data : event.message.text;
  return 'query' in event ? event.query : event.kind;
};

/** Waits until a relay of its own has moved everything. */
async function relayAll(): Promise<void> {
  const { relay } = createTestBots(sql);
  relay.start();
  await expect.poll(async () => (await sql`select from bot_outbox`).length, { timeout: 10_000 }).toBe(0);
  await relay.stop();
}

test('what was committed while nothing relayed is queued later, once', async () => {
  const bot = await world.bot(alice, 'asleep_bot');
  const chatId = await world.direct(bob, bot);
  for (const text of ['1', '2', '3']) await world.say(bob, chatId, text);
  expect(await world.callAsBot(bot, 'bots.getUpdates', {})).toEqual({ updates: [] });
  await relayAll();
  await relayAll();
  const { updates } = await world.callAsBot(bot, 'bots.getUpdates', {});
  expect(updates.map((update) => [update.updateId, textOf(update)])).toEqual([
    [1, '1'],
    [2, '2'],
    [3, '3'],
  ]);
});

test('a relay that fails in the middle of its transaction takes nothing with it, and goes on by itself', async () => {
  const bot = await world.bot(alice, 'halfway_bot');
  const chatId = await world.direct(bob, bot);
  await world.say(bob, chatId, 'kept');
  // After it took the row, the relay waits for this lock; there its statement is ended.
  const held = await sql.reserve();
  await held`begin`;
  await held`select from bot where bot_id = ${bot} for update`;
  const { relay } = createTestBots(other);
  relay.start();
  const isWaiting = sql`wait_event_type = 'Lock' and query like '%from bot%'`;
  const ended = () => sql`select pg_cancel_backend(pid) from pg_stat_activity where ${isWaiting}`;
  await expect.poll(async () => (await ended()).length, { timeout: 5_000 }).toBe(1);
  await held`rollback`;
  held.release();
  await expect.poll(async () => (await sql`select from bot_outbox`).length, { timeout: 5_000 }).toBe(0);
  await relay.stop();
  const { updates } = await world.callAsBot(bot, 'bots.getUpdates', {});
  expect(updates.map((update) => [update.updateId, textOf(update)])).toEqual([[1, 'kept']]);
});

type Step = { chat: number; text: string } | 'stop' | 'startHere' | 'startThere';

test('whoever relays and dies: every update once, numbered without gaps, in the order of its chat', async () => {
  const step: fc.Arbitrary<Step> = fc.oneof(
    { weight: 5, arbitrary: fc.record({ chat: fc.nat(2), text: fc.stringMatching(/^[a-z]{1,5}$/) }) },
    { weight: 1, arbitrary: fc.constantFrom<Step>('stop', 'startHere', 'startThere') },
  );
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 40 }), async (steps) => {
      runs += 1;
      const bot = await world.bot(await world.person('Дмитрий Орлов'), `sturdy_${runs}_bot`);
      const chats: { chatId: ChatId; person: typeof alice; sent: Promise<MessageId>[] }[] = [];
      for (const person of [alice, bob, vera])
        chats.push({ chatId: await world.direct(person, bot), person, sent: [] });
      let relays: (typeof world.relay)[] = [];
      for (const one of steps) {
        if (one === 'stop') {
          await Promise.all(relays.map((relay) => relay.stop()));
          relays = [];
        } else if (typeof one === 'string') {
          const { relay } = createTestBots(one === 'startHere' ? sql : other);
          relay.start();
          relays.push(relay);
        } else {
          const chat = chats[one.chat];
          if (chat === undefined) continue;
          chat.sent.push(world.say(chat.person, chat.chatId, one.text));
          await new Promise((resolve) => setTimeout(resolve, 1));
        }
      }
      const sent = await Promise.all(chats.map((chat) => Promise.all(chat.sent)));
      await Promise.all(relays.map((relay) => relay.stop()));
      await relayAll();

      const { updates } = await world.callAsBot(bot, 'bots.getUpdates', {});
      expect(updates.map(({ updateId }) => updateId)).toEqual(sent.flat().map((_, index) => index + 1));
      const told = Map.groupBy(updates, ({ event }) => ('chat' in event ? event.chat.chatId : 0));
      // A message's id is its place in the chat's log.
      chats.forEach(({ chatId }, index) => {
        const ids = (told.get(chatId) ?? []).flatMap(({ event }) =>
          'message' in event ? event.message.messageId : [],
        );
        expect(ids).toEqual(sent[index]?.sort((a, b) => a - b));
      });
    }),
    { numRuns: 15, interruptAfterTimeLimit: 40_000, markInterruptAsFailure: true },
  );
}, 60_000);
