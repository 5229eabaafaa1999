-- Where the updates of bots are sent, in place of being polled for, and how far each delivery came.

create table bot_webhook (
  bot_id bigint not null,
  form text not null,
  -- Address and secret, sealed: either may let who knows it speak for the bot's owner.
  target_sealed bytea not null,
  max_connections int not null,
  changed_at timestamptz(3) not null,
  last_error_at timestamptz(3),
  last_error text,
  -- Since when the target says that it is gone for good.
  gone_since timestamptz(3),
  -- The node that sends, and until when it may without asking again.
  sender uuid,
  sender_until timestamptz(3),
  primary key (bot_id)
) partition by hash (bot_id);

do $$
begin
  for remainder in 0..15 loop
    execute format('create table %I partition of bot_webhook for values with (modulus 16, remainder %s)',
      'bot_webhook_p' || remainder, remainder);
  end loop;
end $$;

-- Chats are served side by side, so that a later update may be delivered before an earlier one of another chat.
alter table bot_update add column sent boolean not null default false;
alter table bot_update add column attempts int not null default 0;
alter table bot_update add column next_attempt_at timestamptz(3);
