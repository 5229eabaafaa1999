import type { AccountId, InputOf, search as contract } from '@veche/contract';
import type { Sql } from '../../../platform/server/kernel/database/sql.ts';
import { type Bench, median, percentile, round } from '../bench.ts';
import { startDatabase } from '../database.ts';
import { makePeople } from '../veche/people.ts';
import { openTimedSession, type TimedSession } from '../veche/session.ts';
import { startVeche } from '../veche/veche.ts';
import { fillSearch, ownChat } from './fill.ts';
import { createDice, makeSentences, makeVocabulary, RARE_WORD } from './words.ts';

const MESSAGES = 1_000_000;
const SENTENCES = 20_000;
const SENDERS = 50;
const CALLS = 40;
/** A slow kind gets this long, and fewer calls; never fewer than five. */
const SECONDS_A_KIND = 15;
const LEAST_CALLS = 5;
const DAY_MS = 86_400_000;

type Query = InputOf<typeof contract.messages>;

/** Search over a million messages, each kind of question by itself. */
export const search: Bench = {
  name: 'search',
  about: 'a million messages, of which a reader may see every fifth: p95 of each kind of search',
  run: async (context) => {
    const { size, say } = context;
    const messages = size === 'quick' ? 20_000 : size === 'full' ? MESSAGES * 10 : MESSAGES;
    const database = await startDatabase(context, { isMigrated: true });
    const [reader, ...senders] = await makePeople(database.sql, 1 + SENDERS);
    if (reader === undefined) throw new Error('a search needs a reader');
    const dice = createDice(7);
    const words = makeVocabulary(dice);
    const senderIds = senders.map(({ accountId }) => accountId);
    const sentences = makeSentences(words, dice, SENTENCES);
    await fillSearch(database.sql, { reader: reader.accountId, senders: senderIds, sentences, messages, say });

    const veche = await startVeche(context, database);
    const session = await openTimedSession(veche.port, { token: reader.token });
    const figures: Record<string, number> = { messages };
    const times: Record<string, number[]> = {};
    for (const [kind, queryOf] of Object.entries(queries(words, senderIds))) {
      const { ms, found } = await ask(session, queryOf);
      times[kind] = ms;
      figures[`${kind}P50Ms`] = round(median(ms));
      figures[`${kind}P95Ms`] = round(percentile(ms, 0.95));
      say(`${kind}: ${found} messages on the first pages of ${ms.length} answers, p50 ${round(median(ms))} ms`);
    }
    const titles = [];
    for (let index = 0; index < CALLS; index += 1)
      titles.push((await session.call('search.chats', { query: `подъезд ${index}` })).ms);
    figures['chatsByTitleP95Ms'] = round(percentile(titles, 0.95));
    session.close();
    const scan = await scanOwnMessages(database.sql, reader.accountId);
    figures['scanOfOwnMessagesP50Ms'] = round(scan);
    return { figures, ratios: { scan: round(scan / median(times['rareWord'] ?? [])) } };
  },
};

/** Each kind of question; the number makes every call another one. */
function queries(words: readonly string[], senders: readonly AccountId[]): Record<string, (index: number) => Query> {
  const common = (index: number) => words[index] ?? '';
  const middling = (index: number) => words[2_000 + index * 7] ?? '';
  const ago = (days: number) => new Date(Date.now() - days * DAY_MS).toISOString();
  return {
    rareWord: () => ({ query: RARE_WORD }),
    commonWord: (index) => ({ query: common(index) }),
    twoWords: (index) => ({ query: `${common(index)} ${common(index + 1)}` }),
    unfinishedWord: (index) => ({ query: middling(index).slice(0, 4) }),
    typingMistake: (index) => ({ query: misspelt(words[index * 3] ?? '') }),
    inOneChat: (index) => ({ query: common(index), chatId: ownChat(index) }),
    ofOneSender: (index) => ({ senderId: senders[index % senders.length] }),
    ofOneKind: () => ({ kinds: ['link'] }),
    betweenDates: (index) => ({ query: common(index), since: ago(500 + index), until: ago(400 + index) }),
    byRank: (index) => ({ query: common(index), order: 'rank' }),
  };
}

/** Asks one kind of question many times, each time going on to the second page where there is one. */
async function ask(session: TimedSession, queryOf: (index: number) => Query) {
  const ms: number[] = [];
  let found = 0;
  const end = performance.now() + SECONDS_A_KIND * 1000;
  for (let index = 0; index < CALLS && (index < LEAST_CALLS || performance.now() < end); index += 1) {
    const first = await session.call('search.messages', queryOf(index));
    ms.push(first.ms);
    found += first.result.messages.length;
    const { nextCursor: cursor } = first.result;
    if (cursor !== undefined) ms.push((await session.call('search.messages', { ...queryOf(index), cursor })).ms);
  }
  return { ms, found };
}

/** Two letters change places: a word nobody wrote. */
function misspelt(word: string): string {
  return `${word.slice(0, 3)}${word.charAt(4)}${word.charAt(3)}${word.slice(5)}`;
}

/** What the same question costs without an index: reading the messages of all own chats. */
async function scanOwnMessages(sql: Sql, reader: AccountId): Promise<number> {
  const times: number[] = [];
  for (let count = 0; count < 5; count += 1) {
    const start = performance.now();
    await sql`
      select m.chat_id, m.message_id from account_chat a join message m on m.chat_id = a.chat_id
      where a.account_id = ${reader} and m.text ilike ${`%${RARE_WORD}%`} order by m.at desc limit 20`;
    times.push(performance.now() - start);
  }
  return median(times);
}
