-- Consent to what apps ask of a person, the ledger of what they read, and the log that holds its heads.

-- Null: the window may still be open.
alter table app_launch add column ended_at timestamptz(3);

-- One answer of one person. What was shown stands with it: a later release with other words asks anew.
create table app_grant (
  account_id bigint not null,
  grant_id uuid not null,
  app_id bigint not null references app,
  scope text not null,
  purpose jsonb not null,
  retention_days int not null,
  duration text not null,
  -- Where it holds, unless it holds until it is revoked.
  launch_id text,
  given_at timestamptz(3) not null,
  expires_at timestamptz(3),
  -- Used up, replaced or revoked.
  ended_at timestamptz(3),
  primary key (account_id, grant_id)
) partition by hash (account_id);
create index app_grant_open on app_grant (account_id, app_id, scope) where ended_at is null;

-- The entry as it is hashed stands in `content`; nothing of it is ever changed.
create table access_entry (
  account_id bigint not null,
  seq bigint not null,
  at timestamptz(3) not null,
  app_id bigint not null,
  scope text not null,
  content jsonb not null,
  hash bytea not null,
  primary key (account_id, seq)
) partition by hash (account_id);
create index access_entry_app on access_entry (account_id, app_id, seq);

-- The head of each ledger, and which of its heads went into the transparency log, behind which salt.
create table access_ledger (
  account_id bigint not null,
  seq bigint not null,
  hash bytea not null,
  logged_seq bigint not null default 0,
  salt bytea,
  leaf_index bigint,
  primary key (account_id)
) partition by hash (account_id);

do $$
declare
  parent text;
begin
  foreach parent in array array['app_grant', 'access_entry', 'access_ledger'] loop
    for remainder in 0..15 loop
      execute format('create table %I partition of %I for values with (modulus 16, remainder %s)',
        parent || '_p' || remainder, parent, remainder);
    end loop;
  end loop;
end $$;
create index access_ledger_news on access_ledger (account_id) where seq > logged_seq;

-- Hashes of the whole subtrees of the log; on level 0 stand its leaves. Rows are only ever added.
create table transparency_node (
  level smallint not null,
  position bigint not null,
  hash bytea not null,
  primary key (level, position)
);

create table transparency_head (
  tree_size bigint not null primary key,
  root_hash bytea not null,
  at timestamptz(3) not null,
  signature bytea not null
);
