-- Bots that people ask from any chat by their name: the queries, and the answers that serve for a while.

-- Null: it takes no queries.
alter table bot add column inline jsonb;
-- Who is told everything is told these, too.
update bot set kinds = kinds || array['inlineQuery', 'inlineChosen']
where kinds @> array['message', 'messageEdited', 'post', 'postEdited', 'buttonPressed'];

create table inline_query (
  bot_id bigint not null,
  query_id bigint not null,
  person_id bigint not null,
  query text not null,
  query_offset text not null,
  at timestamptz(3) not null,
  answer_id bigint,
  primary key (bot_id, query_id)
) partition by hash (bot_id);
create index inline_query_age on inline_query (at);

create table inline_answer (
  bot_id bigint not null,
  answer_id bigint not null,
  -- Null: it serves for everyone.
  person_id bigint,
  query text not null,
  query_offset text not null,
  results jsonb not null,
  next_offset text not null,
  at timestamptz(3) not null,
  -- Until then it serves for the same query.
  fresh_until timestamptz(3) not null,
  primary key (bot_id, answer_id)
) partition by hash (bot_id);
create index inline_answer_query on inline_answer (bot_id, query, query_offset, at);
create index inline_answer_age on inline_answer (at);

do $$
declare
  parent text;
begin
  foreach parent in array array['inline_query', 'inline_answer'] loop
    for remainder in 0..15 loop
      execute format('create table %I partition of %I for values with (modulus 16, remainder %s)',
        parent || '_p' || remainder, parent, remainder);
    end loop;
  end loop;
end $$;
