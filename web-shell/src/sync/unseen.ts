import type { Chat, MessageId } from '@veche/contract';
import { newestOf, withBoth } from './ahead.ts';
import type { ChatState } from './state.ts';

type Sight = Pick<ChatState, 'chat' | 'hidden'>;

/** Whether the account deleted a message for itself: one by one, or with all before it. */
export function isUnseen({ chat, hidden }: Sight, messageId: number): boolean {
  return messageId <= (chat.clearedSeq ?? 0) || hidden?.includes(messageId as MessageId) === true;
}

/** Remembers messages as hidden: the log may still bring them, and pages that were asked for before. */
export function withHidden(state: ChatState, messageIds: readonly MessageId[]): ChatState {
  const all = [...new Set([...(state.hidden ?? []), ...messageIds])];
  const hidden = all.filter((messageId) => messageId > (state.chat.clearedSeq ?? 0));
  return withoutUnseen({ ...state, hidden });
}

/** A state whose last message is one that is seen; which one that is by now, only the server can tell. */
export function withoutUnseen(state: ChatState): ChatState {
  if (!showsUnseen(state, state.chat) && !showsUnseen(state, newestOf(state))) return state;
  return withBoth(state, (chat) => (showsUnseen(state, chat) ? withoutLast(chat) : chat));
}

export function showsUnseen(state: Sight, { lastMessage }: Pick<Chat, 'lastMessage'>): boolean {
  return lastMessage !== undefined && isUnseen(state, lastMessage.messageId);
}

function withoutLast({ lastMessage: _unseen, ...chat }: Chat): Chat {
  return chat;
}

/** Whether a chat was taken off the list, and nothing was said in it since. */
export function isOffList({ isRemoved, lastMessage }: Chat): boolean {
  return isRemoved === true && lastMessage === undefined;
}
