import { request } from 'node:http';
import { text as readText } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { clientId } from '../../support/server.ts';
import { refusal } from '../../support/refusal.ts';
import { checked, startBotWorld } from './world.ts';

const world = await startBotWorld();
const { server, alice, bob } = world;
const echo = await world.bot('echo_refusals_bot');
const chatId = await world.direct(alice, echo);
const refused = async (method: string, parameters: object = {}) => {
  const { status, body } = await echo.api(method, parameters);
  return `${status} ${body.description}`;
};

test.each([
  '1:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa',
  'abc:def',
  `${'9'.repeat(30)}:${'a'.repeat(35)}`,
  `0${echo.token}`,
  `${echo.token}x`,
])('the token %s is refused with 401', async (token) => {
  const { status, body } = await world.call(token, 'getMe');
  expect([status, body.description]).toEqual([401, 'Unauthorized']);
});

test('unknown methods are 404, known ones that are not served say so', async () => {
  expect(await refused('sendTelegram')).toBe('404 Not Found');
  expect(await refused('constructor')).toBe('404 Not Found');
  expect((await checked('', await fetch(`${server.url}/bot${echo.token}/`))).status).toBe(404);
  expect(await refused('sendDice', { chat_id: 1 })).toBe('400 Bad Request: method sendDice is not supported here');
});

test('chats that are not the bot’s are not found, whoever has them', async () => {
  const strange = await world.group(alice, 'Без бота', [bob]);
  for (const chat of [bob.accountId, -(1e12 + strange), -5, 0, '@someone', 'x', echo.accountId, 2 ** 53]) {
    expect(await refused('sendMessage', { chat_id: chat, text: 'x' })).toBe('400 Bad Request: chat not found');
  }
  expect(await refused('sendMessage', { text: 'x' })).toBe('400 Bad Request: chat_id is empty');
});

test('texts that are empty, too long or wrongly formatted are refused, and nothing is sent', async () => {
  const before = (await alice.call('messages.history', { chatId })).messages.length;
  const chat = { chat_id: alice.accountId };
  expect(await refused('sendMessage', { ...chat, text: ' \n ' })).toBe('400 Bad Request: message text is empty');
  expect(await refused('sendMessage', { ...chat, text: 'x'.repeat(4097) })).toBe(
    '400 Bad Request: message is too long',
  );
  expect(await refused('sendMessage', { ...chat, text: '\ud800' })).toBe(
    '400 Bad Request: text must be encoded in UTF-8',
  );
  expect(await refused('sendMessage', { ...chat, text: '*x', parse_mode: 'MarkdownV2' })).toBe(
    "400 Bad Request: can't parse entities: Can't find end of Bold entity at byte offset 0",
  );
  expect(await refused('sendMessage', { ...chat, text: '<b>x', parse_mode: 'HTML' })).toMatch(
    /^400 Bad Request: can't parse entities: Can't find end tag/,
  );
  expect(await refused('sendMessage', { ...chat, text: 'x', parse_mode: 'BBCode' })).toBe(
    '400 Bad Request: unsupported parse_mode',
  );
  expect(await refused('sendMessage', { ...chat, text: '** **', parse_mode: 'Markdown' })).toBe(
    '400 Bad Request: message text is empty',
  );
  expect(await refused('sendMessage', { ...chat, text: 'x', protect_content: true })).toMatch(
    /"protect_content" of sendMessage is not supported/,
  );
  expect((await alice.call('messages.history', { chatId })).messages).toHaveLength(before);
  expect((await echo.api('sendMessage', { ...chat, text: 'x', protect_content: false, parse_mode: '' })).status).toBe(
    200,
  );
});

test('buttons that cannot be kept or shown are refused with their place', async () => {
  const send = (button: object) =>
    refused('sendMessage', { chat_id: alice.accountId, text: 'x', reply_markup: { inline_keyboard: [[button]] } });
  expect(await send({ text: 'a\0', callback_data: 'x' })).toBe(
    '400 Bad Request: buttons.0.0.text: must be well-formed text',
  );
  expect(await send({ text: 'a', callback_data: '\ud800' })).toMatch(
    /^400 Bad Request: buttons.0.0.action.data: must be/,
  );
  expect(await send({ text: 'a'.repeat(129), callback_data: 'x' })).toMatch(/^400 Bad Request: buttons.0.0.text: /);
  expect(await send({ text: 'a', callback_data: '' })).toBe('400 Bad Request: BUTTON_DATA_INVALID');
});

test('replies to what is not there are refused, unless they may go without', async () => {
  const send = { chat_id: alice.accountId, text: 'x' };
  expect(await refused('sendMessage', { ...send, reply_to_message_id: 9_999 })).toBe(
    '400 Bad Request: message to be replied not found',
  );
  const lenient = { message_id: 9_999, allow_sending_without_reply: true };
  expect((await echo.api('sendMessage', { ...send, reply_parameters: lenient })).status).toBe(200);
  const said = await world.say(alice, chatId, 'что сказано');
  expect(await refused('sendMessage', { ...send, reply_parameters: { message_id: said, quote: 'чего нет' } })).toBe(
    '400 Bad Request: QUOTE_TEXT_INVALID',
  );
  expect(
    await refused('sendMessage', { ...send, reply_parameters: { message_id: said, checklist_task_id: 1 } }),
  ).toMatch(/reply_parameters.checklist_task_id is not supported/);
});

