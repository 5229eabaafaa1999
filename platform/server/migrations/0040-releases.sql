-- Releases have states and reviews and are signed by their developers; what is given to people is on a public record.

-- Manifests from before name their first page alone.
update app_release
set manifest = (manifest - 'entry') || jsonb_build_object(
  'pages', jsonb_build_array(coalesce(manifest->>'entry', 'index.html')),
  'icons', '[]'::jsonb, 'scopes', '[]'::jsonb, 'network_hosts', '[]'::jsonb, 'device_features', '[]'::jsonb,
  'audience', '["people"]'::jsonb, 'minimum_age', 0, 'entry_points', '["catalogue", "chat"]'::jsonb)
where not manifest ? 'pages';

alter table app add column developer_key text;

alter table app_release
  add column state text not null default 'retired',
  add column changed_at timestamptz(3),
  -- When it was last made live; a roll-back goes to the newest of these.
  add column live_at timestamptz(3),
  add column new_scopes text[] not null default '{}',
  add column developer_key text,
  add column signature text,
  add column test_key_hash bytea,
  add column reasons text[] not null default '{}',
  add column note text,
  add column appeal text;
update app_release r set changed_at = created_at, live_at = created_at,
  state = case when exists (select 1 from mini_app m where m.app_id = r.app_id and m.live_release_id = r.release_id)
    then 'live' else 'retired' end;
alter table app_release alter column state drop default, alter column changed_at set not null;
create unique index app_release_live on app_release (app_id) where state = 'live';
create unique index app_release_staged on app_release (app_id) where state = 'staged';
create index app_release_queue on app_release (changed_at) where state = 'review';

-- live_release_id stays when that release is stopped: the host says so instead of what it served.
alter table mini_app
  alter column live_release_id drop not null,
  add column staged_release_id text,
  add column staged_percent int,
  add foreign key (app_id, staged_release_id) references app_release;

-- Append-only and chained by hashes: entry n has the hash of entry n - 1.
create table release_log (
  entry bigint primary key,
  previous text not null,
  act text not null,
  app text not null,
  app_id bigint not null,
  release_id text not null,
  percent int,
  developer_key text,
  at timestamptz(3) not null,
  hash text not null,
  signature text not null
);
create index release_log_release on release_log (app_id, release_id, entry);

create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception '% is append-only', tg_table_name;
end $$;
create trigger release_log_append_only before update or delete or truncate on release_log
  for each statement execute function refuse_change();
