import type { ChatId } from '@veche/contract';
import type { Sql } from '../../../platform/server/kernel/database/sql.ts';
import { type Bench, type BenchContext, percentile, round } from '../bench.ts';
import { type BenchDatabase, startDatabase } from '../database.ts';
import { rowsWritten } from '../database-counters.ts';
import { playPhase } from '../load/phase.ts';
import { workThrough } from '../pool.ts';
import { cpuMicros } from '../processes.ts';
import { type BenchPerson, makePeople } from '../veche/people.ts';
import { connectPerson, startVeche, type VecheProcess } from '../veche/veche.ts';

const SUBSCRIBERS = 1_000_000;
const VIEWERS = 500;
const POSTS_COUNTED = 20;
const POSTS_PER_SECOND = 5;
const CONNECTING_AT_ONCE = 20;

/** What a post costs where a million subscribed, beside the same with its viewers alone. */
export const channel: Bench = {
  name: 'channel',
  about: 'a channel of a million with 500 viewers: rows a post writes, and its p99 to the viewers',
  run: async (context) => {
    const isQuick = context.size === 'quick';
    const database = await startDatabase(context, { isMigrated: true });
    const people = await makePeople(database.sql, 1 + (isQuick ? 50 : VIEWERS));
    const veche = await startVeche(context, database);
    const small = await post(context, { database, veche, people, subscribers: 0, seconds: isQuick ? 2 : 10 });
    const subscribers = isQuick ? 20_000 : SUBSCRIBERS;
    const large = await post(context, { database, veche, people, subscribers, seconds: isQuick ? 2 : 10 });
    return {
      figures: {
        subscribers,
        viewers: people.length - 1,
        rowsPerPost: round(large.rowsPerPost),
        rowsPerPostToViewersAlone: round(small.rowsPerPost),
        postP50Ms: round(large.p50Ms),
        postP99Ms: round(large.p99Ms),
        postP99MsToViewersAlone: round(small.p99Ms),
        cpuMicrosPerDelivery: round(large.cpuMicrosPerDelivery),
        cpuMicrosPerDeliveryToViewersAlone: round(small.cpuMicrosPerDelivery),
      },
      ratios: {
        smallChannelRows: round(small.rowsPerPost / large.rowsPerPost),
        smallChannelP99: round(small.p99Ms / large.p99Ms),
      },
    };
  },
};

async function post(
  context: BenchContext,
  parts: {
    database: BenchDatabase;
    veche: VecheProcess;
    people: readonly BenchPerson[];
    subscribers: number;
    seconds: number;
  },
) {
  const { database, veche, people, subscribers, seconds } = parts;
  const [owner, ...viewers] = people;
  if (owner === undefined) throw new Error('a channel needs an owner');
  const { chat } = await veche.call(owner, 'chats.createChannel', {
    clientId: crypto.randomUUID(),
    title: 'Город',
  });
  context.say(`subscribing ${viewers.length + subscribers}`);
  await subscribe(database.sql, chat.chatId, viewers, subscribers);
  const clients = await workThrough(people, CONNECTING_AT_ONCE, (person) =>
    connectPerson(veche.port, person, chat.chatId, { isViewing: true }),
  );
  const [first] = clients;
  const before = await rowsWritten(database.sql);
  for (let count = 0; count < POSTS_COUNTED; count += 1) {
    first?.say(`Новость ${count}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  const rowsPerPost = ((await rowsWritten(database.sql)) - before) / POSTS_COUNTED;
  const result = await playPhase(
    { clients, firstListener: 1, echoSeat: () => 0 },
    { senders: 1, perSecond: POSTS_PER_SECOND, seconds },
    () => cpuMicros([veche.pid, database.pid]),
  );
  for (const client of clients) client.close();
  return {
    rowsPerPost,
    p50Ms: percentile(result.latenciesMs, 0.5),
    p99Ms: percentile(result.latenciesMs, 0.99),
    cpuMicrosPerDelivery: result.cpuMicrosPerDelivery,
  };
}

/** Puts members into a channel past all rules: those who will look, and any number of others. */
async function subscribe(sql: Sql, chatId: ChatId, viewers: readonly BenchPerson[], others: number): Promise<void> {
  const ids = viewers.map(({ accountId }) => accountId);
  await sql`
    with subscriber as (
      select unnest(${ids}::bigint[]) as account_id union all select generate_series(1, ${others}::int)),
    seat as (
      insert into chat_member (chat_id, account_id, role, joined_seq)
      select ${chatId}, account_id, 'member', 1 from subscriber)
    insert into account_chat (account_id, chat_id, read_seq) select account_id, ${chatId}, 1 from subscriber`;
  await sql`update chat set member_count = ${1 + viewers.length + others} where chat_id = ${chatId}`;
  await sql`vacuum analyze`;
}
