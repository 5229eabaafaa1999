import type { AccountId, ChatId, MessageBody, MessageId, NewPoll, OwnVote, PollResults } from '@veche/contract';
import { plainArray } from '../../kernel/database/arrays.ts';
import type { Queryable, Tx } from '../../kernel/database/sql.ts';

interface Place {
  chatId: ChatId;
  messageId: MessageId;
}

/** What a poll keeps beside its message. */
export interface PollRow {
  correct: number | null;
  explanation: string | null;
  results: PollResults | null;
}

export async function insertPolls(tx: Tx, polls: readonly (Place & { quiz: NewPoll['quiz'] })[]): Promise<void> {
  await tx`insert into poll (chat_id, message_id, correct, explanation)
    select chat_id, message_id, correct, explanation
    from unnest(${plainArray(polls.map((poll) => poll.chatId))}::bigint[], ${plainArray(polls.map((poll) => poll.messageId))}::bigint[],
      ${plainArray(polls.map((poll) => poll.quiz?.correct ?? null))}::int[], ${polls.map((poll) => poll.quiz?.explanation ?? null)}::text[])
      as v (chat_id, message_id, correct, explanation)`;
}

/** The poll and what one account voted for: empty when it did not. */
export async function readPoll(
  sql: Queryable,
  { chatId, messageId }: Place,
  accountId: AccountId | null,
): Promise<{ poll: PollRow; own: number[] } | null> {
  const [row] = await sql<(PollRow & { own: number[] | null })[]>`
    select p.correct, p.explanation, p.results, v.options as own from poll p
    left join poll_vote v on v.chat_id = p.chat_id and v.message_id = p.message_id and v.account_id = ${accountId}
    where p.chat_id = ${chatId} and p.message_id = ${messageId}`;
  if (row === undefined) return null;
  const { own, ...poll } = row;
  return { poll, own: own ?? [] };
}

export async function updateResults(tx: Tx, { chatId, messageId }: Place, results: PollResults): Promise<void> {
  await tx`update poll set results = ${tx.json({ ...results })} where chat_id = ${chatId} and message_id = ${messageId}`;
}

/** Puts a vote in place of the one before; no options take it away. */
export async function putVote(
  tx: Tx,
  { chatId, messageId }: Place,
  vote: { accountId: AccountId; options: readonly number[]; at: Date },
): Promise<void> {
  const { accountId, options, at } = vote;
  if (options.length === 0) {
    await tx`delete from poll_vote
      where chat_id = ${chatId} and message_id = ${messageId} and account_id = ${accountId}`;
    return;
  }
  await tx`insert into poll_vote (chat_id, message_id, account_id, options, at)
    values (${chatId}, ${messageId}, ${accountId}, ${plainArray(options)}::int[], ${at})
    on conflict (chat_id, message_id, account_id) do update set options = excluded.options, at = excluded.at`;
}

export async function deletePolls(tx: Tx, chatId: ChatId, messageIds: readonly MessageId[]): Promise<void> {
  const ids = plainArray(messageIds);
  await tx`delete from poll_vote where chat_id = ${chatId} and message_id = any(${ids}::bigint[])`;
  await tx`delete from poll where chat_id = ${chatId} and message_id = any(${ids}::bigint[])`;
}

/** Results of several polls as the log last told them. */
export async function readResults(
  sql: Queryable,
  chatId: ChatId,
  messageIds: readonly MessageId[],
): Promise<Map<MessageId, PollResults>> {
  const rows = await sql<{ messageId: MessageId; results: PollResults }[]>`
    select message_id as "messageId", results from poll
    where chat_id = ${chatId} and message_id = any(${plainArray(messageIds)}::bigint[]) and results is not null`;
  return new Map(rows.map(({ messageId, results }) => [messageId, results]));
}

/** What one account voted for in several polls. */
export async function readOwnVotes(
  sql: Queryable,
  chatId: ChatId,
  messageIds: readonly MessageId[],
  accountId: AccountId,
): Promise<Map<MessageId, OwnVote>> {
  const rows = await sql<{ messageId: MessageId; options: number[]; correct: number | null }[]>`
    select v.message_id as "messageId", v.options, p.correct from poll_vote v
    join poll p on p.chat_id = v.chat_id and p.message_id = v.message_id
    where v.chat_id = ${chatId} and v.message_id = any(${plainArray(messageIds)}::bigint[])
      and v.account_id = ${accountId}`;
  return new Map(rows.map(({ messageId, options, correct }) => [messageId, ownVote(options, correct)]));
}

export function ownVote(options: number[], correct: number | null): OwnVote {
  return { options, ...(correct === null ? {} : { correct }) };
}

/** Everything one account voted for, where its chats still have the polls. */
export async function readVotesOf(
  sql: Queryable,
  accountId: AccountId,
): Promise<{ chatId: ChatId; messageId: MessageId; options: number[]; at: Date }[]> {
  return sql<{ chatId: ChatId; messageId: MessageId; options: number[]; at: Date }[]>`
    select chat_id as "chatId", message_id as "messageId", options, at from poll_vote
    where account_id = ${accountId} order by chat_id, message_id`;
}

/** The votes stay counted; whose they were, nobody knows any more. */
export async function forgetVotesOf(sql: Queryable, accountId: AccountId): Promise<void> {
  await sql`delete from poll_vote where account_id = ${accountId}`;
}

export interface VoterRow {
  accountId: AccountId;
  options: number[];
  at: Date;
}

/** Voters of a live poll for a member of its chat, first voters first; null when there is no such message for it. */
export async function readVoters(
  sql: Queryable,
  query: Place & {
    readerId: AccountId;
    option: number | null;
    after: { at: number; accountId: number };
    limit: number;
  },
): Promise<{ body: MessageBody | null; voters: VoterRow[] } | null> {
  const { chatId, messageId, readerId, option, after, limit } = query;
  const rows = await sql<(VoterRow & { body: MessageBody | null })[]>`
    select m.body, v.account_id as "accountId", v.options, v.at
    from message m
    join chat_member r on r.chat_id = m.chat_id and r.account_id = ${readerId} and r.left_seq is null
      and m.message_id > r.hidden_to
    left join lateral (
      select account_id, options, at from poll_vote
      where chat_id = ${chatId} and message_id = ${messageId} and (at, account_id) > (${new Date(after.at)}, ${after.accountId}::bigint)
        and (${option}::int is null or ${option}::int = any(options))
      order by at, account_id limit ${limit}) v on true
    where m.chat_id = ${chatId} and m.message_id = ${messageId} and m.deleted_at is null
    order by v.at, v.account_id`;
  const [first] = rows;
  if (first === undefined) return null;
  const voters = rows.filter((row) => (row.accountId as number | null) !== null);
  return { body: first.body, voters: voters.map(({ accountId, options, at }) => ({ accountId, options, at })) };
}
