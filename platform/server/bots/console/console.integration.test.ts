import { botConsole } from '@veche/contract';
import { beforeAll, describe, expect, test } from 'vitest';
import { appBundle } from '../../../../tests/support/app-bundle.ts';
import { callHttp } from '../../../../tests/support/http.ts';
import { refusal } from '../../../../tests/support/refusal.ts';
import { clientId, startTestServer, type TestPerson } from '../../../../tests/support/server.ts';
import { type ConsoleBot, makeConsoleBot } from '../../../../tests/support/console-bot.ts';
import { startTarget } from '../../../../tests/support/webhook-target.ts';

const server = await startTestServer();
let alice: TestPerson;
let bob: TestPerson;
beforeAll(async () => {
  alice = await server.person('Алиса Соколова');
  bob = await server.person('Борис Волков');
});

const makeBot = (username: string) => makeConsoleBot(server, alice, username);
const makeYard = ({ accountId }: ConsoleBot) =>
  alice.call('chats.createGroup', { clientId: clientId(), title: 'Двор', memberIds: [accountId] });
const states = async (bot: ConsoleBot, filter: Parameters<ConsoleBot['list']>[0] = {}) =>
  (await bot.list(filter)).map(({ updateId, state }) => [updateId, state]);
const keptDead = (bot: ConsoleBot, updateId: number) => server.app.sql`
  insert into bot_dead_letter (bot_id, update_id, at, died_at, chat_id, event, attempts)
  select bot_id, update_id, at, now(), chat_id, event, 5 from bot_update
  where bot_id = ${bot.accountId} and update_id = ${updateId}`;

describe('the console is closed to', () => {
  const inputs = (accountId: number) =>
    [
      ['bots.getOverview', { accountId }],
      ['bots.revokeToken', { accountId }],
      ['bots.delete', { accountId, username: 'closed_desk_bot' }],
      ['bots.listUpdates', { accountId }],
      ['bots.readUpdate', { accountId, updateId: 1 }],
      ['bots.replayUpdates', { accountId, updateIds: [1] }],
      ['bots.listCalls', { accountId }],
      ['bots.listLimits', { accountId }],
    ] as const;
  let bot: ConsoleBot;
  beforeAll(async () => {
    bot = await makeBot('closed_desk_bot');
  });

  test('who owns another bot, as if there were no such bot', async () => {
    await bob.call('bots.register', { username: 'bobs_own_bot', name: 'Бот' });
    const token = await bob.token();
    for (const [method, input] of inputs(bot.accountId)) {
      const error = await refusal(callHttp(server.url, method, input, token));
      expect(error, method).toMatchObject({ code: 'not_found', field: 'accountId' });
    }
    expect((await alice.call('bots.getOverview', { accountId: bot.accountId })).hasToken).toBe(true);
  });

  test('the bot itself, and to who is signed out', async () => {
    for (const [method, input] of inputs(bot.accountId)) {
      expect(await refusal(bot.own(method, input)), method).toMatchObject({ code: 'forbidden' });
      expect(await refusal(callHttp(server.url, method, input)), method).toMatchObject({ code: 'unauthenticated' });
    }
    expect((await alice.call('bots.getOverview', { accountId: bot.accountId })).hasToken).toBe(true);
  });
});

describe('a token', () => {
  test('that is revoked opens nothing; the bot stands until it gets another', async () => {
    const bot = await makeBot('revoked_desk_bot');
    const { accountId } = bot;
    const target = await startTarget();
    await bot.own('bots.setWebhook', { url: target.url });
    await alice.call('bots.revokeToken', { accountId });
    await alice.call('bots.revokeToken', { accountId });
    expect(await bot.dialect('getMe')).toBe(401);
    const overview = await alice.call('bots.getOverview', { accountId });
    expect([overview.hasToken, overview.webhook]).toEqual([false, undefined]);
    await bot.say('ждёт');
    await bot.queued(1);
    const { token } = await alice.call('bots.rotateToken', { accountId });
    expect(await callHttp(server.url, 'bots.getUpdates', {}, token)).toMatchObject({ updates: [{ updateId: 1 }] });
  });
});

