-- Rooms: descriptions, public names, bans, invitations, topics, comments of channels, and what admins did.

alter table chat add column description text;
-- The public name as it is shown; public_name holds it as it is compared.
alter table chat add column username text;
alter table chat add column has_topics boolean not null default false;
-- A channel and the group where its posts are discussed name each other.
alter table chat add column linked_chat_id bigint;
alter table chat add column join_request_count int not null default 0;
-- The chat is gone for everyone; what it held is being wiped.
alter table chat add column deleted_at timestamptz(3);

-- Who made this member an admin, by which invitation the member came, and, under slow mode, when it last wrote.
alter table chat_member add column promoted_by bigint;
alter table chat_member add column invite_id bigint;
alter table chat_member add column last_sent_at timestamptz(3);
-- Members are paged in the order they joined, however many there are; admins are few.
create index chat_member_joined on chat_member (chat_id, joined_seq, account_id) where left_seq is null;
create index chat_member_admin on chat_member (chat_id) where role <> 'member' and left_seq is null;

-- One name space for people, bots, groups and channels.
alter table account_username rename to public_name;
alter table public_name rename column username_key to name_key;
alter table public_name alter column account_id drop not null;
alter table public_name add column chat_id bigint unique;
alter table public_name add constraint public_name_holder check (num_nonnulls(account_id, chat_id) = 1);
alter index account_username_prefix rename to public_name_prefix;

-- Bots are told of posts in channels, unless they asked for other things alone.
update bot set kinds = kinds || '{post}' where 'message' = any(kinds);
update bot set kinds = kinds || '{postEdited}' where 'messageEdited' = any(kinds);

create table chat_ban (
  chat_id bigint not null,
  account_id bigint not null,
  actor_id bigint not null,
  at timestamptz(3) not null,
  -- Null: for good.
  until timestamptz(3),
  primary key (chat_id, account_id)
) partition by hash (chat_id);
create index chat_ban_account on chat_ban (account_id);

-- The token is found by its hash, and sealed, so that admins can see the link again and a copy of the database opens
-- no door.
create table chat_invite (
  chat_id bigint not null,
  invite_id bigint not null,
  creator_id bigint not null,
  token_sealed bytea not null,
  title text,
  expires_at timestamptz(3),
  use_limit int,
  needs_approval boolean not null,
  use_count int not null default 0,
  created_at timestamptz(3) not null,
  revoked_at timestamptz(3),
  primary key (chat_id, invite_id)
) partition by hash (chat_id);
create table invite_token (
  token_hash bytea primary key,
  chat_id bigint not null,
  invite_id bigint not null
);
create index invite_token_chat on invite_token (chat_id);
create index chat_member_invite on chat_member (chat_id, invite_id, joined_seq) where invite_id is not null;

-- Who asks to be let in, for the chat and for the asker.
create table join_request (
  chat_id bigint not null,
  account_id bigint not null,
  invite_id bigint not null,
  at timestamptz(3) not null,
  primary key (chat_id, account_id)
) partition by hash (chat_id);
create index join_request_at on join_request (chat_id, at, account_id);
create table account_join_request (
  account_id bigint not null,
  chat_id bigint not null,
  primary key (account_id, chat_id)
) partition by hash (account_id);

-- A topic of a group is named by its opening message; so is the thread of comments under a post of a channel, which
-- names the post it came from.
create table topic (
  chat_id bigint not null,
  topic_id bigint not null,
  creator_id bigint not null,
  title text not null,
  icon_emoji text,
  icon_colour text,
  created_at timestamptz(3) not null,
  closed_at timestamptz(3),
  last_message_id bigint not null,
  post_chat_id bigint,
  post_message_id bigint,
  primary key (chat_id, topic_id)
) partition by hash (chat_id);
create index topic_activity on topic (chat_id, last_message_id desc) where post_chat_id is null;
create index message_topic on message (chat_id, topic_id, message_id) where topic_id is not null;

create table account_topic (
  account_id bigint not null,
  chat_id bigint not null,
  topic_id bigint not null,
  read_seq bigint not null,
  primary key (account_id, chat_id, topic_id)
) partition by hash (account_id);

-- The thread of comments of each post that has one. told_count is what the channel's log said last.
create table post_thread (
  chat_id bigint not null,
  message_id bigint not null,
  group_id bigint not null,
  topic_id bigint not null,
  comment_count int not null default 0,
  told_count int not null default 0,
  primary key (chat_id, message_id)
) partition by hash (chat_id);
create index post_thread_untold on post_thread (chat_id) where comment_count <> told_count;

create table admin_act (
  chat_id bigint not null,
  act_id bigint generated always as identity,
  actor_id bigint not null,
  kind text not null,
  target_id bigint,
  at timestamptz(3) not null,
  data jsonb not null,
  primary key (chat_id, act_id)
) partition by hash (chat_id);

do $$
declare
  parent text;
begin
  foreach parent in array array['chat_ban', 'chat_invite', 'join_request', 'account_join_request', 'topic',
    'account_topic', 'post_thread', 'admin_act'] loop
    for remainder in 0..15 loop
      execute format('create table %I partition of %I for values with (modulus 16, remainder %s)',
        parent || '_p' || remainder, parent, remainder);
    end loop;
  end loop;
end $$;
