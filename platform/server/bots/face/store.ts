import type { Account, AccountId, BotCommand, BotMenu, ChatId, ChatKind, Language, Role } from '@veche/contract';
import { accountColumns, type AccountRow, toAccount } from '../../identity/index.ts';
import type { Queryable, Tx } from '../../kernel/database/sql.ts';
import type { About, CommandList } from './rules.ts';

interface ListName {
  botId: AccountId;
  scope: string;
  language: string;
}

export async function readCommands(sql: Queryable, { botId, scope, language }: ListName): Promise<BotCommand[] | null> {
  const rows = await sql<{ commands: BotCommand[] }[]>`
    select commands from bot_command_list where bot_id = ${botId} and scope = ${scope} and language = ${language}`;
  return rows[0]?.commands ?? null;
}

export async function countCommandLists(tx: Tx, botId: AccountId): Promise<number> {
  const rows = await tx<{ count: number }[]>`
    select count(*)::int as count from bot_command_list where bot_id = ${botId}`;
  return rows[0]?.count ?? 0;
}

export async function writeCommands(
  tx: Tx,
  { botId, scope, language }: ListName,
  commands: BotCommand[],
): Promise<void> {
  await tx`
    insert into bot_command_list (bot_id, scope, language, commands)
    values (${botId}, ${scope}, ${language}, ${tx.json(commands)})
    on conflict (bot_id, scope, language) do update set commands = excluded.commands`;
}

export async function removeCommands(sql: Queryable, { botId, scope, language }: ListName): Promise<void> {
  await sql`delete from bot_command_list where bot_id = ${botId} and scope = ${scope} and language = ${language}`;
}

/** Whether a bot, and with it an account where one is named, sits in a chat of these kinds. */
export async function sitsIn(
  sql: Queryable,
  seat: { botId: AccountId; chatId: ChatId; beside?: AccountId | undefined; kinds: readonly ChatKind[] },
): Promise<boolean> {
  const { botId, chatId, beside = botId, kinds } = seat;
  const rows = await sql`
    select from chat c
    join chat_member b on b.chat_id = c.chat_id and b.account_id = ${botId} and b.left_seq is null
    join chat_member o on o.chat_id = c.chat_id and o.account_id = ${beside} and o.left_seq is null
    where c.chat_id = ${chatId} and c.kind = any(${[...kinds]}::text[])`;
  return rows.length > 0;
}

export async function readAbout(sql: Queryable, botId: AccountId, language: string): Promise<About | null> {
  const rows = await sql<About[]>`
    select language, description, short_description as "shortDescription" from bot_about
    where bot_id = ${botId} and language = ${language}`;
  return rows[0] ?? null;
}

/** Undefined keeps what is there. */
export async function writeAbout(
  sql: Queryable,
  botId: AccountId,
  about: { language: string; description?: string | undefined; shortDescription?: string | undefined },
): Promise<void> {
  const { language, description = null, shortDescription = null } = about;
  await sql`
    insert into bot_about (bot_id, language, description, short_description)
    values (${botId}, ${language}, coalesce(${description}::text, ''), coalesce(${shortDescription}::text, ''))
    on conflict (bot_id, language) do update set
      description = coalesce(${description}::text, bot_about.description),
      short_description = coalesce(${shortDescription}::text, bot_about.short_description)`;
}

/** The button of a chat, or of all chats; the chat's own first. */
export async function readMenu(sql: Queryable, botId: AccountId, chatId: ChatId | 0): Promise<BotMenu | null> {
  const rows = await sql<{ menu: BotMenu }[]>`
    select menu from bot_menu where bot_id = ${botId} and chat_id = any(${[chatId, 0]}::bigint[])
    order by chat_id desc limit 1`;
  return rows[0]?.menu ?? null;
}

