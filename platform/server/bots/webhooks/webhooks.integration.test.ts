import { afterAll, expect, test } from 'vitest';
import { createTestDatabase } from '../../../../tests/setup/database.ts';
import { createTestBots } from '../../../../tests/support/bots-wing.ts';
import { refusal } from '../../../../tests/support/refusal.ts';
import { startTarget } from '../../../../tests/support/webhook-target.ts';

const { sql } = await createTestDatabase();
const world = createTestBots(sql);
const alice = await world.person('Алиса Соколова');
await world.start();
afterAll(() => world.stop());

test('our own form carries an update as a poll gives it, and the secret', async () => {
  const bot = await world.bot(alice, 'own_form_bot');
  const chatId = await world.direct(alice, bot);
  const target = await startTarget();
  expect(await world.callAsBot(bot, 'bots.setWebhook', { url: target.url, secret: 's-1' })).toEqual({ changed: true });
  await world.say(alice, chatId, 'привет');
  await expect.poll(() => target.deliveries.length).toBe(1);
  expect(target.deliveries[0]?.body).toMatchObject({ updateId: 1, event: { kind: 'message', chat: { chatId } } });
  expect(target.deliveries[0]?.headers['x-veche-webhook-secret']).toBe('s-1');
  const { webhook } = await world.callAsBot(bot, 'bots.getWebhook', {});
  expect(webhook).toMatchObject({ url: target.url, form: 'veche', hasSecret: true });
  const kept = JSON.stringify(await sql`select * from bot_webhook where bot_id = ${bot}`);
  expect(kept).not.toContain('127.0.0.1');
});

test('a target that says for 23 hours that it is gone is believed; polls then get what waits', async () => {
  const bot = await world.bot(alice, 'gone_target_bot');
  const chatId = await world.direct(alice, bot);
  const target = await startTarget(() => ({ status: 410 }));
  await world.callAsBot(bot, 'bots.setWebhook', { url: target.url });
  await world.say(alice, chatId, 'ещё тут?');
  await expect.poll(() => target.deliveries.length).toBeGreaterThan(0);
  expect((await world.callAsBot(bot, 'bots.getWebhook', {})).webhook).toBeDefined();
  world.pass(23 * 3600 + 60);
  await expect
    .poll(async () => (await world.callAsBot(bot, 'bots.getWebhook', {})).webhook, { timeout: 15_000 })
    .toBeUndefined();
  expect((await world.take(bot)).map(({ event }) => event.kind)).toEqual(['message']);
});

test('what could not be delivered for a day is let go, and later updates go on', async () => {
  const bot = await world.bot(alice, 'expiring_bot');
  const chatId = await world.direct(alice, bot);
  let isUp = false;
  const target = await startTarget(() => ({ status: isUp ? 200 : 503 }));
  await world.callAsBot(bot, 'bots.setWebhook', { url: target.url });
  await world.say(alice, chatId, 'старое');
  await expect.poll(() => target.deliveries.length).toBeGreaterThan(0);
  world.pass(25 * 3600);
  await world.runRetention();
  isUp = true;
  await world.say(alice, chatId, 'новое');
  const last = () => target.deliveries.at(-1)?.body.event.message.text as unknown;
  await expect.poll(last, { timeout: 15_000 }).toBe('новое');
  await expect.poll(async () => (await world.callAsBot(bot, 'bots.getState', {})).waitingCount).toBe(0);
});

test('an address that comes in with a token after this was revoked or replaced is refused', async () => {
  const bot = await world.bot(alice, 'late_address_bot');
  const target = await startTarget();
  for (const end of ['bots.revokeToken', 'bots.rotateToken'] as const) {
    const before = await world.botCaller(bot);
    await world.call(alice, end, { accountId: bot });
    const late = world.run(before, 'bots.setWebhook', { url: target.url });
    expect(await refusal(late), end).toMatchObject({ code: 'unauthenticated' });
    const { webhook } = await world.call(alice, 'bots.getOverview', { accountId: bot });
    expect(webhook, end).toBeUndefined();
  }
});

test('a token that is revoked again takes an address that was left behind', async () => {
  const bot = await world.bot(alice, 'left_address_bot');
  await world.callAsBot(bot, 'bots.setWebhook', { url: (await startTarget()).url });
  await sql`update app set token_hash = null where bot_account_id = ${bot}`;
  await world.call(alice, 'bots.revokeToken', { accountId: bot });
  expect((await world.call(alice, 'bots.getOverview', { accountId: bot })).webhook).toBeUndefined();
});

test('a new token takes the address away; it is set again with that', async () => {
  const bot = await world.bot(alice, 'rotated_address_bot');
  const { url } = await startTarget();
  await world.callAsBot(bot, 'bots.setWebhook', { url });
  await world.call(alice, 'bots.rotateToken', { accountId: bot });
  expect((await world.call(alice, 'bots.getOverview', { accountId: bot })).webhook).toBeUndefined();
  expect(await world.callAsBot(bot, 'bots.setWebhook', { url })).toEqual({ changed: true });
});
