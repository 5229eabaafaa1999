-- Leaving with everything and arriving with it: exports, imports with their reports, deletions of accounts.

create table archive_export (
  account_id bigint not null,
  export_id uuid not null,
  client_id uuid not null,
  request_hash bigint not null,
  -- Null for the whole account.
  chat_id bigint,
  language text not null,
  phase text not null default 'waiting'
    check (phase in ('waiting', 'running', 'ready', 'failed', 'cancelled', 'expired')),
  chats int not null default 0,
  messages bigint not null default 0,
  -- About how many messages there are; counted once, at the start.
  expected_messages bigint not null default 0,
  files int not null default 0,
  missing_files int not null default 0,
  requested_at timestamptz(3) not null,
  started_at timestamptz(3),
  ready_at timestamptz(3),
  expires_at timestamptz(3),
  size_bytes bigint,
  -- Whether there may be a blob, whole or half.
  has_blob boolean not null default false,
  primary key (account_id, export_id)
) partition by hash (account_id);
create unique index archive_export_client on archive_export (account_id, client_id);
-- One at a time.
create unique index archive_export_running on archive_export (account_id) where phase in ('waiting', 'running');
create index archive_export_blob on archive_export (expires_at) where has_blob;

-- An archive of another messenger on its way into a chat. Progress moves in the transactions that append messages.
create table archive_import (
  account_id bigint not null,
  import_id uuid not null,
  client_id uuid not null,
  request_hash bigint not null,
  file_id bigint not null,
  file_name text not null,
  time_zone text not null,
  -- Null until the group for it is made.
  chat_id bigint,
  is_own_chat boolean not null default false,
  format text check (format in ('telegram', 'whatsapp')),
  -- Chats of the archive, when there are several to choose from.
  sources jsonb,
  source_key text,
  phase text not null default 'waiting'
    check (phase in ('waiting', 'reading', 'choosing', 'running', 'done', 'failed', 'cancelled', 'undoing', 'undone')),
  problem text,
  expected_entries bigint not null default 0,
  -- Entries dealt with: the job goes on after them.
  done_entries bigint not null default 0,
  imported bigint not null default 0,
  skipped bigint not null default 0,
  requested_at timestamptz(3) not null,
  finished_at timestamptz(3),
  primary key (account_id, import_id)
) partition by hash (account_id);
create unique index archive_import_client on archive_import (account_id, client_id);

-- One at a time; who is asked to choose may begin another.
create unique index archive_import_running on archive_import (account_id)
  where phase in ('waiting', 'reading', 'running', 'undoing');

-- What became of each entry: a message, or a reason. An entry too long for one message makes several parts.
create table archive_import_item (
  chat_id bigint not null,
  import_id uuid not null,
  entry bigint not null,
  part int not null,
  -- Index in the archive's list, or line of its text: where a person finds the entry.
  position bigint not null,
  source_key text,
  message_id bigint,
  reason text,
  detail text,
  primary key (chat_id, import_id, entry, part)
) partition by hash (chat_id);
create index archive_import_item_source on archive_import_item (chat_id, import_id, source_key) where source_key is not null;

-- Accounts that are to be erased, and how far that is.
create table account_deletion (
  account_id bigint primary key,
  requested_at timestamptz(3) not null,
  erases_at timestamptz(3) not null,
  started_at timestamptz(3),
  erased_at timestamptz(3)
);

do $$
declare
  parent text;
begin
  foreach parent in array array['archive_export', 'archive_import', 'archive_import_item'] loop
    for remainder in 0..15 loop
      execute format('create table %I partition of %I for values with (modulus 16, remainder %s)',
        parent || '_p' || remainder, parent, remainder);
    end loop;
  end loop;
end $$;
