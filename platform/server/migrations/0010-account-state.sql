-- What an account keeps for itself: settings of its chats, folders, drafts, contacts, blocks, privacy, messages to be
-- sent later, and what it no longer wants to see.

-- Counts changes of own settings, so that devices can tell which of two readings is newer.
alter table account_chat add column settings_version int not null default 0;
-- The same for the draft, which is not told but read.
alter table account_chat add column draft_version int not null default 0;
-- Head of the chat when it was put into the archive.
alter table account_chat add column archived_seq bigint;
-- Place among the pinned chats, the highest first.
alter table account_chat add column pinned_rank int;
-- 'infinity': until the account says otherwise.
alter table account_chat add column muted_until timestamptz(3);
alter table account_chat add column notify text not null default 'all' check (notify in ('all', 'mentions', 'none'));
alter table account_chat add column marked_unread boolean not null default false;
-- Messages up to here are gone for this account.
alter table account_chat add column cleared_seq bigint not null default 0;
-- Not in the list while it has no message to show.
alter table account_chat add column is_removed boolean not null default false;

-- Somebody in this direct chat has blocked the other; looked at with every send, so it stands beside the head.
alter table chat add column has_blocks boolean not null default false;

create table folder (
  account_id bigint not null,
  folder_id int not null,
  position int not null,
  content jsonb not null,
  primary key (account_id, folder_id)
) partition by hash (account_id);

-- Topic 0: the chat itself.
create table draft (
  account_id bigint not null,
  chat_id bigint not null,
  topic_id bigint not null default 0,
  at timestamptz(3) not null,
  content jsonb not null,
  primary key (account_id, chat_id, topic_id)
) partition by hash (account_id);

create table contact (
  account_id bigint not null,
  contact_id bigint not null,
  -- What the account calls the person; null: as the person calls itself.
  name text,
  added_at timestamptz(3) not null,
  primary key (account_id, contact_id)
) partition by hash (account_id);

-- Phone numbers looked up by an account on one day: numbers must not be harvested.
create table phone_lookup (
  account_id bigint not null,
  day date not null,
  used int not null,
  primary key (account_id, day)
) partition by hash (account_id);

create table account_block (
  account_id bigint not null,
  blocked_id bigint not null,
  at timestamptz(3) not null,
  primary key (account_id, blocked_id)
) partition by hash (account_id);

create table privacy_rule (
  account_id bigint not null,
  subject text not null,
  audience text not null check (audience in ('everyone', 'contacts', 'nobody')),
  allowed bigint[] not null default '{}',
  denied bigint[] not null default '{}',
  primary key (account_id, subject)
) partition by hash (account_id);

-- The client id is that of the message to come: sent twice, it is one message.
create table scheduled_message (
  account_id bigint not null,
  client_id uuid not null,
  chat_id bigint not null,
  due_at timestamptz(3) not null,
  created_at timestamptz(3) not null,
  request_hash bigint not null,
  content jsonb not null,
  -- Error code with which sending was refused; it waits for the account then.
  failure text,
  primary key (account_id, client_id)
) partition by hash (account_id);
create index scheduled_message_due on scheduled_message (due_at) where failure is null;
create index scheduled_message_chat on scheduled_message (account_id, chat_id, due_at);

create index message_expiry on message (expires_at) where expires_at is not null;

create table hidden_message (
  account_id bigint not null,
  chat_id bigint not null,
  message_id bigint not null,
  primary key (account_id, chat_id, message_id)
) partition by hash (account_id);

do $$
declare
  parent text;
begin
  foreach parent in array array['folder', 'draft', 'contact', 'phone_lookup', 'account_block', 'privacy_rule',
    'scheduled_message', 'hidden_message'] loop
    for remainder in 0..15 loop
      execute format('create table %I partition of %I for values with (modulus 16, remainder %s)',
        parent || '_p' || remainder, parent, remainder);
    end loop;
  end loop;
end $$;
