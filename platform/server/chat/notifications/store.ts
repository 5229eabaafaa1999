import type {
  AccountId,
  ChatId,
  Language,
  MessageId,
  NotificationSettings,
  NotifyLevel,
  SessionId,
} from '@veche/contract';
import { plainArray } from '../../kernel/database/arrays.ts';
import type { Queryable } from '../../kernel/database/sql.ts';
import { defaultSettings } from './rules.ts';

export interface Subscription {
  accountId: AccountId;
  sessionId: SessionId;
  endpoint: string;
  p256dh: string;
  auth: string;
}

/** A session has one subscription; a new one takes the place of the old, and must show that it works where that did not. */
export async function putSubscription(sql: Queryable, subscription: Subscription, at: Date): Promise<void> {
  const { accountId, sessionId, endpoint, p256dh, auth } = subscription;
  // A browser that changed hands keeps its endpoint: the one who left it must not hear what comes for the other.
  await sql`delete from push_subscription where endpoint = ${endpoint} and (account_id, session_id) <> (${accountId}::bigint, ${sessionId}::uuid)`;
  await sql`
    insert into push_subscription (account_id, session_id, endpoint, p256dh, auth, created_at)
    values (${accountId}, ${sessionId}, ${endpoint}, ${p256dh}, ${auth}, ${at})
    on conflict (account_id, session_id) do update
      set endpoint = excluded.endpoint, p256dh = excluded.p256dh, auth = excluded.auth,
        failing_since = case when push_subscription.failing_since is null then null else ${at}::timestamptz end`;
}

export async function deleteSubscription(
  sql: Queryable,
  { accountId, sessionId }: { accountId: AccountId; sessionId: SessionId },
): Promise<boolean> {
  const rows = await sql`
    delete from push_subscription where account_id = ${accountId} and session_id = ${sessionId} returning 1`;
  return rows.length > 0;
}

export async function readSubscription(
  sql: Queryable,
  { accountId, sessionId }: { accountId: AccountId; sessionId: SessionId },
): Promise<Subscription | null> {
  const rows = await sql<Subscription[]>`
    select account_id as "accountId", session_id as "sessionId", endpoint, p256dh, auth
    from push_subscription where account_id = ${accountId} and session_id = ${sessionId}`;
  return rows[0] ?? null;
}

/** All devices of an account that want pushes, each with the language of its owner. */
export async function readDevices(
  sql: Queryable,
  accountId: AccountId,
): Promise<(Subscription & { language: Language; isFailing: boolean })[]> {
  return sql<(Subscription & { language: Language; isFailing: boolean })[]>`
    select s.account_id as "accountId", s.session_id as "sessionId", s.endpoint, s.p256dh, s.auth, a.language,
      s.failing_since is not null as "isFailing"
    from push_subscription s join account a on a.account_id = s.account_id where s.account_id = ${accountId}`;
}

/** Remembers that a push arrived or did not; one that has failed for three days is given up. */
export async function noteDelivery(
  sql: Queryable,
  { accountId, sessionId }: Subscription,
  arrived: boolean,
): Promise<void> {
  if (arrived) {
    await sql`update push_subscription set failing_since = null
      where account_id = ${accountId} and session_id = ${sessionId} and failing_since is not null`;
    return;
  }
  await sql`update push_subscription set failing_since = coalesce(failing_since, now())
    where account_id = ${accountId} and session_id = ${sessionId}`;
  await sql`delete from push_subscription
    where account_id = ${accountId} and session_id = ${sessionId} and failing_since < now() - interval '3 days'`;
}

interface SettingsRow {
  direct: NotifyLevel;
  groups: NotifyLevel;
  channels: NotifyLevel;
  showText: boolean;
  quietFrom: number | null;
  quietTo: number | null;
  timeZone: string | null;
  allowUrgent: boolean;
}

function toSettings(row: SettingsRow | undefined): NotificationSettings {
  if (row === undefined) return defaultSettings;
  const { quietFrom: from, quietTo: to, timeZone, direct, groups, channels, showText, allowUrgent } = row;
  const quietHours = from === null || to === null || timeZone === null ? {} : { quietHours: { from, to, timeZone } };
  return { direct, groups, channels, showText, allowUrgent, ...quietHours };
}

const settingsColumns = (sql: Queryable) => sql`
  n.direct, n.groups, n.channels, n.show_text as "showText", n.quiet_from as "quietFrom", n.quiet_to as "quietTo",
  n.time_zone as "timeZone", n.allow_urgent as "allowUrgent"`;

export async function readSettings(sql: Queryable, accountId: AccountId): Promise<NotificationSettings> {
  const rows = await sql<SettingsRow[]>`
    select ${settingsColumns(sql)} from notification_settings n where n.account_id = ${accountId}`;
  return toSettings(rows[0]);
}

export async function writeSettings(
  sql: Queryable,
  accountId: AccountId,
  settings: NotificationSettings,
): Promise<void> {
  const { direct, groups, channels, showText, quietHours, allowUrgent } = settings;
  await sql`
    insert into notification_settings (account_id, direct, groups, channels, show_text, quiet_from, quiet_to, time_zone, allow_urgent)
    values (${accountId}, ${direct}, ${groups}, ${channels}, ${showText}, ${quietHours?.from ?? null},
      ${quietHours?.to ?? null}, ${quietHours?.timeZone ?? null}, ${allowUrgent})
    on conflict (account_id) do update set direct = excluded.direct, groups = excluded.groups,
      channels = excluded.channels, show_text = excluded.show_text, quiet_from = excluded.quiet_from,
      quiet_to = excluded.quiet_to, time_zone = excluded.time_zone, allow_urgent = excluded.allow_urgent`;
}

