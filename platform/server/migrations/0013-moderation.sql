-- Reports, what moderators did, and the budgets that keep newcomers from bothering strangers.

create table report (
  chat_id bigint not null,
  report_id bigint generated always as identity,
  -- Who is reported, and for which message; 0 for the account as a whole.
  account_id bigint not null,
  message_id bigint not null default 0,
  reason text not null,
  comment text,
  message_text text,
  at timestamptz(3) not null,
  -- The moderators of the platform decide; otherwise the admins of the chat.
  for_platform boolean not null,
  outcome text,
  closed_by bigint,
  closed_at timestamptz(3),
  primary key (chat_id, report_id)
) partition by hash (chat_id);
create index report_open on report (chat_id, account_id, message_id) where closed_at is null;
create index report_platform on report (report_id) where for_platform;

-- Who joined in a report: each person counts once.
create table report_voice (
  chat_id bigint not null,
  report_id bigint not null,
  reporter_id bigint not null,
  at timestamptz(3) not null,
  primary key (chat_id, report_id, reporter_id)
) partition by hash (chat_id);
create index report_voice_reporter on report_voice (reporter_id);

-- Acts of the platform's moderators; kept under the moderator.
create table moderator_act (
  account_id bigint not null,
  act_id bigint generated always as identity,
  kind text not null,
  chat_id bigint,
  target_id bigint,
  note text not null,
  at timestamptz(3) not null,
  primary key (account_id, act_id)
) partition by hash (account_id);
create index moderator_act_order on moderator_act (act_id);

create table account_limit (
  account_id bigint not null,
  until timestamptz(3) not null,
  primary key (account_id)
) partition by hash (account_id);

create table daily_budget (
  account_id bigint not null,
  kind text not null,
  day date not null,
  used int not null,
  primary key (account_id, kind, day)
) partition by hash (account_id);

do $$
declare
  parent text;
begin
  foreach parent in array array['report', 'report_voice', 'moderator_act', 'account_limit', 'daily_budget'] loop
    for remainder in 0..15 loop
      execute format('create table %I partition of %I for values with (modulus 16, remainder %s)',
        parent || '_p' || remainder, parent, remainder);
    end loop;
  end loop;
end $$;
