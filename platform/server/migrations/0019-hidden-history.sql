-- A group may keep what was said before from those who come. hidden_to: the seat's holder sees nothing of the log up to
-- here; cleared_seq of the account's own row moves with it, so that all lists leave it out.
alter table chat add column hides_history boolean not null default false;
alter table chat_member add column hidden_to bigint not null default 0;
