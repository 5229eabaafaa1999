import type { Sql } from '../../../platform/server/kernel/database/sql.ts';
import { type Bench, type BenchContext, median, percentile, round } from '../bench.ts';
import { type BenchDatabase, startDatabase } from '../database.ts';
import { COUNTING_STATEMENTS, createStatementCounter } from '../database-counters.ts';
import { workThrough } from '../pool.ts';
import { type BenchPerson, makePeople, makeSessions } from '../veche/people.ts';
import { openTimedSession } from '../veche/session.ts';
import { startVeche, type VecheProcess } from '../veche/veche.ts';
import { fillChat } from './fill.ts';

const CHATS = 2_000;
const RECONNECTS = 40;
const PAGES = 200;
const PAGE = 50;
const SIZES = [10_000, 100_000, 1_000_000];
const FULL_SIZE = 10_000_000;

/** How dear it is to come back, and to read, as chats and messages grow. */
export const resume: Bench = {
  name: 'resume',
  about: 'coming back with 2,000 chats and nothing new; pages of history over chats of ever more messages',
  run: async (context) => {
    const isQuick = context.size === 'quick';
    const sizes = isQuick ? [1_000, 10_000] : context.size === 'full' ? [...SIZES, FULL_SIZE] : SIZES;
    const database = await startDatabase(context, { isMigrated: true, settings: COUNTING_STATEMENTS });
    const [person, ...peers] = await makePeople(database.sql, 1 + (isQuick ? 200 : CHATS));
    if (person === undefined) throw new Error('a bench needs people');
    const veche = await startVeche(context, database);
    context.say(`opening ${peers.length} chats`);
    await workThrough(peers, 10, async (peer, index) => {
      // By the other: nobody may write to two thousand strangers a day.
      const { chat } = await veche.call(peer, 'chats.createDirect', { accountId: person.accountId });
      const content = { clientId: crypto.randomUUID() as never, text: `Здравствуйте, это сообщение ${index}.` };
      await veche.call(person, 'messages.send', { chatId: chat.chatId, ...content });
    });
    // Nothing new: outside of the overlap that a resume looks back.
    await database.sql`update chat set last_at = last_at - interval '1 hour'`;
    await database.sql`vacuum analyze`;

    const figures: Record<string, number> = { chats: peers.length };
    const back = await comeBack(context, veche, database, person);
    Object.assign(figures, back);
    const pages: Record<number, number> = {};
    for (const size of sizes) {
      const p95 = await readPages(context, veche, database.sql, person, size);
      const name = `${size.toLocaleString('en').replaceAll(',', '_')}Messages`;
      figures[`newestPageP95MsOf${name}`] = round(p95.newest);
      figures[`historyPageP95MsOf${name}`] = round(p95.anywhere);
      figures[`resumeP50MsAt${name}`] = round(median(await reconnect(veche, database.sql, person, 10)));
      pages[size] = p95.anywhere;
    }
    const [least, most] = [sizes[0] ?? 0, sizes.at(-1) ?? 0];
    return {
      figures,
      // How little a page of the largest chat costs beyond one of the smallest: 1 is no more.
      ratios: { smallChatHistoryPage: round((pages[least] ?? 0) / (pages[most] ?? 0)) },
    };
  },
};

/** Reconnects with a fresh session each, so that the server remembers nothing of it. */
async function comeBack(context: BenchContext, veche: VecheProcess, { sql }: BenchDatabase, person: BenchPerson) {
  const first = await openTimedSession(veche.port, { token: person.token });
  first.close();
  await reconnect(veche, sql, person, 5);
  const tokens = await makeSessions(sql, person.accountId, RECONNECTS);
  const countStatements = await createStatementCounter(sql);
  await countStatements();
  const times = [];
  for (const token of tokens) {
    const session = await openTimedSession(veche.port, { token, since: first.ready.watermark });
    if (session.ready.chats.length > 0) context.say(`a reconnect was told of ${session.ready.chats.length} chats`);
    times.push(session.readyMs);
    session.close();
  }
  const statements = (await countStatements()) / tokens.length;
  return {
    firstStartMs: round(first.readyMs),
    resumeP50Ms: round(median(times)),
    resumeP95Ms: round(percentile(times, 0.95)),
    resumeStatements: round(statements),
  };
}

async function reconnect(veche: VecheProcess, sql: Sql, person: BenchPerson, count: number): Promise<number[]> {
  const since = new Date().toISOString();
  const times = [];
  for (const token of await makeSessions(sql, person.accountId, count)) {
    const session = await openTimedSession(veche.port, { token, since });
    times.push(session.readyMs);
    session.close();
  }
  return times;
}

/** The newest page and pages anywhere of a chat of its own with so many messages; p95 in milliseconds. */
async function readPages(context: BenchContext, veche: VecheProcess, sql: Sql, person: BenchPerson, size: number) {
  const [peer] = await makePeople(sql, 1);
  if (peer === undefined) throw new Error('a chat needs two');
  const { chat } = await veche.call(person, 'chats.createDirect', { accountId: peer.accountId });
  const { chatId } = chat;
  context.say(`writing a chat of ${size} messages`);
  await fillChat(sql, chatId, [person.accountId, peer.accountId], size);
  const session = await openTimedSession(veche.port, { token: person.token });
  const newest: number[] = [];
  const anywhere: number[] = [];
  for (let page = 0; page < PAGES; page += 1) {
    newest.push((await session.call('messages.history', { chatId, limit: PAGE })).ms);
    const before = (2 + PAGE + Math.floor(Math.random() * (size - PAGE))) as never;
    const { ms, result } = await session.call('messages.history', { chatId, before, limit: PAGE });
    if (result.messages.length !== PAGE) throw new Error(`a page of ${result.messages.length} messages`);
    anywhere.push(ms);
  }
  session.close();
  return { newest: percentile(newest, 0.95), anywhere: percentile(anywhere, 0.95) };
}
