-- What was said lately in a chat: words that are common are found by reading it, without the words' own index.
create index message_search_time on message_search (chat_id, at);
