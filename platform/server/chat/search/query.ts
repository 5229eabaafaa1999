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

/** Months of each step back: what was meant is mostly recent, and a step reads only the matches of its months. */
const STEPS = [2, 10, 24];

/** Matches, newest first, in chats the reader is in now. */
export async function findByTime(sql: Sql, search: MessageSearch): Promise<Place[]> {
  const found: Place[] = [];
  let end = monthOf(earliest(search.after?.at, search.until) ?? new Date());
  for (const months of [...STEPS, null]) {
    const start = months === null ? null : addMonths(end, 1 - months);
    const rest = search.limit - found.length;
    found.push(...(await findStep(sql, { ...search, limit: rest }, { start, end })));
    if (found.length >= search.limit || start === null) break;
    if (search.since !== undefined && search.since >= start) break;
    end = addMonths(start, -1);
  }
  return found;
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

/** Matches of the months from `start` (null: from the beginning) to `end`. */
async function findStep(sql: Sql, search: MessageSearch, span: { start: Date | null; end: Date }): Promise<Place[]> {
  const { readerId, words, chatId, senderId, kinds, since, until, after, limit } = search;
  const filters = [
    words === null ? '' : `(${words})`,
    senderId === undefined ? '' : `'§s${senderId}'`,
    kinds.length === 0 ? '' : `(${kinds.map((kind) => `'§k${kind}'`).join('|')})`,
    span.start === null ? '' : `(${monthsBetween(span.start, span.end)})`,
  ].filter((part) => part !== '');
  const before = addMonths(span.end, 1);
  return sql<Place[]>`
    with mine as materialized (
      select chat_id, cleared_seq from account_chat where account_id = ${readerId} and left_at is null
        ${chatId === undefined ? sql`` : sql`and chat_id = ${chatId}`}),
    wanted as materialized (
      select (${filters.join('&')} || ${filters.length === 0 ? '' : '&'} || '(' || string_agg('''§c' || chat_id || '''', '|') || ')')::tsquery as query
      from mine)
    select s.at, s.chat_id as "chatId", s.message_id as "messageId"
    from wanted, message_search s
    join mine on mine.chat_id = s.chat_id
    join message m on m.chat_id = s.chat_id and m.message_id = s.message_id and m.deleted_at is null
    where s.tokens @@ wanted.query and s.at < ${before} and ${stillSeen(sql, readerId, sql`mine.cleared_seq`)}
      ${chatId === undefined ? sql`` : sql`and s.chat_id = ${chatId}`}
      ${since === undefined ? sql`` : sql`and s.at >= ${since}`}
      ${until === undefined ? sql`` : sql`and s.at <= ${until}`}
      ${after === undefined ? sql`` : sql`and (s.at, s.chat_id, s.message_id) < (${after.at}, ${after.chatId}::bigint, ${after.messageId}::bigint)`}
    order by s.at desc, s.chat_id desc, s.message_id desc limit ${limit}`;
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

function monthOf(time: Date): Date {
  return new Date(Date.UTC(time.getUTCFullYear(), time.getUTCMonth()));
}

function addMonths(month: Date, count: number): Date {
  return new Date(Date.UTC(month.getUTCFullYear(), month.getUTCMonth() + count));
}

function monthsBetween(start: Date, end: Date): string {
  const months: string[] = [];
  for (let month = start; month <= end; month = addMonths(month, 1)) {
    months.push(`'§m${month.getUTCFullYear()}${String(month.getUTCMonth() + 1).padStart(2, '0')}'`);
  }
  return months.join('|');
}
