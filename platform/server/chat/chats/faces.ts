import type { AccountId, ChatId, ChatKind, Role } from '@veche/contract';
import type { Queryable } from '../../kernel/database/sql.ts';

/** What names a chat, whoever looks at it. */
export interface ChatFace {
  chatId: ChatId;
  kind: ChatKind;
  title: string | null;
  username: string | null;
  hasTopics: boolean;
}

/** Faces of chats by id, in no order; the caller has checked membership. */
export async function readChatFaces(sql: Queryable, chatIds: Iterable<ChatId>): Promise<ChatFace[]> {
  const ids = [...new Set(chatIds)];
  if (ids.length === 0) return [];
  return sql<ChatFace[]>`
    select chat_id as "chatId", kind, title, username, has_topics as "hasTopics"
    from chat where chat_id = any(${ids}::bigint[])`;
}

interface BotMember {
  chatId: ChatId;
  botId: AccountId;
  hiddenTo: number;
  joinedSeq: number;
  role: Role;
  rights: number;
}

/** Bots that are in the chats now, when they came, and up to where each chat's log is hidden from them. */
export async function readBotMembers(sql: Queryable, chatIds: Iterable<ChatId>): Promise<BotMember[]> {
  const ids = [...new Set(chatIds)];
  if (ids.length === 0) return [];
  return sql<BotMember[]>`
    select chat_id as "chatId", account_id as "botId", hidden_to as "hiddenTo", joined_seq as "joinedSeq",
      role, rights
    from chat_member
    where chat_id = any(${ids}::bigint[]) and is_bot and left_seq is null`;
}
