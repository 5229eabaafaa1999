import type { AccountId } from '@veche/contract';
import type { MessageRow } from '../../sync/client.ts';
import type { ToldEvent } from '../../sync/told.ts';

/** A message with its place in a run: neighbours of one sender within minutes share one shape. */
export interface PlacedMessage {
  readonly message: MessageRow;
  readonly firstOfRun: boolean;
  readonly lastOfRun: boolean;
  /** The unread divider stands above it. */
  readonly unreadAbove: boolean;
  /** No message: what happened here; several comings, or goings, in a row are one. */
  readonly told?: readonly ToldEvent[];
}

export interface Day {
  /** Calendar day on this device; stable while the day is shown. */
  readonly key: string;
  /** A moment of the day, for its heading. */
  readonly at: string;
  readonly messages: readonly PlacedMessage[];
}

const runMs = 5 * 60_000;
const folded: readonly string[] = ['member.added', 'member.removed'];

/** The first message of others after the read position; none when that is null. */
export function firstUnread(
  messages: readonly MessageRow[],
  unreadAfter: number | null,
  myId: AccountId | null,
): MessageRow | undefined {
  return messages.find((message) => isUnread(message, unreadAfter, myId));
}

function isUnread({ state, messageId, senderId }: MessageRow, unreadAfter: number | null, myId: AccountId | null) {
  return unreadAfter !== null && state === 'sent' && messageId > unreadAfter && senderId !== myId;
}

/** Groups messages by day and into runs. `unreadAfter`: the read position at opening, or null for no divider. */
export function placeMessages(
  messages: readonly MessageRow[],
  unreadAfter: number | null,
  myId: AccountId | null,
  dayOf: (at: string) => string,
): readonly Day[] {
  const days: { key: string; at: string; messages: PlacedMessage[] }[] = [];
  let divided = false;
  messages.forEach((message, index) => {
    const key = dayOf(message.at);
    let day = days.at(-1);
    if (day?.key !== key) days.push((day = { key, at: message.at, messages: [] }));
    const { told } = message;
    if (told !== undefined) {
      const last = day.messages.at(-1);
      const joined = folded.includes(told.kind) && last?.told?.[0]?.kind === told.kind ? last.told : undefined;
      const one = { message, unreadAbove: false, firstOfRun: true, lastOfRun: true, told: [told] };
      if (last === undefined || joined === undefined) day.messages.push(one);
      else day.messages.splice(-1, 1, { ...last, told: [...joined, told] });
      return;
    }
    const unreadAbove = !divided && isUnread(message, unreadAfter, myId);
    divided ||= unreadAbove;
    day.messages.push({
      message,
      unreadAbove,
      firstOfRun: unreadAbove || !joins(messages[index - 1], message, dayOf),
      lastOfRun: !joins(message, messages[index + 1], dayOf) || startsUnread(messages[index + 1], divided),
    });
  });
  return days;

  function startsUnread(next: MessageRow | undefined, alreadyDivided: boolean): boolean {
    return next !== undefined && !alreadyDivided && isUnread(next, unreadAfter, myId);
  }
}

function joins(one: MessageRow | undefined, next: MessageRow | undefined, dayOf: (at: string) => string): boolean {
  if (one === undefined || next === undefined || one.senderId !== next.senderId) return false;
  if (one.told !== undefined || next.told !== undefined) return false;
  return Date.parse(next.at) - Date.parse(one.at) < runMs && dayOf(one.at) === dayOf(next.at);
}

/** Calendar day of a moment in the device's time zone. */
export function localDay(at: string): string {
  const date = new Date(at);
  return `${date.getFullYear()}-${date.getMonth() + 1}-${date.getDate()}`;
}
