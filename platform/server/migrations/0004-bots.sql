-- Apps (one registration of what a developer publishes), bots and the delivery of their updates.
-- An update goes: bot_outbox, written with the event itself; then bot_update, numbered without gaps for each bot.

-- Registrations are few: one table. A slug names the app's mini-app, a bot account its bot; either may be absent.
create table app (
  app_id bigint primary key,
  owner_id bigint not null,
  slug text unique,
  name text not null,
  bot_account_id bigint unique,
  -- sha256 of the token's secret part; the token itself is shown once and kept nowhere.
  token_hash bytea,
  -- HMAC-SHA256("WebAppData", token), sealed: launch data is signed with it without knowing the token.
  launch_key_sealed bytea,
  token_generation int not null default 0,
  created_at timestamptz(3) not null
);
create index app_owner on app (owner_id, created_at);

-- Settings and place in the queue of each bot. bot_id is the bot's account.
create table bot (
  bot_id bigint not null,
  username text not null,
  reads_all_group_messages boolean not null default false,
  kinds text[] not null,
  last_update_id bigint not null default 0,
  confirmed_id bigint not null default 0,
  primary key (bot_id)
) partition by hash (bot_id);

create table bot_outbox (
  chat_id bigint not null,
  outbox_id bigint generated always as identity,
  bot_id bigint not null,
  at timestamptz(3) not null,
  data jsonb not null,
  primary key (chat_id, outbox_id)
) partition by hash (chat_id);
-- The relay takes the oldest of all chats.
create index bot_outbox_order on bot_outbox (outbox_id);

create table bot_update (
  bot_id bigint not null,
  update_id bigint not null,
  at timestamptz(3) not null,
  chat_id bigint not null,
  event jsonb not null,
  primary key (bot_id, update_id)
) partition by hash (bot_id);
create index bot_update_age on bot_update (at);

create table button_press (
  bot_id bigint not null,
  callback_id bigint not null,
  at timestamptz(3) not null,
  answered_at timestamptz(3),
  answer jsonb,
  primary key (bot_id, callback_id)
) partition by hash (bot_id);
create index button_press_age on button_press (at);

-- Bots of a chat are asked for with every message of a chat that has any.
create index chat_member_bot on chat_member (chat_id) where is_bot and left_seq is null;

do $$
declare
  parent text;
begin
  foreach parent in array array['bot', 'bot_outbox', 'bot_update', 'button_press'] loop
    for remainder in 0..15 loop
      execute format('create table %I partition of %I for values with (modulus 16, remainder %s)',
        parent || '_p' || remainder, parent, remainder);
    end loop;
  end loop;
end $$;
