import type { ChatEvent } from '@veche/contract';
import { messageOf } from '../kernel/conversation-log/index.ts';

/** An event as it leaves, encoded once for all who get it. */
export interface ToldEvent {
  readonly json: string;
  readonly event: ChatEvent;
  /** The oldest place of the log that the event tells of: its own, or that of the message it is about. */
  readonly reachesBackTo: number;
}

export function toldOf(event: ChatEvent): ToldEvent {
  const { seq } = event;
  // A new message is its own place.
  const about = event.kind === 'message.created' ? seq : (messageOf(event) ?? seq);
  return { json: JSON.stringify(event), event, reachesBackTo: Math.min(about, seq) };
}

/** Events for those to whom the chat hides its log up to a seq: of what is below they get the number alone. */
export function frameOf(events: readonly ToldEvent[], hiddenTo: number): Buffer {
  const shown = events.map(({ json, event, reachesBackTo }) => (reachesBackTo <= hiddenTo ? withheld(event) : json));
  return Buffer.from(`{"t":"ev","events":[${shown.join(',')}]}`);
}

function withheld({ chatId, seq, at }: ChatEvent): string {
  return JSON.stringify({ kind: 'message.withheld', chatId, seq, at } satisfies ChatEvent);
}
