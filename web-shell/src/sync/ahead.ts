import type { Chat } from '@veche/contract';
import { reachOf } from '@veche/contract/light';
import type { ChatState } from './state.ts';

/** Events behind which a chat is read anew rather than followed; fewer where one reads the end only. */
const MAX_CATCH_UP = 1000;
const MAX_CATCH_UP_BIG = 200;

/** Whether the server pushes the events of the chat to who has it open, and tells the others that there are some. */
export function isBig({ chat }: ChatState): boolean {
  return reachOf(chat.kind, chat.memberCount) !== 'small';
}

export function isFar(state: ChatState, headSeq: number): boolean {
  return headSeq - state.chat.lastSeq > (isBig(state) ? MAX_CATCH_UP_BIG : MAX_CATCH_UP);
}

/** The row of a chat as far as it is known: as the log applied here has it, or as it was told beyond that. */
export function newestOf({ chat, ahead }: Pick<ChatState, 'chat' | 'ahead'>): Chat {
  return ahead?.chat ?? chat;
}

/** Knows of a chat that it moved on, without its events: its list shows it, its log is read when it is opened. */
export function withAhead(state: ChatState, chat: Chat, isWhole: boolean): ChatState {
  return chat.lastSeq <= newestOf(state).lastSeq && !(isWhole && chat.lastSeq === newestOf(state).lastSeq)
    ? state
    : { ...state, ahead: { chat, isWhole } };
}

/** Forgets what was told once the log is applied up to it. */
export function withoutPast(state: ChatState): ChatState {
  if (state.ahead === undefined || state.ahead.chat.lastSeq > state.chat.lastSeq) return state;
  const { ahead: _reached, ...rest } = state;
  return rest;
}

/** Changes both what follows from the log and what was told beyond it. */
export function withBoth(state: ChatState, change: (chat: Chat) => Chat): ChatState {
  const { ahead } = state;
  return {
    ...state,
    chat: change(state.chat),
    ...(ahead === undefined ? {} : { ahead: { ...ahead, chat: change(ahead.chat) } }),
  };
}
