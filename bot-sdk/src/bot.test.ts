import { type BotUpdate, BotUpdateKind, defaultUpdateKinds } from '@veche/contract';
import { expect, onTestFinished, test } from 'vitest';
import { type Bot, createBot, has, memoryStorage } from './index.ts';
import { createTestHost, type TestHost } from './test-host/index.ts';
import { kindsFor } from './update-kinds.ts';

const secret = 's3cret';

/** A bot behind its webhook, and every request that it was sent. */
function behindWebhook(host: TestHost, bot: Bot): Request[] {
  const requests: Request[] = [];
  const answer = bot.webhook({ secret });
  host.deliverTo((request) => {
    requests.push(request.clone());
    return answer(request);
  }, secret);
  return requests;
}

test('handlers are asked in their order, and the first that fits has the update unless it passes it on', async () => {
  const host = createTestHost();
  const bot = createBot(host.options);
  const asked: string[] = [];
  bot.use(async (_context, next) => {
    asked.push('before');
    await next();
    asked.push('after');
  });
  bot.command('start', () => asked.push('command'));
  bot.hears(/^count (\d+)$/g, ({ match }, next) => {
    asked.push(match[1]!);
    return next();
  });
  bot.on('message', () => asked.push('any'));
  bot.on('message', () => asked.push('never'));
  behindWebhook(host, bot);
  const anna = host.person('Анна');
  await anna.says('/START');
  expect(asked.splice(0)).toEqual(['before', 'command', 'after']);
  for (const text of ['count 1', 'count 2']) await anna.says(text);
  expect(asked).toEqual(['before', '1', 'any', 'after', 'before', '2', 'any', 'after']);
});

test('what the bot was extended by stands in the context of later handlers, typed, also of commands and presses', async () => {
  const host = createTestHost();
  const bot = createBot(host.options);
  const seen: unknown[] = [];
  bot.on('messageEdited', (context) => seen.push('visits' in context));
  let visits = 0;
  const counting = bot.extend(async ({ kind }) => {
    await Promise.resolve();
    visits += 1;
    return { visits, isWritten: kind === 'message' };
  });
  const named = counting.extend(({ visits: count }) => ({ label: `visit ${count}` }));
  named.command('start', ({ label, argument, reply }) =>
    reply(label.toUpperCase() + argument, { buttons: [[{ text: 'Go', action: { kind: 'callback', data: 'go' } }]] }),
  );
  named.button('go', ({ label, isWritten, answer }) => answer({ text: `${label} ${isWritten}` }));
  named.on('message', has('location'), ({ message, visits: count }) => seen.push([message.location.latitude, count]));
  // @ts-expect-error -- what was not made is not there
  named.hears('never', ({ missing }) => missing);
  behindWebhook(host, bot);
  const anna = host.person('Анна');
  await anna.says('/start now');
  expect(anna.last?.text).toBe('VISIT 1now');
  expect(await anna.presses('Go')).toEqual({ text: 'visit 2 false' });
  await anna.says('', { location: { latitude: 58.5, longitude: 31.3 } });
  await anna.corrects('here');
  expect(seen).toEqual([[58.5, 3], false]);
});

test('what fails while a context is extended is told to catch, and no handler runs', async () => {
  const host = createTestHost();
  const bot = createBot(host.options);
  const errors: unknown[] = [];
  bot.catch((error) => errors.push(error));
  bot
    .extend(() => Promise.reject<{ account: string }>(new Error('no account')))
    .on('message', () => errors.push('a handler ran'));
  behindWebhook(host, bot);
  await host.person('Анна').says('hello');
  expect(String(errors)).toBe('Error: no account');
});

test('a handler that passes an update on twice is in error', async () => {
  const host = createTestHost();
  const bot = createBot(host.options);
  const errors: unknown[] = [];
  bot.use(async (_context, next) => {
    await next();
    await next();
  });
  bot.catch((error) => errors.push(error));
  behindWebhook(host, bot);
  await host.person('Анна').says('hello');
  expect(String(errors)).toBe('Error: A handler called next() twice.');
});

