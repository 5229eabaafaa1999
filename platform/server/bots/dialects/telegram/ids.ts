import { type AccountId, type ChatId, MAX_ID } from '@veche/contract';

/** Chats other than direct ones have ids below this one, as clients tell them apart by it. */
const GROUP_BASE = 1e12;

/** Who or what a `chat_id` names. */
export type ChatName = { readonly personId: AccountId } | { readonly groupId: ChatId };

/** A direct chat goes by the person's id, a group by -(10^12 + its id). Null for what is neither. */
export function readChatId(chatId: unknown): ChatName | null {
  if (typeof chatId !== 'number' || !Number.isSafeInteger(chatId)) return null;
  if (chatId > 0) return chatId <= MAX_ID ? { personId: chatId as AccountId } : null;
  const groupId = -chatId - GROUP_BASE;
  return groupId > 0 && groupId <= MAX_ID ? { groupId: groupId as ChatId } : null;
}

export function groupChatId(chatId: ChatId): number {
  return -(GROUP_BASE + chatId);
}
