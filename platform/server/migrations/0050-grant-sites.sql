-- Where a person let have something: an app whose page has moved to another site asks anew.

-- Origin of the app's own site then; null: we served its files.
alter table app_grant add column site text;
