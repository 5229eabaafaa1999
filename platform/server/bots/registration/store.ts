import type { AccountId, AppId, Bot, BotInline, BotUpdateKind } from '@veche/contract';
import { actsFor } from '../../organisations/index.ts';
import type { Queryable, Tx } from '../../kernel/database/sql.ts';
import type { StoredToken } from './launch-key.ts';

/** One registration: what a developer publishes under one owner and one token. */
export interface AppRow {
  appId: AppId;
  /** Who registered it. */
  ownerId: AccountId;
  slug: string | null;
  name: string;
  botAccountId: AccountId | null;
  createdAt: Date;
}

const columns = (sql: Queryable) => sql`
  app_id as "appId", owner_id as "ownerId", slug, name, bot_account_id as "botAccountId", created_at as "createdAt"`;

/** Writes a registration. False when the slug is taken. */
export async function insertApp(sql: Queryable, app: AppRow, token: StoredToken): Promise<boolean> {
  const rows = await sql`
    insert into app (app_id, owner_id, slug, name, bot_account_id, token_hash, launch_key_sealed, created_at)
    values (${app.appId}, ${app.ownerId}, ${app.slug}, ${app.name}, ${app.botAccountId}, ${token.tokenHash},
      ${token.launchKeySealed}, ${app.createdAt})
    on conflict (slug) do nothing returning 1`;
  return rows.length > 0;
}

/** The registration a bot belongs to, or null; `lock` holds it until the transaction ends. */
export async function findAppOfBot(sql: Queryable, botAccountId: AccountId, lock = false): Promise<AppRow | null> {
  const rows = await sql<AppRow[]>`
    select ${columns(sql)} from app where bot_account_id = ${botAccountId} ${lock ? sql`for update` : sql``}`;
  return rows[0] ?? null;
}

/** Stored hash of a bot's token and which one it is, or null. */
export async function readBotToken(
  sql: Queryable,
  botAccountId: number,
): Promise<{ hash: Uint8Array; generation: number } | null> {
  const rows = await sql<{ hash: Uint8Array; generation: number }[]>`
    select token_hash as hash, token_generation as generation from app
    where bot_account_id = ${botAccountId} and token_hash is not null`;
  return rows[0] ?? null;
}

/** Stored hash of the token of an app without a bot, or null. */
export async function readAppToken(sql: Queryable, appId: number): Promise<Uint8Array | null> {
  const rows = await sql<{ hash: Uint8Array }[]>`
    select token_hash as hash from app where app_id = ${appId} and bot_account_id is null and token_hash is not null`;
  return rows[0]?.hash ?? null;
}

/** Whether a token is still the bot's. It stays so until the transaction ends. */
export async function holdToken(tx: Tx, botAccountId: AccountId, generation: number): Promise<boolean> {
  const rows = await tx<{ isHeld: boolean }[]>`
    select token_hash is not null and token_generation = ${generation} as "isHeld" from app
    where bot_account_id = ${botAccountId} for update`;
  return rows[0]?.isHeld === true;
}

/** Replaces the token; the old one is worth nothing from the commit on. */
export async function replaceToken(sql: Queryable, appId: AppId, token: StoredToken): Promise<void> {
  await sql`
    update app set token_hash = ${token.tokenHash}, launch_key_sealed = ${token.launchKeySealed},
      token_generation = token_generation + 1
    where app_id = ${appId}`;
}

/** Gives a bot its settings and an empty queue. */
export async function insertBot(
  sql: Queryable,
  bot: { botId: AccountId; username: string; kinds: readonly BotUpdateKind[] },
): Promise<void> {
  await sql`insert into bot (bot_id, username, kinds) values (${bot.botId}, ${bot.username}, ${[...bot.kinds]}::text[])`;
}

interface BotRow {
  appId: AppId;
  accountId: AccountId;
  name: string;
  username: string;
  readsAllGroupMessages: boolean;
  inline: BotInline | null;
  createdAt: Date;
}

/** How many bots a person owns. */
export async function countOwnBots(tx: Tx, ownerId: AccountId): Promise<number> {
  const [row] = await tx<{ count: number }[]>`
    select count(*)::int as count from app
    where owner_id = ${ownerId} and organisation_id is null and bot_account_id is not null`;
  return row?.count ?? 0;
}

/** Bots with their registrations: those that somebody may act for, oldest first, or one. */
export async function readBots(sql: Queryable, query: { ownerId: AccountId } | { botId: AccountId }): Promise<Bot[]> {
  const rows = await sql<BotRow[]>`
    select a.app_id as "appId", a.bot_account_id as "accountId", a.name, b.username,
      b.reads_all_since is not null as "readsAllGroupMessages", b.inline, a.created_at as "createdAt"
    from app a join bot b on b.bot_id = a.bot_account_id
    where ${'ownerId' in query ? actsFor(sql, query.ownerId) : sql`a.bot_account_id = ${query.botId}`}
    order by a.created_at, a.app_id`;
  return rows.map(({ appId, readsAllGroupMessages, inline, createdAt, ...account }) => ({
    appId,
    account: { ...account, kind: 'bot' },
    readsAllGroupMessages,
    ...(inline === null ? {} : { inline }),
    createdAt: createdAt.toISOString(),
  }));
}

/** Lets a bot see all of its groups from a moment on, unless it does already; null: only what is meant for it. */
export async function updateGroupReading(sql: Queryable, botId: AccountId, since: Date | null): Promise<void> {
  await sql`
    update bot set reads_all_since = ${since === null ? null : sql`coalesce(reads_all_since, ${since})`}
    where bot_id = ${botId}`;
}

/** Sets how a bot takes queries; null: not at all. */
export async function updateInline(sql: Queryable, botId: AccountId, inline: BotInline | null): Promise<void> {
  await sql`update bot set inline = ${inline === null ? null : sql.json({ ...inline })} where bot_id = ${botId}`;
}
