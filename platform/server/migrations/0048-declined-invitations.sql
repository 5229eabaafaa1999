-- Whoever declined an invitation is not asked again by the same organisation for a while.

create table organisation_declined (
  account_id bigint not null,
  organisation_id bigint not null references organisation,
  at timestamptz(3) not null,
  primary key (account_id, organisation_id)
) partition by hash (account_id);
create index organisation_declined_at on organisation_declined (at);
create index organisation_declined_organisation on organisation_declined (organisation_id);

do $$
begin
  for remainder in 0..15 loop
    execute format('create table %I partition of organisation_declined for values with (modulus 16, remainder %s)',
      'organisation_declined_p' || remainder, remainder);
  end loop;
end $$;
