-- Whom a person let have something: an app that others answer for asks anew.

-- The organisation that answered for the app then; null: a person did. Grants for apps of organisations from before say
-- nothing of it, and are asked for anew.
alter table app_grant add column organisation_id bigint;