/** Null takes the setting away. */
export async function writeMenu(
  sql: Queryable,
  { botId, chatId, menu }: { botId: AccountId; chatId: ChatId | 0; menu: BotMenu | null },
): Promise<void> {
  if (menu === null) await sql`delete from bot_menu where bot_id = ${botId} and chat_id = ${chatId}`;
  else
    await sql`
      insert into bot_menu (bot_id, chat_id, menu) values (${botId}, ${chatId}, ${sql.json(menu)})
      on conflict (bot_id, chat_id) do update set menu = excluded.menu`;
}

interface ToldBot {
  account: Account;
  lists: CommandList[];
  said: About[];
  menu: BotMenu | null;
}

/**
 * The bots of a chat with all that may concern a member of it: one statement, which finds nothing for who is none.
 * Channels have no talk with bots, and blocked bots offer nothing.
 */
export async function readChatBots(
  sql: Queryable,
  { chatId, accountId, limit }: { chatId: ChatId; accountId: AccountId; limit: number },
): Promise<{ kind: ChatKind; role: Role; language: Language; bots: ToldBot[] } | null> {
  const [inChat, ofAdmins] = [`chat:${chatId}`, `chatAdmins:${chatId}`];
  // The narrowest first, as `scopesOf` has them: one list of each bot is read, however many there are.
  const scopes = [
    ...[`chatMember:${chatId}:${accountId}`, ofAdmins, inChat],
    ...['allAdmins', 'allGroups', 'allDirect', 'default'],
  ];
  type Reader = { chatKind: ChatKind; readerRole: Role; readerLanguage: Language };
  type Row = Reader & Omit<AccountRow, 'accountId'> & { accountId: AccountId | null } & Omit<ToldBot, 'account'>;
  const rows = await sql<Row[]>`
    select c.kind as "chatKind", r.role as "readerRole", me.language as "readerLanguage", ${accountColumns(sql, accountId)},
      (select coalesce(jsonb_agg(chosen), '[]'::jsonb) from (
        select l.scope, l.language, l.commands
        from bot_command_list l where l.bot_id = b.account_id and l.scope = any(${scopes}::text[])
          and l.language in ('', me.language)
          and case when c.kind = 'direct' then l.scope in (${inChat}, 'allDirect', 'default')
            else l.scope <> 'allDirect' and (r.role <> 'member' or l.scope not in (${ofAdmins}, 'allAdmins')) end
        order by array_position(${scopes}::text[], l.scope), l.language desc limit 1) as chosen) as lists,
      (select coalesce(jsonb_agg(jsonb_build_object(
          'language', t.language, 'description', t.description, 'shortDescription', t.short_description)), '[]'::jsonb)
        from bot_about t where t.bot_id = b.account_id and t.language in ('', me.language)) as said,
      (select m.menu from bot_menu m where m.bot_id = b.account_id and m.chat_id in (0, r.chat_id)
        order by m.chat_id desc limit 1) as menu
    from chat_member r
    join chat c on c.chat_id = r.chat_id
    join account me on me.account_id = r.account_id
    left join chat_member b on b.chat_id = r.chat_id and b.is_bot and b.left_seq is null and c.kind <> 'channel'
      and not exists (select from account_block k where k.account_id = r.account_id and k.blocked_id = b.account_id)
    left join account a on a.account_id = b.account_id
    where r.chat_id = ${chatId} and r.account_id = ${accountId} and r.left_seq is null
    order by b.joined_seq, b.account_id limit ${limit}`;
  const [reader] = rows;
  if (reader === undefined) return null;
  const bots = rows.flatMap(({ lists, said, menu, ...row }): ToldBot[] =>
    row.accountId === null ? [] : [{ account: toAccount(row as AccountRow), lists, said, menu }],
  );
  return { kind: reader.chatKind, role: reader.readerRole, language: reader.readerLanguage, bots };
}

/** Names a bot and its registration; false when that is its name already. */
export async function rename(tx: Tx, botId: AccountId, name: string): Promise<boolean> {
  const rows = await tx`
    with registered as (update app set name = ${name} where bot_account_id = ${botId} and name <> ${name})
    update account set name = ${name} where account_id = ${botId} and name <> ${name} returning 1`;
  return rows.length > 0;
}
