-- Signing in: one-time codes with their limits, sessions, and who among the accounts is a demo person.

-- One live code per phone: a new one takes the place of the old. Short-lived and purged, so not partitioned.
create table sign_in_code (
  phone text primary key,
  code_hash bytea not null,
  expires_at timestamptz(3) not null,
  wrong_tries int not null default 0
);
create index sign_in_code_expiry on sign_in_code (expires_at);

-- Codes sent within the last hour by `phone:…` and `address:…`; in the database, so that restarts and nodes agree.
create table code_budget (
  budget_key text primary key,
  sent_at timestamptz(3)[] not null default '{}',
  touched_at timestamptz(3) not null
);
create index code_budget_touched on code_budget (touched_at);

-- The token carries its account id, so that it is looked up within one partition. Only its hash is kept.
create table session (
  account_id bigint not null,
  session_id uuid not null,
  token_hash bytea not null,
  device text not null,
  created_at timestamptz(3) not null,
  last_used_at timestamptz(3) not null,
  expires_at timestamptz(3) not null,
  primary key (account_id, session_id)
) partition by hash (account_id);
create unique index session_token on session (account_id, token_hash);
create index session_expiry on session (expires_at);

create table demo_person (
  account_id bigint primary key,
  position int not null unique,
  role text not null
);

-- Prefix search of public names: the default index sorts by language and cannot serve it.
create index account_username_prefix on account_username (username_key text_pattern_ops);

-- Retention of private logs reads by time; they grow in time's order, so a few pages of index are enough.
create index account_event_at on account_event using brin (at);

do $$
begin
  for remainder in 0..15 loop
    execute format('create table %I partition of session for values with (modulus 16, remainder %s)',
      'session_p' || remainder, remainder);
  end loop;
end $$;
