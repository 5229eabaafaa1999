import type { AccountEvent, AccountId, Chat, ChatEvent, Message, MessageId } from '@veche/contract';
import { messageStateKeys, ownSettingKeys } from '@veche/contract/light';
import { withoutPast } from './ahead.ts';
import { extendRanges } from './ranges.ts';
import type { ChatState } from './state.ts';
import { toldBy } from './told.ts';
import { isUnseen } from './unseen.ts';

/** What changes a message: an event of its chat's log, or, of what only the reader has, one of the private log. */
export type MessageNews = ChatEvent | OwnNews;
export type OwnNews = Extract<AccountEvent, { kind: 'message.own' }>;

/** A snapshot of the server as state; nothing of the chat's messages is held yet. */
export function stateOf(chat: Chat): ChatState {
  return { chatId: chat.chatId, chat, readOrdinal: chat.messageCount - chat.unreadCount, ranges: [] };
}

/** State after the next event of the chat's log; the caller sees to the order. */
export function reduceChat(state: ChatState, event: ChatEvent, me: AccountId): ChatState {
  return withoutPast(afterEvent(state, event, me));
}

function afterEvent(state: ChatState, event: ChatEvent, me: AccountId): ChatState {
  const moved = { ...state.chat, lastSeq: event.seq, lastAt: event.at };
  const isMessage = event.kind === 'message.created';
  const next = { ...state, chat: moved, ranges: extendRanges(state.ranges, event.seq, isMessage) };
  switch (event.kind) {
    case 'chat.changed':
      return { ...next, chat: withChanges(moved, event.set) };
    case 'member.added':
      moved.memberCount += 1;
      if (event.accountId === me) moved.role = event.role;
      return next;
    case 'member.removed':
      moved.memberCount -= 1;
      return next;
    case 'member.changed':
      return event.accountId === me ? { ...next, chat: withSeat(moved, event) } : next;
    case 'message.created': {
      const { message } = event;
      moved.messageCount = message.ordinal;
      // A pulled event shows the message as it stands now: it may be deleted already.
      if (message.deleted !== true && !isUnseen(state, message.messageId)) moved.lastMessage = contentOf(message);
      const read = message.senderId === me || event.seq <= moved.readSeq;
      return withRead(next, read ? Math.max(moved.readSeq, event.seq) : moved.readSeq, read ? message.ordinal : 0);
    }
    case 'message.edited':
    case 'message.deleted': {
      const last = moved.lastMessage;
      if (last !== undefined && last.messageId === touchedMessage(event))
        moved.lastMessage = contentOf(edited(last, event));
      return next;
    }
    default:
      return next;
  }
}

/** A chat with the own seat as it stands now: what the event does not name is no more. */
function withSeat(chat: Chat, event: Extract<ChatEvent, { kind: 'member.changed' }>): Chat {
  const { rights: _rights, restriction: _restriction, joinRequestCount, ...rest } = chat;
  const { role, rights, restriction } = event;
  return {
    ...rest,
    role,
    ...(rights && { rights }),
    ...(restriction && { restriction }),
    ...(rights?.includes('inviteMembers') && joinRequestCount !== undefined && { joinRequestCount }),
  };
}

/** An object with its changes: null takes a field away. */
export function withChanges<T extends object>(held: T, set: { [K in keyof T]?: T[K] | null | undefined }): T {
  const changes = Object.entries(set).filter(([, value]) => value !== undefined);
  const gone = new Set(changes.flatMap(([key, value]) => (value === null ? [key] : [])));
  const kept = Object.entries(held).filter(([key]) => !gone.has(key));
  return Object.fromEntries([...kept, ...changes.filter(([key]) => !gone.has(key))]) as T;
}

/** A reading of a chat with the own settings, draft and mentions of another reading, where that one's are newer. */
export function withNewerOwn(chat: Chat, other: Chat): Chat {
  const settings = (other.settingsVersion ?? 0) > (chat.settingsVersion ?? 0);
  const draft = (other.draftVersion ?? 0) > (chat.draftVersion ?? 0);
  const mentions = (other.mentionsVersion ?? 0) > (chat.mentionsVersion ?? 0);
  const keys = [
    ...(settings ? ownSettingKeys : []),
    ...(draft ? (['draft', 'draftVersion'] as const) : []),
    ...(mentions ? (['mentionCount', 'newestMention', 'mentionsVersion'] as const) : []),
  ];
  return keys.length === 0 ? chat : withChanges(chat, Object.fromEntries(keys.map((key) => [key, other[key] ?? null])));
}

/** Nothing of mentions when the newest is read, whatever was told. */
export function withoutReadMentions(chat: Chat): Chat {
  if (chat.newestMention === undefined || chat.newestMention > chat.readSeq) return chat;
  const { mentionCount: _count, newestMention: _newest, ...rest } = chat;
  return rest;
}

