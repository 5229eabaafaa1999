import type { ChatId } from '@veche/contract';
import { type BenchContext, median, percentile, round } from '../bench.ts';
import { startDatabase } from '../database.ts';
import { cpuMicros } from '../processes.ts';
import { startRawWs } from '../raw-ws/raw-ws.ts';
import { type BenchPerson, makePeople } from '../veche/people.ts';
import { openSocket, startVeche, type VecheProcess } from '../veche/veche.ts';
import { createBareInserts } from './bare-inserts.ts';
import { type LoadResult, offer, saturate } from './load.ts';

const SENDERS = 10;
const OFFERED_PER_SECOND = 300;
const PAIRS = 16;

/** Fan-out beside a bare `ws` server, and durable accepts beside bare batched inserts, rounds interleaved. */
export async function measureLimits(
  context: BenchContext,
  { members, rounds, seconds }: { members: number; rounds: number; seconds: number },
) {
  const database = await startDatabase(context, { isMigrated: true });
  const people = await makePeople(database.sql, members);
  // The limits index nothing either.
  const veche = await startVeche(context, database, { hasFollowers: false });
  const room = await makeRoom(veche, people);
  const pairs = await makePairs(veche, people);
  // Nobody of these is connected: what is sent between them is only kept.
  const silent = await makePeople(database.sql, PAIRS * 2);
  const silentPairs = await makePairs(veche, silent);
  const ours = await Promise.all(people.map(({ token }) => openSocket(veche.port, token)));

  const raw = await startRawWs(context);
  const theirs = await Promise.all(people.map(() => raw.connect()));
  // The same messages to the senders alone: what more listeners add to it is fan-out and nothing else.
  const sendersRoom = await makeRoom(veche, people.slice(0, SENDERS));
  const rawOfSenders = await startRawWs(context);
  const theirSenders = await Promise.all(people.slice(0, SENDERS).map(() => rawOfSenders.connect()));
  const bareInserts = await createBareInserts(database.sql);

  const load = { chatId: room, senders: SENDERS, perSecond: OFFERED_PER_SECOND, seconds };
  const loadOfSenders = { ...load, chatId: sendersRoom };
  const results: Round[] = [];
  for (let count = 0; count < rounds; count += 1) {
    context.say(`${count + 1}/${rounds} raw ws and bare inserts`);
    const rawRound = await fanOut(raw.pid, () => offer(theirs, load));
    const oursRound = await fanOut(veche.pid, () => offer(ours, load));
    const rawFew = await fanOut(rawOfSenders.pid, () => offer(theirSenders, loadOfSenders));
    const oursFew = await fanOut(veche.pid, () => offer(ours.slice(0, SENDERS), loadOfSenders));
    const sockets = await saturate(ours.slice(0, PAIRS), { chatIds: pairs, inFlight: 100, seconds });
    const { perSecond: accepts = Number.NaN } = await veche.order({
      kind: 'accepts',
      seconds,
      people: silent.slice(0, PAIRS).map(({ accountId }) => accountId),
      chats: silentPairs,
    });
    results.push({
      ...{ ours: oursRound, raw: rawRound, accepts, sockets },
      oursMarginal: marginal(oursRound, oursFew),
      rawMarginal: marginal(rawRound, rawFew),
      inserts: await bareInserts(seconds),
    });
  }
  for (const socket of [...ours, ...theirs, ...theirSenders]) socket.terminate();
  await Promise.all([veche.stop(), raw.stop(), rawOfSenders.stop()]);
  const middle = (pick: (one: Round) => number) => round(median(results.map(pick)));
  return {
    figures: {
      offeredPerSecond: OFFERED_PER_SECOND,
      deliveriesPerSecond: middle((one) => one.ours.load.deliveries / one.ours.load.seconds),
      cpuMicrosPerFannedOut: middle((one) => one.oursMarginal),
      rawWsCpuMicrosPerFannedOut: middle((one) => one.rawMarginal),
      cpuMicrosPerDelivery: middle((one) => perDelivery(one.ours)),
      rawWsCpuMicrosPerDelivery: middle((one) => perDelivery(one.raw)),
      deliveryP50Ms: middle((one) => percentile(one.ours.load.latenciesMs, 0.5)),
      deliveryP99Ms: middle((one) => percentile(one.ours.load.latenciesMs, 0.99)),
      rawWsDeliveryP99Ms: middle((one) => percentile(one.raw.load.latenciesMs, 0.99)),
      durableAcceptsPerSecond: middle((one) => one.accepts),
      durableAcceptsThroughSocketsPerSecond: middle((one) => one.sockets.perSecond),
      durableAcceptThroughSocketP99Ms: middle((one) => percentile(one.sockets.latenciesMs, 0.99)),
      batchedInsertsPerSecond: middle((one) => one.inserts),
    },
    ratios: {
      rawWs: middle((one) => one.rawMarginal / one.oursMarginal),
      rawWsWithAccepts: middle((one) => perDelivery(one.raw) / perDelivery(one.ours)),
      batchedInsert: middle((one) => one.accepts / one.inserts),
    },
  };
}

async function makeRoom(veche: VecheProcess, people: readonly BenchPerson[]): Promise<ChatId> {
  const [owner, ...others] = people;
  if (owner === undefined) throw new Error('a room needs people');
  const memberIds = others.map(({ accountId }) => accountId);
  const clientId = crypto.randomUUID() as never;
  return (await veche.call(owner, 'chats.createGroup', { clientId, title: 'Bench', memberIds })).chat.chatId;
}

/** One-to-one chats of the first sixteen with the next sixteen. */
async function makePairs(veche: VecheProcess, people: readonly BenchPerson[]): Promise<ChatId[]> {
  const chats: ChatId[] = [];
  for (const [index, person] of people.slice(0, PAIRS).entries()) {
    const accountId = people[index + PAIRS]?.accountId ?? person.accountId;
    chats.push((await veche.call(person, 'chats.createDirect', { accountId })).chat.chatId);
  }
  return chats;
}

interface Round {
  readonly ours: FanOut;
  readonly raw: FanOut;
  /** Processor time in microseconds that one more listener adds to a message. */
  readonly oursMarginal: number;
  readonly rawMarginal: number;
  /** A second, without sockets and through them. */
  readonly accepts: number;
  readonly sockets: { readonly perSecond: number; readonly latenciesMs: readonly number[] };
  readonly inserts: number;
}

interface FanOut {
  readonly load: LoadResult;
  /** Processor time of the whole server process in microseconds, accepting included and the database not. */
  readonly micros: number;
}

async function fanOut(pid: number, run: () => Promise<LoadResult>): Promise<FanOut> {
  const before = cpuMicros([pid]);
  const load = await run();
  return { load, micros: cpuMicros([pid]) - before };
}

function perDelivery({ micros, load }: FanOut): number {
  return micros / load.deliveries;
}

/** Of a delivery to one listener more: accepting costs the same for few and for many. */
function marginal(many: FanOut, few: FanOut): number {
  return (many.micros - few.micros) / (many.load.deliveries - few.load.deliveries);
}
