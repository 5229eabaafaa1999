-- Search of messages: one row a message, written after the log by an indexer, so that sending never waits for it.
-- The chat, the sender, the kinds of content and the month stand in the index as words of their own (with a first
-- character that no text gives), so that one look in the index answers words and filters together.

create extension if not exists pg_trgm;
create extension if not exists fuzzystrmatch;

create function search_fold(words text) returns text language sql immutable parallel safe
  return translate(lower(words), 'ё', 'е');

-- 'russian' stems Latin words as English. Only the head of a long text is indexed: the cost of a row is bounded.
create function search_tokens(words text, chat_id bigint, sender_id bigint, at timestamptz, kinds text[])
  returns tsvector language sql immutable parallel safe
  return to_tsvector('russian', search_fold(left(words, 5000))) || array_to_tsvector(
    array['§c' || chat_id, '§s' || sender_id, '§m' || to_char(at at time zone 'UTC', 'YYYYMM')]
    || array(select '§k' || kind from unnest(kinds) as kind));

create table message_search (
  chat_id bigint not null,
  message_id bigint not null,
  at timestamptz(3) not null,
  tokens tsvector not null,
  primary key (chat_id, message_id)
) partition by hash (chat_id);
create index message_search_tokens on message_search using gin (tokens);

-- Words that were ever written, for typing mistakes; at most a million, then no new ones are learnt.
create table search_word (word text primary key);
create index search_word_trigrams on search_word using gin (word gin_trgm_ops);

do $$
begin
  for remainder in 0..15 loop
    execute format('create table %I partition of message_search for values with (modulus 16, remainder %s)',
      'message_search_p' || remainder, remainder);
  end loop;
end $$;
