import type { ChatId, MessageId } from '@veche/contract';
import type { Bus } from '../../kernel/bus.ts';
import { plainArray } from '../../kernel/database/arrays.ts';
import type { Sql, Tx } from '../../kernel/database/sql.ts';
import type { Logger } from '../../kernel/logger.ts';
import { type MessageRow, readMessagesById, toMessage } from '../messages/store.ts';
import { kindsOf, wordsOf } from './words.ts';

/** Log entries of one chat that are indexed in one transaction. */
const PAGE = 500;
/** Chats looked for at once that are behind their log. */
const CHATS = 200;
/** Messages of a chat wait this long for others; each transaction costs about as much as fifty rows. */
const GATHER_MS = 500;
/** Finds what a lost hint or a dead node left behind. */
const FALLBACK_MS = 60_000;
/** Beyond these, no new words are learnt for typing mistakes. */
const MAX_WORDS_KNOWN = 1_000_000;

/**
 * Follows the logs of all chats and writes the search index after them. It keeps nothing that a restart could lose:
 * how far each chat is indexed stands beside the index, in the same transaction.
 */
export function createIndexer({ sql, bus, log }: { sql: Sql; bus: Bus; log: Logger }) {
  const due = new Set<ChatId>();
  let running: Promise<void> | null = null;
  let timer: NodeJS.Timeout | null = null;
  let stopped = false;
  let leave: (() => void) | null = null;

  const drain = async (): Promise<void> => {
    while (due.size > 0 && !stopped) {
      for (const chatId of [...due]) {
        due.delete(chatId);
        if (stopped) return;
        if (await indexPage(sql, chatId)) due.add(chatId);
      }
    }
  };
  const run = (): void => {
    timer = null;
    if (stopped || running !== null) return;
    running = drain()
      .catch((error: unknown) => log.error({ err: error }, 'the search index fell behind; it catches up soon'))
      .finally(() => {
        running = null;
        if (due.size > 0) soon();
      });
  };
  const soon = (): void => {
    if (timer === null && !stopped) timer = setTimeout(run, GATHER_MS);
  };
  const lookAround = async (): Promise<void> => {
    for (const chatId of await readChatsBehind(sql)) due.add(chatId);
    if (due.size > 0) soon();
  };
  const lookAroundSafely = () =>
    void lookAround().catch((error: unknown) => log.warn({ err: error }, 'the search index could not look around'));

  return {
    start(): void {
      const unsubscribe = bus.subscribe('chat', ({ chatId }) => {
        due.add(chatId);
        soon();
      });
      const fallback = setInterval(lookAroundSafely, FALLBACK_MS);
      fallback.unref();
      leave = () => {
        unsubscribe();
        clearInterval(fallback);
      };
      lookAroundSafely();
    },
    async stop(): Promise<void> {
      stopped = true;
      leave?.();
      if (timer !== null) clearTimeout(timer);
      await running;
    },
  };
}

/** Chats whose log goes further than their index. */
async function readChatsBehind(sql: Sql): Promise<ChatId[]> {
  const rows = await sql<{ chatId: ChatId }[]>`
    select c.chat_id as "chatId" from chat c left join chat_search s on s.chat_id = c.chat_id
    where c.last_seq > coalesce(s.indexed_seq, 0) limit ${CHATS}`;
  return rows.map((row) => row.chatId);
}

/** Indexes the next entries of a chat's log; answers whether there may be more. */
async function indexPage(sql: Sql, chatId: ChatId): Promise<boolean> {
  return sql.begin(async (tx) => {
    await tx`insert into chat_search (chat_id) values (${chatId}) on conflict do nothing`;
    // One indexer a chat: another node's waits here and then finds nothing to do.
    const [place] = await tx<{ indexedSeq: number }[]>`
      select indexed_seq as "indexedSeq" from chat_search where chat_id = ${chatId} for update`;
    const after = place?.indexedSeq ?? 0;
    const entries = await tx<{ seq: number; messageId: MessageId | null }[]>`
      select seq, message_id as "messageId" from (
        (select seq, message_id from chat_event where chat_id = ${chatId} and seq > ${after} order by seq limit ${PAGE})
        union all
        (select message_id, message_id from message where chat_id = ${chatId} and message_id > ${after} order by message_id limit ${PAGE})
      ) e order by seq limit ${PAGE}`;
    const last = entries.at(-1);
    if (last === undefined) return false;
    const ids = [...new Set(entries.flatMap(({ messageId }) => messageId ?? []))];
    const rows = await readMessagesById(tx, chatId, ids);
    await writeIndex(tx, chatId, rows);
    await tx`update chat_search set indexed_seq = ${last.seq} where chat_id = ${chatId}`;
    return entries.length === PAGE;
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

/** Words that stand in no message any more are not remembered either. */
async function forgetWords(tx: Tx, lexemes: readonly string[]): Promise<void> {
  const words = [...new Set(lexemes)].filter((lexeme) => /^\p{L}{4,24}$/u.test(lexeme));
  if (words.length === 0) return;
  await tx`
    delete from search_word w where w.word = any(${plainArray(words)}::text[])
      and not exists (select from message_search s where s.tokens @@ w.word::tsquery)`;
}
