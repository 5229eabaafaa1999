-- Reports of mini-apps: what each person has against an app, until the platform decides and a month longer.

create table app_report (
  -- Who reports; told to nobody.
  account_id bigint not null,
  app_id bigint not null references app,
  reason text not null,
  comment text,
  at timestamptz(3) not null,
  closed_at timestamptz(3),
  primary key (account_id, app_id)
) partition by hash (account_id);
create index app_report_app on app_report (app_id) where closed_at is null;

do $$
begin
  for remainder in 0..15 loop
    execute format('create table %I partition of app_report for values with (modulus 16, remainder %s)',
      'app_report_p' || remainder, remainder);
  end loop;
end $$;
