import { expect, test } from 'vitest';
import { clientId } from '../../support/server.ts';
import { startBotWorld } from './world.ts';

const world = await startBotWorld();
const { alice, bob } = world;
const bot = await world.bot('inline_words_bot');
await alice.call('bots.setInline', { accountId: bot.accountId, inline: { feedback: true } });
const chatId = await world.group(alice, 'Двор', [bob]);
const article = (id: string, content: object = { message_text: `Текст ${id}` }) => ({
  ...{ type: 'article', id, title: `Статья ${id}`, description: 'О чём', input_message_content: content },
});
const ask = (query: string) => alice.call('inline.query', { chatId, bot: bot.username, query });

test('getMe says that queries are taken', async () => {
  expect((await bot.api('getMe')).body.result.supports_inline_queries).toBe(true);
});

test('a query reaches the bot, its answer the person, and what was chosen the bot', async () => {
  const asking = ask('кошки');
  const [update] = await bot.updates();
  expect(update.inline_query).toEqual({
    id: expect.any(String),
    from: expect.objectContaining({ id: alice.accountId, is_bot: false }),
    ...{ query: 'кошки', offset: '', chat_type: 'supergroup' },
  });
  const results = [
    article('a'),
    { type: 'location', id: 'b', title: 'Место', latitude: 55.75, longitude: 37.62 },
    article('c', { phone_number: '+79990000000', first_name: 'Дворник' }),
  ];
  const answer = { inline_query_id: update.inline_query.id, results: JSON.stringify(results), cache_time: '0' };
  expect((await bot.api('answerInlineQuery', answer)).body.result).toBe(true);
  const given = await asking;
  expect(given.results.map(({ title }) => title)).toEqual(['Статья a', 'Место', 'Статья c']);
  for (const { resultId } of given.results) {
    const chosen = { botId: bot.accountId, answerId: given.answerId, resultId };
    await alice.call('inline.send', { chatId, clientId: clientId(), ...chosen });
  }
  const { messages } = await bob.call('messages.history', { chatId });
  expect(messages.slice(-3)).toMatchObject([
    { text: 'Текст a' },
    { location: { latitude: 55.75 } },
    { contact: { phone: '+79990000000' } },
  ]);
  const [chosen] = await bot.updates(update.update_id + 1);
  expect(chosen.chosen_inline_result).toMatchObject({ result_id: 'a', query: 'кошки', from: { id: alice.accountId } });
});

test('a message that came through the bot says so to it', async () => {
  const own = await world.bot('via_words_bot');
  await alice.call('bots.setInline', { accountId: own.accountId, inline: { feedback: false } });
  const direct = await world.direct(alice, own);
  const asking = alice.call('inline.query', { chatId: direct, bot: own.username, query: '' });
  const [{ inline_query: query, update_id: last }] = await own.updates();
  await own.api('answerInlineQuery', { inline_query_id: query.id, results: [article('a')] });
  const { answerId } = await asking;
  const chosen = { botId: own.accountId, answerId, resultId: 'a' };
  await alice.call('inline.send', { chatId: direct, clientId: clientId(), ...chosen });
  const [{ message }] = await own.updates(last + 1);
  expect(message).toMatchObject({ text: 'Текст a', from: { id: alice.accountId }, via_bot: { id: own.accountId } });
});

test('what cannot be a result is refused with its reason', async () => {
  const refused = async (results: object[], more: object = {}) =>
    (await bot.api('answerInlineQuery', { inline_query_id: '1', results, ...more })).body.description;
  expect(await refused([])).toBe('Bad Request: query is too old and response timeout expired or query ID is invalid');
  expect(await refused([{ ...article(''), id: '' }])).toBe('Bad Request: RESULT_ID_INVALID');
  expect(await refused([article('a'), article('a')])).toBe('Bad Request: RESULT_ID_DUPLICATE');
  expect(await refused([article('a', { message_text: ' ' })])).toBe('Bad Request: message text is empty');
  expect(await refused(Array.from({ length: 51 }, (_, index) => article(`${index}`)))).toBe(
    'Bad Request: RESULTS_TOO_MUCH',
  );
  const photo = {
    type: 'photo',
    id: 'a',
    photo_url: 'https://x.example/a.jpg',
    thumbnail_url: 'https://x.example/a.jpg',
  };
  expect(await refused([photo])).toBe('Bad Request: inline results of type photo are not supported here');
  const reply_markup = { inline_keyboard: [[{ text: 'x', callback_data: 'x' }]] };
  expect(await refused([{ ...article('a'), reply_markup }])).toMatch(/callback_data are not supported/);
  expect(await refused([], { button: { text: 'x', start_parameter: 'x' } })).toMatch(/"button" .* not supported/);
});
