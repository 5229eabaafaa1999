-- When people were last here, and how far messages have reached their devices.

create table account_presence (
  account_id bigint not null,
  last_seen_at timestamptz(3) not null,
  -- Taken for online until then, unless it closes before; null: gone.
  online_until timestamptz(3),
  primary key (account_id)
) partition by hash (account_id);

-- Everything of the chat up to here has reached a device of the account. Reading moves read_seq alone: what was read
-- has arrived.
alter table account_chat add column got_seq bigint not null default 0;

do $$
begin
  for remainder in 0..15 loop
    execute format('create table %I partition of account_presence for values with (modulus 16, remainder %s)',
      'account_presence_p' || remainder, remainder);
  end loop;
end $$;
