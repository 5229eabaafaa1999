-- Unread mentions stand in the account's own row of a chat, as they were last told, so that lists need not count them.
alter table account_chat add column mention_count int not null default 0;
alter table account_chat add column newest_mention bigint;
-- Counts changes, so that devices can tell which of two readings is newer.
alter table account_chat add column mentions_version int not null default 0;
