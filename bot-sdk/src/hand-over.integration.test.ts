import { expect, onTestFinished, test } from 'vitest';
import { clientId, startTestServer } from '../../tests/support/server.ts';
import { createBot } from './index.ts';
import { createTestHost } from './test-host/index.ts';

const server = await startTestServer();
const owner = await server.person('Алиса Соколова');
const people = await Promise.all(['Борис Волков', 'Вера Зимина', 'Глеб Орлов'].map((name) => server.person(name)));
let bots = 0;

/** A registered bot, with a talk of each of the people. */
async function register() {
  bots += 1;
  const { bot, token } = await owner.call('bots.register', { username: `rolling_${bots}_bot`, name: 'Сменный' });
  const { accountId } = bot.account;
  const chats = await Promise.all(
    people.map(async (person) => (await person.call('chats.createDirect', { accountId })).chat.chatId),
  );
  const say = (index: number, text: string) =>
    people[index]!.call('messages.send', { chatId: chats[index]!, clientId: clientId(), text });
  return { options: { baseUrl: server.url, token }, botId: accountId, chats, say };
}

/** A program of the bot; `heard` is what it has handled, in order. */
function program(options: Parameters<typeof createBot>[0], heard: string[], work: () => Promise<unknown>) {
  const bot = createBot(options);
  bot.on('message', async ({ message }) => {
    await work();
    heard.push(message.text);
  });
  onTestFinished(() => bot.stop());
  return bot;
}
const soon = () => new Promise((resolve) => setTimeout(resolve, 20 * Math.random()));

test('programs that take over from each other under traffic handle each update once, in the order of its chat', async () => {
  const { options, say } = await register();
  const heard: string[] = [];
  const MESSAGES = 40;
  const talking = Promise.all(
    people.map(async (_person, index) => {
      for (let count = 1; count <= MESSAGES; count += 1) {
        await say(index, `${index}:${count}`);
        await soon();
      }
    }),
  );
  const first = program(options, heard, soon).start({ handOver: true });
  await expect.poll(() => heard.length, { timeout: 20_000 }).toBeGreaterThan(5);
  const second = program(options, heard, soon).start({ handOver: true });
  expect(await first).toBe('takenOver');
  const before = heard.length;
  await expect.poll(() => heard.length, { timeout: 20_000 }).toBeGreaterThan(before + 5);
  const last = program(options, heard, soon);
  const third = last.start({ handOver: true });
  expect(await second).toBe('takenOver');
  await talking;
  const total = people.length * MESSAGES;
  await expect.poll(() => heard.length, { timeout: 30_000 }).toBeGreaterThanOrEqual(total);
  await last.stop();
  expect(await third).toBe('stopped');
  const expected = Array.from({ length: MESSAGES }, (_, index) => index + 1);
  for (const index of people.keys()) {
    const counts = heard.filter((text) => text.startsWith(`${index}:`)).map((text) => Number(text.split(':')[1]));
    expect(counts).toEqual(expected);
  }
});

test('the later program waits for a handler in work, however long beyond a silence, and begins behind it', async () => {
  const { options, say } = await register();
  const [heard, later] = [[] as string[], [] as string[]];
  const begun = Promise.withResolvers<void>();
  const work = Promise.withResolvers<void>();
  const first = program(options, heard, () => {
    begun.resolve();
    return work.promise;
  });
  const running = first.start({ handOver: true });
  await say(0, 'slow');
  await begun.promise;
  const second = program(options, later, async () => {});
  void second.start({ handOver: true });
  await say(1, 'next');
  // Longer than a program may be silent.
  await new Promise((resolve) => setTimeout(resolve, 7_000));
  // The earlier program may have taken it before it was told.
  expect(later).not.toContain('slow');
  work.resolve();
  expect(await running).toBe('takenOver');
  await expect.poll(() => [...heard, ...later].sort(), { timeout: 10_000 }).toEqual(['next', 'slow']);
  expect(later).not.toContain('slow');
});

test('what a program wants to hear besides is asked for until it is its turn', async () => {
  const { options, say, chats } = await register();
  const begun = Promise.withResolvers<void>();
  const work = Promise.withResolvers<void>();
  const first = program(options, [], () => {
    begun.resolve();
    return work.promise;
  });
  const running = first.start({ handOver: true });
  const { messageId } = await say(0, 'slow');
  await begun.promise;
  // With short polls, of which some end while it waits.
  let polls = 0;
  const hurried: typeof fetch = (address, init) => {
    const body = typeof init?.body === 'string' ? init.body : '';
    if (body.includes('"timeoutSeconds"')) polls += 1;
    return fetch(address, { ...init, body: body.replace(/"timeoutSeconds":\d+/, '"timeoutSeconds":1') });
  };
  const second = createBot({ ...options, fetch: hurried });
  const reactions: (readonly string[])[] = [];
  second.on('reactionChanged', ({ after }) => void reactions.push(after));
  onTestFinished(() => second.stop());
  void second.start({ handOver: true });
  await expect.poll(() => polls).toBeGreaterThan(2);
  work.resolve();
  expect(await running).toBe('takenOver');
  const react = (emoji: string) => people[0]!.call('reactions.set', { chatId: chats[0]!, messageId, emojis: [emoji] });
  // What happens before its turn is told to nobody; so it happens until it is heard.
  const emoji = ['👍', '🔥', '🎉', '👏', '😁'];
  await expect
    .poll(
      async () => {
        const next = emoji.shift();
        if (next !== undefined) await react(next).catch(() => undefined);
        return reactions.length;
      },
      { interval: 1000 },
    )
    .toBeGreaterThan(0);
});

test('a program that died is not waited for long, and what it had begun is handled again', async () => {
  const { options, say } = await register();
  const heard: string[] = [];
  let alive = true;
  const begun = Promise.withResolvers<void>();
  const never = new Promise<never>(() => {});
  const dying = createBot({ ...options, fetch: (...request) => (alive ? fetch(...request) : never) });
  dying.on('message', () => {
    alive = false;
    begun.resolve();
    return never;
  });
  void dying.start({ handOver: true });
  await say(0, 'half');
  await begun.promise;
  void program(options, heard, async () => {}).start({ handOver: true });
  await expect.poll(() => heard, { timeout: 30_000 }).toEqual(['half']);
});

test('a program without handing over ends those with it as before, and is ended by them with conflict', async () => {
  const { options, botId } = await register();
  const [leased, plain, next] = [[], [], []].map((heard) => program(options, heard, async () => {}));
  const running = leased!.start({ handOver: true }).catch((error: unknown) => error);
  const isServed = async () =>
    (await server.app.sql`select 1 from bot where lease_serving is not null and bot_id = ${botId}`).length;
  await expect.poll(isServed).toBe(1);
  const refused = plain!.start().catch((error: unknown) => error);
  expect(await running).toSatisfy((end) => end === 'takenOver' || (end as { code: string }).code === 'conflict');
  void next!.start({ handOver: true }).catch(() => undefined);
  expect(await refused).toMatchObject({ code: 'conflict' });
});

test('the test host plays handing over as the server does', async () => {
  const host = createTestHost();
  const heard: string[] = [];
  const first = program(host.options, heard, async () => {}).start({ handOver: true });
  const anna = host.person('Анна');
  await anna.says('one');
  const second = program(host.options, heard, async () => {});
  void second.start({ handOver: true });
  expect(await first).toBe('takenOver');
  await anna.says('two');
  expect(heard).toEqual(['one', 'two']);
  await expect(second.call('bots.getUpdates', { lease: 9 })).rejects.toMatchObject({
    code: 'not_found',
    field: 'lease',
  });
});
