import { expect, test } from 'vitest';
import { startMaxWorld } from './world.ts';

// A fifth of what is allowed elsewhere: 360 requests at once.
const world = await startMaxWorld({ limitFactor: 0.2 });
const [eager, calm] = [await world.bot('max_eager_bot'), await world.bot('max_calm_bot')];

test('messages are read less often than other things are asked', async () => {
  const chatId = await world.direct(world.alice, calm);
  const read = () => calm.ask('GET', `/messages?chat_id=${chatId}`);
  const statuses = (await Promise.all(Array.from({ length: 80 }, read))).map(({ status }) => status);
  expect(new Set(statuses)).toEqual(new Set([200, 429]));
  expect((await calm.ask('GET', '/me')).status).toBe(200);
});

test('a bot that asks too often is told how long to wait, and others are not held up', async () => {
  const answers = await Promise.all(Array.from({ length: 400 }, () => eager.ask('GET', '/nothing')));
  const refused = answers.find(({ status }) => status === 429);
  expect(refused?.body.code).toBe('too.many.requests');
  expect(Number(refused?.headers.get('retry-after'))).toBeGreaterThan(0);
  expect(answers.filter(({ status }) => status === 404).length).toBeGreaterThanOrEqual(360);
  expect((await calm.ask('GET', '/me')).status).toBe(200);
});

test('wrong tokens from one address are bounded, and a right one is not', async () => {
  const answers = await Promise.all(Array.from({ length: 30 }, () => world.ask('1:wrong', 'GET', '/me')));
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([401, 429]));
  expect((await calm.ask('GET', '/me')).status).toBe(200);
});

test('addresses of files count for the limit of their bot', async () => {
  const chatId = await world.direct(world.alice, calm);
  const file = await calm.client.api.uploadFile({ source: Buffer.from('x') });
  const sent = await calm.client.api.sendMessageToChat(chatId, '', { attachments: [file.toJson()] });
  const [shown] = sent.body.attachments ?? [];
  if (shown?.type !== 'file') throw new Error('no file is shown');
  const { url } = (await calm.ask('POST', '/uploads?type=file')).body as { url: string };
  for (const [address, method] of [
    [shown.payload.url, 'GET'],
    [url, 'POST'],
  ] as const) {
    const answers = await Promise.all(
      Array.from({ length: 400 }, async () => (await fetch(address, { method })).text()),
    );
    expect(answers.some((answer) => answer.includes('Too many requests'))).toBe(true);
  }
});
