import type { AccountId, BotUpdate, InputOf, MethodByName } from '@veche/contract';
import { afterAll, expect, test } from 'vitest';
import { createTestDatabase } from '../../../../tests/setup/database.ts';
import { createTestBots } from '../../../../tests/support/bots-wing.ts';
import { refusal } from '../../../../tests/support/refusal.ts';

const database = await createTestDatabase();
const world = createTestBots(database.sql);
/** Another node: what one says over its bus the other does not hear. */
const elsewhere = createTestBots(database.sql);
const alice = await world.person('Алиса Соколова');
const bob = await world.person('Борис Волков');
await world.start();
await elsewhere.start();
afterAll(() => Promise.all([world.stop(), elsewhere.stop()]));

let bots = 0;
async function talkingBot() {
  bots += 1;
  const bot = await world.bot(alice, `leased_${bots}_bot`);
  const chatId = await world.direct(bob, bot);
  return { bot, say: (text: string) => world.say(bob, chatId, text) };
}
type Poll = InputOf<MethodByName<'bots.getUpdates'>>;
const poll = (bot: AccountId, input: Poll, node = world) => node.callAsBot(bot, 'bots.getUpdates', input);
const confirm = (bot: AccountId, input: InputOf<MethodByName<'bots.confirmUpdates'>>, node = world) =>
  node.callAsBot(bot, 'bots.confirmUpdates', input);
const takeLease = async (bot: AccountId, node = world) => (await poll(bot, { lease: 0 }, node)).lease ?? 0;
const textsOf = (updates: readonly BotUpdate[]) =>
  updates.map(({ event }) => (event.kind === 'message' ? event.message.text : event.kind));

test('a newer lease ends the waiting poll of the one before at once and without an error', async () => {
  const { bot } = await talkingBot();
  const first = await takeLease(bot);
  const waiting = poll(bot, { lease: first, timeoutSeconds: 50 });
  await expect.poll(() => servingOf(bot)).toBe(first);
  expect(await takeLease(bot)).toBe(first + 1);
  expect(await waiting).toEqual({ updates: [], takenOver: true });
  expect(await poll(bot, { lease: first, timeoutSeconds: 50 })).toEqual({ updates: [], takenOver: true });
});

test('the newer lease is given nothing until the one before lets go, and then what that one did not confirm', async () => {
  const { bot, say } = await talkingBot();
  const first = await takeLease(bot);
  for (const text of ['handled', 'begun']) await say(text);
  await expect.poll(async () => textsOf((await poll(bot, { lease: first })).updates)).toEqual(['handled', 'begun']);
  const second = await takeLease(bot);
  expect(await poll(bot, { lease: second, after: 2 })).toEqual({ updates: [] });
  const waiting = poll(bot, { lease: second, timeoutSeconds: 50 });
  await say('later');
  await confirm(bot, { lease: first, after: 1, release: true });
  expect(textsOf((await waiting).updates).slice(0, 1)).toEqual(['begun']);
  await expect.poll(async () => textsOf((await poll(bot, { lease: second })).updates)).toEqual(['begun', 'later']);
});

test('a lease that works is waited for, one that fell silent is not, and what it confirms later counts', async () => {
  const { bot, say } = await talkingBot();
  const first = await takeLease(bot);
  for (const text of ['one', 'two']) await say(text);
  await expect.poll(async () => (await poll(bot, { lease: first })).updates.length).toBe(2);
  const second = await takeLease(bot);
  for (let seconds = 0; seconds < 12; seconds += 4) {
    world.pass(4);
    await confirm(bot, { lease: first, after: 0 });
    expect((await poll(bot, { lease: second })).updates).toEqual([]);
  }
  world.pass(6);
  expect(textsOf((await poll(bot, { lease: second })).updates)).toEqual(['one', 'two']);
  await confirm(bot, { lease: first, after: 1, release: true });
  expect(textsOf((await poll(bot, { lease: second })).updates)).toEqual(['two']);
});

test('a lease that goes on working is waited for a minute and no longer', async () => {
  const { bot, say } = await talkingBot();
  const first = await takeLease(bot);
  await say('slow');
  await expect.poll(async () => (await poll(bot, { lease: first })).updates.length).toBe(1);
  const second = await takeLease(bot);
  for (let seconds = 0; seconds < 60; seconds += 4) {
    expect((await poll(bot, { lease: second })).updates).toEqual([]);
    world.pass(4);
    await confirm(bot, { lease: first, after: 0 });
  }
  expect(textsOf((await poll(bot, { lease: second })).updates)).toEqual(['slow']);
});

test('leases hold between nodes that do not hear each other', async () => {
  const { bot, say } = await talkingBot();
  const first = await takeLease(bot);
  await say('one');
  await expect.poll(async () => (await poll(bot, { lease: first })).updates.length).toBe(1);
  const second = await takeLease(bot, elsewhere);
  const waiting = poll(bot, { lease: second, timeoutSeconds: 50 }, elsewhere);
  expect(await poll(bot, { lease: first, after: 1 })).toEqual({ updates: [], takenOver: true });
  await confirm(bot, { lease: first, after: 1, release: true });
  await say('two');
  expect(textsOf((await waiting).updates)).toEqual(['two']);
});

test('a lease that was taken and never used is in nobody’s way', async () => {
  const { bot, say } = await talkingBot();
  await takeLease(bot);
  const second = await takeLease(bot);
  await say('hello');
  expect(textsOf((await poll(bot, { lease: second, timeoutSeconds: 50 })).updates)).toEqual(['hello']);
});

test('a poll without a lease has the updates at once and ends all leases; a lease ends such a poll with conflict', async () => {
  const { bot, say } = await talkingBot();
  const lease = await takeLease(bot);
  const leased = refusal(poll(bot, { lease, timeoutSeconds: 50 }));
  await expect.poll(() => servingOf(bot)).toBe(lease);
  const plain = poll(bot, { timeoutSeconds: 50 });
  expect((await leased).code).toBe('conflict');
  await say('hello');
  expect(textsOf((await plain).updates)).toEqual(['hello']);
  expect(await poll(bot, { lease })).toEqual({ updates: [], takenOver: true });

  let ended: unknown;
  void refusal(poll(bot, { after: 1, timeoutSeconds: 50 })).then((error) => (ended = error.code));
  await expect
    .poll(async () => {
      await takeLease(bot);
      return ended;
    })
    .toBe('conflict');
});

test('a lease that was never taken is refused, and so is the lease of another bot', async () => {
  const [{ bot }, other] = [await talkingBot(), await talkingBot()];
  const lease = await takeLease(bot);
  const unknown = { code: 'not_found', field: 'lease' };
  expect(await refusal(poll(bot, { lease: lease + 1 }))).toMatchObject(unknown);
  expect(await refusal(confirm(bot, { lease: lease + 1, after: 0 }))).toMatchObject(unknown);
  expect(await refusal(poll(other.bot, { lease }))).toMatchObject(unknown);
  expect(await refusal(confirm(other.bot, { lease, after: 0, release: true }))).toMatchObject(unknown);
  expect(await refusal(poll(bot, { lease: -1 }))).toMatchObject({ code: 'invalid_input', field: 'lease' });
});

async function servingOf(bot: AccountId): Promise<number | null> {
  const [row] = await database.sql<{ serving: number | null }[]>`
    select lease_serving as serving from bot where bot_id = ${bot}`;
  return row?.serving ?? null;
}
