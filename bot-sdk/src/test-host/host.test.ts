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
    const moved = call('locations.move', { chatId, messageId, latitude: 0, longitude: 0 });
    refused.push(await moved.catch((error: unknown) => error));
  });
  await expect(anna.says('move this')).rejects.toMatchObject({
    code: 'not_supported',
    message: 'The test host does not play locations.move.',
  });
  expect(refused).toMatchObject([{ code: 'not_supported', method: 'locations.move' }]);
});

test('a part of a message that the host does not play is refused by its name', async () => {
  const { bot, anna } = onHost();
  const { chatId } = await anna.says('hello');
  const location = { latitude: 58.5, longitude: 31.3, live: { seconds: 60 } };
  await expect(bot.send(chatId, '', { location })).rejects.toMatchObject({ code: 'not_supported', field: 'live' });
  const poll = { question: 'Lime?', options: ['Yes', 'No'], openSeconds: 60 };
  const refused = { code: 'not_supported', field: 'poll.openSeconds' };
  await expect(bot.send(chatId, '', { poll })).rejects.toMatchObject(refused);
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

test('people vote in polls of the bot, which hears it, and the poll ends when the bot says so', async () => {
  const { host, bot, anna } = onHost();
  const boris = host.person('Борис');
  const yard = host.group('Двор', [anna, boris]);
  const [annas, borises] = [anna.in(yard), boris.in(yard)];
  const told: unknown[] = [];
  bot.command('ask', ({ chat, argument }) => {
    const quiz = argument === 'quiz' ? { quiz: { correct: 1 } } : { anonymous: false };
    return bot.send(chat.chatId, '', { poll: { question: 'Lime?', options: ['Yes', 'No'], ...quiz } });
  });
  bot.command('end', ({ call, chat: { chatId } }) =>
    call('polls.close', { chatId, messageId: annas.last!.messageId }).then(({ results }) => told.push(results)),
  );
  bot.on('pollAnswered', ({ person, options }) => told.push([person.name, options]));
  bot.on('pollChanged', ({ message }) => told.push(message.pollResults?.counts));
  await annas.says('/ask');
  await annas.votes('Yes');
  await borises.votes('No');
  await annas.votes('No');
  expect(told.splice(0)).toEqual([
    [1, 0],
    ['Анна', [0]],
    [1, 1],
    ['Борис', [1]],
    [0, 2],
    ['Анна', [1]],
  ]);
  await expect(annas.votes('Maybe')).rejects.toThrow('no option "Maybe"');
  await expect(annas.votes('Yes', 'No')).rejects.toThrow('One option');
  await annas.says('/end');
  expect(told).toContainEqual({ voterCount: 2, counts: [0, 2], closed: true });
  await expect(borises.votes('Yes')).rejects.toThrow('closed');
  await annas.says('/ask quiz');
  told.splice(0);
  await annas.votes('No');
  // Of an anonymous one, how it stands alone.
  expect(told).toEqual([[0, 1]]);
  await expect(annas.votes('Yes')).rejects.toThrow('once');
});

test('a bot pins in a direct chat, and in a group that it does not lead it is refused', async () => {
  const { host, bot, anna } = onHost();
  const refused: unknown[] = [];
  bot.command('pin', async ({ call, chat: { chatId }, message: { messageId } }) => {
    await call('pins.set', { chatId, messageId }).catch((error: unknown) => refused.push(error));
  });
  bot.command('clear', ({ call, chat: { chatId } }) => call('pins.unsetAll', { chatId }));
  await anna.says('/pin');
  expect(anna.messages.map(({ pinned }) => pinned)).toEqual([true]);
  await anna.says('/clear');
  expect(anna.messages.map(({ pinned }) => pinned)).toEqual([undefined, undefined]);
  await anna.in(host.group('Двор', [anna])).says('/pin');
  expect(refused).toMatchObject([{ code: 'forbidden', field: 'chatId', method: 'pins.set' }]);
});
