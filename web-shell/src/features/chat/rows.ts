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
  /** No message: what happened here; several in a row that are alike are one. */
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

/**
 * Groups messages by day and into runs. `unreadAfter`: the read position at opening, or null for no divider; `before`:
 * the message before the first, where it is known: the first then looks as it will when that one is drawn too.
 */
export function placeMessages(
  messages: readonly MessageRow[],
  unreadAfter: number | null,
  myId: AccountId | null,
  dayOf: (at: string) => string,
  before?: MessageRow,
): readonly Day[] {
  const days: { key: string; at: string; messages: PlacedMessage[] }[] = [];
  let divided = before !== undefined && isUnread(before, unreadAfter, myId);
  const dayKeys = messages.map(({ at }) => dayOf(at));
  const joins = (index: number) =>
    dayKeys[index] === dayKeys[index + 1] && isOneRun(messages[index], messages[index + 1]);
  const joinsBefore = before !== undefined && dayOf(before.at) === dayKeys[0] && isOneRun(before, messages[0]);
  messages.forEach((message, index) => {
    const key = dayKeys[index]!;
    let day = days.at(-1);
    if (day?.key !== key) days.push((day = { key, at: message.at, messages: [] }));
    const { told } = message;
    if (told !== undefined) {
      const last = day.messages.at(-1);
      const joined = last?.told !== undefined && isOneDoing(last.told[0]!, told) ? last.told : undefined;
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
      firstOfRun: unreadAbove || !(index === 0 ? joinsBefore : joins(index - 1)),
      lastOfRun: !joins(index) || startsUnread(messages[index + 1], divided),
    });
  });
  return days;

  function startsUnread(next: MessageRow | undefined, alreadyDivided: boolean): boolean {
    return next !== undefined && !alreadyDivided && isUnread(next, unreadAfter, myId);
  }
}

/** Comings and goings by themselves or by one hand, and what one hand sets again and again, are one line. */
function isOneDoing(one: ToldEvent, next: ToldEvent): boolean {
  if (one.kind !== next.kind) return false;
  if (one.kind === 'member.added' || one.kind === 'member.removed') return doerOf(one) === doerOf(next);
  if (one.kind !== 'chat.changed' || next.kind !== 'chat.changed') return false;
  return one.actorId === next.actorId && Object.keys(one.set).join() === Object.keys(next.set).join();
}

/** Who did something to the member of an event; null: that member. */
export function doerOf(event: ToldEvent): AccountId | null {
  return 'accountId' in event && event.accountId === event.actorId ? null : event.actorId;
}

function isOneRun(one: MessageRow | undefined, next: MessageRow | undefined): boolean {
  if (one === undefined || next === undefined || one.senderId !== next.senderId) return false;
  if (one.told !== undefined || next.told !== undefined) return false;
  return Date.parse(next.at) - Date.parse(one.at) < runMs;
}

/** Calendar day of a moment in the device's time zone. */
export function localDay(at: string): string {
  const date = new Date(at);
  return `${date.getFullYear()}-${date.getMonth() + 1}-${date.getDate()}`;
}
