-- What mini-apps keep for people: small texts, seen by the one app for the one person alone.

create table app_stored_item (
  account_id bigint not null,
  app_id bigint not null,
  key text not null,
  value text not null,
  primary key (account_id, app_id, key)
) partition by hash (account_id);

do $$
begin
  for remainder in 0..15 loop
    execute format('create table app_stored_item_p%s partition of app_stored_item for values with (modulus 16, remainder %s)',
      remainder, remainder);
  end loop;
end $$;
