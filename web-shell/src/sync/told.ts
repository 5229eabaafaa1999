import type { ChatEvent, Message, MessageId } from '@veche/contract';
import { toldFields } from '@veche/contract/light';
import type { MessageNews } from './reduce.ts';

/** What people are told of among the messages: an event of the log in the row of a message, by its seq. */
export interface Told extends Message {
  readonly told: ToldEvent;
}

/** Kinds of events that may be told so. */
export type ToldEvent = Extract<
  ChatEvent,
  {
    kind:
      | 'chat.created'
      | 'chat.changed'
      | 'member.added'
      | 'member.removed'
      | 'member.changed'
      | 'message.changed'
      | 'topic.changed';
  }
>;

export function toldOf(message: Message): ToldEvent | undefined {
  return (message as Partial<Told>).told;
}

/** The row of an event in what is shown of a chat (topic 0 and undefined) or of a topic; undefined for most. */
export function toldBy(event: MessageNews, topicId = 0): Told | undefined {
  if (!isTold(event) || (event.kind === 'topic.changed' ? event.topicId : 0) !== topicId) return undefined;
  const { chatId, seq, actorId, at } = event;
  const messageId = seq as number as MessageId;
  return { chatId, messageId, senderId: actorId, at, text: '', ordinal: 0, reactions: [], told: event };
}

/** Messages of a page with what is told among them. */
export function withTold(
  messages: readonly Message[],
  events: readonly ChatEvent[],
  topicId: number | undefined,
): readonly Message[] {
  const told = events.flatMap((event) => toldBy(event, topicId) ?? []);
  return told.length === 0 ? messages : [...messages, ...told].sort((a, b) => a.messageId - b.messageId);
}

function isTold(event: MessageNews): event is ToldEvent {
  switch (event.kind) {
    case 'chat.created':
      return event.chatKind !== 'direct';
    case 'chat.changed':
      return toldFields.some((field) => field in event.set);
    case 'member.changed':
      return event.roleWas !== undefined;
    case 'message.changed':
      return event.set.pinned === true;
    case 'member.added':
    case 'member.removed':
    case 'topic.changed':
      return true;
    default:
      return false;
  }
}
