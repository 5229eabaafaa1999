import type { AccountId, ChatId, ContentKind, MessageId } from '@veche/contract';
import { plainArray } from '../../kernel/database/arrays.ts';
import type { Sql } from '../../kernel/database/sql.ts';
import { stillSeen } from '../chat-settings/still-seen.ts';

export interface Place {
  at: Date;
  chatId: ChatId;
  messageId: MessageId;
}

export interface MessageSearch {
  readerId: AccountId;
  /** Text of a tsquery, or null for filters alone. */
  words: string | null;
  chatId: ChatId | undefined;
  senderId: AccountId | undefined;
  kinds: readonly ContentKind[];
  since: Date | undefined;
  until: Date | undefined;
  /** Only what comes after this place in the order of time. */
  after: Place | undefined;
  limit: number;
}

interface Bounds {
  /** Words that no more messages than this have are looked up wherever they are; only own chats are kept of it. */
  readonly few: number;
  /** Own messages that are read, newest first, before words are taken to be rare in own chats. */
  readonly mostRead: number;
}

const USUAL: Bounds = { few: 2_000, mostRead: 20_000 };
const DAY_MS = 86_400_000;
/** Days read at first, and how many times more each time when they did not have enough. */
const FIRST_DAYS = 3;
const GROWTH = 6;

/**
 * Matches, newest first, in chats the reader is in now. Rare words are found by the index alone, and common ones by
 * reading what was said lately; what is rare only among the own messages is looked up chat by chat.
 */
export async function findByTime(sql: Sql, search: MessageSearch, bounds = USUAL): Promise<Place[]> {
  if (search.words !== null && search.chatId === undefined) {
    const few = await findAmongFew(sql, { ...search, words: search.words }, bounds.few);
    if (few !== null) return few;
  }
  const found: Place[] = [];
  const missing = () => search.limit - found.length;
  // Times are whole milliseconds: everything up to the last one counts.
  let end = new Date((earliest(search.after?.at, search.until) ?? new Date(Date.now() + DAY_MS)).getTime() + 1);
  let days = FIRST_DAYS;
  for (let left = bounds.mostRead; left > 0 && days >= 1;) {
    const start = new Date(Math.max(0, end.getTime() - days * DAY_MS));
    const { places, read } = await findLately(sql, { ...search, limit: missing() }, { start, end });
    found.push(...places);
    if (missing() <= 0 || start.getTime() === 0 || (search.since !== undefined && search.since >= start)) return found;
    end = start;
    left -= read;
    days = Math.min(days * GROWTH, read === 0 ? Infinity : (days * left) / read);
  }
  return [...found, ...(await findInEach(sql, { ...search, limit: missing() }, end))];
}

/** The best of the newest matches. */
export async function findByRank(sql: Sql, search: MessageSearch, among: number): Promise<Place[]> {
  const newest = await findByTime(sql, { ...search, limit: among });
  if (newest.length === 0) return [];
  return sql<Place[]>`
    select s.at, s.chat_id as "chatId", s.message_id as "messageId"
    from unnest(${plainArray(newest.map((place) => place.chatId))}::bigint[], ${plainArray(newest.map((place) => place.messageId))}::bigint[])
      as v (chat_id, message_id)
    join message_search s on s.chat_id = v.chat_id and s.message_id = v.message_id
    order by ts_rank(s.tokens, ${search.words ?? ''}::tsquery, 1) desc, s.at desc limit ${search.limit}`;
}

/** The matches of words that few messages have; null when more have them. */
async function findAmongFew(
  sql: Sql,
  search: MessageSearch & { words: string },
  most: number,
): Promise<Place[] | null> {
  const rows = await sql<(Place & { isFew: boolean })[]>`
    with few as materialized (
      select at, chat_id, message_id, tokens from message_search where tokens @@ ${search.words}::tsquery limit ${most + 1}),
    known as materialized (select count(*) <= ${most}::int as few from few)
    select known.few as "isFew", found.at, found.chat_id as "chatId", found.message_id as "messageId"
    from known left join (
      select m.at, m.chat_id, m.message_id
      from few m join account_chat mine on mine.account_id = ${search.readerId} and mine.chat_id = m.chat_id
      where mine.left_at is null and m.tokens @@ ${filtersOf({ ...search, words: null })}::tsquery
        and ${stillSeen(sql, search.readerId, sql`mine.cleared_seq`)} ${within(sql, search)}
      order by m.at desc, m.chat_id desc, m.message_id desc limit ${search.limit}) found on known.few
    order by found.at desc, found.chat_id desc, found.message_id desc`;
  return rows[0]?.isFew === true ? placesOf(rows) : null;
}

/** Matches of a span of time, and how many messages were read for them. */
async function findLately(
  sql: Sql,
  search: MessageSearch,
  span: { start: Date; end: Date },
): Promise<{ places: Place[]; read: number }> {
  const { readerId, chatId, limit } = search;
  const rows = await sql<(Place & { read: number })[]>`
    with said as materialized (
      select m.at, m.chat_id, m.message_id, mine.cleared_seq, m.tokens @@ ${filtersOf(search)}::tsquery as hits
      from account_chat mine join chat c on c.chat_id = mine.chat_id
      join message_search m on m.chat_id = mine.chat_id and m.at >= ${span.start} and m.at < ${span.end}
      where mine.account_id = ${readerId} and mine.left_at is null and c.last_at >= ${span.start}
        ${chatId === undefined ? sql`` : sql`and mine.chat_id = ${chatId}`})
    select (select count(*) from said)::int as read, found.at, found.chat_id as "chatId", found.message_id as "messageId"
    from (select) one left join (
      select m.at, m.chat_id, m.message_id from said m
      where m.hits and ${stillSeen(sql, readerId, sql`m.cleared_seq`)} ${within(sql, search)}
      order by m.at desc, m.chat_id desc, m.message_id desc limit ${limit}) found on true
    order by found.at desc, found.chat_id desc, found.message_id desc`;
  return { places: placesOf(rows), read: rows[0]?.read ?? 0 };
}

