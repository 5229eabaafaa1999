-- Calls of two people: what is under way, so that any node serves it and a killed server leaves nothing ringing.

create table call (
  chat_id bigint not null,
  -- Chosen by the caller; the message that tells of the call has the same client id.
  call_id uuid not null,
  caller_id bigint not null,
  callee_id bigint not null,
  media text not null check (media in ('audio', 'video')),
  -- The devices that have it.
  caller_session uuid not null,
  callee_session uuid,
  started_at timestamptz(3) not null,
  answered_at timestamptz(3),
  ended_at timestamptz(3),
  outcome text check (outcome in ('answered', 'missed', 'declined', 'busy', 'cancelled')),
  -- Rings, or stays without a word of both sides, until then.
  due_at timestamptz(3) not null,
  primary key (chat_id, call_id)
) partition by hash (chat_id);
create index call_due on call (due_at) where ended_at is null;
create index call_ended on call (ended_at) where ended_at is not null;

-- Whoever calls, is called or talks: one call at a time.
create table call_seat (
  account_id bigint not null,
  chat_id bigint not null,
  call_id uuid not null,
  primary key (account_id)
) partition by hash (account_id);

create table call_settings (
  account_id bigint not null,
  hides_address boolean not null,
  primary key (account_id)
) partition by hash (account_id);

do $$
declare
  parent text;
begin
  foreach parent in array array['call', 'call_seat', 'call_settings'] loop
    for remainder in 0..15 loop
      execute format('create table %I partition of %I for values with (modulus 16, remainder %s)',
        parent || '_p' || remainder, parent, remainder);
    end loop;
  end loop;
end $$;
