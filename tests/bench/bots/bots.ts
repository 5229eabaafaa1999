import { type Bench, round } from '../bench.ts';
import { startDatabase } from '../database.ts';
import { workThrough } from '../pool.ts';
import { raiseFileLimit } from '../processes.ts';
import { type BenchPerson, makePeople } from '../veche/people.ts';
import { startVeche } from '../veche/veche.ts';
import { beginTalk, makeBot } from './bot.ts';
import { callsPerSecond } from '../load/calls.ts';
import { byDialect, byOwnMethod, startBareRoute } from './calls.ts';
import { measureEcho } from './echo.ts';
import { createClient } from '../load/http.ts';
import { measurePolls } from './polls.ts';

const READERS = 10_000;
const POLLING = 1_000;
/** People whom the calls go to in turn. */
const TALKS = 200;
const AT_ONCE = 32;

/** Bots through the Telegram dialect: how long an answer takes, and what their calls and polls cost. */
export const bots: Bench = {
  name: 'bots',
  about: 'bots: an answer by polling and by webhook, calls beside a bare route, a thousand polls, a broadcast',
  run: async (context) => {
    const { size, say } = context;
    const isQuick = size === 'quick';
    raiseFileLimit();
    const database = await startDatabase(context, { isMigrated: true });
    const people = await makePeople(database.sql, isQuick ? 300 : READERS);
    const veche = await startVeche(context, database);
    const owner = people[0] as BenchPerson;

    const rounds = isQuick ? 20 : 400;
    const polled = await measureEcho(context, veche, owner, { way: 'polling', rounds });
    const hooked = await measureEcho(context, veche, owner, { way: 'webhook', rounds });

    const bot = await makeBot(veche, owner, 'crier');
    say(`beginning talks of ${people.length} people with a bot`);
    const chats = await workThrough(people, AT_ONCE, (person) => beginTalk(veche, person, bot));
    await database.sql`vacuum analyze`;
    const readers = people.map(({ accountId }) => accountId);
    const client = createClient(veche.port, AT_ONCE);
    const begin = performance.now();
    await workThrough(readers, AT_ONCE, (chatId) =>
      bot.api(client, 'sendMessage', { chat_id: chatId, text: 'Завтра с девяти до двенадцати не будет воды.' }),
    );
    const broadcastPerSecond = readers.length / ((performance.now() - begin) / 1000);
    client.close();

    const pids = [veche.pid, database.pid];
    const calls = await callsPerSecond(
      [
        await startBareRoute(context),
        byDialect(veche.port, pids, bot, readers.slice(0, TALKS)),
        byOwnMethod(veche.port, pids, bot, chats.slice(0, TALKS)),
      ],
      { rounds: isQuick ? 1 : 3, seconds: isQuick ? 1 : 5 },
    );

    const polling = isQuick ? 50 : POLLING;
    say(`making ${polling} bots that poll`);
    const many = await workThrough(people.slice(0, polling), AT_ONCE, (person, index) =>
      makeBot(veche, person, `poller_${index}`),
    );
    const polls = await measurePolls(veche, database.pid, many, isQuick ? 2 : 20);

    return {
      figures: {
        echoByPollingP50Ms: round(polled.p50Ms),
        echoByPollingP99Ms: round(polled.p99Ms),
        echoByWebhookP50Ms: round(hooked.p50Ms),
        echoByWebhookP99Ms: round(hooked.p99Ms),
        sendMessagePerSecond: round(calls['dialect'] ?? Number.NaN),
        ownMethodPerSecond: round(calls['ownMethod'] ?? Number.NaN),
        bareRoutePerSecond: round(calls['bareRoute'] ?? Number.NaN),
        broadcastPeople: readers.length,
        broadcastPerSecond: round(broadcastPerSecond),
        polls: polling,
        heldPerPoll: round(polls.heldPerPoll),
        pollsCorePercent: round(polls.corePercent),
      },
      ratios: {
        bareRoute: round((calls['dialect'] ?? Number.NaN) / (calls['bareRoute'] ?? Number.NaN)),
        ownMethod: round((calls['dialect'] ?? Number.NaN) / (calls['ownMethod'] ?? Number.NaN)),
      },
    };
  },
};