test('what an address answers is not done once it was taken away', async () => {
  const bot = await makeBot('answering_desk_bot');
  const { accountId, chatId } = bot;
  const target = await startTarget(async () => {
    // Without a word to the sender, whose request would end.
    await server.app.sql`delete from bot_webhook where bot_id = ${accountId}`;
    const body = JSON.stringify({ method: 'sendMessage', chat_id: alice.accountId, text: 'от вора' });
    return { body, headers: { 'content-type': 'application/json' } };
  });
  expect(await bot.dialect('setWebhook', { url: target.url })).toBe(200);
  await bot.say('привет');
  await expect.poll(async () => (await bot.list())[0]?.state, { timeout: 20_000 }).toBe('delivered');
  const { messages } = await alice.call('messages.history', { chatId });
  expect(messages.map(({ text }) => text)).toEqual(['привет']);
});

describe('deleting a bot', () => {
  test('needs its name, and names the field when it is another', async () => {
    const bot = await makeBot('named_desk_bot');
    const wrong = alice.call('bots.delete', { accountId: bot.accountId, username: 'other_desk_bot' });
    expect(await refusal(wrong)).toMatchObject({ code: 'invalid_input', field: 'username' });
    expect(await bot.dialect('getMe')).toBe(200);
  });

  test('that has a mini-app is refused', async () => {
    const bot = await makeBot('paired_desk_bot');
    const { accountId, username } = bot;
    await alice.call('apps.publish', appBundle('paired-desk', {}, { bot: username }));
    const deletion = alice.call('bots.delete', { accountId, username });
    expect(await refusal(deletion)).toMatchObject({ code: 'conflict', field: 'accountId' });
    expect(await bot.dialect('getMe')).toBe(200);
  });

  test('takes it out of its chats and frees its name; what it said stays', async () => {
    const bot = await makeBot('leaving_desk_bot');
    const { accountId } = bot;
    const memberIds = [accountId];
    const { chat } = await alice.call('chats.createGroup', { clientId: clientId(), title: 'Двор', memberIds });
    expect(await bot.dialect('sendMessage', { chat_id: -(1e12 + chat.chatId), text: 'Я здесь' })).toBe(200);
    await bot.say('до свидания');
    await bot.queued(1);
    await alice.call('bots.delete', { accountId, username: 'Leaving_Desk_Bot' });
    expect(await bot.dialect('getMe')).toBe(401);
    expect(await refusal(alice.call('bots.getOverview', { accountId }))).toMatchObject({ code: 'not_found' });
    const { members } = await alice.call('chats.listMembers', { chatId: chat.chatId });
    expect(members.map(({ account }) => account.accountId)).toEqual([alice.accountId]);
    const { messages } = await alice.call('messages.history', { chatId: chat.chatId });
    expect(messages.map(({ text }) => text)).toContain('Я здесь');
    const kept = ['bot', 'bot_update', 'bot_call', 'bot_webhook'];
    for (const table of kept) {
      const rows = await server.app.sql`select from ${server.app.sql(table)} where bot_id = ${accountId}`;
      expect(rows, table).toHaveLength(0);
    }
    const { bot: next } = await alice.call('bots.register', { username: 'leaving_desk_bot', name: 'Новая' });
    expect(next.account.accountId).not.toBe(accountId);
  });
});

