import type { Message, MessageId } from '@veche/contract';

/** Matches of a search in one chat, newest first, and the one that is looked at. */
export interface Found {
  readonly ids: readonly MessageId[];
  readonly at: number;
  /** There are more. */
  readonly cursor?: string;
}

export const nothingFound: Found = { ids: [], at: 0 };

/** With another page of matches, of a topic alone; what is looked at is the first of the new ones. */
export function withPage(
  found: Found,
  { messages, nextCursor }: { readonly messages: readonly Message[]; readonly nextCursor?: string | undefined },
  topicId: number | undefined,
): Found {
  const isHere = (message: Message) => topicId === undefined || (message.topicId ?? 0) === topicId;
  const added = messages.filter(isHere).map(({ messageId }) => messageId);
  const ids = [...found.ids, ...added];
  const at = added.length === 0 ? Math.max(0, ids.length - 1) : found.ids.length;
  return { ids, at, ...(nextCursor === undefined ? {} : { cursor: nextCursor }) };
}

/** One match on, to older ones, or back; `more`: the next one is not read yet. At either end nothing moves. */
export function stepTo(found: Found, by: 1 | -1): Found | 'more' {
  const at = found.at + by;
  if (at >= found.ids.length) return found.cursor === undefined ? found : 'more';
  return at < 0 ? found : { ...found, at };
}
