import { beforeAll, describe, expect, test } from 'vitest';
import { refusal } from '../../../../tests/support/refusal.ts';
import { callHttp } from '../../../../tests/support/http.ts';
import { clientId, startTestServer, type TestPerson } from '../../../../tests/support/server.ts';

const server = await startTestServer();
let alice: TestPerson;
let token: string;
let botToken: string;
let chatId: number;

beforeAll(async () => {
  alice = await server.person('Алиса');
  token = await alice.token();
  const bot = await alice.call('bots.register', { username: 'unstorable_bot', name: 'Бот' });
  botToken = bot.token;
  const { accountId } = bot.bot.account;
  const group = await alice.call('chats.createGroup', { clientId: clientId(), title: 'Двор', memberIds: [accountId] });
  chatId = group.chat.chatId;
});

const manifest = { app_id: 'unstorable', name: { ru: 'а', en: 'a' }, version: { code: 1, name: '1' }, kind: 'bundle' };
const publish = (more: object) => ({
  manifest: { ...manifest, ...more },
  files: [{ path: 'index.html', contentBase64: 'eA==' }],
});
const button = (action: object) => ({ chatId, clientId: clientId(), text: 'х', buttons: [[{ text: 'х', action }]] });

/** Each text of a person or a bot that goes to the store, by its field. */
const fields: [string, string, (text: string) => object][] = [
  ['messages.send', 'text', (text) => ({ chatId, clientId: clientId(), text })],
  ['chats.update', 'title', (title) => ({ chatId, title })],
  ['chats.createGroup', 'title', (title) => ({ clientId: clientId(), title, memberIds: [] })],
  ['identity.updateProfile', 'name', (name) => ({ name })],
  ['identity.signInAsDemo', 'device', (device) => ({ accountId: alice.accountId, device })],
  ['identity.findPeople', 'query', (query) => ({ query })],
  ['bots.register', 'name', (name) => ({ username: 'another_bot', name })],
  ['apps.publish', 'manifest.name.ru', (ru) => publish({ name: { ru, en: 'a' } })],
  ['apps.publish', 'manifest.description.en', (en) => publish({ description: { ru: 'а', en } })],
  ['apps.publish', 'manifest.version.name', (name) => publish({ version: { code: 1, name } })],
  ['apps.publish', 'manifest.entry', (entry) => publish({ entry })],
  ['apps.publish', 'manifest.bot', (bot) => publish({ bot })],
];
const botFields: typeof fields = [
  ['messages.send', 'buttons.0.0.action.url', (text) => button({ kind: 'url', url: `http://a/${text}` })],
  ['messages.send', 'buttons.0.0.action.app', (app) => button({ kind: 'app', app })],
  ['bots.answerButton', 'url', (text) => ({ callbackId: '1', url: `http://a/${text}` })],
];

describe.each([
  ['NUL', 'a\0b'],
  ['half a character', 'a\ud800b'],
])('%s', (_name, text) => {
  test.each(fields)('%s refuses it in %s', async (method, field, input) => {
    expect(await refusal(callHttp(server.url, method, input(text), token))).toMatchObject({
      code: 'invalid_input',
      field,
    });
  });
  test.each(botFields)('%s of a bot refuses it in %s', async (method, field, input) => {
    expect(await refusal(callHttp(server.url, method, input(text), botToken))).toMatchObject({
      code: 'invalid_input',
      field,
    });
  });
});

test('a watermark of any year is taken', async () => {
  for (const since of ['0000-01-01T00:00:00.000Z', '0001-01-01T00:00:00.000Z'])
    expect((await alice.http('chats.list', { since })).chats).toHaveLength(1);
});

test('a client id is the same in capitals, and is told in small letters', async () => {
  const id = clientId();
  const capitals = id.toUpperCase() as typeof id;
  const send = (name: typeof id) => alice.call('messages.send', { chatId: chatId, clientId: name, text: 'раз' });
  const [first, second] = await Promise.all([send(capitals), send(id)]);
  expect(second.messageId).toBe(first.messageId);
  const { messages } = await alice.call('messages.history', { chatId: chatId });
  expect(messages).toMatchObject([{ clientId: id }]);
});

test.each(['/%00.js', '/index.html/x.js', `/${'a'.repeat(300)}.js`, '/assets/..%2f..%2fpackage.json'])(
  '%.30s is no file of the shell',
  async (path) => {
    expect((await fetch(`${server.url}${path}`)).status).toBe(404);
  },
);
