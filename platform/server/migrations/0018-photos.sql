-- Photos of accounts and of chats. The file is an own one of who set it, kept by a row of file_hold; for a chat that
-- account stands beside it.
alter table account add column photo_id bigint;
alter table chat add column photo_id bigint;
alter table chat add column photo_owner_id bigint;
