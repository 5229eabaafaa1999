-- Which messages brought keys in place of writing: the last one meant for a person is found without reading a chat.

create table reply_keyboard (
  chat_id bigint not null,
  message_id bigint not null,
  -- Null: for everyone, who then has no use for the earlier ones.
  for_ids bigint[],
  primary key (chat_id, message_id)
) partition by hash (chat_id);

do $$
begin
  for remainder in 0..15 loop
    execute format('create table %I partition of reply_keyboard for values with (modulus 16, remainder %s)',
      'reply_keyboard_p' || remainder, remainder);
  end loop;
end $$;
