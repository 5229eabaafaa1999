import type { AccountId, Chat, ChatEvent, ChatId, Message, MessageId } from '@veche/contract';

// Named people and things for the tests of this folder.
export const alice = 1 as AccountId;
export const bob = 2 as AccountId;
export const yard = 10 as ChatId;

const at = (seq: number) => new Date(Date.UTC(2026, 0, 1) + seq * 1000).toISOString();

/** A message of the yard chat; ordinal and seq may differ, as other events are numbered too. */
export function message(seq: number, ordinal: number, more: Partial<Message> = {}): Message {
  return {
    chatId: yard,
    messageId: seq as MessageId,
    senderId: bob,
    at: at(seq),
    text: `message ${seq}`,
    ordinal,
    reactions: [],
    ...more,
  };
}

/** The yard chat as alice sees it at the start: nothing but its creation. */
export function chat(more: Partial<Chat> = {}): Chat {
  return {
    chatId: yard,
    kind: 'group',
    title: 'Двор',
    role: 'member',
    permissions: [],
    memberCount: 2,
    lastSeq: 1 as Chat['lastSeq'],
    messageCount: 0,
    lastAt: at(1),
    readSeq: 0 as Chat['readSeq'],
    unreadCount: 0,
    ...more,
  };
}

type Body = ChatEvent extends infer E
  ? E extends ChatEvent
    ? Omit<E, 'chatId' | 'seq' | 'at' | 'actorId'>
    : never
  : never;

/** An event of the yard chat. */
export function event(seq: number, body: Body, actorId: AccountId = bob): ChatEvent {
  return { ...body, chatId: yard, seq, at: at(seq), actorId } as ChatEvent;
}

/** The event that creates a message. */
export function created(seq: number, ordinal: number, more: Partial<Message> = {}): ChatEvent {
  const body = message(seq, ordinal, more);
  return event(seq, { kind: 'message.created', message: body }, body.senderId);
}
