import type { AccountId, ChatId, chatSettings as contract } from '@veche/contract';
import { plainArray } from '../../kernel/database/arrays.ts';
import type { Queryable, Tx } from '../../kernel/database/sql.ts';
import type { StoredSettings } from './rules.ts';

/**
 * Holds what an account keeps for itself until the transaction ends, where a limit counts more than one row. Taken
 * before any row is locked.
 */
export async function lockAccount(tx: Tx, accountId: AccountId): Promise<void> {
  await tx`select pg_advisory_xact_lock(hashtextextended('account-state', ${accountId}::bigint))`;
}

export interface SettingsRow {
  archivedSeq: number | null;
  pinnedRank: number | null;
  mutedForever: boolean | null;
  mutedUntil: Date | null;
  notify: contract.NotifyLevel;
  markedUnread: boolean;
}

/** Columns of the settings, as `settingsOf` reads them; `a` is the row of account_chat. */
export const settingsColumns = (sql: Queryable) => sql`
  a.archived_seq as "archivedSeq", a.pinned_rank as "pinnedRank", a.muted_until = 'infinity' as "mutedForever",
  nullif(a.muted_until, 'infinity') as "mutedUntil", a.notify, a.marked_unread as "markedUnread"`;

export function settingsOf(row: SettingsRow): StoredSettings {
  const { archivedSeq, pinnedRank, mutedForever, mutedUntil, notify, markedUnread } = row;
  return {
    archivedSeq,
    pinnedRank,
    mutedUntil: mutedForever === true ? 'infinity' : mutedUntil,
    notify,
    markedUnread,
  };
}

/** Settings of chats that the account is in, locked in the order of chats, each with the chat's head. */
export async function lockSettings(
  tx: Tx,
  accountId: AccountId,
  chatIds: readonly ChatId[],
): Promise<{ chatId: ChatId; headSeq: number; settings: StoredSettings }[]> {
  const rows = await tx<(SettingsRow & { chatId: ChatId; headSeq: number })[]>`
    select a.chat_id as "chatId", c.last_seq as "headSeq", ${settingsColumns(tx)}
    from account_chat a join chat c on c.chat_id = a.chat_id
    where a.account_id = ${accountId} and a.chat_id = any(${plainArray(chatIds)}::bigint[]) and a.left_at is null
    order by a.chat_id for update of a`;
  return rows.map((row) => ({ chatId: row.chatId, headSeq: row.headSeq, settings: settingsOf(row) }));
}

/** Pinned chats of an account, the topmost first. */
export async function readPinned(tx: Queryable, accountId: AccountId): Promise<{ chatId: ChatId; rank: number }[]> {
  return tx<{ chatId: ChatId; rank: number }[]>`
    select chat_id as "chatId", pinned_rank as rank from account_chat
    where account_id = ${accountId} and pinned_rank is not null and left_at is null order by pinned_rank desc`;
}

/** Writes settings and answers their new version. */
export async function writeSettings(
  tx: Tx,
  { accountId, chatId }: { accountId: AccountId; chatId: ChatId },
  { archivedSeq, pinnedRank, mutedUntil, notify, markedUnread }: StoredSettings,
): Promise<number> {
  const until = mutedUntil instanceof Date ? mutedUntil.toISOString() : mutedUntil;
  const rows = await tx<{ version: number }[]>`
    update account_chat set settings_version = settings_version + 1, archived_seq = ${archivedSeq},
      pinned_rank = ${pinnedRank}, muted_until = ${until}::text::timestamptz, notify = ${notify},
      marked_unread = ${markedUnread}
    where account_id = ${accountId} and chat_id = ${chatId} returning settings_version as version`;
  return rows[0]?.version ?? 0;
}

/** Counts a change of what the account's rows of chats show, for settings that are kept elsewhere. */
export async function touchSettings(
  tx: Tx,
  accountId: AccountId,
  chatIds: readonly ChatId[],
): Promise<{ chatId: ChatId; version: number }[]> {
  if (chatIds.length === 0) return [];
  return tx<{ chatId: ChatId; version: number }[]>`
    with locked as (
      select account_id, chat_id from account_chat
      where account_id = ${accountId} and chat_id = any(${plainArray(chatIds)}::bigint[]) and left_at is null
      order by chat_id for update)
    update account_chat a set settings_version = a.settings_version + 1
    from locked where a.account_id = locked.account_id and a.chat_id = locked.chat_id
    returning a.chat_id as "chatId", a.settings_version as version`;
}