describe('updates', () => {
  test('are listed newest first with how they stand, by kind, chat and state, and page by page', async () => {
    const bot = await makeBot('listed_desk_bot');
    const { accountId, chatId } = bot;
    const other = (await bob.call('chats.createDirect', { accountId })).chat.chatId;
    const first = await bot.say('раз');
    await bot.say('чужое', bob, other);
    await alice.call('messages.edit', { chatId, messageId: first.messageId, text: 'два' });
    await bot.queued(3);
    await bot.own('bots.getUpdates', { after: 1 });
    expect(await states(bot)).toEqual([
      [3, 'waiting'],
      [2, 'waiting'],
      [1, 'delivered'],
    ]);
    expect(await states(bot, { kind: 'messageEdited' })).toEqual([[3, 'waiting']]);
    expect(await states(bot, { chatId: other })).toEqual([[2, 'waiting']]);
    expect(await states(bot, { state: 'delivered' })).toEqual([[1, 'delivered']]);
    const page = await alice.call('bots.listUpdates', { accountId, limit: 2 });
    expect(page.updates.map(({ updateId }) => updateId)).toEqual([3, 2]);
    const next = await alice.call('bots.listUpdates', { accountId, limit: 2, cursor: page.nextCursor });
    expect([next.updates.map(({ updateId }) => updateId), next.nextCursor]).toEqual([[1], undefined]);
    const strange = alice.call('bots.listUpdates', { accountId, cursor: 'x' });
    expect(await refusal(strange)).toMatchObject({ code: 'invalid_input', field: 'cursor' });
    expect(JSON.stringify(await bot.list())).not.toContain('чужое');
  });

  test('are shown as the bot gets them, in either form, until their message is deleted', async () => {
    const bot = await makeBot('shown_desk_bot');
    const { accountId, chatId } = bot;
    const { messageId } = await bot.say('как есть');
    await bot.queued(1);
    const read = (form?: 'telegram') =>
      alice.call('bots.readUpdate', { accountId, updateId: 1, ...(form === undefined ? {} : { form }) });
    const { updates } = (await bot.own('bots.getUpdates')) as { updates: object[] };
    expect((await read()).bodies).toEqual(updates);
    expect((await read('telegram')).bodies).toMatchObject([{ update_id: 1, message: { text: 'как есть' } }]);
    await alice.call('messages.delete', { chatId, messageIds: [messageId] });
    expect((await read()).bodies).toEqual([]);
    const gone = alice.call('bots.readUpdate', { accountId, updateId: 7 });
    expect(await refusal(gone)).toMatchObject({ code: 'not_found', field: 'updateId' });
  });

  test('of queries from other chats do not tell which chat it was', async () => {
    const bot = await makeBot('asked_desk_bot');
    const { accountId } = bot;
    await alice.call('bots.setInline', { accountId, inline: { feedback: false } });
    const { chat } = await bob.call('chats.createGroup', { clientId: clientId(), title: 'Тайный', memberIds: [] });
    const asked = bob.call('inline.query', { chatId: chat.chatId, bot: bot.username, query: 'кот' });
    await bot.queued(1);
    expect(JSON.stringify(await bot.list())).not.toContain(String(chat.chatId));
    expect(await bot.list({ chatId: chat.chatId })).toEqual([]);
    const { updates } = (await bot.own('bots.getUpdates')) as { updates: { event: { queryId: string } }[] };
    await bot.own('inline.answer', { queryId: updates[0]?.event.queryId, results: [] });
    await asked;
  });

  test('carry what a webhook answered, how fast, and when it is asked again', async () => {
    const bot = await makeBot('hooked_desk_bot');
    let isUp = false;
    const target = await startTarget(() =>
      isUp ? { body: 'ладно' } : { status: 503, body: `нет\0 места${'!'.repeat(600)}` },
    );
    await bot.own('bots.setWebhook', { url: target.url.replace('//', '//user:secret@') });
    await bot.say('привет');
    await expect.poll(async () => (await bot.list())[0]?.status, { timeout: 20_000 }).toBe(503);
    const [failed] = await bot.list();
    expect(failed).toMatchObject({ state: 'failing', response: expect.stringMatching(/^нет места!{5}/) });
    expect(failed?.response?.length).toBeLessThanOrEqual(botConsole.RESPONSE_EXCERPT);
    expect(failed).toHaveProperty('nextAttemptAt');
    isUp = true;
    await expect.poll(async () => (await bot.list())[0]?.state, { timeout: 20_000 }).toBe('delivered');
    const [done] = await bot.list();
    expect(done).toMatchObject({ status: 200, response: 'ладно', latencyMs: expect.any(Number) });
    expect(done?.attempts).toBeGreaterThan(failed?.attempts ?? Infinity);
    expect(done).not.toHaveProperty('nextAttemptAt');
    const { webhook } = await alice.call('bots.getOverview', { accountId: bot.accountId });
    expect(webhook).toMatchObject({ url: target.url, lastError: { text: expect.stringContaining('503') } });
  });
});

