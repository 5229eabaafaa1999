import { expect, test } from 'vitest';
import { createBot, VecheError } from '../index.ts';
import { createDoor } from './door.ts';
import { createTestHost } from './index.ts';
import { createUploads } from './uploads.ts';
import { createWorld } from './world.ts';

function onHost() {
  const host = createTestHost();
  const bot = createBot(host.options);
  host.deliverTo(bot.webhook({ secret: 's' }), 's');
  return { host, bot, anna: host.person('Анна') };
}

test('what the host does not play is refused to the bot, and to who made the bot ask', async () => {
  const { bot, anna } = onHost();
  const refused: unknown[] = [];
  bot.on('message', async ({ call, message: { chatId, messageId } }) => {
    refused.push(await call('pins.set', { chatId, messageId }).catch((error: unknown) => error));
  });
  await expect(anna.says('pin this')).rejects.toMatchObject({
    code: 'not_supported',
    message: 'The test host does not play pins.set.',
  });
  expect(refused).toMatchObject([{ code: 'not_supported', method: 'pins.set' }]);
});

test('a part of a message that the host does not play is refused by its name', async () => {
  const { bot, anna } = onHost();
  const { chatId } = await anna.says('hello');
  const poll = { question: 'Lime?', options: ['Yes', 'No'] };
  await expect(bot.send(chatId, '', { poll })).rejects.toMatchObject({ code: 'not_supported', field: 'poll' });
});

test('a result that the contract does not have is a fault of the host, and reaches no bot', async () => {
  const world = createWorld({ name: 'Бот', username: 'test_bot', readsAll: false });
  const played = { 'bots.getState': () => ({ bot: world.bot, waitingCount: 'none', kinds: [] }) as never };
  const door = createDoor({ world, token: 't', played, uploads: createUploads(world), failures: new Map() });
  const asked = door('https://veche.test/api/bots.getState', {
    method: 'POST',
    body: '{}',
    headers: { authorization: 'Bearer t' },
  });
  await expect(asked).rejects.toThrow('The test host answered bots.getState in a wrong form');
});

test('an event that the contract does not have is not told', async () => {
  const { host } = onHost();
  await expect(host.tell({ kind: 'memberCame', chat: { chatId: 0 } } as never)).rejects.toThrow('chatId');
});

test('a failure is given to one call, and the SDK tries again what may pass', async () => {
  const { host, bot, anna } = onHost();
  bot.on('message', ({ reply }) => reply('well'));
  host.failNext('messages.send', new VecheError('unavailable', 'The service is starting.'));
  await anna.says('are you well?');
  expect(anna.messages.map(({ text }) => text)).toEqual(['are you well?', 'well']);
  host.failNext('bots.getState', new VecheError('session_ended', 'The token was changed.'));
  await expect(bot.call('bots.getState', {})).rejects.toMatchObject({ code: 'session_ended' });
  expect(await bot.call('bots.getState', {})).toMatchObject({ waitingCount: 0 });
});

test('nobody presses a button that is not there, or that does not call the bot', async () => {
  const { bot, anna } = onHost();
  bot.on('message', ({ reply }) =>
    reply('?', { buttons: [[{ text: 'Site', action: { kind: 'url', url: 'https://veche.example' } }]] }),
  );
  await anna.says('hello');
  await expect(anna.presses('Yes')).rejects.toThrow('There is no button "Yes".');
  await expect(anna.presses('Site')).rejects.toThrow('does not call the bot');
});

test('what a person corrects is told as an edit, in the chat where it stands', async () => {
  const { bot, anna } = onHost();
  const told: string[] = [];
  bot.on('messageEdited', ({ message }) => told.push(message.text));
  await anna.says('helo');
  await anna.corrects('hello');
  expect(told).toEqual(['hello']);
  expect(anna.messages.map(({ text }) => text)).toEqual(['hello']);
});
