import type { AccountId, ChatId } from '@veche/contract';
import type { Queryable, Tx } from '../../kernel/database/sql.ts';
import type { StoredDraft } from './rules.ts';

interface DraftPlace {
  accountId: AccountId;
  chatId: ChatId;
  /** 0: the chat itself. */
  topicId: number;
}

/** Holds the account's row of a chat; answers the version of its draft, or null for who is not in the chat. */
export async function lockDrafts(tx: Tx, { accountId, chatId }: DraftPlace): Promise<number | null> {
  const rows = await tx<{ version: number }[]>`
    select draft_version as version from account_chat
    where account_id = ${accountId} and chat_id = ${chatId} and left_at is null for update`;
  return rows[0]?.version ?? null;
}

/** Whether the place of a draft is there: drafts are as few as topics. */
export async function hasTopic(tx: Tx, { chatId, topicId }: DraftPlace): Promise<boolean> {
  if (topicId === 0) return true;
  const rows = await tx`select 1 from topic where chat_id = ${chatId} and topic_id = ${topicId}`;
  return rows.length > 0;
}

export async function readDraft(tx: Tx, { accountId, chatId, topicId }: DraftPlace): Promise<StoredDraft | null> {
  const rows = await tx<{ content: StoredDraft }[]>`
    select content from draft where account_id = ${accountId} and chat_id = ${chatId} and topic_id = ${topicId}`;
  return rows[0]?.content ?? null;
}

/** Keeps a draft, or removes it; answers the new version of the chat's drafts. */
export async function writeDraft(tx: Tx, place: DraftPlace, draft: StoredDraft | null, at: Date): Promise<number> {
  const { accountId, chatId, topicId } = place;
  if (draft === null) {
    await tx`delete from draft where account_id = ${accountId} and chat_id = ${chatId} and topic_id = ${topicId}`;
  } else {
    await tx`
      insert into draft (account_id, chat_id, topic_id, at, content)
      values (${accountId}, ${chatId}, ${topicId}, ${at}, ${tx.json(draft)})
      on conflict (account_id, chat_id, topic_id) do update set at = excluded.at, content = excluded.content`;
  }
  const rows = await tx<{ version: number }[]>`
    update account_chat set draft_version = draft_version + 1
    where account_id = ${accountId} and chat_id = ${chatId} returning draft_version as version`;
  return rows[0]?.version ?? 0;
}

/** Removes the drafts of a chat and its topics; the new version, or null when there were none. */
export async function deleteDrafts(
  tx: Tx,
  { accountId, chatId }: Pick<DraftPlace, 'accountId' | 'chatId'>,
): Promise<number | null> {
  const gone = await tx`delete from draft where account_id = ${accountId} and chat_id = ${chatId} returning 1`;
  if (gone.length === 0) return null;
  const rows = await tx<{ version: number }[]>`
    update account_chat set draft_version = draft_version + 1
    where account_id = ${accountId} and chat_id = ${chatId} returning draft_version as version`;
  return rows[0]?.version ?? null;
}

export interface DraftRow {
  chatId: ChatId;
  topicId: number;
  at: Date;
  content: StoredDraft;
}

/** Drafts of an account in the chats it is in, newest first, after a place in that order. */
export async function readDrafts(
  sql: Queryable,
  query: { accountId: AccountId; after: readonly [at: number, chatId: number, topicId: number] | null; limit: number },
): Promise<DraftRow[]> {
  const { accountId, after, limit } = query;
  return sql<DraftRow[]>`
    select d.chat_id as "chatId", d.topic_id as "topicId", d.at, d.content
    from draft d join account_chat a on a.account_id = d.account_id and a.chat_id = d.chat_id and a.left_at is null
    where d.account_id = ${accountId}
      ${after === null ? sql`` : sql`and (d.at, d.chat_id, d.topic_id) < (${new Date(after[0])}, ${after[1]}::bigint, ${after[2]}::bigint)`}
    order by d.at desc, d.chat_id desc, d.topic_id desc limit ${limit}`;
}
