import type { Chat, Draft, MessageId, Seq } from '@veche/contract';
import type { Queryable } from '../../kernel/database/sql.ts';
import { shownDraft, type StoredDraft } from '../drafts/rules.ts';
import { shownSettings } from './rules.ts';
import { type SettingsRow, settingsColumns, settingsOf } from './store.ts';

/** What an account's own row of a chat adds to it. */
export interface OwnRow extends SettingsRow {
  settingsVersion: number;
  clearedSeq: number;
  isRemoved: boolean;
  peerName: string | null;
  peerBlocked: boolean;
  draftVersion: number;
  draft: StoredDraft | null;
  draftAt: Date | null;
  readSeq: number;
  mentionCount: number;
  newestMention: MessageId | null;
  mentionsVersion: number;
}

/** Columns of `OwnRow`; needs `ownJoins`. `a` is the row of account_chat. */
export const ownColumns = (sql: Queryable) => sql`
  a.settings_version as "settingsVersion", a.cleared_seq as "clearedSeq", a.is_removed as "isRemoved",
  peer.name as "peerName", block.account_id is not null as "peerBlocked", a.draft_version as "draftVersion",
  a.mention_count as "mentionCount", a.newest_mention as "newestMention", a.mentions_version as "mentionsVersion",
  draft.content as draft, draft.at as "draftAt",
  ${settingsColumns(sql)}`;

export const ownJoins = (sql: Queryable) => sql`
  left join contact peer on peer.account_id = a.account_id and peer.contact_id = a.peer_id
  left join account_block block on block.account_id = a.account_id and block.blocked_id = a.peer_id
  left join draft on draft.account_id = a.account_id and draft.chat_id = a.chat_id and draft.topic_id = 0`;

export function shownOwn(row: OwnRow): Partial<Chat> {
  return {
    ...(row.settingsVersion === 0 ? {} : { settingsVersion: row.settingsVersion }),
    ...shownSettings(settingsOf(row)),
    ...(row.clearedSeq === 0 ? {} : { clearedSeq: row.clearedSeq as Seq }),
    ...(row.isRemoved ? { isRemoved: true } : {}),
    ...(row.peerName === null ? {} : { peerName: row.peerName }),
    ...(row.peerBlocked ? { peerBlocked: true } : {}),
    ...draftOf(row),
    ...mentionsOf(row),
  };
}

function draftOf({ draftVersion, draft, draftAt }: OwnRow): { draft?: Draft; draftVersion?: number } {
  if (draftVersion === 0) return {};
  return { draftVersion, ...(draft === null || draftAt === null ? {} : { draft: shownDraft(draft, draftAt) }) };
}

function mentionsOf({ readSeq, mentionCount, newestMention, mentionsVersion }: OwnRow): Partial<Chat> {
  if (mentionsVersion === 0) return {};
  if (newestMention === null || newestMention <= readSeq) return { mentionsVersion };
  return { mentionsVersion, mentionCount, newestMention };
}
