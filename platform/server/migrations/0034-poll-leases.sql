-- Programs of a bot that poll in turn hand the queue over: the newest lease is given updates once the one before has let go.

-- Number of the newest lease.
alter table bot add column lease_newest bigint not null default 0;
-- The lease that is given updates; null: none.
alter table bot add column lease_serving bigint;
-- Since when a newer one waits for it.
alter table bot add column lease_wanted_at timestamptz(3);
-- When it was last heard of since then.
alter table bot add column lease_seen_at timestamptz(3);
