-- Pushes to browsers: subscriptions of sessions, what accounts want to be told of, and when quiet hours were overridden.

create table push_subscription (
  account_id bigint not null,
  session_id uuid not null,
  endpoint text not null,
  p256dh text not null,
  auth text not null,
  created_at timestamptz(3) not null,
  -- First of the failures since the last push that arrived.
  failing_since timestamptz(3),
  primary key (account_id, session_id)
) partition by hash (account_id);

create table notification_settings (
  account_id bigint not null,
  direct text not null default 'all',
  groups text not null default 'all',
  channels text not null default 'all',
  show_text boolean not null default true,
  quiet_from int,
  quiet_to int,
  time_zone text,
  allow_urgent boolean not null default true,
  primary key (account_id)
) partition by hash (account_id);

create table quiet_override (
  account_id bigint not null,
  chat_id bigint not null,
  message_id bigint not null,
  at timestamptz(3) not null,
  primary key (account_id, chat_id, message_id)
) partition by hash (account_id);

do $$
declare
  parent text;
begin
  foreach parent in array array['push_subscription', 'notification_settings', 'quiet_override'] loop
    for remainder in 0..15 loop
      execute format('create table %I partition of %I for values with (modulus 16, remainder %s)',
        parent || '_p' || remainder, parent, remainder);
    end loop;
  end loop;
end $$;
