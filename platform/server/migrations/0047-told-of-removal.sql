-- A bot is told of each removal of its app once, however often the person adds and removes it unopened.

alter table app_installation add column is_bot_told boolean not null default false;
update app_installation set is_bot_told = true where delete_at is not null;
