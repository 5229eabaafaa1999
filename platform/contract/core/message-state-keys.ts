import type { messageOwn, messageState } from '../messages.ts';

// By name, so that a page or a worker knows the state of a message from its content without the schemas.
const keys: Record<keyof typeof messageState | keyof typeof messageOwn, true> = {
  pinned: true,
  pollResults: true,
  preview: true,
  commentCount: true,
  ownVote: true,
};

/** Fields of a message that an edit leaves as they are: its state, told by events of their own. */
export const messageStateKeys: ReadonlySet<string> = new Set(Object.keys(keys));
