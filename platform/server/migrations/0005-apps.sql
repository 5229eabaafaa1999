-- Mini-apps: immutable releases of content-addressed files, the one that is live, and launches.

-- release_id is the hex sha256 over the manifest and the list of files: the same content is the same release.
create table app_release (
  app_id bigint not null references app,
  release_id text not null,
  manifest jsonb not null,
  size_bytes bigint not null,
  published_by bigint not null,
  created_at timestamptz(3) not null,
  primary key (app_id, release_id)
);

-- The content stands in the blobs under its sha256, once for all apps.
create table app_file (
  app_id bigint not null,
  release_id text not null,
  path text not null,
  sha256 text not null,
  size_bytes int not null,
  content_type text not null,
  primary key (app_id, release_id, path),
  foreign key (app_id, release_id) references app_release
);
-- Publishing asks whether a file name that browsers keep for ever had another content before.
create index app_file_path on app_file (app_id, path);

create table mini_app (
  app_id bigint primary key references app,
  live_release_id text not null,
  updated_at timestamptz(3) not null,
  foreign key (app_id, live_release_id) references app_release
);

-- Who opened what, from where. launch_id is the query_id of the launch data; of the nonce only the sha256 is kept.
create table app_launch (
  account_id bigint not null,
  launch_id text not null,
  app_id bigint not null,
  release_id text not null,
  chat_id bigint,
  message_id bigint,
  nonce_hash bytea not null,
  started_at timestamptz(3) not null,
  expires_at timestamptz(3) not null,
  primary key (account_id, launch_id)
) partition by hash (account_id);
create index app_launch_age on app_launch (started_at);

do $$
begin
  for remainder in 0..15 loop
    execute format('create table %I partition of app_launch for values with (modulus 16, remainder %s)',
      'app_launch_p' || remainder, remainder);
  end loop;
end $$;
