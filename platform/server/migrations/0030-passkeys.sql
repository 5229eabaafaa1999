-- Passkeys, the additional password, and what lies between the steps of signing in with them.

create table passkey (
  account_id bigint not null,
  passkey_id uuid not null,
  credential_id bytea not null,
  -- In the form that the authenticator gave it (COSE).
  public_key bytea not null,
  -- How often it was used, as it says itself; some always say 0.
  counter bigint not null,
  transports text[] not null,
  name text not null,
  is_synced boolean not null,
  created_at timestamptz(3) not null,
  last_used_at timestamptz(3),
  -- When it last answered with a counter that it had gone past.
  doubted_at timestamptz(3),
  primary key (account_id, passkey_id),
  unique (account_id, credential_id)
) partition by hash (account_id);

create table second_factor (
  account_id bigint not null,
  -- Argon2id in the PHC string form.
  password_hash text not null,
  hint text,
  -- Keyed hash of the recovery code; null when it was used up.
  recovery_hash bytea,
  set_at timestamptz(3) not null,
  -- Who forgot the password waits until then; everyone signed in may say no.
  lift_asked_at timestamptz(3),
  lifts_at timestamptz(3),
  primary key (account_id)
) partition by hash (account_id);

-- After a right code, before the additional password.
create table sign_in_ticket (
  account_id bigint not null,
  ticket_hash bytea not null,
  expires_at timestamptz(3) not null,
  primary key (account_id, ticket_hash)
) partition by hash (account_id);

do $$
declare
  parent text;
begin
  foreach parent in array array['passkey', 'second_factor', 'sign_in_ticket'] loop
    for remainder in 0..15 loop
      execute format('create table %I partition of %I for values with (modulus 16, remainder %s)',
        parent || '_p' || remainder, parent, remainder);
    end loop;
  end loop;
end $$;

create index second_factor_lifts on second_factor (lifts_at) where lifts_at is not null;

-- Challenges carry their own seal; only those that were answered are remembered, until they are too old anyway.
create table spent_challenge (
  challenge_hash bytea not null primary key,
  expires_at timestamptz(3) not null
);
