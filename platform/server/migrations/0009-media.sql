-- Files of people: open uploads, stored files, the content they share, and the messages that carry them.

-- An upload that may still grow. Its bytes stand in a part file in the data folder, which alone says how many came.
create table upload (
  account_id bigint not null,
  file_id bigint not null,
  kind text not null,
  name text not null,
  size_bytes bigint not null,
  created_at timestamptz(3) not null,
  expires_at timestamptz(3) not null,
  primary key (account_id, file_id)
) partition by hash (account_id);
create index upload_expiry on upload (expires_at);

-- A finished file belongs to its uploader, who pays for it. Never changed but for sent_at: when a message first
-- carried it. facts: what its kind adds (width, duration, waveform, thumbnail and the like).
create table file (
  account_id bigint not null,
  file_id bigint not null,
  kind text not null,
  name text not null,
  mime_type text not null,
  size_bytes bigint not null,
  sha256 bytea not null,
  thumbnail_sha256 bytea,
  facts jsonb not null,
  created_at timestamptz(3) not null,
  sent_at timestamptz(3),
  primary key (account_id, file_id)
) partition by hash (account_id);
-- A forwarded message knows its files by their ids alone.
create index file_by_id on file (file_id);

-- Content by its hash, once for everyone. At 0 references it goes after a time of grace. Hash-partitioned by its own
-- key: no chat and no account owns it.
create table blob (
  sha256 bytea not null,
  size_bytes bigint not null,
  reference_count bigint not null default 0,
  unreferenced_at timestamptz(3),
  primary key (sha256)
) partition by hash (sha256);
create index blob_unreferenced on blob (unreferenced_at) where unreferenced_at is not null;

-- What an account stores, counted in the transactions that store and delete. The row is also the lock under which
-- uploads are admitted.
create table media_usage (
  account_id bigint not null,
  used_bytes bigint not null default 0,
  file_count bigint not null default 0,
  primary key (account_id)
) partition by hash (account_id);

-- Files of live messages: who may read one, and what a chat shares. Gone with the content of the message.
create table message_file (
  chat_id bigint not null,
  message_id bigint not null,
  position smallint not null,
  owner_id bigint not null,
  file_id bigint not null,
  kind text not null,
  primary key (chat_id, message_id, position)
) partition by hash (chat_id);
create index message_file_kind on message_file (chat_id, kind, message_id desc);
create index message_file_file on message_file (file_id);

-- Other things that keep a file: a photo of a chat or a person, a message that waits for its time. `holder` names the
-- thing; chat_id or profile_id says that the members of a
-- chat, or who sees the profile of an account, may read it.
create table file_hold (
  account_id bigint not null,
  file_id bigint not null,
  holder text not null,
  chat_id bigint,
  profile_id bigint,
  primary key (account_id, file_id, holder)
) partition by hash (account_id);

-- Files that may have lost their last keeper: looked at when due, and deleted when nothing keeps them.
create table file_release (
  account_id bigint not null,
  file_id bigint not null,
  due_at timestamptz(3) not null,
  primary key (account_id, file_id)
) partition by hash (account_id);
create index file_release_due on file_release (due_at);

do $$
declare
  parent text;
begin
  foreach parent in array array['upload', 'file', 'blob', 'media_usage', 'message_file', 'file_hold', 'file_release'] loop
    for remainder in 0..15 loop
      execute format('create table %I partition of %I for values with (modulus 16, remainder %s)',
        parent || '_p' || remainder, parent, remainder);
    end loop;
  end loop;
end $$;