test('a bot that reads everything leaves commands alone that are addressed to another one', async () => {
  const host = createTestHost({ username: 'our_bot', readsAllGroupMessages: true });
  const bot = createBot(host.options);
  const taken: string[] = [];
  bot.command(['start', 'help'], ({ command, argument }) => taken.push(`${command} ${argument}`));
  behindWebhook(host, bot);
  const anna = host.person('Анна');
  const seat = anna.in(host.group('Двор', [anna]));
  await seat.says('/start@other_bot x');
  await seat.says('/help@Our_Bot a b');
  await seat.says('say /start');
  expect(taken).toEqual(['help a b']);
});

test('a webhook refuses who does not know the secret, and what is no update of ours', async () => {
  const host = createTestHost();
  const bot = createBot(host.options);
  const handled: number[] = [];
  bot.use(({ update }) => handled.push(update.updateId));
  const answer = bot.webhook({ secret });
  const post = (body: string, given = secret) =>
    answer(new Request('https://bot.test/', { method: 'POST', body, headers: { 'x-veche-webhook-secret': given } }));
  const [request] = await (async () => {
    const requests = behindWebhook(host, bot);
    await host.person('Анна').says('hello');
    return requests;
  })();
  const update = await request!.text();
  expect(handled.splice(0)).toEqual([1]);

  const next = update.replace('"updateId":1', '"updateId":2');
  for (const wrong of ['', 's3cre', 's3cret1', 'S3cret']) expect((await post(next, wrong)).status).toBe(401);
  expect((await answer(new Request('https://bot.test/'))).status).toBe(405);
  for (const body of ['', 'null', '[]', '{"update_id":2,"message":{}}']) expect((await post(body)).status).toBe(400);
  expect(handled).toEqual([]);
  expect((await post(next)).status).toBe(204);
  expect(handled.splice(0)).toEqual([2]);
  await bot.stop();
  expect((await post(next.replace('"updateId":2', '"updateId":3'))).status).toBe(503);
  expect(handled).toEqual([]);
});

test('a webhook reads no more than an update can be', async () => {
  const bot = createBot(createTestHost().options);
  const answer = bot.webhook({ secret });
  let given = 0;
  const endless = new ReadableStream<Uint8Array>({
    pull(controller) {
      given += 1;
      if (given > 100) throw new Error('it read on');
      controller.enqueue(new Uint8Array(1024 * 1024).fill(0x20));
    },
  });
  const headers = { 'x-veche-webhook-secret': secret };
  const request = new Request('https://bot.test/', {
    method: 'POST',
    body: endless,
    headers,
    duplex: 'half',
  } as object);
  expect((await answer(request)).status).toBe(413);
  expect(given).toBeLessThan(10);
});

test('no secret is not a secret', async () => {
  const answer = createBot(createTestHost().options).webhook({ secret: '' });
  const request = new Request('https://bot.test/', {
    method: 'POST',
    body: '{"updateId":1,"event":{"kind":"message"}}',
  });
  expect((await answer(request)).status).toBe(401);
});

test('a delivery that comes again, also while it is handled or to another program, is handled once', async () => {
  const host = createTestHost();
  const storage = memoryStorage();
  const said = Promise.withResolvers<void>();
  let count = 0;
  const program = () => {
    const bot = createBot({ ...host.options, storage });
    bot.on('message', async () => {
      count += 1;
      await said.promise;
    });
    return bot;
  };
  const first = program();
  const requests = behindWebhook(host, first);
  const saying = host.person('Анна').says('hello');
  await expect.poll(() => requests.length).toBe(1);
  const again = first.webhook({ secret })(requests[0]!.clone());
  said.resolve();
  await saying;
  expect((await again).status).toBe(204);
  expect((await program().webhook({ secret })(requests[0]!)).status).toBe(204);
  expect(count).toBe(1);
});

