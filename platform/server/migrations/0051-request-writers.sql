-- Whose words moderators read about an organisation: they are given to that person alone, and go with the account.

-- Null: nobody asked, or whoever did is gone.
alter table organisation add column requested_by bigint;
create index organisation_requested_by on organisation (requested_by) where requested_by is not null;

-- Whose the words until now are is not known: they go, and what waits is asked for anew.
update organisation set request = null, verification = case when verification = 'waiting' then 'none' else verification end
where request is not null;
