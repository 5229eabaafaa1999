-- What the owner of a bot sees: how each delivery went, updates that were never taken, and the last calls of the bot.

alter table bot_update add column attempted_at timestamptz(3);
alter table bot_update add column last_status int;
alter table bot_update add column last_error text;
alter table bot_update add column latency_ms int;
alter table bot_update add column response text;
-- The update that this one is once more.
alter table bot_update add column replay_of bigint;

-- Updates that a webhook did not take within the day that the queue keeps them.
create table bot_dead_letter (
  bot_id bigint not null,
  update_id bigint not null,
  at timestamptz(3) not null,
  died_at timestamptz(3) not null,
  chat_id bigint not null,
  event jsonb not null,
  attempts int not null,
  attempted_at timestamptz(3),
  last_status int,
  last_error text,
  latency_ms int,
  response text,
  replay_of bigint,
  primary key (bot_id, update_id)
) partition by hash (bot_id);
create index bot_dead_letter_age on bot_dead_letter (died_at);

create table bot_call (
  bot_id bigint not null,
  call_id bigint generated always as identity,
  at timestamptz(3) not null,
  dialect text not null,
  method text not null,
  status int not null,
  -- Null: it was answered.
  code text,
  latency_ms int not null,
  primary key (bot_id, call_id)
) partition by hash (bot_id);
create index bot_call_age on bot_call (at);

do $$
declare
  parent text;
begin
  foreach parent in array array['bot_dead_letter', 'bot_call'] loop
    for remainder in 0..15 loop
      execute format('create table %I partition of %I for values with (modulus 16, remainder %s)',
        parent || '_p' || remainder, parent, remainder);
    end loop;
  end loop;
end $$;
