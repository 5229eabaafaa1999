import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { Bot, GrammyError, InputFile } from 'grammy';
import { afterAll, expect, test } from 'vitest';
import { createGrammyBot } from '../../../sample-apps/grammy-bot/bot.ts';
import { plantingBehaviours } from '../../support/planting-bot.ts';
import { clientId } from '../../support/server.ts';
import { newest } from '../../support/newest.ts';
import { visitsOn } from '../../support/visit.ts';
import { startBotWorld } from './world.ts';

const world = await startBotWorld();
const { server, alice, bob } = world;
const echo = await world.bot('echo_story_bot');
const appUrl = `http://hello.apps.localhost:${server.port}/`;
const bot = createGrammyBot({ token: echo.token, apiRoot: server.url, appUrl });
const failures: unknown[] = [];
bot.catch(({ error }) => void failures.push(error));
const running = bot.start();
afterAll(async () => {
  await bot.stop();
  await running;
});

test('an unmodified grammY bot greets by name and language, echoes, and answers its button', async () => {
  const chatId = await world.direct(alice, echo);
  await world.say(alice, chatId, '/start');
  await expect.poll(async () => (await newest(alice, chatId)).text, { timeout: 10_000 }).toMatch(/^Привет, Алиса!/);
  const greeting = await newest(alice, chatId);
  expect(greeting.buttons?.flat().map(({ action }) => action)).toEqual([
    { kind: 'callback', data: 'ring:0' },
    { kind: 'app', app: 'hello' },
  ]);

  const { messageId } = greeting;
  const answer = await alice.call('messages.pressButton', { chatId, messageId, clientId: clientId(), data: 'ring:0' });
  expect(answer).toEqual({ answered: true, text: 'Колокол звонит' });
  expect(await newest(alice, chatId)).toMatchObject({ messageId, text: 'Бом! Звонили раз: 1.' });

  await bob.call('identity.updateProfile', { language: 'en' });
  const english = await world.direct(bob, echo);
  await world.say(bob, english, '/start');
  await expect.poll(async () => (await newest(bob, english)).text, { timeout: 10_000 }).toMatch(/^Hello, Борис!/);
  await world.say(bob, english, 'Ау? 😀');
  await expect
    .poll(async () => newest(bob, english), { timeout: 10_000 })
    .toMatchObject({ senderId: echo.accountId, text: 'Ау? 😀' });
  expect(failures).toEqual([]);
});

test.each(Object.entries(plantingBehaviours))('on unmodified grammY: %s', async (_name, behave) => {
  await behave(visitsOn(server, echo));
  expect(failures).toEqual([]);
});

test('in a group it answers what is meant for it, as a reply', async () => {
  const group = await world.group(alice, 'Двор', [bob, echo]);
  await world.say(alice, group, 'между нами');
  const asked = await world.say(bob, group, `@${echo.username} скажи`);
  await expect
    .poll(async () => newest(alice, group), { timeout: 10_000 })
    .toMatchObject({ senderId: echo.accountId, replyTo: asked });
  const { messages } = await alice.call('messages.history', { chatId: group });
  expect(messages.filter(({ senderId }) => senderId === echo.accountId)).toHaveLength(1);
});

test('what is not served reaches a grammY program as a typed error, also with a file in the request', async () => {
  const other = new Bot((await world.bot('grammy_errors_bot')).token, { client: { apiRoot: server.url } });
  const error = await other.api
    .setMyProfilePhoto({ type: 'static', photo: new InputFile(Buffer.from('x'), 'отчёт за май.txt') })
    .catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(GrammyError);
  expect(error).toMatchObject({
    error_code: 400,
    description: 'Bad Request: method setMyProfilePhoto is not supported here',
  });
  await expect(other.api.sendMessage(12_345, 'x')).rejects.toMatchObject({
    description: 'Bad Request: chat not found',
  });
  const wrong = new Bot(`${alice.accountId}:${'a'.repeat(35)}`, { client: { apiRoot: server.url } });
  await expect(wrong.init()).rejects.toMatchObject({ error_code: 401, description: 'Unauthorized' });
});

test('as a program it starts from its settings, confirms what it handled, and ends when asked', async () => {
  const own = await world.bot('echo_program_bot');
  const chatId = await world.direct(alice, own);
  const program = fileURLToPath(new URL('../../../sample-apps/grammy-bot/main.ts', import.meta.url));
  const env = { PATH: process.env['PATH'], BOT_TOKEN: own.token, API_ROOT: `${server.url}/` };
  const child = spawn(process.execPath, [program], { env, stdio: ['ignore', 'ignore', 'inherit'] });
  const ended = once(child, 'exit');
  await world.say(alice, chatId, 'are you there');
  await expect
    .poll(async () => newest(alice, chatId), { timeout: 20_000 })
    .toMatchObject({ senderId: own.accountId, text: 'are you there' });
  child.kill('SIGTERM');
  expect(await ended).toEqual([0, null]);
  expect((await own.api('getWebhookInfo')).body.result.pending_update_count).toBe(0);
});
