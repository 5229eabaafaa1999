-- Mini-apps that people have: since when, and when what a removed one keeps is deleted.

create table app_installation (
  account_id bigint not null,
  app_id bigint not null references app,
  installed_at timestamptz(3) not null,
  opened_at timestamptz(3),
  -- False: opened only in chats that have the app at hand for all in them.
  is_own boolean not null,
  -- The person removed it: when what it keeps is deleted.
  delete_at timestamptz(3),
  primary key (account_id, app_id)
) partition by hash (account_id);
create index app_installation_due on app_installation (delete_at) where delete_at is not null;

do $$
begin
  for remainder in 0..15 loop
    execute format('create table app_installation_p%s partition of app_installation for values with (modulus 16, remainder %s)',
      remainder, remainder);
  end loop;
end $$;

insert into app_installation (account_id, app_id, installed_at, opened_at, is_own)
select account_id, app_id, first_at, last_at, true from app_use;
-- Those that were taken out of the recently used, and keep something or may have something.
insert into app_installation (account_id, app_id, installed_at, is_own)
select account_id, app_id, now(), true from (
  select account_id, app_id from app_stored_item union select account_id, app_id from app_grant where ended_at is null
) held join app using (app_id)
on conflict do nothing;

-- Why a window had to end: the app was removed, or taken out of the chat.
alter table app_launch add column stopped_as text;

-- Launch data is signed once more while the window is open, and then tells the same.
alter table app_launch add column language text not null default 'ru', add column start_param text;
alter table app_launch alter column language drop default;

-- A duty to delete is told to every bot that is told of its own place.
update bot set kinds = kinds || 'appUninstalled'::text where 'selfChanged' = any (kinds);
