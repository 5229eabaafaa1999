-- The core every wing leans on: accounts, chats and their logs, messages, membership, private account logs.
-- Tables that grow have chat_id or account_id first in their keys and are hash-partitioned by it, so that a
-- distributed PostgreSQL can shard them without a change of SQL. 16 partitions: see docs/decisions/0004.

create table account (
  account_id bigint not null,
  kind text not null check (kind in ('person', 'bot')),
  name text not null,
  username text,
  phone text,
  language text not null default 'ru',
  is_demo boolean not null default false,
  created_at timestamptz(3) not null default now(),
  primary key (account_id)
) partition by hash (account_id);

-- Unique names stand apart, because a unique index on a partitioned table must contain its key.
create table account_username (
  username_key text primary key,
  account_id bigint not null unique
);
create table account_phone (
  phone text primary key,
  account_id bigint not null unique
);

create table chat (
  chat_id bigint not null,
  kind text not null check (kind in ('direct', 'group')),
  title text,
  last_seq bigint not null default 0,
  message_count bigint not null default 0,
  member_count int not null default 0,
  bot_count int not null default 0,
  floor_seq bigint not null default 0,
  last_at timestamptz(3) not null default now(),
  created_at timestamptz(3) not null default now(),
  primary key (chat_id)
) partition by hash (chat_id);

create table direct_chat (
  low_account_id bigint not null,
  high_account_id bigint not null,
  chat_id bigint not null,
  primary key (low_account_id, high_account_id)
);

-- The log of a chat is these two tables together: a message is its own log entry (its id is the seq that created
-- it), every other event is a row of chat_event. Content stands in message alone, so that deleting deletes, and a
-- send costs one row.
create table message (
  chat_id bigint not null,
  message_id bigint not null,
  sender_id bigint not null,
  at timestamptz(3) not null,
  ordinal bigint not null,
  text text not null,
  reply_to bigint,
  buttons jsonb,
  edited_at timestamptz(3),
  deleted_at timestamptz(3),
  client_id uuid not null,
  -- Fingerprint of what was asked under client_id: tells a true repeat from another content.
  request_hash bigint not null,
  primary key (chat_id, message_id)
) partition by hash (chat_id);
create unique index message_client on message (chat_id, sender_id, client_id);

create table chat_event (
  chat_id bigint not null,
  seq bigint not null,
  kind text not null,
  actor_id bigint not null,
  at timestamptz(3) not null,
  message_id bigint,
  data jsonb not null,
  primary key (chat_id, seq)
) partition by hash (chat_id);

create table chat_member (
  chat_id bigint not null,
  account_id bigint not null,
  role text not null check (role in ('owner', 'admin', 'member')),
  is_bot boolean not null default false,
  joined_seq bigint not null,
  joined_at timestamptz(3) not null default now(),
  left_seq bigint,
  primary key (chat_id, account_id)
) partition by hash (chat_id);

-- Mirror of chat_member by account: one read lists a person's chats.
create table account_chat (
  account_id bigint not null,
  chat_id bigint not null,
  peer_id bigint,
  read_seq bigint not null default 0,
  read_ordinal bigint not null default 0,
  left_at timestamptz(3),
  primary key (account_id, chat_id)
) partition by hash (account_id);

create table account_log (
  account_id bigint not null,
  last_seq bigint not null default 0,
  floor_seq bigint not null default 0,
  primary key (account_id)
) partition by hash (account_id);

create table account_event (
  account_id bigint not null,
  account_seq bigint not null,
  kind text not null,
  at timestamptz(3) not null default now(),
  data jsonb not null,
  primary key (account_id, account_seq)
) partition by hash (account_id);

-- Answers of keyed methods that write outside a chat's log.
create table keyed_answer (
  account_id bigint not null,
  client_id uuid not null,
  method text not null,
  request_hash bigint not null,
  answer jsonb not null,
  at timestamptz(3) not null default now(),
  primary key (account_id, client_id)
) partition by hash (account_id);

do $$
declare
  parent text;
begin
  foreach parent in array array['account', 'chat', 'chat_event', 'message', 'chat_member', 'account_chat',
    'account_log', 'account_event', 'keyed_answer'] loop
    for remainder in 0..15 loop
      execute format('create table %I partition of %I for values with (modulus 16, remainder %s)',
        parent || '_p' || remainder, parent, remainder);
    end loop;
  end loop;
end $$;
