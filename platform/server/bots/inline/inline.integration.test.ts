import { randomUUID } from 'node:crypto';
import type { BotUpdate, ClientId, InputOf, MethodByName } from '@veche/contract';
import { afterAll, expect, test } from 'vitest';
import { createTestDatabase } from '../../../../tests/setup/database.ts';
import { createTestBots } from '../../../../tests/support/bots-wing.ts';
import { refusal } from '../../../../tests/support/refusal.ts';

const database = await createTestDatabase();
const world = createTestBots(database.sql);
const alice = await world.person('Алиса Соколова');
const bob = await world.person('Борис Волков');
const stranger = await world.person('Григорий');
await world.start();
afterAll(() => world.stop());

const chatId = await world.group(alice, [bob]);
const placeholder = 'Имя улицы';
const inlineBot = async (username: string, feedback = false) => {
  const bot = await world.bot(alice, username);
  await world.call(alice, 'bots.setInline', { accountId: bot, inline: { placeholder, feedback } });
  return bot;
};
type Answer = Omit<InputOf<MethodByName<'inline.answer'>>, 'queryId'>;
const result = (resultId: string, content: object = { text: `Текст ${resultId}` }) => ({
  ...{ resultId, title: `Улица ${resultId}`, content },
});
const ask = (bot: string, query: string, more: object = {}, person = alice) =>
  world.call(person, 'inline.query', { chatId, bot, query, ...more });
const eventOf = ({ event }: BotUpdate) => event;

/** Asks as a person and answers as the bot. */
async function asked(bot: typeof alice, username: string, query: string, answer: Answer, after = 0) {
  const asking = ask(username, query);
  const [update] = await world.take(bot, after);
  const event = eventOf(update!);
  if (event.kind !== 'inlineQuery') throw new Error(`was told ${event.kind}`);
  await world.call(bot, 'inline.answer', { queryId: event.queryId, ...answer });
  return { event, given: await asking, queryId: event.queryId };
}
const send = (input: Omit<InputOf<MethodByName<'inline.send'>>, 'chatId' | 'clientId'>, person = alice, to = chatId) =>
  world.call(person, 'inline.send', { chatId: to, clientId: randomUUID(), ...input });

test('a bot that is in no chat of the person answers, the choice is sent as the person, and the bot is told', async () => {
  const bot = await inlineBot('streets_bot', true);
  const { event, given } = await asked(bot, 'STREETS_bot', 'сад', {
    results: [result('1'), result('2', { contact: { name: 'Дворник', phone: '+79990000000' } })],
    nextOffset: '2',
  });
  expect(event).toMatchObject({ query: 'сад', offset: '', chatKind: 'group', person: { accountId: alice } });
  expect(JSON.stringify(event)).not.toContain(String(chatId));
  expect(given).toEqual({
    bot: { accountId: bot, kind: 'bot', name: 'streets_bot', username: 'streets_bot' },
    answerId: expect.any(String),
    results: [
      { resultId: '1', title: 'Улица 1' },
      { resultId: '2', title: 'Улица 2' },
    ],
    ...{ nextOffset: '2', placeholder },
  });
  const input = {
    ...{ chatId, clientId: randomUUID() as ClientId, botId: bot, answerId: given.answerId, resultId: '1' },
  };
  const sent = await world.call(alice, 'inline.send', input);
  expect(await world.call(alice, 'inline.send', input)).toEqual(sent);
  // Whoever could change it would put words into the bot's mouth.
  const { messageId } = sent;
  const forged = world.call(alice, 'messages.edit', { chatId, messageId, text: 'Переведите деньги' });
  expect(await refusal(forged)).toMatchObject({ code: 'forbidden', field: 'messageId' });
  await send({ botId: bot, answerId: given.answerId, resultId: '2' });
  const { messages } = await world.call(bob, 'messages.history', { chatId });
  const viaBot = { accountId: bot, username: 'streets_bot' };
  expect(messages.slice(-2)).toMatchObject([
    { senderId: alice, text: 'Текст 1', viaBot },
    { senderId: alice, contact: { name: 'Дворник' }, viaBot },
  ]);
  const told = (await world.take(bot, 1, 2)).map(eventOf);
  expect(told).toMatchObject([
    { kind: 'inlineChosen', resultId: '1', query: 'сад', person: { accountId: alice } },
    { kind: 'inlineChosen', resultId: '2' },
  ]);
});

test('an answer serves for the same query as long as the bot said, a personal one for who asked alone', async () => {
  const bot = await inlineBot('cached_bot');
  const { given } = await asked(bot, 'cached_bot', 'a', { results: [result('1')] });
  expect(await ask('cached_bot', 'a', {}, bob)).toEqual(given);
  const personal = await asked(bot, 'cached_bot', 'b', { results: [result('2')], isPersonal: true }, 1);
  expect(await ask('cached_bot', 'b')).toEqual(personal.given);
  const askingAgain = ask('cached_bot', 'b', {}, bob);
  const [update] = await world.take(bot, 2);
  const event = eventOf(update!);
  if (event.kind !== 'inlineQuery') throw new Error('was told another thing');
  await world.call(bot, 'inline.answer', { queryId: event.queryId, results: [], cacheSeconds: 0 });
  expect((await askingAgain).results).toEqual([]);
  const chosen = { botId: bot, answerId: personal.given.answerId, resultId: '2' };
  expect(await refusal(send(chosen, bob))).toMatchObject({ code: 'expired', field: 'answerId' });
  // A later answer changes nothing.
  await world.call(bot, 'inline.answer', { queryId: personal.queryId, results: [result('9')] });
  expect(await ask('cached_bot', 'b')).toEqual(personal.given);
});

