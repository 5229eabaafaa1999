-- The catalogue of mini-apps: who opened what, and how they liked it.

create table app_use (
  account_id bigint not null,
  app_id bigint not null references app,
  first_at timestamptz(3) not null,
  last_at timestamptz(3) not null,
  stars smallint check (stars between 1 and 5),
  primary key (account_id, app_id)
) partition by hash (account_id);
-- The hourly count of people and stars.
create index app_use_last on app_use (app_id, last_at);

do $$
begin
  for remainder in 0..15 loop
    execute format('create table %I partition of app_use for values with (modulus 16, remainder %s)',
      'app_use_p' || remainder, remainder);
  end loop;
end $$;

-- Sums over app_use: stars at once, people by the hour.
create table app_standing (
  app_id bigint primary key references app,
  monthly_people int not null default 0,
  star_sum int not null default 0,
  star_count int not null default 0
);