/** Moves the read position and its ordinal, never back. */
export function withRead(state: ChatState, readSeq: number, readOrdinal: number): ChatState {
  const ordinal = Math.max(state.readOrdinal, readOrdinal);
  const unreadCount = Math.max(0, state.chat.messageCount - ordinal);
  const seq = Math.max(state.chat.readSeq, readSeq) as Chat['readSeq'];
  return { ...state, readOrdinal: ordinal, chat: { ...state.chat, readSeq: seq, unreadCount } };
}

/**
 * Takes the read position of a snapshot, which may be older or newer than the log applied here. At the same
 * position the server's ordinal is right and ours may be a guess.
 */
export function withReadOf(state: ChatState, snapshot: Chat): ChatState {
  if (snapshot.readSeq < state.chat.readSeq) return state;
  const readOrdinal = snapshot.messageCount - snapshot.unreadCount;
  return withRead({ ...state, readOrdinal }, snapshot.readSeq, readOrdinal);
}

/** A chat begun anew at a snapshot: what this device alone knows of it is kept. */
export function restartedAt(held: ChatState, chat: Chat): ChatState {
  const fresh = withRead(stateOf(chat), held.chat.readSeq, held.readOrdinal);
  const { pendingRead, ahead, hidden } = held;
  return withoutPast({ ...withReadOf(fresh, chat), pendingRead, ahead, ...(hidden && { hidden }) });
}

/** The message an event is about. */
export function touchedMessage(event: MessageNews): MessageId | undefined {
  if ('message' in event) return event.message.messageId;
  return 'messageId' in event ? event.messageId : undefined;
}

/**
 * A message after an event about it; undefined when it is not held, or no longer. Applying an event twice, or one
 * that the message already contains, ends in the same state once the log is applied to its head.
 */
export function reduceMessage(held: Message | undefined, event: MessageNews, me: AccountId): Message | undefined {
  switch (event.kind) {
    case 'message.created':
      if (event.message.deleted === true) return undefined;
      return held === undefined ? event.message : withStateOf(held, event.message);
    case 'message.edited':
    case 'message.deleted': {
      const after = held && edited(held, event);
      return after?.deleted === true ? undefined : after;
    }
    case 'message.changed':
    case 'message.own':
      return held && withChanges(held, event.set as Partial<Message>);
    case 'reaction.changed':
      return held && { ...held, reactions: reacted(held.reactions, event, event.actorId === me) };
    default:
      return held;
  }
}

/** A slice of messages after an event. What is new joins only a slice that reaches the newest. */
export function reduceMessages(
  messages: readonly Message[],
  event: MessageNews,
  me: AccountId,
  atNewest: boolean,
  topicId?: number,
): readonly Message[] {
  const after = afterNews(messages, event, me, atNewest);
  const told = atNewest ? toldBy(event, topicId) : undefined;
  return told === undefined || after.some(({ messageId }) => messageId === told.messageId) ? after : [...after, told];
}

function afterNews(
  messages: readonly Message[],
  event: MessageNews,
  me: AccountId,
  atNewest: boolean,
): readonly Message[] {
  const messageId = touchedMessage(event);
  if (messageId === undefined) return messages;
  const index = messages.findIndex((message) => message.messageId === messageId);
  const held = messages[index];
  if (held === undefined && (event.kind !== 'message.created' || !atNewest)) return messages;
  const after = reduceMessage(held, event, me);
  if (held === undefined) return after === undefined ? messages : [...messages, after];
  return after === undefined ? messages.toSpliced(index, 1) : messages.with(index, after);
}

/** New content with the state of the message that is held: no event brings both. */
function withStateOf(held: Message, content: Message): Message {
  const state = Object.entries(held).filter(([key]) => messageStateKeys.has(key));
  return { ...contentOf(content), ...(Object.fromEntries(state) as Partial<Message>), reactions: held.reactions };
}

/** A message without its state. */
function contentOf(message: Message): Message {
  return Object.fromEntries(Object.entries(message).filter(([key]) => !messageStateKeys.has(key))) as Message;
}

function edited(held: Message, event: ChatEvent): Message {
  if (event.kind === 'message.edited') return withStateOf(held, event.message);
  const { chatId, messageId, senderId, at, ordinal } = held;
  return { chatId, messageId, senderId, at, ordinal, text: '', deleted: true, reactions: [] };
}

function reacted(
  held: Message['reactions'],
  event: Extract<ChatEvent, { kind: 'reaction.changed' }>,
  byMe: boolean,
): Message['reactions'] {
  const index = held.findIndex(({ emoji }) => emoji === event.emoji);
  if (event.count === 0) return index < 0 ? held : held.toSpliced(index, 1);
  const before = held[index];
  const mine = byMe ? event.on : (before?.mine ?? false);
  const after = { emoji: event.emoji, count: event.count, mine };
  return before === undefined ? [...held, after] : held.with(index, after);
}
