import type { AccountId, BotInline, ChatId, ChatKind, NewInlineResult } from '@veche/contract';
import type { Queryable, Tx } from '../../kernel/database/sql.ts';

/** A bot that may be asked from a chat. */
interface AskedBot {
  readonly botId: AccountId;
  readonly name: string;
  readonly username: string;
  readonly inline: BotInline;
}

/**
 * The chat of a member and the bot of a name: null for who is not in the chat, `bot` null for one that takes no queries
 * or that the member has blocked.
 */
export async function readAsked(
  sql: Queryable,
  { chatId, accountId, username }: { chatId: ChatId; accountId: AccountId; username: string },
): Promise<{ chatKind: ChatKind; bot: AskedBot | null } | null> {
  const rows = await sql<
    { chatKind: ChatKind; botId: AccountId | null; name: string; username: string; inline: BotInline }[]
  >`
    select c.kind as "chatKind", b.bot_id as "botId", a.name, a.username, b.inline
    from chat_member r
    join chat c on c.chat_id = r.chat_id
    left join public_name p on p.name_key = ${username.toLowerCase()}
    left join bot b on b.bot_id = p.account_id and b.inline is not null
      and not exists (select from account_block k where k.account_id = r.account_id and k.blocked_id = b.bot_id)
      and exists (select from app where bot_account_id = b.bot_id and token_hash is not null)
    left join account a on a.account_id = b.bot_id
    where r.chat_id = ${chatId} and r.account_id = ${accountId} and r.left_seq is null`;
  const [row] = rows;
  if (row === undefined) return null;
  const { chatKind, botId, ...rest } = row;
  return { chatKind, bot: botId === null ? null : { botId, ...rest } };
}

/** An answer as people are given it. */
export interface GivenAnswer {
  readonly answerId: number;
  readonly results: NewInlineResult[];
  readonly nextOffset: string;
}

interface Asked {
  botId: AccountId;
  personId: AccountId;
  query: string;
  offset: string;
}

const answerColumns = (sql: Queryable) => sql`
  a.answer_id as "answerId", a.results, a.next_offset as "nextOffset"`;

/** An answer that still serves for the same query. */
export async function findFreshAnswer(
  sql: Queryable,
  { botId, personId, query, offset, now }: Asked & { now: Date },
): Promise<GivenAnswer | null> {
  const rows = await sql<GivenAnswer[]>`
    select ${answerColumns(sql)} from inline_answer a
    where a.bot_id = ${botId} and a.query = ${query} and a.query_offset = ${offset} and a.fresh_until > ${now}
      and (a.person_id is null or a.person_id = ${personId})
    order by a.at desc limit 1`;
  return rows[0] ?? null;
}

export async function insertQuery(
  tx: Tx,
  { botId, personId, query, offset, queryId, at }: Asked & { queryId: number; at: Date },
): Promise<void> {
  await tx`
    insert into inline_query (bot_id, query_id, person_id, query, query_offset, at)
    values (${botId}, ${queryId}, ${personId}, ${query}, ${offset}, ${at})`;
}

/** The answer to a query of one's own; null while there is none. */
export async function readAnswer(
  sql: Queryable,
  { botId, queryId }: { botId: AccountId; queryId: number },
): Promise<GivenAnswer | null> {
  const rows = await sql<GivenAnswer[]>`
    select ${answerColumns(sql)} from inline_query q
    join inline_answer a on a.bot_id = q.bot_id and a.answer_id = q.answer_id
    where q.bot_id = ${botId} and q.query_id = ${queryId}`;
  return rows[0] ?? null;
}

/** Writes the first answer to a query made after a moment; a later one changes nothing. False for no such query. */
export async function writeAnswer(
  tx: Tx,
  answer: {
    botId: AccountId;
    queryId: number;
    answerId: number;
    madeAfter: Date;
    at: Date;
    freshUntil: Date;
    isPersonal: boolean;
    results: NewInlineResult[];
    nextOffset: string;
  },
): Promise<boolean> {
  const { botId, queryId, answerId, madeAfter, at, freshUntil, isPersonal, results, nextOffset } = answer;
  const queries = await tx<{ personId: AccountId; query: string; offset: string; isAnswered: boolean }[]>`
    select person_id as "personId", query, query_offset as "offset", answer_id is not null as "isAnswered"
    from inline_query where bot_id = ${botId} and query_id = ${queryId} and at > ${madeAfter} for update`;
  const [asked] = queries;
  if (asked === undefined || asked.isAnswered) return asked !== undefined;
  await tx`
    insert into inline_answer
      (bot_id, answer_id, person_id, query, query_offset, results, next_offset, at, fresh_until)
    values (${botId}, ${answerId}, ${isPersonal ? asked.personId : null}, ${asked.query}, ${asked.offset},
      ${tx.json(results)}, ${nextOffset}, ${at}, ${freshUntil})`;
  await tx`update inline_query set answer_id = ${answerId} where bot_id = ${botId} and query_id = ${queryId}`;
  return true;
}

/**
 * A result that a person was given, with the bot it is of; null when it is no longer kept, or was another's, and when
 * the bot takes no queries of this person any more.
 */
export async function readResult(
  sql: Queryable,
  {
    botId,
    answerId,
    personId,
    resultId,
  }: { botId: AccountId; answerId: number; personId: AccountId; resultId: string },
): Promise<{ result: NewInlineResult; query: string; username: string; feedback: boolean } | null> {
  const rows = await sql<{ result: NewInlineResult; query: string; username: string; feedback: boolean }[]>`
    select r.value as result, a.query, b.username, coalesce((b.inline->>'feedback')::boolean, false) as feedback
    from inline_answer a
    join bot b on b.bot_id = a.bot_id and b.inline is not null
      and not exists (select from account_block k where k.account_id = ${personId} and k.blocked_id = b.bot_id)
      and exists (select from app where bot_account_id = b.bot_id and token_hash is not null)
    cross join lateral jsonb_array_elements(a.results) r
    where a.bot_id = ${botId} and a.answer_id = ${answerId} and r.value->>'resultId' = ${resultId}
      and (a.person_id is null or a.person_id = ${personId}) limit 1`;
  return rows[0] ?? null;
}

/** Claims the telling of a choice; false when it was told before. */
export async function claimChoice(
  tx: Tx,
  { personId, clientId, method }: { personId: AccountId; clientId: string; method: string },
): Promise<boolean> {
  const rows = await tx`
    insert into keyed_answer (account_id, client_id, method, request_hash, answer)
    values (${personId}, ${clientId}, ${method}, 0, '{}') on conflict do nothing returning 1`;
  return rows.length > 0;
}

/** Removes queries and answers from before a moment. */
export async function forgetInline(sql: Queryable, { before, now }: { before: Date; now: Date }): Promise<void> {
  await sql`delete from inline_query where at < ${before}`;
  // Whoever was given one chooses from it within the hour.
  await sql`delete from inline_answer where greatest(fresh_until, at + interval '1 hour') < ${now}`;
}