describe('replaying', () => {
  test('queues updates once more at the end, in their order, under new numbers without a gap', async () => {
    const bot = await makeBot('replayed_desk_bot');
    const { accountId } = bot;
    for (const text of ['раз', 'два', 'три']) await bot.say(text);
    await bot.queued(3);
    await bot.own('bots.getUpdates', { after: 2 });
    const answer = await alice.call('bots.replayUpdates', { accountId, updateIds: [2, 1, 3, 99] });
    expect(answer.replayed).toEqual([
      { updateId: 4, replayOf: 1 },
      { updateId: 5, replayOf: 2 },
    ]);
    expect(answer.passedOver).toEqual([
      { updateId: 3, reason: 'waits' },
      { updateId: 99, reason: 'gone' },
    ]);
    await bot.say('четыре');
    await bot.queued(6);
    const { updates } = (await bot.own('bots.getUpdates')) as {
      updates: { updateId: number; replayOf?: number; event: { message: { text: string } } }[];
    };
    expect(updates.map(({ updateId, replayOf, event }) => [updateId, replayOf, event.message.text])).toEqual([
      [3, undefined, 'три'],
      [4, 1, 'раз'],
      [5, 2, 'два'],
      [6, undefined, 'четыре'],
    ]);
  });

  test('several times at once leaves no gap and takes a dead letter out once', async () => {
    const bot = await makeBot('crowded_desk_bot');
    const { accountId } = bot;
    await bot.say('раз');
    await bot.queued(1);
    await bot.own('bots.getUpdates', { after: 1 });
    await keptDead(bot, 1);
    await server.app.sql`delete from bot_update where bot_id = ${accountId}`;
    expect(await states(bot, { state: 'dead' })).toEqual([[1, 'dead']]);
    const replay = () => alice.call('bots.replayUpdates', { accountId, updateIds: [1] });
    const answers = await Promise.all([replay(), replay(), replay(), bot.say('ещё')]);
    expect(answers.slice(0, 3).flatMap((answer) => ('replayed' in answer ? answer.replayed : []))).toHaveLength(1);
    await bot.queued(2);
    expect((await bot.list()).map(({ updateId }) => updateId)).toEqual([3, 2]);
    expect(await bot.list({ state: 'dead' })).toEqual([]);
  });

  test('of a replay is as old as the first one, and refused after a day', async () => {
    const bot = await makeBot('renewed_desk_bot');
    const { accountId } = bot;
    const replay = (updateId: number) => alice.call('bots.replayUpdates', { accountId, updateIds: [updateId] });
    await bot.say('раз');
    await bot.queued(1);
    await bot.own('bots.getUpdates', { after: 1 });
    await server.app.sql`update bot_update set at = at - interval '23 hours' where bot_id = ${accountId}`;
    expect((await replay(1)).replayed).toEqual([{ updateId: 2, replayOf: 1 }]);
    await bot.own('bots.getUpdates', { after: 2 });
    await server.app.sql`update bot_update set first_at = first_at - interval '2 hours' where bot_id = ${accountId}`;
    expect((await replay(2)).passedOver).toEqual([{ updateId: 2, reason: 'old' }]);
  });

  test('is refused while too many wait', async () => {
    const bot = await makeBot('flooded_desk_bot');
    const { accountId, chatId } = bot;
    await bot.say('раз');
    await bot.queued(1);
    await bot.own('bots.getUpdates', { after: 1 });
    await server.app.sql`
      insert into bot_update (bot_id, update_id, at, chat_id, event)
      select ${accountId}, n + 1, now(), ${chatId}, '{"kind": "message"}'
      from generate_series(1, ${botConsole.MAX_WAITING_TO_REPLAY}) n`;
    const replay = alice.call('bots.replayUpdates', { accountId, updateIds: [1] });
    expect(await refusal(replay)).toMatchObject({ code: 'conflict', field: 'accountId' });
  });

  test('passes over what comes from a chat that the bot left', async () => {
    const bot = await makeBot('put_out_desk_bot');
    const { accountId } = bot;
    const { chat } = await makeYard(bot);
    await bot.say('/go', alice, chat.chatId);
    await bot.queued(2);
    await bot.own('bots.getUpdates', { after: 2 });
    await alice.call('chats.removeMember', { chatId: chat.chatId, accountId });
    const { replayed, passedOver } = await alice.call('bots.replayUpdates', { accountId, updateIds: [2] });
    expect([replayed, passedOver]).toEqual([[], [{ updateId: 2, reason: 'left' }]]);
  });

  test('passes over what is stored no more, and leaves out an answered message that was deleted', async () => {
    const bot = await makeBot('answered_desk_bot');
    const { accountId, chatId } = bot;
    const { messageId } = await bot.say('тайна');
    const answer = { chatId, clientId: clientId(), text: 'отвечаю', replyTo: messageId };
    const answering = await alice.call('messages.send', answer);
    await bot.queued(2);
    const read = async () => JSON.stringify(await alice.call('bots.readUpdate', { accountId, updateId: 2 }));
    expect(await read()).toContain('тайна');
    await bot.own('bots.getUpdates', { after: 2 });
    await alice.call('messages.delete', { chatId, messageIds: [messageId] });
    expect(await read()).not.toContain('тайна');
    await alice.call('bots.replayUpdates', { accountId, updateIds: [2] });
    const told = JSON.stringify(await bot.own('bots.getUpdates'));
    expect([told.includes('отвечаю'), told.includes('тайна')]).toEqual([true, false]);
    await server.app.sql`delete from message where chat_id = ${chatId} and message_id = ${answering.messageId}`;
    const { passedOver } = await alice.call('bots.replayUpdates', { accountId, updateIds: [2] });
    expect(passedOver).toEqual([{ updateId: 2, reason: 'withdrawn' }]);
  });

  test('finds nothing of a chat that was deleted, neither queued nor dead', async () => {
    const bot = await makeBot('demolished_desk_bot');
    const { chat } = await makeYard(bot);
    await bot.say('/go', alice, chat.chatId);
    await bot.queued(2);
    await keptDead(bot, 2);
    await alice.call('chats.delete', { chatId: chat.chatId });
    await bot.queued(0);
    await expect.poll(() => bot.list({ state: 'dead' }), { timeout: 20_000 }).toEqual([]);
  });

  test('passes over what was deleted since', async () => {
    const bot = await makeBot('withdrawn_desk_bot');
    const { accountId, chatId } = bot;
    const { messageId } = await bot.say('передумал');
    await bot.queued(1);
    await bot.own('bots.getUpdates', { after: 1 });
    await alice.call('messages.delete', { chatId, messageIds: [messageId] });
    const { replayed, passedOver } = await alice.call('bots.replayUpdates', { accountId, updateIds: [1] });
    expect([replayed, passedOver]).toEqual([[], [{ updateId: 1, reason: 'withdrawn' }]]);
  });
});
