-- A bot that may read its groups may read what was said since, not what was said before.

-- Null: it is told only of what is meant for it.
alter table bot add column reads_all_since timestamptz(3);
-- Since when these read was not kept: from now on.
update bot set reads_all_since = now() where reads_all_group_messages;
alter table bot drop column reads_all_group_messages;
