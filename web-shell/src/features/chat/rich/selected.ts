import { MAX_AT_ONCE } from '../limits.ts';
import type { MessageRow } from '../../../sync/client.ts';

/** Messages chosen in a chat, by id; they stay chosen when the window lets them go. */
export type Selected = ReadonlyMap<number, MessageRow>;

/** With the message, or without it; undefined when no more can be taken. */
export function toggled(selected: Selected, message: MessageRow): Selected | undefined {
  const next = new Map(selected);
  if (next.delete(message.messageId)) return next;
  return next.size < MAX_AT_ONCE ? next.set(message.messageId, message) : undefined;
}

/** The choice after a change of the window: what is shown is as it says now, and what went from it is no longer chosen. */
export function stillSelected(selected: Selected, shown: readonly MessageRow[]): Selected {
  const held = new Map(shown.flatMap((row) => (row.state === 'sent' ? [[row.messageId as number, row] as const] : [])));
  const [first = Infinity, last = 0] = [Math.min(...held.keys()), Math.max(0, ...held.keys())];
  const kept = [...selected].flatMap(([id, before]) => {
    const now = held.get(id);
    const isGone = now === undefined ? id >= first && id <= last : now.deleted === true;
    return isGone ? [] : [[id, now ?? before] as const];
  });
  return kept.length === selected.size && kept.every(([id, row]) => selected.get(id) === row)
    ? selected
    : new Map(kept);
}

export function inOrder(selected: Selected): readonly MessageRow[] {
  return [...selected.values()].sort((a, b) => a.messageId - b.messageId);
}

/** Messages as text: who and when, then what. */
export function asText(
  messages: readonly MessageRow[],
  { nameOf, timeOf, wordsOf }: Record<'nameOf' | 'timeOf' | 'wordsOf', (message: MessageRow) => string>,
): string {
  return messages.map((message) => `${nameOf(message)}, ${timeOf(message)}\n${wordsOf(message)}`).join('\n\n');
}
