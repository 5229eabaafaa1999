-- Who put which emoji on which message. Totals are counted on read: the key's prefix is the message.
create table reaction (
  chat_id bigint not null,
  message_id bigint not null,
  account_id bigint not null,
  emoji text not null,
  at timestamptz(3) not null,
  primary key (chat_id, message_id, account_id, emoji)
) partition by hash (chat_id);

do $$
begin
  for remainder in 0..15 loop
    execute format('create table %I partition of reaction for values with (modulus 16, remainder %s)',
      'reaction_p' || remainder, remainder);
  end loop;
end $$;
