-- What is queued once more knows when it was queued first: replaying does not keep it for ever.

-- Null: it was not queued before.
alter table bot_update add column first_at timestamptz(3);
alter table bot_dead_letter add column first_at timestamptz(3);
