import { expect, onTestFinished, test } from 'vitest';
import { startMaxWorld, type TestBot } from './world.ts';

const world = await startMaxWorld();
const { alice, bob } = world;

/** What an unmodified client is told, by type. */
function listen(bot: TestBot) {
  const told: Record<string, unknown>[] = [];
  bot.client.use((ctx, next) => {
    told.push(ctx.update);
    return next();
  });
  void bot.client.start();
  onTestFinished(() => bot.client.stop());
  return async (count: number) => {
    await expect.poll(() => told.length, { timeout: 15_000 }).toBeGreaterThanOrEqual(count);
    return told.splice(0);
  };
}

test('a dialog that begins is told once: as its beginning, or as the command to a bot that asks for messages alone', async () => {
  const bot = await world.bot('max_greeting_bot');
  const chatId = await world.direct(alice, bot);
  await world.say(alice, chatId, '/start');
  await world.say(alice, chatId, '/start');
  const typesOf = (body: { updates: { update_type: string }[] }) => body.updates.map((one) => one.update_type);
  const poll = async (query: string) => {
    let types: string[] = [];
    await expect
      .poll(async () => (types = typesOf((await bot.ask('GET', `/updates?timeout=0&marker=1${query}`)).body)).length, {
        timeout: 10_000,
      })
      .toBe(2);
    return types;
  };
  expect(await poll('')).toEqual(['bot_started', 'message_created']);
  expect(await poll('&types=message_created')).toEqual(['message_created', 'message_created']);
});

test('a bot is told of a dialog that a person mutes, clears, removes or blocks, and of nothing between people', async () => {
  const bot = await world.bot('max_dialog_bot');
  const next = listen(bot);
  const chatId = await world.direct(alice, bot);
  const between = (await alice.call('chats.createDirect', { accountId: bob.accountId })).chat.chatId;
  await world.say(alice, chatId, 'привет');
  const [hello] = await next(1);
  expect(hello).toMatchObject({ update_type: 'message_created' });

  const until = new Date(Date.now() + 3_600_000).toISOString();
  const place = { chat_id: chatId, user: { user_id: alice.accountId }, user_locale: 'ru' };
  for (const chat of [between, chatId]) {
    await alice.call('chats.setSettings', { chatId: chat, set: { mutedUntil: until } });
    await alice.call('chats.setSettings', { chatId: chat, set: { mutedUntil: 'forever' } });
    await alice.call('chats.setSettings', { chatId: chat, set: { mutedUntil: null } });
    await alice.call('chats.setSettings', { chatId: chat, set: { markedUnread: true } });
  }
  const { lastSeq } = (await alice.call('chats.get', { chatId })).chat;
  await alice.call('chats.clearHistory', { chatId, upTo: lastSeq });
  await alice.call('chats.deleteForMe', { chatId });
  // Looking for the bot again brings the chat back, which is no act of the dialog.
  await world.direct(alice, bot);
  await alice.call('blocks.add', { accountId: bot.accountId });
  expect(await next(6)).toMatchObject([
    { update_type: 'dialog_muted', ...place, muted_until: Date.parse(until) },
    { update_type: 'dialog_muted', ...place, muted_until: 253_402_300_799_000 },
    { update_type: 'dialog_unmuted', ...place },
    { update_type: 'dialog_cleared', ...place },
    { update_type: 'dialog_removed', ...place },
    { update_type: 'bot_stopped', ...place },
  ]);
  // Of who blocks it, it learns that alone.
  await alice.call('chats.setSettings', { chatId, set: { mutedUntil: until } });
  const last = (await alice.call('chats.get', { chatId })).chat.lastSeq;
  await alice.call('chats.clearHistory', { chatId, upTo: last });
  await alice.call('blocks.remove', { accountId: bot.accountId });
  await world.say(alice, chatId, 'снова я');
  expect(await next(1)).toMatchObject([{ update_type: 'message_created', message: { body: { text: 'снова я' } } }]);
});

test('what a person does in a group for oneself is told to no bot', async () => {
  const bot = await world.bot('max_discreet_bot');
  const next = listen(bot);
  const group = await world.group(alice, 'Двор', [bot, bob]);
  await alice.call('chats.setSettings', { chatId: group, set: { mutedUntil: 'forever' } });
  await alice.call('chats.update', { chatId: group, title: 'Сад' });
  expect((await next(2)).map(({ update_type: type }) => type)).toEqual(['bot_added', 'chat_title_changed']);
});
