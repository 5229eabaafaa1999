import type { ChatId } from '@veche/contract';
import { createFollower } from '../../kernel/conversation-log/index.ts';
import { plainArray } from '../../kernel/database/arrays.ts';
import type { Tx } from '../../kernel/database/sql.ts';
import type { ChatDependencies } from '../dependencies.ts';
import { type MessageRow, readMessagesById, toMessage } from '../messages/store.ts';
import { kindsOf, wordsOf } from './words.ts';

const GATHER_MS = 500;
/** Beyond these, no new words are learnt for typing mistakes. */
const MAX_WORDS_KNOWN = 1_000_000;

/** Follows the logs of all chats and writes the search index after them, in the order of each log. */
export function createIndexer({ sql, bus, log }: Pick<ChatDependencies, 'sql' | 'bus' | 'log'>) {
  return createFollower({
    ...{ name: 'search', sql, bus, log, from: 'start', gatherMs: GATHER_MS },
    take: async (tx, pages) => {
      for (const [chatId, entries] of pages) {
        const ids = [...new Set(entries.flatMap(({ messageId }) => messageId ?? []))];
        if (ids.length > 0) await writeIndex(tx, chatId, await readMessagesById(tx, chatId, ids));
      }
    },
  });
}

/** Puts the messages as they stand now in the place of what the index had of them. */
async function writeIndex(tx: Tx, chatId: ChatId, rows: readonly MessageRow[]): Promise<void> {
  const replaced = await tx<{ tokens: string[] }[]>`
    delete from message_search where chat_id = ${chatId}
      and message_id = any(${plainArray(rows.map((row) => row.messageId))}::bigint[])
    returning tsvector_to_array(tokens) as tokens`;
  const live = rows.filter((row) => row.deletedAt === null).map((row) => toMessage(row, []));
  if (live.length > 0) {
    await tx`
      with written as (
        insert into message_search (chat_id, message_id, at, tokens)
        select ${chatId}, message_id, at::timestamptz,
          search_tokens(words, ${chatId}, sender_id, at::timestamptz, string_to_array(kinds, ','))
        from unnest(${plainArray(live.map((message) => message.messageId))}::bigint[], ${plainArray(live.map((message) => message.senderId))}::bigint[],
          ${plainArray(live.map((message) => message.at))}::text[], ${live.map(wordsOf)}::text[],
          ${live.map((message) => kindsOf(message).join(','))}::text[]) as v (message_id, sender_id, at, words, kinds)
        returning tokens)
      insert into search_word (word)
      select distinct lexeme from written, unnest(written.tokens)
      where lexeme ~ '^[[:alpha:]]{4,24}$'
        and (select reltuples from pg_class where oid = 'search_word'::regclass) < ${MAX_WORDS_KNOWN}
      on conflict do nothing`;
  }
  await forgetWords(
    tx,
    replaced.flatMap(({ tokens }) => tokens),
  );
}

/** Takes messages of a chat that is deleted out of the index; answers how many. Its log tells nobody of their end. */
export async function forgetIndexOf(tx: Tx, chatId: ChatId, limit: number): Promise<number> {
  const gone = await tx<{ tokens: string[] }[]>`
    delete from message_search where chat_id = ${chatId} and message_id in (
      select message_id from message_search where chat_id = ${chatId} limit ${limit})
    returning tsvector_to_array(tokens) as tokens`;
  await forgetWords(
    tx,
    gone.flatMap(({ tokens }) => tokens),
  );
  return gone.length;
}

/** Words that stand in no message any more are not remembered either. */
async function forgetWords(tx: Tx, lexemes: readonly string[]): Promise<void> {
  const words = [...new Set(lexemes)].filter((lexeme) => /^\p{L}{4,24}$/u.test(lexeme));
  if (words.length === 0) return;
  await tx`
    delete from search_word w where w.word = any(${plainArray(words)}::text[])
      and not exists (select from message_search s where s.tokens @@ w.word::tsquery)`;
}
