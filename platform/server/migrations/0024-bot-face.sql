-- What people see of a bot: commands by scope and language, descriptions by language, the menu button.
-- bot_id is the bot's account.

create table bot_command_list (
  bot_id bigint not null,
  -- default, allDirect, allGroups, allAdmins, chat:<id>, chatAdmins:<id>, chatMember:<id>:<account>.
  scope text not null,
  -- Two letters; empty for who has no list of the own language.
  language text not null,
  commands jsonb not null,
  primary key (bot_id, scope, language)
) partition by hash (bot_id);

create table bot_about (
  bot_id bigint not null,
  language text not null,
  description text not null default '',
  short_description text not null default '',
  primary key (bot_id, language)
) partition by hash (bot_id);

create table bot_menu (
  bot_id bigint not null,
  -- 0: every direct chat without a button of its own.
  chat_id bigint not null,
  menu jsonb not null,
  primary key (bot_id, chat_id)
) partition by hash (bot_id);

do $$
declare
  parent text;
begin
  foreach parent in array array['bot_command_list', 'bot_about', 'bot_menu'] loop
    for remainder in 0..15 loop
      execute format('create table %I partition of %I for values with (modulus 16, remainder %s)',
        parent || '_p' || remainder, parent, remainder);
    end loop;
  end loop;
end $$;
