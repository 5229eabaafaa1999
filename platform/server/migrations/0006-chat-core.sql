-- What messages may hold beside text, channels, and what members may do.

-- Entities, files, polls and the like: one document beside the text; null for plain text.
alter table message add column body jsonb;
-- The message that opened the topic or thread this one belongs to.
alter table message add column topic_id bigint;
alter table message add column expires_at timestamptz(3);

alter table chat drop constraint chat_kind_check;
alter table chat add constraint chat_kind_check check (kind in ('direct', 'group', 'channel'));
-- Permissions denied to all members, as bits of the contract's list.
alter table chat add column denied int not null default 0;
alter table chat add column slow_mode_seconds int not null default 0;
alter table chat add column message_ttl_seconds int not null default 0;
update chat set denied = 448 where kind = 'group';

-- An admin's rights; what one member is denied beyond that, and until when (null: for good).
alter table chat_member add column rights int not null default 0;
alter table chat_member add column denied int not null default 0;
alter table chat_member add column denied_until timestamptz(3);

-- Changes of a chat's face are one kind of event.
update chat_event set kind = 'chat.changed', data = jsonb_build_object('set', data) where kind = 'chat.titleChanged';

-- How far each log was taken by those who do something with it after the commit.
create table log_follower (
  chat_id bigint not null,
  follower text not null,
  seq bigint not null,
  primary key (chat_id, follower)
) partition by hash (chat_id);

do $$
begin
  for remainder in 0..15 loop
    execute format('create table %I partition of log_follower for values with (modulus 16, remainder %s)',
      'log_follower_p' || remainder, remainder);
  end loop;
end $$;