test('a bot edits its own messages only', async () => {
  const messageId = await world.say(alice, chatId, 'mine');
  const edit = { chat_id: alice.accountId, text: 'yours' };
  expect(await refused('editMessageText', { ...edit, message_id: messageId })).toBe(
    "400 Bad Request: message can't be edited",
  );
  expect(await refused('editMessageText', { ...edit, message_id: 9_999 })).toBe(
    '400 Bad Request: message to edit not found',
  );
  expect(await refused('editMessageText', edit)).toBe('400 Bad Request: message identifier is not specified');
  expect(await refused('editMessageText', { text: 'x', inline_message_id: 'a' })).toMatch(
    /inline messages are not supported/,
  );
});

test('a press that was never made, or was of another bot, is too old to answer', async () => {
  const other = await world.bot('other_press_bot');
  const direct = await world.direct(alice, other);
  const keyboard = { inline_keyboard: [[{ text: 'go', callback_data: 'go' }]] };
  const sent = await other.api('sendMessage', { chat_id: alice.accountId, text: 'x', reply_markup: keyboard });
  const press = alice.call('messages.pressButton', {
    chatId: direct,
    messageId: sent.body.result.message_id,
    clientId: clientId(),
    data: 'go',
  });
  const [update] = await other.updates();
  const old = /^400 Bad Request: query is too old and response timeout expired or query ID is invalid$/;
  expect(await refused('answerCallbackQuery', { callback_query_id: update.callback_query.id })).toMatch(old);
  expect(await refused('answerCallbackQuery', { callback_query_id: 'nonsense' })).toMatch(old);
  await other.api('answerCallbackQuery', { callback_query_id: update.callback_query.id });
  expect(await press).toEqual({ answered: true });
});

test('buttons are pressed by members only, and only those that are there', async () => {
  const keyboard = { inline_keyboard: [[{ text: 'go', callback_data: 'go' }]] };
  const sent = await echo.api('sendMessage', { chat_id: alice.accountId, text: 'x', reply_markup: keyboard });
  const press = { chatId, messageId: sent.body.result.message_id, clientId: clientId(), data: 'go' };
  expect((await refusal(bob.call('messages.pressButton', press))).code).toBe('not_found');
  expect(await refusal(alice.call('messages.pressButton', { ...press, data: 'stop' }))).toMatchObject({
    code: 'not_found',
    field: 'data',
  });
  expect((await echo.api('getUpdates')).body.result.some((update: object) => 'callback_query' in update)).toBe(false);
});

test('a second poll ends the first with 409', async () => {
  const bot = await world.bot('twice_bot');
  const first = bot.api('getUpdates', { timeout: 20 });
  await new Promise((resolve) => setTimeout(resolve, 300));
  const second = bot.api('getUpdates', { offset: 1, timeout: 1 });
  const { status, body } = await first;
  expect([status, body.description]).toEqual([
    409,
    'Conflict: terminated by other getUpdates request; make sure that only one bot instance is running',
  ]);
  expect((await second).status).toBe(200);
});

test('a poll whose client went away ends nothing and is not in the way', async () => {
  const bot = await world.bot('leaving_bot');
  const leaving = new AbortController();
  const gone = bot.api('getUpdates', { timeout: 30 }, leaving.signal).catch(() => 'gone');
  await new Promise((resolve) => setTimeout(resolve, 300));
  leaving.abort();
  expect(await gone).toBe('gone');
  const direct = await world.direct(alice, bot);
  await world.say(alice, direct, 'still here');
  expect((await bot.updates(0, 10))[0].message.text).toBe('still here');
});

test('a new token ends the old one and its poll at once', async () => {
  const bot = await world.bot('rotated_bot');
  const poll = bot.api('getUpdates', { timeout: 30 });
  await new Promise((resolve) => setTimeout(resolve, 300));
  const { token } = await alice.call('bots.rotateToken', { accountId: bot.accountId });
  expect((await poll).status).toBe(401);
  expect((await bot.api('getMe')).status).toBe(401);
  expect((await world.call(token, 'getMe')).status).toBe(200);
  expect((await refusal(bob.call('bots.rotateToken', { accountId: bot.accountId }))).code).toBe('not_found');
});

test('broken bodies and too large ones are refused, files that nobody asked for passed over, and the server goes on', async () => {
  const url = `${server.url}/bot${echo.token}/sendMessage`;
  const post = async (contentType: string, body: string) =>
    (await checked('sendMessage', await fetch(url, { method: 'POST', headers: { 'content-type': contentType }, body })))
      .body;
  expect((await post('application/json', '{"a":')).description).toMatch(/can't parse the request body as JSON/);
  expect((await post('application/json', '[1]')).description).toMatch(/must be a JSON object/);
  expect((await post('multipart/form-data; boundary=b', '--b\r\nno end')).description).toMatch(
    /can't parse the multipart body/,
  );
  expect((await post('application/json', JSON.stringify({ text: 'x'.repeat(1_100_000) }))).error_code).toBe(413);
  const file = '--b\r\nContent-Disposition:form-data;name="a";filename=отчёт 1.txt\r\n\r\n1\r\n--b--';
  expect((await post('multipart/form-data; boundary=b', file)).description).toBe('Bad Request: chat_id is empty');
  expect((await echo.api('getMe')).status).toBe(200);
});

test('a body is read on GET too', async () => {
  const body = JSON.stringify({ chat_id: alice.accountId, text: 'by GET' });
  const options = {
    method: 'GET',
    headers: { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) },
  };
  const answer = await new Promise<string>((resolve, reject) => {
    const sending = request(
      `${server.url}/bot${echo.token}/sendMessage`,
      options,
      (response) => void readText(response).then(resolve, reject),
    );
    sending.on('error', reject);
    sending.end(body);
  });
  expect(JSON.parse(answer)).toMatchObject({ ok: true, result: { text: 'by GET' } });
});
