-- Mini-apps that the admins of a chat put at hand for everyone in it, by their slugs in the order they came.
alter table chat add column apps text[] not null default '{}';
