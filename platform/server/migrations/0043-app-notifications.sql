-- What apps tell people by templates, and how much of it a person takes.

-- Of grants for notifications alone: how many in 24 hours, and by which name the app knows the person.
alter table app_grant add column per_day smallint, add column person_id text;
create index app_grant_person on app_grant (app_id, person_id) where person_id is not null and ended_at is null;

-- As it was drawn, in both languages.
create table app_notification (
  account_id bigint not null,
  notification_id bigint not null,
  app_id bigint not null references app,
  text jsonb not null,
  at timestamptz(3) not null,
  primary key (account_id, notification_id)
) partition by hash (account_id);
create index app_notification_app on app_notification (account_id, app_id, at);

do $$
begin
  for remainder in 0..15 loop
    execute format('create table app_notification_p%s partition of app_notification for values with (modulus 16, remainder %s)',
      remainder, remainder);
  end loop;
end $$;
