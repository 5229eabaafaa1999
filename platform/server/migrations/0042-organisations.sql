-- Organisations: who answers for apps, their people in roles, and the apps that these are given.

create table organisation (
  organisation_id bigint primary key,
  kind text not null,
  slug text not null unique,
  -- What the owner calls it, and what a moderator who verified it lets it be shown as instead.
  names jsonb not null,
  official_names jsonb,
  web_host text,
  verification text not null default 'none',
  -- What the owners said when they asked to be verified, and moderators at the last decision.
  request text,
  note text,
  decided_at timestamptz(3),
  asked_at timestamptz(3),
  created_at timestamptz(3) not null
);
create index organisation_verification on organisation (verification, asked_at) where verification in ('waiting', 'verified');

create table organisation_member (
  account_id bigint not null,
  organisation_id bigint not null references organisation,
  role text not null,
  -- Null: invited, and has not agreed.
  joined_at timestamptz(3),
  primary key (account_id, organisation_id)
) partition by hash (account_id);
create index organisation_member_people on organisation_member (organisation_id, account_id);

do $$
begin
  for remainder in 0..15 loop
    execute format('create table %I partition of organisation_member for values with (modulus 16, remainder %s)',
      'organisation_member_p' || remainder, remainder);
  end loop;
end $$;

create table organisation_app (
  organisation_id bigint not null references organisation,
  app_id bigint not null references app,
  installed_at timestamptz(3) not null,
  primary key (organisation_id, app_id)
);

-- Null: owner_id acts for the app; else the owners and admins of the organisation do, and owner_id is who registered it.
alter table app add column organisation_id bigint references organisation;
create index app_organisation on app (organisation_id) where organisation_id is not null;

-- Through which organisation the app was opened.
alter table app_launch add column organisation_id bigint;
