-- What people are told of among the messages of a chat: who came and went, a new name, pins. Found without reading the
-- reactions and edits that stand between.
create index chat_event_told on chat_event (chat_id, seq)
where kind in ('chat.created', 'chat.changed', 'member.added', 'member.removed', 'topic.changed')
  or (kind = 'member.changed' and data ? 'roleWas')
  or (kind = 'message.changed' and data -> 'set' -> 'pinned' = 'true'::jsonb);
