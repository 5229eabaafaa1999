import { expect, test } from 'vitest';
import { refusal } from '../../support/refusal.ts';
import { startBotWorld } from './world.ts';

const world = await startBotWorld();
const { alice, bob, server } = world;
const bot = await world.bot('commands_bot');
const direct = await world.direct(alice, bot);
const result = async (method: string, parameters: object = {}) => (await bot.api(method, parameters)).body.result;
const refused = async (method: string, parameters: object = {}) => (await bot.api(method, parameters)).body.description;

test('commands come back by scope and language as they were set, and people are offered them', async () => {
  const commands = [{ command: 'help', description: 'Что я умею' }];
  const given = [{ command: ' /help', description: ' Что я умею ' }];
  expect(await result('setMyCommands', { commands: given })).toBe(true);
  expect(await result('getMyCommands')).toEqual(commands);
  const scopes = [
    { type: 'all_private_chats' },
    { type: 'chat', chat_id: alice.accountId },
    { type: 'all_chat_administrators' },
  ];
  for (const scope of scopes) {
    expect(await result('getMyCommands', { scope })).toEqual([]);
    expect(await result('setMyCommands', { scope, language_code: 'ru', commands: JSON.stringify(given) })).toBe(true);
    expect(await result('getMyCommands', { scope: JSON.stringify(scope), language_code: 'ru' })).toEqual(commands);
    expect(await result('deleteMyCommands', { scope, language_code: 'ru' })).toBe(true);
    expect(await result('getMyCommands', { scope, language_code: 'ru' })).toEqual([]);
  }
  const { bots } = await alice.call('chats.bots', { chatId: direct });
  expect(bots).toMatchObject([{ account: { accountId: bot.accountId }, commands, menu: { kind: 'commands' } }]);
});

test('what cannot be a command is refused in the words that libraries know', async () => {
  const set = (command: string, description = 'x') =>
    refused('setMyCommands', { commands: [{ command, description }] });
  expect(await set('')).toBe('Bad Request: command must be non-empty');
  expect(await set('x'.repeat(33))).toBe('Bad Request: command length must not exceed 32');
  expect(await set('x', ' ')).toBe('Bad Request: command description must be non-empty');
  expect(await set('x', 'x'.repeat(257))).toBe('Bad Request: command description length must not exceed 256');
  for (const command of ['Help', 'help-me', 'помощь'])
    expect(await set(command)).toBe('Bad Request: BOT_COMMAND_INVALID');
  const one = [{ command: 'x', description: 'x' }];
  expect(await refused('setMyCommands', { commands: [...one, ...one] })).toBe('Bad Request: BOT_COMMAND_INVALID');
  const many = Array.from({ length: 101 }, (_, index) => ({ command: `c${index}`, description: 'x' }));
  expect(await refused('setMyCommands', { commands: many })).toBe('Bad Request: BOT_COMMANDS_TOO_MUCH');
  expect(await refused('setMyCommands', { commands: one, language_code: 'rus' })).toBe(
    'Bad Request: invalid language code specified',
  );
  const strange = await world.group(alice, 'Без бота', [bob]);
  for (const scope of [
    { type: 'chat', chat_id: -(1e12 + strange) },
    { type: 'chat_administrators', chat_id: alice.accountId },
    { type: 'chat', chat_id: bob.accountId },
  ]) {
    expect(await refused('setMyCommands', { commands: one, scope })).toBe('Bad Request: chat not found');
  }
  expect(await refused('setMyCommands', { commands: one, scope: { type: 'galaxy' } })).toBe(
    'Bad Request: unsupported type specified',
  );
});

test('descriptions and the menu button come back as they were set', async () => {
  expect(await result('setMyDescription', { description: 'Отвечаю на вопросы', language_code: 'ru' })).toBe(true);
  expect(await result('getMyDescription', { language_code: 'ru' })).toEqual({ description: 'Отвечаю на вопросы' });
  expect(await result('getMyDescription')).toEqual({ description: '' });
  expect(await result('setMyShortDescription', { short_description: 'Справки' })).toBe(true);
  expect(await result('getMyShortDescription')).toEqual({ short_description: 'Справки' });
  expect(await refused('setMyDescription', { description: 'x'.repeat(513) })).toMatch(/too long$/);
  expect(await refused('setMyShortDescription', { short_description: 'x'.repeat(121) })).toMatch(/too long$/);

  expect(await result('getChatMenuButton')).toEqual({ type: 'commands' });
  const button = { type: 'web_app', text: 'Открыть', web_app: { url: appAddress() } };
  expect(await result('setChatMenuButton', { chat_id: alice.accountId, menu_button: button })).toBe(true);
  expect(await result('getChatMenuButton', { chat_id: alice.accountId })).toEqual(button);
  expect(await result('getChatMenuButton')).toEqual({ type: 'commands' });
  expect(await result('setChatMenuButton', { chat_id: alice.accountId, menu_button: { type: 'default' } })).toBe(true);
  expect(await refused('getChatMenuButton', { chat_id: bob.accountId })).toBe('Bad Request: chat not found');
  const elsewhere = { ...button, web_app: { url: 'https://elsewhere.example/' } };
  expect(await refused('setChatMenuButton', { menu_button: elsewhere })).toMatch(/published here/);
});

function appAddress(): string {
  const { protocol, host } = new URL(server.url);
  return `${protocol}//hello.apps.${host}/`;
}

test('a bot changes its name, in one language', async () => {
  expect(await result('setMyName', { name: 'Справочная' })).toBe(true);
  expect(await result('getMyName')).toEqual({ name: 'Справочная' });
  expect(await refused('setMyName', { name: ' ' })).toBe('Bad Request: name must be non-empty');
  expect(await refused('setMyName', { name: 'x'.repeat(65) })).toBe('Bad Request: name is too long');
  expect(await refused('setMyName', { name: 'Desk', language_code: 'en' })).toMatch(/several languages/);
});

test('a person does not set what a bot shows', async () => {
  expect(await refusal(alice.call('bots.setCommands', { commands: [] }))).toMatchObject({ code: 'forbidden' });
});
