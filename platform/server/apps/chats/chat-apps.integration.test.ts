import { beforeAll, expect, test } from 'vitest';
import { appBundle } from '../../../../tests/support/app-bundle.ts';
import { refusal } from '../../../../tests/support/refusal.ts';
import { clientId, startTestServer, type TestPerson } from '../../../../tests/support/server.ts';

const server = await startTestServer();
let anna: TestPerson;
let boris: TestPerson;
let stranger: TestPerson;
let chatId: number;

beforeAll(async () => {
  [anna, boris, stranger] = [await server.person('Анна'), await server.person('Борис'), await server.person('Чужой')];
  const { chat } = await anna.call('chats.createGroup', {
    ...{ clientId: clientId(), title: 'Двор', memberIds: [boris.accountId] },
  });
  chatId = chat.chatId;
  for (const slug of ['poll-maker', 'timetable']) await anna.call('apps.publish', appBundle(slug));
  await anna.call('apps.publish', appBundle('alone', {}, { entry_points: ['catalogue'] }));
});
const slugsFor = async (person: TestPerson, of = chatId) =>
  (await person.call('apps.ofChat', { chatId: of })).apps.map(({ slug }) => slug);
const put = (person: TestPerson, app: string, isIn = true, to = chatId) =>
  person.call('apps.setInChat', { app, chatId: to, isIn });

test('what an admin puts into a chat is at hand for all in it, in the order it came, and the log tells of it', async () => {
  expect(await put(anna, 'timetable')).toEqual({ changed: true });
  expect(await put(anna, 'poll-maker')).toEqual({ changed: true });
  expect(await put(anna, 'timetable')).toEqual({ changed: false });
  expect(await slugsFor(boris)).toEqual(['timetable', 'poll-maker']);
  expect((await boris.call('chats.get', { chatId })).chat.apps).toEqual(['timetable', 'poll-maker']);
  const { events } = await boris.call('messages.history', { chatId });
  expect(events?.at(-1)).toMatchObject({ kind: 'chat.changed', set: { apps: ['timetable', 'poll-maker'] } });
  expect(await put(anna, 'timetable', false)).toEqual({ changed: true });
  expect(await slugsFor(boris)).toEqual(['poll-maker']);
  await put(anna, 'poll-maker', false);
  expect((await boris.call('chats.get', { chatId })).chat.apps).toBeUndefined();
});

test('members may not, strangers may neither put nor look, and nothing is changed', async () => {
  expect(await refusal(put(boris, 'timetable'))).toMatchObject({ code: 'forbidden' });
  expect(await refusal(put(stranger, 'timetable'))).toMatchObject({ code: 'not_found', field: 'chatId' });
  expect(await refusal(slugsFor(stranger))).toMatchObject({ code: 'not_found', field: 'chatId' });
  expect(await slugsFor(anna)).toEqual([]);
});

test('an app that is not there, or opens outside of chats only, is refused', async () => {
  expect(await refusal(put(anna, 'no-such-app'))).toMatchObject({ code: 'not_found', field: 'app' });
  expect(await refusal(put(anna, 'alone'))).toMatchObject({ code: 'conflict', field: 'app' });
});

test('both people of a direct chat may', async () => {
  const { chat } = await anna.call('chats.createDirect', { accountId: boris.accountId });
  await put(boris, 'timetable', true, chat.chatId);
  expect(await slugsFor(anna, chat.chatId)).toEqual(['timetable']);
  await anna.call('blocks.add', { accountId: boris.accountId });
  expect(await refusal(put(boris, 'timetable', false, chat.chatId))).toMatchObject({ code: 'forbidden' });
});

test('a chat holds a dozen', async () => {
  for (let count = 1; count <= 12; count++) {
    await anna.call('apps.publish', appBundle(`dozen-${count}`));
    await put(anna, `dozen-${count}`);
  }
  expect(await refusal(put(anna, 'timetable'))).toMatchObject({ code: 'conflict', field: 'chatId' });
  expect(await slugsFor(boris)).toHaveLength(12);
});

test('the app of a bot is told by the bot, with where it opens; a person and a bot without one have none', async () => {
  const botOf = async (username: string) =>
    (await anna.call('bots.register', { username, name: username })).bot.account.accountId;
  const [botId, otherId] = [await botOf('passes_desk_bot'), await botOf('empty_desk_bot')];
  await anna.call('apps.publish', appBundle('passes', {}, { bot: 'passes_desk_bot', entry_points: ['chat'] }));
  const found = await boris.call('apps.ofBot', { botId, language: 'en' });
  expect(found).toMatchObject({ app: { slug: 'passes', name: 'App passes', botId }, opensIn: ['chat'] });
  for (const none of [otherId, anna.accountId]) expect(await boris.call('apps.ofBot', { botId: none })).toEqual({});
});