/** Chats with a member who has a device that wants pushes. */
export async function readListeningChats(sql: Queryable, chatIds: readonly ChatId[]): Promise<Set<ChatId>> {
  if (chatIds.length === 0) return new Set();
  const rows = await sql<{ chatId: ChatId }[]>`
    select v.chat_id as "chatId" from unnest(${plainArray(chatIds)}::bigint[]) as v (chat_id)
    where exists (select from chat_member m join push_subscription s on s.account_id = m.account_id
      where m.chat_id = v.chat_id and m.left_seq is null)`;
  return new Set(rows.map((row) => row.chatId));
}

/** A device of a member who may have to be told. */
export interface Recipient extends Subscription {
  language: Language;
  settings: NotificationSettings;
  chatLevel: NotifyLevel;
  mutedUntil: Date | null;
  readSeq: number;
  /** The last push did not arrive. */
  isFailing: boolean;
  /** Messages among those asked for that mention the member. */
  mentionedIn: MessageId[];
}

/** Devices of a chat's members after an account, in the order of accounts: all of up to `limit` members. */
export async function readRecipients(
  sql: Queryable,
  query: { chatId: ChatId; messageIds: readonly MessageId[]; after: number; limit: number },
): Promise<{ recipients: Recipient[]; lastAccountId: AccountId | null }> {
  const { chatId, messageIds, after, limit } = query;
  const rows = await sql<(SettingsRow & Omit<Recipient, 'settings'> & { memberId: AccountId; hasSettings: boolean })[]>`
    with members as materialized (
      select account_id from chat_member
      where chat_id = ${chatId} and account_id > ${after} and left_seq is null and not is_bot
      order by account_id limit ${limit})
    select m.account_id as "memberId", s.account_id as "accountId", s.session_id as "sessionId", s.endpoint, s.p256dh,
      s.auth, s.failing_since is not null as "isFailing", a.language, c.notify as "chatLevel", nullif(c.muted_until, 'infinity') as "mutedUntil",
      c.muted_until = 'infinity' as "isMutedForGood", c.read_seq as "readSeq", n.account_id is not null as "hasSettings",
      ${settingsColumns(sql)},
      array(select message_id::float8 from mention where mention.account_id = s.account_id and mention.chat_id = ${chatId}
        and mention.message_id = any(${plainArray(messageIds)}::bigint[])) as "mentionedIn"
    from members m
    left join push_subscription s on s.account_id = m.account_id
    left join account a on a.account_id = s.account_id
    left join account_chat c on c.account_id = s.account_id and c.chat_id = ${chatId}
    left join notification_settings n on n.account_id = s.account_id
    order by m.account_id`;
  const recipients = rows
    .filter((row) => (row.accountId as number | null) !== null)
    .map((row) => ({
      ...row,
      mutedUntil: (row as { isMutedForGood?: boolean }).isMutedForGood === true ? new Date(8.64e15) : row.mutedUntil,
      settings: toSettings(row.hasSettings ? row : undefined),
    }));
  return { recipients, lastAccountId: rows.at(-1)?.memberId ?? null };
}

/** Chats with something unread that is not muted, by account. */
export async function readBadges(sql: Queryable, accountIds: readonly AccountId[]): Promise<Map<AccountId, number>> {
  const rows = await sql<{ accountId: AccountId; badge: number }[]>`
    select a.account_id as "accountId", count(*)::int as badge
    from account_chat a join chat c on c.chat_id = a.chat_id
    where a.account_id = any(${plainArray(accountIds)}::bigint[]) and a.left_at is null and not a.is_removed
      and a.archived_seq is null and (c.message_count > a.read_ordinal or a.marked_unread)
      and (a.muted_until is null or a.muted_until <= now())
    group by a.account_id`;
  return new Map(rows.map((row) => [row.accountId, row.badge]));
}

export async function insertOverrides(
  sql: Queryable,
  overrides: readonly { accountId: AccountId; chatId: ChatId; messageId: MessageId }[],
): Promise<void> {
  if (overrides.length === 0) return;
  await sql`
    insert into quiet_override (account_id, chat_id, message_id, at)
    select account_id, chat_id, message_id, now() from unnest(${plainArray(overrides.map((one) => one.accountId))}::bigint[],
      ${plainArray(overrides.map((one) => one.chatId))}::bigint[], ${plainArray(overrides.map((one) => one.messageId))}::bigint[])
      as v (account_id, chat_id, message_id)
    on conflict do nothing`;
}

export async function readOverrides(sql: Queryable, accountId: AccountId, limit: number) {
  return sql<{ chatId: ChatId; messageId: MessageId; at: Date }[]>`
    select chat_id as "chatId", message_id as "messageId", at from quiet_override
    where account_id = ${accountId} and at > now() - interval '90 days' order by at desc limit ${limit}`;
}