test('what catch does not take is delivered again, what it takes is not', async () => {
  const host = createTestHost();
  const bot = createBot(host.options);
  let takes = false;
  bot.on('message', () => {
    throw new Error('as planned');
  });
  bot.catch((error) => {
    if (!takes) throw error;
  });
  const requests = behindWebhook(host, bot);
  const anna = host.person('Анна');
  await expect(anna.says('fails')).rejects.toThrow('The webhook answered 500 to update 1.');
  expect(requests.splice(0)).toHaveLength(3);
  takes = true;
  await anna.says('is taken');
  expect(requests).toHaveLength(1);
});

test('a poll lets an update go after five tries, and its chat goes on', { timeout: 60_000 }, async () => {
  const host = createTestHost();
  const bot = createBot(host.options);
  let tries = 0;
  bot.on('message', async ({ message, reply }) => {
    if (message.text === 'poison') {
      tries += 1;
      throw new Error('as planned');
    }
    await reply('well');
  });
  bot.catch((error) => {
    throw error;
  });
  void bot.start();
  onTestFinished(() => bot.stop());
  const anna = host.person('Анна');
  await anna.says('poison');
  expect(tries).toBe(5);
  await anna.says('are you well?');
  expect(anna.last?.text).toBe('well');
});

test('the kinds that are told unasked are those of the contract, and those that handlers name come beside them', () => {
  expect(new Set(kindsFor(new Set()))).toEqual(new Set(defaultUpdateKinds));
  const others = [
    'memberChanged',
    'reactionChanged',
    'messageDeleted',
    'titleChanged',
    'reactionsCounted',
    'dialogChanged',
  ] as const;
  expect(new Set(kindsFor(new Set(others)))).toEqual(new Set(BotUpdateKind.options));
});

test('a query of a person that was overtaken by a later one from another chat is handled all the same', async () => {
  const host = createTestHost();
  const bot = createBot(host.options);
  const handled: number[] = [];
  bot.on('inlineQuery', ({ update }) => handled.push(update.updateId));
  const requests = behindWebhook(host, bot);
  await host.person('Анна').asks('lime');
  const at = async (updateId: number) =>
    bot.handle({ ...((await requests[0]!.clone().json()) as BotUpdate), updateId });
  for (const updateId of [3, 3, 2]) await at(updateId);
  expect(handled).toEqual([1, 3, 2]);
});

test('what a handler gets is typed by the kind, the filter and the contract', async () => {
  const host = createTestHost();
  const bot = createBot(host.options);
  const places: number[] = [];
  const wrong = createBot(host.options);
  // @ts-expect-error -- a message has no data of a button
  wrong.on('message', ({ data }) => data);
  // @ts-expect-error -- no such kind
  wrong.on('massage', () => undefined);
  // @ts-expect-error -- a message need not have a place
  wrong.on('message', ({ message }, next) => (message.location.latitude > 90 ? undefined : next()));
  bot.on('message', has('location'), ({ message }) => places.push(message.location.latitude));
  bot.on(['message', 'buttonPressed'], (context) => {
    const text: string = context.kind === 'message' ? context.sender.name : context.data;
    places.push(text.length);
  });
  // @ts-expect-error -- the contract's input is not complete
  const refused = bot.call('messages.edit', { chatId: 1 });
  await expect(refused).rejects.toMatchObject({ code: 'invalid_input', field: 'messageId' });
  behindWebhook(host, bot);
  await host.person('Анна').says('', { location: { latitude: 55, longitude: 37 } });
  expect(places).toEqual([55]);
});

test('an inline query is answered', async () => {
  const host = createTestHost();
  const bot = createBot(host.options);
  bot.on('inlineQuery', ({ query, answer }) =>
    answer([{ resultId: '1', title: query.toUpperCase(), content: { text: query } }], { cacheSeconds: 0 }),
  );
  behindWebhook(host, bot);
  expect(await host.person('Анна').asks('lime')).toEqual(['LIME']);
});