/** Matches before a moment. The word of each own chat keeps the look in the index among its messages. */
async function findInEach(sql: Sql, search: MessageSearch, end: Date): Promise<Place[]> {
  const { readerId, chatId, limit } = search;
  return sql<Place[]>`
    with mine as materialized (
      select chat_id, cleared_seq, (${filtersOf(search)} || '&''§c' || chat_id || '''')::tsquery as query
      from account_chat where account_id = ${readerId} and left_at is null
        ${chatId === undefined ? sql`` : sql`and chat_id = ${chatId}`})
    select found.at, found.chat_id as "chatId", found.message_id as "messageId"
    from mine cross join lateral (
      select m.at, m.chat_id, m.message_id from message_search m
      where m.chat_id = mine.chat_id and m.tokens @@ mine.query and m.at < ${end}
        and ${stillSeen(sql, readerId, sql`mine.cleared_seq`)} ${within(sql, search)}
      order by m.at desc, m.message_id desc limit ${limit}) found
    order by found.at desc, found.chat_id desc, found.message_id desc limit ${limit}`;
}

/** Text of a tsquery for words and filters. With neither it is what every message has: the word of its chat. */
function filtersOf({ words, senderId, kinds }: Pick<MessageSearch, 'words' | 'senderId' | 'kinds'>): string {
  const filters = [
    words === null ? '' : `(${words})`,
    senderId === undefined ? '' : `'§s${senderId}'`,
    kinds.length === 0 ? '' : `(${kinds.map((kind) => `'§k${kind}'`).join('|')})`,
  ].filter((part) => part !== '');
  return filters.length === 0 ? `'§c':*` : filters.join('&');
}

/** The times that are asked for, and what comes after the last page, of messages `m`. */
const within = (sql: Sql, { since, until, after }: MessageSearch) => sql`
  ${since === undefined ? sql`` : sql`and m.at >= ${since}`}
  ${until === undefined ? sql`` : sql`and m.at <= ${until}`}
  ${after === undefined ? sql`` : sql`and (m.at, m.chat_id, m.message_id) < (${after.at}, ${after.chatId}::bigint, ${after.messageId}::bigint)`}`;

/** Rows that carry something else beside, and one of them no place when there is none. */
function placesOf(rows: readonly Place[]): Place[] {
  return rows.flatMap(({ at, chatId, messageId }) => ((at as Date | null) === null ? [] : [{ at, chatId, messageId }]));
}

/** What words look for, as text of a tsquery: endings cut, the last one unfinished. Null when none says anything. */
export async function readWordsQuery(sql: Sql, words: readonly string[]): Promise<string | null> {
  if (words.length === 0) return null;
  const given = words.map((word, index) => (index === words.length - 1 ? `${word}:*` : word)).join(' & ');
  const rows = await sql<{ query: string }[]>`select to_tsquery('russian', ${given})::text as query`;
  return rows[0]?.query === '' ? null : (rows[0]?.query ?? null);
}

/** Most words that are taken for what was meant by one. */
const MAX_MEANT = 8;

/** The same when words are taken for typing mistakes; null when there is nothing near. */
export async function readMeantQuery(sql: Sql, words: readonly string[]): Promise<string | null> {
  const rows = await sql.begin(async (tx) => {
    await tx`select set_config('pg_trgm.similarity_threshold', '0.25', true)`;
    return tx<{ place: number; lexeme: string }[]>`
      select v.place::int, near.word as lexeme
      from unnest(${plainArray(words)}::text[]) with ordinality as v (word, place)
      cross join lateral (select coalesce((tsvector_to_array(to_tsvector('russian', v.word)))[1], v.word) as lexeme) l
      cross join lateral (
        select word from search_word
        where word % l.lexeme and levenshtein_less_equal(word, l.lexeme, 2) <= case when length(l.lexeme) < 6 then 1 else 2 end
        order by levenshtein(word, l.lexeme), word <-> l.lexeme limit ${MAX_MEANT}) near
      where length(v.word) between 4 and 24`;
  });
  if (rows.length === 0) return null;
  const meant = Map.groupBy(rows, (row) => row.place);
  const exact = await Promise.all(words.map((word) => readWordsQuery(sql, [word])));
  const parts = words.flatMap((_word, index) => {
    const near = (meant.get(index + 1) ?? []).map(({ lexeme }) => `'${lexeme}'`);
    const all = [...near, ...((exact[index] ?? null) ? [exact[index]] : [])];
    return all.length === 0 ? [] : [`(${all.join('|')})`];
  });
  return parts.length === 0 ? null : parts.join('&');
}

function earliest(...times: (Date | undefined)[]): Date | undefined {
  const given = times.filter((time) => time !== undefined);
  return given.length === 0 ? undefined : new Date(Math.min(...given.map((time) => time.getTime())));
}