test('who is not in the chat asks nothing from it, and sends nothing to it', async () => {
  const bot = await inlineBot('guarded_bot');
  const refused = { code: 'not_found', field: 'chatId' };
  expect(await refusal(ask('guarded_bot', 'x', {}, stranger))).toMatchObject(refused);
  const { given } = await asked(bot, 'guarded_bot', 'x', { results: [result('1')] });
  const chosen = { botId: bot, answerId: given.answerId, resultId: '1' };
  expect(await refusal(send(chosen, stranger))).toMatchObject(refused);
  expect(await refusal(send({ ...chosen, resultId: '7' }))).toMatchObject({ code: 'expired' });
  await world.call(alice, 'chats.update', { chatId, permissions: [] });
  expect(await refusal(send(chosen, bob))).toMatchObject({ code: 'forbidden' });
  await world.call(alice, 'chats.update', { chatId, permissions: ['sendMessages'] });
});

test('a bot that takes no queries, was blocked, or is none at all is not found', async () => {
  const bot = await inlineBot('closing_bot');
  await world.call(alice, 'bots.setInline', { accountId: bot, inline: null });
  await world.bot(alice, 'deaf_bot');
  const blocked = await inlineBot('blocked_bot');
  await world.call(bob, 'blocks.add', { accountId: blocked });
  for (const [name, person] of [
    ['closing_bot', alice],
    ['deaf_bot', alice],
    ['nobody_bot', alice],
    ['blocked_bot', bob],
  ] as const) {
    expect(await refusal(ask(name, 'x', {}, person))).toMatchObject({ code: 'not_found', field: 'bot' });
  }
  const other = world.call(bob, 'bots.setInline', { accountId: bot, inline: { feedback: true } });
  expect(await refusal(other)).toMatchObject({ code: 'not_found' });
});

test('what was answered is not sent once the bot takes no queries, was blocked, or is no more', async () => {
  for (const [name, end] of [
    ['leaving_bot', (bot: typeof alice) => world.call(alice, 'bots.setInline', { accountId: bot, inline: null })],
    ['shunned_bot', (bot: typeof alice) => world.call(alice, 'blocks.add', { accountId: bot })],
    ['ended_bot', (bot: typeof alice) => database.sql`update app set token_hash = null where bot_account_id = ${bot}`],
  ] as const) {
    const bot = await inlineBot(name);
    const { given } = await asked(bot, name, 'сад', { results: [result('1')], cacheSeconds: 300 });
    await end(bot);
    const chosen = { botId: bot, answerId: given.answerId, resultId: '1' };
    expect(await refusal(send(chosen)), name).toMatchObject({ code: 'expired' });
    expect(await refusal(ask(name, 'сад')), name).toMatchObject({ code: 'not_found', field: 'bot' });
  }
});

test('a bot that is silent or late is refused, and so is one that answers for another', async () => {
  const bot = await inlineBot('late_bot');
  const other = await inlineBot('meddling_bot');
  const asking = refusal(ask('late_bot', 'x'));
  const [update] = await world.take(bot);
  const event = eventOf(update!);
  if (event.kind !== 'inlineQuery') throw new Error('was told another thing');
  const { queryId } = event;
  const tooLate = { code: 'expired', field: 'queryId' };
  expect(await refusal(world.call(other, 'inline.answer', { queryId, results: [] }))).toMatchObject(tooLate);
  expect(await refusal(world.call(bot, 'inline.answer', { queryId: 'x', results: [] }))).toMatchObject(tooLate);
  expect(await asking).toMatchObject({ code: 'timeout', field: 'bot' });
  world.pass(11);
  expect(await refusal(world.call(bot, 'inline.answer', { queryId, results: [] }))).toMatchObject(tooLate);
}, 30_000);

test.each([
  ['results', Array.from({ length: 51 }, (_, index) => result(`${index}`))],
  ['results.1.resultId', [result('1'), result('1')]],
  ['results.0.content.text', [result('1', { text: ' ' })]],
  ['results.0.content.text', [result('1', { text: 'x'.repeat(4097) })]],
  ['results.0.title', [{ ...result('1'), title: ' ' }]],
  ['results.0.buttons', [{ ...result('1'), buttons: [[{ text: 'x', action: { kind: 'callback', data: 'x' } }]] }]],
])('an answer with wrong %s is refused', async (field, results) => {
  const bot = await world.bot(alice, `wrong_${randomUUID().slice(0, 8)}_bot`);
  const answer = world.call(bot, 'inline.answer', { queryId: '1', results: results as Answer['results'] });
  expect(await refusal(answer)).toMatchObject({ code: 'invalid_input', field });
});

test('queries and answers are forgotten after a day', async () => {
  world.pass(25 * 3600);
  await world.runRetention();
  expect(await database.sql`select from inline_query`).toEqual([]);
  expect(await database.sql`select from inline_answer`).toEqual([]);
});
