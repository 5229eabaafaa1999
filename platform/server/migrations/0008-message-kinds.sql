-- What messages go through beside being sent: earlier versions, polls, pins, mentions; and stickers.

-- What a message said before an edit. `seq` is the event that replaced it.
create table message_version (
  chat_id bigint not null,
  message_id bigint not null,
  seq bigint not null,
  at timestamptz(3) not null,
  text text not null,
  body jsonb,
  primary key (chat_id, message_id, seq)
) partition by hash (chat_id);

-- What a poll's message must not show. `results` is what the log last told of the votes, null before the first.
create table poll (
  chat_id bigint not null,
  message_id bigint not null,
  correct int,
  explanation text,
  results jsonb,
  primary key (chat_id, message_id)
) partition by hash (chat_id);

create table poll_vote (
  chat_id bigint not null,
  message_id bigint not null,
  account_id bigint not null,
  options int[] not null,
  at timestamptz(3) not null,
  primary key (chat_id, message_id, account_id)
) partition by hash (chat_id);
create index poll_vote_order on poll_vote (chat_id, message_id, at, account_id);

create table pin (
  chat_id bigint not null,
  message_id bigint not null,
  -- The event that pinned it: the order of pins.
  seq bigint not null,
  account_id bigint not null,
  at timestamptz(3) not null,
  primary key (chat_id, message_id)
) partition by hash (chat_id);
create index pin_order on pin (chat_id, seq);

-- Lists of chats show the newest pin without looking for it.
alter table chat add column pin_count int not null default 0;
alter table chat add column newest_pin bigint;

-- Who was spoken to by which message: mentions by name and replies.
create table mention (
  account_id bigint not null,
  chat_id bigint not null,
  message_id bigint not null,
  at timestamptz(3) not null,
  primary key (account_id, chat_id, message_id)
) partition by hash (account_id);
create index mention_message on mention (chat_id, message_id);
create index mention_order on mention (account_id, at, chat_id, message_id);

create table sticker_pack (
  pack_id bigint not null primary key,
  owner_id bigint not null,
  title text not null,
  created_at timestamptz(3) not null default now()
);
create index sticker_pack_owner on sticker_pack (owner_id);

create table sticker (
  pack_id bigint not null,
  sticker_id bigint not null,
  emoji text not null,
  -- The picture as messages hold it; null: the emoji is the picture.
  file jsonb,
  at timestamptz(3) not null default now(),
  primary key (pack_id, sticker_id)
);

create table sticker_install (
  account_id bigint not null,
  pack_id bigint not null,
  at timestamptz(3) not null default now(),
  primary key (account_id, pack_id)
) partition by hash (account_id);

do $$
declare
  parent text;
begin
  foreach parent in array array['message_version', 'poll', 'poll_vote', 'pin', 'mention', 'sticker_install'] loop
    for remainder in 0..15 loop
      execute format('create table %I partition of %I for values with (modulus 16, remainder %s)',
        parent || '_p' || remainder, parent, remainder);
    end loop;
  end loop;
end $$;
