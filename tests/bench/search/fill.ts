import type { AccountId } from '@veche/contract';
import type { Sql } from '../../../platform/server/kernel/database/sql.ts';
import { RARE_WORD } from './words.ts';

const CHATS = 1_000;
/** Of a thousand chats the reader is in these. */
const OWN_CHATS = 200;
const FIRST_CHAT = 1_000;
const RARE_IN = 9_973;
const LINK_IN = 20;

/**
 * Writes chats, messages and their search index past all rules, as the server would have left them: spread over two
 * years, each of two of the sentences.
 */
export async function fillSearch(
  sql: Sql,
  options: {
    readonly reader: AccountId;
    readonly senders: readonly AccountId[];
    readonly sentences: readonly string[];
    readonly messages: number;
    say(line: string): void;
  },
): Promise<void> {
  const { reader, senders, sentences, messages, say } = options;
  const perChat = Math.floor(messages / CHATS);
  say(`writing ${perChat * CHATS} messages in ${CHATS} chats`);
  await sql`
    insert into chat (chat_id, kind, title, last_seq, message_count, member_count)
    select ${FIRST_CHAT}::bigint + n, 'group', 'Подъезд ' || n, ${perChat}, ${perChat}, 2
    from generate_series(0, ${CHATS - 1}::int) as n`;
  await sql`
    insert into chat_member (chat_id, account_id, role, joined_seq)
    select ${FIRST_CHAT}::bigint + n, ${reader}, 'member', 1 from generate_series(0, ${OWN_CHATS - 1}::int) as n`;
  await sql`
    insert into account_chat (account_id, chat_id)
    select ${reader}, ${FIRST_CHAT}::bigint + n from generate_series(0, ${OWN_CHATS - 1}::int) as n`;
  await sql`create unlogged table sentence (id int primary key, text text not null)`;
  await sql`insert into sentence select ordinality - 1, t from unnest(${[...sentences]}::text[]) with ordinality as v (t, ordinality)`;
  await sql`analyze sentence`;
  await sql`
    insert into message (chat_id, message_id, sender_id, at, ordinal, text, client_id, request_hash)
    select ${FIRST_CHAT}::bigint + n % ${CHATS}, 1 + n / ${CHATS}, (${[...senders]}::bigint[])[1 + n % ${senders.length}],
      now() - interval '2 years' * (1 - n / ${perChat * CHATS}::float8), 1 + n / ${CHATS},
      a.text || ' ' || b.text || case when n % ${RARE_IN} = 0 then ${` ${RARE_WORD}`} else '' end, gen_random_uuid(), n
    from generate_series(0, ${perChat * CHATS - 1}::int) as n
    join sentence a on a.id = abs(hashint4(n)) % ${sentences.length}
    join sentence b on b.id = abs(hashint4(-n)) % ${sentences.length}`;

  say('indexing them');
  await sql`drop index message_search_tokens`;
  await sql`
    insert into message_search (chat_id, message_id, at, tokens)
    select chat_id, message_id, at, search_tokens(text, chat_id, sender_id, at,
      case when message_id % ${LINK_IN} = 0 then array['link'] else array[]::text[] end) from message`;
  await sql`create index message_search_tokens on message_search using gin (tokens)`;
  await sql`
    insert into search_word (word)
    select distinct lexeme from sentence, unnest(to_tsvector('russian', search_fold(text)))
    where lexeme ~ '^[[:alpha:]]{4,24}$' on conflict do nothing`;
  // The indexer finds nothing left to do.
  await sql`insert into log_follower (chat_id, follower, seq) select chat_id, 'search', last_seq from chat`;
  await sql`vacuum analyze`;
}

/** A chat of the reader's. */
export function ownChat(index: number): number {
  return FIRST_CHAT + (index % OWN_CHATS);
}
